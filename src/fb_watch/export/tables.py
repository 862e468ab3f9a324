"""In: ArchivedPosts. Out: CSV and JSON Lines, written as they come. The columns are told once."""

import csv
import json
from collections.abc import Callable, Iterable
from typing import TextIO

from fb_watch.model.archived import ArchivedPost

Cell = str | int | float | None


def _joined(values: Iterable[str]) -> str:
    return "|".join(values)


# Name → value; `id thread_id author body timestamp` are the five that 4CAT takes as they are.
COLUMNS: dict[str, Callable[[ArchivedPost], Cell]] = {
    "ref": lambda p: p["ref"],
    "version": lambda p: p["version"],
    "hash": lambda p: p["hash"],
    "id": lambda p: p["id"],
    "thread_id": lambda p: p["id"],
    "page": lambda p: p["page"],
    "page_name": lambda p: p["page_name"],
    "region": lambda p: p["region"],
    "author": lambda p: p["author"] or p["page_name"],
    "timestamp": lambda p: p["created_at"].replace("T", " ").removesuffix("Z"),
    "created_at": lambda p: p["created_at"],
    "created_precision": lambda p: p["created_precision"],
    "edited_at": lambda p: p["edited_at"],
    "captured_at": lambda p: p["captured_at"],
    "source": lambda p: p["source"],
    "kind": lambda p: p["kind"],
    "body": lambda p: p["message"],
    "story": lambda p: p["story"],
    "permalink": lambda p: p["permalink"],
    "links": lambda p: _joined(k["url"] for k in p["links"]),
    "media": lambda p: _joined(m["path"] or "" for m in p["media"]),
    "place": lambda p: p["place"].get("name") if p["place"] else None,
    "reactions": lambda p: p["counts"]["reactions"],
    "comments": lambda p: p["counts"]["comments"],
    "shares": lambda p: p["counts"]["shares"],
    "counted_at": lambda p: p["counts"]["at"],
    "language": lambda p: p["language"]["code"],
    "language_confidence": lambda p: p["language"]["confidence"],
    "languages": lambda p: _joined(s["code"] for s in p["language"]["all"]),
    "themes": lambda p: _joined(t["theme"] for t in p["themes"]),
    "countries": lambda p: _joined(c["country"] for c in p["countries"] if c["role"] != "page"),
    "countries_page": lambda p: _joined(
        c["country"] for c in p["countries"] if c["role"] == "page"
    ),
    "questions": lambda p: _joined(p["questions"]),
    "availability": lambda p: p["availability"]["state"],
    "status": lambda p: p["status"],
    "notes": lambda p: p["notes"],
}

# What a spreadsheet would run as a formula when it begins a cell (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(posts: Iterable[ArchivedPost], out: TextIO, *, excel: str | None = None) -> int:
    """
    Write one row a post and give their number.

    Plain: UTF-8, comma, RFC 4180, texts as they are, for machines. `excel` (en, fr, es): what
    Excel of that language opens right: byte order mark, its separator, CRLF, formulas disarmed.
    """
    separator = ";" if excel in ("fr", "es") else ","
    if excel:
        out.write("\ufeff")
    rows = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    written = 0
    for post in posts:
        cells = [value(post) for value in COLUMNS.values()]
        rows.writerow([_disarmed(cell) for cell in cells] if excel else cells)
        written += 1
    return written


def write_jsonl(posts: Iterable[ArchivedPost], out: TextIO) -> int:
    """Write one JSON object a line, the whole post, and give their number."""
    written = 0
    for post in posts:
        out.write(json.dumps(post, ensure_ascii=False) + "\n")
        written += 1
    return written


def _disarmed(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
