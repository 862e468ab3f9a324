import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fb_watch.export.columns import all_columns
from fb_watch.export.handing_over import Wishes
from fb_watch.export.parquet import write_parquet
from fb_watch.model.archived import ArchivedPost
from make import about, archived


def _read(tmp_path: Path, sql: str, *posts: ArchivedPost, **told: Any) -> list[tuple[Any, ...]]:
    path = tmp_path / "x.parquet"
    write_parquet(list(posts), about(posts=len(posts), **told), Wishes(), path)
    found = duckdb.sql(sql.format(file=f"'{path}'"))
    assert found is not None
    return found.fetchall()


def test_duckdb_reads_types_and_texts(tmp_path: Path) -> None:
    """Times are times, numbers numbers, lists lists, unknown is NULL, ids are texts."""
    post = archived(
        message="=1+1\n\x0b😀",
        themes=[
            {"theme": t, "score": 1.0, "by": "hand", "codebook": "", "evidence": []}
            for t in ("education", "health")
        ],
    )

    columns = "body, themes, shares, reactions, id, year(created_at), typeof(created_at)"
    (row,) = _read(tmp_path, f"SELECT {columns} FROM {{file}}", post)

    assert ("=1+1\n\x0b😀", ["education", "health"], None, 12, "100000000000005_12") == row[:5]
    assert (2020, "TIMESTAMP WITH TIME ZONE") == row[5:]


@pytest.mark.parametrize("posts", [[], [archived()]])
def test_the_columns_are_those_of_every_table(tmp_path: Path, posts: list[ArchivedPost]) -> None:
    """Also an empty file has the columns, in order, and says the query."""
    names = _read(tmp_path, "SELECT name FROM parquet_schema({file})", *posts)
    sql = "SELECT value FROM parquet_kv_metadata({file}) WHERE key = 'fb-watch'"
    ((told,),) = _read(tmp_path, sql, *posts)

    assert [c.name for c in all_columns()] == [n for (n,) in names if n not in _NODES]
    assert "--theme education" == json.loads(told)["query"]


_NODES = ("schema", "list", "element")  # of lists, as Parquet nests them
