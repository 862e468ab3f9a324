"""In: a Query. Out: the references of its posts, in its order; the posts are not loaded."""

import sqlite3

from fb_watch.archive.asked import asked, plan_among
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.words import read
from fb_watch.model.archived import Query


@sqlite_trouble()
def refs(db: sqlite3.Connection, query: Query) -> list[str]:
    """All that the query finds, within its limit; the version is named where a dossier keeps it."""
    words = read(query.words)
    if words.is_hopeless:
        return []
    named = asked(db, query)
    chosen = plan_among(db, query, words, named)
    keys = [key for (key,) in db.execute(f"{chosen.found} ORDER BY {chosen.order}", chosen.values)]
    if named is not None and query.order is None:
        there = set(keys)
        keys = [key for key in named if key in there]
    end = None if query.limit is None else query.offset + query.limit
    return [_ref(db, key, (named or {}).get(key)) for key in keys[query.offset : end]]


def _ref(db: sqlite3.Connection, key: int, version: int | None) -> str:
    if version is None:
        return str(db.execute("SELECT ref FROM posts WHERE key = ?", [key]).fetchone()[0])
    ref, hashed = db.execute(_VERSION, (key, version)).fetchone()
    return f"{ref}@{hashed[:8]}"


_VERSION = """
SELECT p.ref, v.hash FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key = ? AND v.number = ?"""
