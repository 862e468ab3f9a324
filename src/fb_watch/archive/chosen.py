"""In: a Query. Out: the references of its posts, in its order; the posts are not loaded."""

import sqlite3
from collections.abc import Sequence

from fb_watch.archive.resolve import resolve, standing
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.search import find
from fb_watch.model.archived import Query


@sqlite_trouble()
def refs(db: sqlite3.Connection, query: Query) -> list[str]:
    """All that the query finds, within its limit; the version is named where a dossier keeps it."""
    found, _words = find(db, query)
    return [ref_of(db, key, version) for key, version in found]


@sqlite_trouble()
def once(db: sqlite3.Connection, named: Sequence[str]) -> list[str]:
    """
    A reference for each post, in the order named: of several versions the newest one named.

    A version of a post that is merged is left for the post that stands for it.
    """
    newest: dict[int, int] = {}
    for one in named:
        own, version = resolve(db, one)
        post = standing(db, own)
        (last,) = db.execute("SELECT version FROM posts WHERE key = ?", [post]).fetchone()
        number = last if version is None or own != post else version
        newest[post] = max(number, newest.get(post, number))
    return [ref_of(db, post, number) for post, number in newest.items()]


def ref_of(db: sqlite3.Connection, key: int, version: int | None) -> str:
    """The reference of a post, naming the version where one is given."""
    if version is None:
        return str(db.execute("SELECT ref FROM posts WHERE key = ?", [key]).fetchone()[0])
    ref, hashed = db.execute(_VERSION, (key, version)).fetchone()
    return f"{ref}@{hashed[:8]}"


_VERSION = """
SELECT p.ref, v.hash FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key = ? AND v.number = ?"""
