"""In: ArchivedPosts. Out: a Parquet file, typed, for data people; needs the extra `parquet`."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.errors import UsageError
from fb_watch.export.columns import Column, columns_of
from fb_watch.export.handing_over import Posts, Wishes
from fb_watch.export.metadata import facts
from fb_watch.i18n import _
from fb_watch.model.exported import Exported

if TYPE_CHECKING:
    from pyarrow import Schema

_GROUP = 2_000  # posts in memory at a time; larger groups make files hardly smaller


def write_parquet(posts: Posts, about: Exported, _wishes: Wishes, made: Path) -> None:
    """
    Write the same columns as every table, with their types: times, numbers, lists of texts.

    Query, time, coverage and codebook stand in the file's metadata under `fb-watch`, what a column
    is under `description` of its field.
    """
    try:
        from pyarrow import Table
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise UsageError(
            _("Parquet needs a library that is not installed."),
            remedy=_("Install it: {command}").format(command='pip install "fb-watch[parquet]"'),
        ) from None
    columns = columns_of(about)
    schema = _schema(columns, about)
    with ParquetWriter(str(made), schema, compression="zstd") as out:
        for rows in _groups(posts, columns):
            out.write_table(Table.from_pydict(rows, schema=schema))


def _schema(columns: Sequence[Column], about: Exported) -> "Schema":
    import pyarrow as pa

    types = {"integer": pa.int64(), "decimal": pa.float64(), "dateTime": pa.timestamp("s", "UTC")}
    fields = []
    for column in columns:
        one = types.get(column.datatype, pa.string())
        told = {"description": column.says[about.lang]}
        kind = pa.list_(one) if column.is_list else one
        fields.append(pa.field(column.name, kind, metadata=told))
    return pa.schema(fields, metadata={"fb-watch": json.dumps(facts(about), ensure_ascii=False)})


def _groups(posts: Posts, columns: Sequence[Column]) -> Iterator[dict[str, list[Any]]]:
    """The cells by column, some thousand posts at a time."""
    left = iter(posts)
    while some := list(islice(left, _GROUP)):
        yield {column.name: _typed(column, [column.value(p) for p in some]) for column in columns}


def _typed(column: Column, values: list[Any]) -> list[Any]:
    if column.is_list:
        return [value.split("|") if value else [] for value in values]
    return list(map(_time, values)) if column.datatype == "dateTime" else values


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
