"""In: ArchivedPosts. Out: CSV, HXL and JSON Lines, written as the posts come."""

import csv
import json
import re
from collections.abc import Sequence
from typing import TextIO

from fb_watch.export.columns import DECIMAL_COMMA, Cell, Column, all_columns, columns_of
from fb_watch.export.handing_over import Posts, Wishes
from fb_watch.export.leaving import PUBLIC
from fb_watch.model.exported import Exported

# What a spreadsheet would run as a formula when it begins a cell (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# a spreadsheet keeps fifteen digits of a number and makes zeros of the rest
_LONG_NUMBER = re.compile(r"\s*\d{16,}\s*")


def write_csv(posts: Posts, about: Exported, wishes: Wishes, out: TextIO) -> None:
    """
    Write one row a post.

    Plain: UTF-8, comma, RFC 4180, texts as they are, for machines. `wishes.excel` (en, fr, es):
    what Excel of that language opens right: byte order mark, its separator and decimal mark,
    formulas disarmed, long numbers kept as text.
    """
    if wishes.excel:
        out.write("\ufeff")
    _write_csv(posts, columns_of(about), wishes.excel, out)


def write_plain_csv(posts: Posts, out: TextIO) -> None:
    """The table as a search prints it: the plain CSV with every column."""
    _write_csv(posts, all_columns(), None, out)


def _write_csv(posts: Posts, columns: Sequence[Column], excel: str | None, out: TextIO) -> None:
    separator = ";" if excel in DECIMAL_COMMA else ","
    rows = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    rows.writerow([column.name for column in columns])
    for post in posts:
        cells = [column.value(post) for column in columns]
        rows.writerow([_for_excel(cell, excel) for cell in cells] if excel else cells)


def write_hxl(posts: Posts, about: Exported, _wishes: Wishes, out: TextIO) -> None:
    """Write CSV with the row of hashtags that the Humanitarian Exchange Language asks for."""
    columns = [column for column in columns_of(about) if column.hxl]
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([column.name for column in columns])
    rows.writerow([column.hxl for column in columns])
    for post in posts:
        rows.writerow([_on_one_line(column.value(post)) for column in columns])


def write_jsonl(posts: Posts, about: Exported, _wishes: Wishes, out: TextIO) -> None:
    """Write one JSON object a line, the whole post."""
    for post in posts:
        told = {key: post[key] for key in PUBLIC} if about.is_public else post  # type: ignore[literal-required]
        out.write(json.dumps(told, ensure_ascii=False) + "\n")


def _for_excel(cell: Cell, lang: str) -> Cell:
    """The cell with its decimal mark; an apostrophe before what would not stay the text it is."""
    if isinstance(cell, float) and lang in DECIMAL_COMMA:
        return str(cell).replace(".", ",")
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or _LONG_NUMBER.fullmatch(cell)):
        return f"'{cell}"
    return cell


def _on_one_line(cell: Cell) -> Cell:
    """HXL tools take line breaks and double blanks for mistakes."""
    return " ".join(cell.split()) if isinstance(cell, str) else cell
