"""In: a Query. Out: the references of its posts, in its order; the posts are not loaded."""

import sqlite3

from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.search import find
from fb_watch.model.archived import Query


@sqlite_trouble()
def refs(db: sqlite3.Connection, query: Query) -> list[str]:
    """All that the query finds, within its limit; the version is named where a dossier keeps it."""
    found, _words = find(db, query)
    return [ref_of(db, key, version) for key, version in found]


def ref_of(db: sqlite3.Connection, key: int, version: int | None) -> str:
    """The reference of a post, naming the version where one is given."""
    if version is None:
        return str(db.execute("SELECT ref FROM posts WHERE key = ?", [key]).fetchone()[0])
    ref, hashed = db.execute(_VERSION, (key, version)).fetchone()
    return f"{ref}@{hashed[:8]}"


_VERSION = """
SELECT p.ref, v.hash FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key = ? AND v.number = ?"""
