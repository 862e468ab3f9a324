"""In: ArchivedPosts. Out: the cells of every table; columns.csv tells what each column is."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fb_watch.model.archived import ArchivedPost
from fb_watch.model.exported import Exported

PRIMARY_KEY = ("ref", "version")  # two versions of a post can be asked for
Cell = str | int | float | None
DECIMAL_COMMA = ("fr", "es")  # languages whose Excel writes 0,5 and parts cells by semicolons


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of every table: how it is called, what stands in it, and what that means."""

    name: str
    value: Callable[[ArchivedPost], Cell]
    datatype: str  # of W3C XML Schema: string, integer, decimal, dateTime, anyURI
    is_list: bool  # values joined by |
    is_public: bool  # stays in an export that is for everybody
    hxl: str  # HXL hashtag and attributes
    width: int  # characters, in a spreadsheet
    says: Mapping[str, str]  # what it is, in en, fr, es


@cache
def all_columns() -> tuple[Column, ...]:
    """Every column, in the order of the tables."""
    with (Path(__file__).parent / "data" / "columns.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return tuple(
            Column(
                name=row["name"],
                value=_VALUES[row["name"]],
                datatype=row["datatype"],
                is_list=bool(row["list"]),
                is_public=bool(row["public"]),
                hxl=row["hxl"],
                width=int(row["width"]),
                says={lang: row[lang] for lang in ("en", "fr", "es")},
            )
            for row in csv.DictReader(file)
        )


def columns_of(about: Exported) -> tuple[Column, ...]:
    """The columns of an export."""
    return tuple(column for column in all_columns() if column.is_public or not about.is_public)


def joined(values: Iterable[str]) -> str:
    """A list in one cell; a bar within an address is written as addresses write it."""
    return "|".join(value.replace("|", "%7C") for value in values)


# `id thread_id author body timestamp` are the five that 4CAT takes as they are.
_VALUES: dict[str, Callable[[ArchivedPost], Cell]] = {
    "ref": lambda p: p["ref"],
    "version": lambda p: p["version"],
    "hash": lambda p: p["hash"],
    "id": lambda p: p["id"],
    "thread_id": lambda p: p["id"],
    "page": lambda p: p["page"],
    "page_name": lambda p: p["page_name"],
    "region": lambda p: p["region"],
    "author": lambda p: p["author"] or ("" if p["personal"] else p["page_name"]),
    "timestamp": lambda p: p["created_at"].replace("T", " ").removesuffix("Z"),
    "created_at": lambda p: p["created_at"],
    "created_precision": lambda p: p["created_precision"],
    "edited_at": lambda p: p["edited_at"],
    "captured_at": lambda p: p["captured_at"],
    "source": lambda p: p["source"],
    "kind": lambda p: p["kind"],
    "body": lambda p: p["message"],
    "captions": lambda p: "\n\n".join(p["captions"]),
    "story": lambda p: p["story"],
    "permalink": lambda p: p["permalink"],
    "links": lambda p: joined(k["url"] for k in p["links"]),
    "media": lambda p: joined(m["path"] for m in p["media"] if m["path"]),
    "place": lambda p: p["place"].get("name") if p["place"] else None,
    "reactions": lambda p: p["counts"]["reactions"],
    "comments": lambda p: p["counts"]["comments"],
    "shares": lambda p: p["counts"]["shares"],
    "counted_at": lambda p: p["counts"]["at"],
    "language": lambda p: p["language"]["code"],
    "language_confidence": lambda p: p["language"]["confidence"],
    "languages": lambda p: joined(s["code"] for s in p["language"]["all"]),
    "themes": lambda p: joined(t["theme"] for t in p["themes"]),
    "countries": lambda p: joined(c["country"] for c in p["countries"] if c["role"] != "page"),
    "countries_page": lambda p: joined(c["country"] for c in p["countries"] if c["role"] == "page"),
    "questions": lambda p: joined(p["questions"]),
    "availability": lambda p: p["availability"]["state"],
    "status": lambda p: p["status"],
    "notes": lambda p: p["notes"],
}
