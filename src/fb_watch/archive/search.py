"""Reading the archive: a Query in, posts out. Imports nothing heavy: a cold shell waits for it."""

import json
import sqlite3
from pathlib import Path

from fb_watch.archive.query import plan
from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import connect_to_read, sqlite_trouble
from fb_watch.archive.shape import load
from fb_watch.archive.snippet import snippet
from fb_watch.archive.words import Needle, read
from fb_watch.model.archived import ArchivedPost, Hit, Query

Facets = dict[str, list[tuple[str, int]]]
_Found = list[tuple[int, int | None]]


def connect(path: Path) -> sqlite3.Connection:
    """Open an archive to read; raises ArchiveError where it is absent, not ours, or newer."""
    return connect_to_read(path)


@sqlite_trouble()
def search(db: sqlite3.Connection, query: Query) -> tuple[list[Hit], list[str]]:
    """The posts of a query, in its order, and what there is to say on how it was read."""
    words = read(query.words)
    if words.is_hopeless:
        return [], list(words.notes)
    asked = _asked(db, query)
    chosen = plan(query, words, _json(asked))
    if asked is not None and query.order is None:
        found = _in_order_given(db, query, asked, chosen.found, chosen.values)
    else:
        sql = f"{chosen.found} ORDER BY {chosen.order} LIMIT :limit OFFSET :offset"
        limit = -1 if query.limit is None else query.limit
        values = {**chosen.values, "limit": limit, "offset": query.offset}
        versions = dict(asked or ())
        found = [(key, versions.get(key)) for (key,) in db.execute(sql, values)]
    return [_hit(post, words.needles) for post in load(db, found)], list(words.notes)


@sqlite_trouble()
def found(db: sqlite3.Connection, query: Query) -> list[int]:
    """The keys of the posts of a query, in its order, without the posts."""
    words = read(query.words)
    chosen = plan(query, words)
    sql = f"{chosen.found} ORDER BY {chosen.order} LIMIT :limit OFFSET :offset"
    values = {**chosen.values, "limit": query.limit or -1, "offset": query.offset}
    return [key for (key,) in db.execute(sql, values)]


@sqlite_trouble()
def count(db: sqlite3.Connection, query: Query) -> int:
    """How many posts a query finds, whatever its limit."""
    words = read(query.words)
    if words.is_hopeless:
        return 0
    chosen = plan(query, words, _json(_asked(db, query)))
    (number,) = db.execute(f"SELECT count(*) FROM ({chosen.found})", chosen.values).fetchone()  # noqa: S608
    return int(number)


@sqlite_trouble()
def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """Counts over everything a query finds: most frequent first, months in order of time."""
    counted: Facets = {name: [] for name in ("theme", "country", "language", "page", "month")}
    words = read(query.words)
    if words.is_hopeless:
        return counted
    chosen = plan(query, words, _json(_asked(db, query)))
    sql = _FACETS.replace("{found}", chosen.found)
    for kind, value, number in db.execute(sql, chosen.values):
        counted[kind].append((value, number))
    counted["month"].sort()
    return counted


@sqlite_trouble()
def get(db: sqlite3.Connection, ref: str) -> ArchivedPost:
    """The post that a reference, id or address names, at the version named; or NotFoundError."""
    return load(db, [resolve(db, ref)])[0]


def _asked(db: sqlite3.Connection, query: Query) -> _Found | None:
    """The posts a query names itself, each once; None where it names none."""
    if not query.refs:
        return None
    return list(dict(resolve(db, ref) for ref in query.refs).items())


def _json(asked: _Found | None) -> str | None:
    return None if asked is None else json.dumps([key for key, _version in asked])


def _in_order_given(
    db: sqlite3.Connection, query: Query, asked: _Found, sql: str, values: dict[str, object]
) -> _Found:
    there = {key for (key,) in db.execute(sql, values)}
    found = [one for one in asked if one[0] in there]
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
