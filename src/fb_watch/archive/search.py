"""Reading the archive: a Query in, posts out. Imports nothing heavy: a cold shell waits for it."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from fb_watch.archive.asked import asked
from fb_watch.archive.query import plan
from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import connect_to_read, sqlite_trouble
from fb_watch.archive.shape import load
from fb_watch.archive.snippet import snippet
from fb_watch.archive.words import Needle, Words, read
from fb_watch.model.archived import ArchivedPost, Hit, Query

Facets = dict[str, list[tuple[str, int]]]
_Found = list[tuple[int, int | None]]


def connect(path: Path) -> sqlite3.Connection:
    """Open an archive to read; raises ArchiveError where it is absent, not ours, or newer."""
    return connect_to_read(path)


@sqlite_trouble()
def search(db: sqlite3.Connection, query: Query) -> tuple[list[Hit], list[str]]:
    """The posts of a query, in its order, and what there is to say on how it was read."""
    found, words = find(db, query)
    posts = load(db, list(found))
    return [_hit(post, words.needles) for post in posts], list(words.notes)


def find(db: sqlite3.Connection, query: Query) -> tuple[Iterable[tuple[int, int | None]], Words]:
    """The keys of a query's posts in its order, with the version where one was asked for."""
    words = read(query.words)
    if words.is_hopeless:
        return [], words
    named = asked(db, query)
    chosen = plan(query, words, named.keys)
    if named.posts is not None and query.order is None:
        return _in_order_given(db, query, named.posts, chosen.found, chosen.values), words
    sql = f"{chosen.found} ORDER BY {chosen.order} LIMIT :limit OFFSET :offset"
    limit = -1 if query.limit is None else query.limit
    values = {**chosen.values, "limit": limit, "offset": query.offset}
    versions = named.posts or {}
    return ((key, versions.get(key)) for (key,) in db.execute(sql, values)), words


@sqlite_trouble()
def count(db: sqlite3.Connection, query: Query) -> int:
    """How many posts a query finds, whatever its limit."""
    words = read(query.words)
    if words.is_hopeless:
        return 0
    chosen = plan(query, words, asked(db, query).keys)
    (number,) = db.execute(f"SELECT count(*) FROM ({chosen.found})", chosen.values).fetchone()  # noqa: S608
    return int(number)


@sqlite_trouble()
def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """Counts over everything a query finds: most frequent first, months in order of time."""
    counted: Facets = {name: [] for name in ("theme", "country", "language", "page", "month")}
    words = read(query.words)
    if words.is_hopeless:
        return counted
    chosen = plan(query, words, asked(db, query).keys)
    sql = _FACETS.replace("{found}", chosen.found)
    for kind, value, number in db.execute(sql, chosen.values):
        counted[kind].append((value, number))
    counted["month"].sort()
    return counted


@sqlite_trouble()
def get(db: sqlite3.Connection, ref: str) -> ArchivedPost:
    """The post that a reference, id or address names, at the version named; or NotFoundError."""
    return load(db, [resolve(db, ref)])[0]


def _in_order_given(
    db: sqlite3.Connection,
    query: Query,
    named: Mapping[int, int | None],
    sql: str,
    values: Mapping[str, object],
) -> _Found:
    there = {key for (key,) in db.execute(sql, values)}
    found = [one for one in named.items() if one[0] in there]
    end = None if query.limit is None else query.offset + query.limit
    return found[query.offset : end]


def _hit(post: ArchivedPost, needles: tuple[Needle, ...]) -> Hit:
    texts = [post["message"]]
    texts += [text for k in post["links"] for text in (k["title"], k["description"])]
    texts += [medium["alt"] for medium in post["media"]]
    return {"post": post, "snippet": snippet([*texts, post["story"]], needles)}


_FACETS = """
WITH found AS MATERIALIZED ({found})
SELECT kind, CASE role WHEN 'unresolved' THEN role ELSE value END AS value,
    count(DISTINCT post) AS n
FROM found JOIN current_tags ON post = found.key
WHERE kind IN ('theme', 'country', 'language') GROUP BY 1, 2
UNION ALL
SELECT 'page', page, count(*) FROM found JOIN posts USING (key) GROUP BY page
UNION ALL
SELECT 'month', substr(created_at, 1, 7), count(*) FROM found JOIN posts USING (key)
GROUP BY substr(created_at, 1, 7)
ORDER BY n DESC, value"""
