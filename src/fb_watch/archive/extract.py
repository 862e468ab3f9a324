"""In: keys of posts, a path. Out: an archive of its own that holds these posts alone."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from fb_watch.archive.indexing import renew
from fb_watch.archive.migrations import migrate
from fb_watch.archive.schema import connect_to_write, sqlite_trouble

# What belongs to a post and may leave with it: not what people wrote below it, nor who reviewed
# it, nor their notes.
_OF_POSTS: Final = ("versions", "aliases", "media", "counts", "tags", "availability")


def extract(db: sqlite3.Connection, keys: Iterable[int], path: Path, now: datetime) -> None:
    """
    Write a new archive at `path`: the posts with versions, tags, counts, media names, responses.

    Its responses keep their places in the chain of the archive they come from, whose id stands in
    `settings` as `extracted_from`.
    """
    chosen = json.dumps(list(keys))
    with sqlite_trouble(path):
        new = connect_to_write(path)
        try:
            migrate(new, now)  # and not `share`: one file, which others open read-only
            new.execute("BEGIN")
            _fill(db, new, chosen)
            renew(new)
            new.execute("COMMIT")
            new.execute("VACUUM")
        finally:
            new.close()


def _fill(db: sqlite3.Connection, new: sqlite3.Connection, chosen: str) -> None:
    _copy(db, new, "pages", _PAGES, chosen)
    _copy(db, new, "captures", _CAPTURES, chosen)
    new.execute("PRAGMA defer_foreign_keys = ON")  # a post may come before that it became
    _copy(db, new, "posts", "WHERE key IN (SELECT value FROM json_each(?))", chosen)
    new.execute(_BY_ITSELF)
    for table in _OF_POSTS:
        _copy(db, new, table, "WHERE post IN (SELECT value FROM json_each(?))", chosen)
    _copy(db, new, "roads", _ROADS, chosen)
    _copy(db, new, "imports", _IMPORTS, chosen)
    new.execute(_IN_PART)
    _copy(db, new, "numbers", "", None)
    (origin,) = db.execute("SELECT value FROM settings WHERE name = 'archive'").fetchone()
    new.execute("INSERT INTO settings VALUES ('extracted_from', ?)", [origin])


def _copy(
    db: sqlite3.Connection, new: sqlite3.Connection, table: str, where: str, chosen: str | None
) -> None:
    """Rows of a table that both archives have alike: both are of this program's form."""
    given = [chosen] if chosen is not None else []
    rows = db.execute(f"SELECT * FROM {table} {where}", given)  # noqa: S608 - names of our own
    names = [column[0] for column in rows.description]
    columns = ", ".join(f'"{name}"' for name in names)
    signs = ", ".join("?" * len(names))
    new.executemany(f"INSERT INTO {table} ({columns}) VALUES ({signs})", rows)  # noqa: S608


# a version that was cited stays in its place, whatever post its own was made one with
_BY_ITSELF = "UPDATE posts SET merged_into = NULL WHERE merged_into NOT IN (SELECT key FROM posts)"
_PAGES = """
WHERE key IN (SELECT page FROM posts WHERE key IN (SELECT value FROM json_each(?1)))
   OR key IN (SELECT page FROM captures JOIN versions ON capture = captures.key
        WHERE post IN (SELECT value FROM json_each(?1)))"""
# where in the evidence that came along a version stands
_ROADS = """
WHERE post IN (SELECT value FROM json_each(?1)) AND capture IN (
    SELECT capture FROM versions WHERE post IN (SELECT value FROM json_each(?1)))"""
_IMPORTS = f"WHERE key IN (SELECT import FROM roads {_ROADS})"  # noqa: S608
# a file of which some posts came along is not one that was taken in
_IN_PART = "UPDATE imports SET options = 'in part', counted = '{}', problems = '[]'"
_CAPTURES = """
WHERE key IN (SELECT capture FROM versions WHERE post IN (SELECT value FROM json_each(?)))"""
