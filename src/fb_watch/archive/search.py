"""Reading the archive: a Query in, posts out. Imports nothing heavy: a cold shell waits for it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from fb_watch.archive.asked import asked, plan_among, planned
from fb_watch.archive.folding import COUNTED, fold
from fb_watch.archive.query import Plan, plan
from fb_watch.archive.schema import connect_to_read, sqlite_trouble
from fb_watch.archive.shape import load
from fb_watch.archive.snippet import snippet
from fb_watch.archive.words import Needle, Words, read
from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost, Hit, Query
from fb_watch.model.captions import told_by

Facets = dict[str, list[tuple[str, int]]]
_Found = list[tuple[int, int | None]]  # key and version
FACETS = ("theme", "country", "language", "page", "month")


def connect(path: Path) -> sqlite3.Connection:
    """Open an archive to read; raises ArchiveError where it is absent, not ours, or newer."""
    return connect_to_read(path)


@sqlite_trouble()
def search(db: sqlite3.Connection, query: Query) -> tuple[list[Hit], list[str]]:
    """The posts of a query, in its order, and what there is to say on how it was read."""
    words = read(query.words)
    notes = list(words.notes)
    alike: dict[int, int] = {}
    found: _Found = []
    if query.refs or query.dossiers:
        found = _among(db, query, words)
    elif query.fold and query.limit and not words.is_hopeless:
        alike, is_whole = fold(db, query, words)
        if not is_whole:
            text = _("Near-duplicates are counted among {number} posts; there may be more.")
            notes.append(text.format(number=COUNTED))
        found = [(key, None) for key in alike]
    elif not words.is_hopeless:
        found = [(key, None) for key in _keys(db, query, plan(query, words))]
    hits = [
        _hit(post, words.needles, alike.get(key, 0))
        for (key, _version), post in zip(found, load(db, found), strict=True)
    ]
    return hits, notes


def find(db: sqlite3.Connection, query: Query) -> tuple[Iterable[tuple[int, int | None]], Words]:
    """
    The keys of a query's posts in its order, with the version where one was asked for.

    One after the other, so that a million of them need not be held.
    """
    words = read(query.words)
    if query.refs or query.dossiers:
        return _among(db, query, words), words
    if words.is_hopeless:
        return [], words
    chosen = plan(query, words)
    found = db.execute(chosen.first, _page(query, chosen))
    return ((key, None) for (key,) in found), words


@sqlite_trouble()
def keys(db: sqlite3.Connection, query: Query) -> list[int]:
    """The keys alone of the posts of a query, in its order; `search` loads the posts."""
    chosen = _planned(db, query)
    return _keys(db, query, chosen) if chosen else []


@sqlite_trouble()
def count(db: sqlite3.Connection, query: Query) -> int:
    """How many posts a query finds, whatever its limit."""
    chosen = _planned(db, query)
    if chosen is None:
        return 0
    (number,) = db.execute(f"SELECT count(*) FROM ({chosen.found})", chosen.values).fetchone()  # noqa: S608
    return int(number)


@sqlite_trouble()
def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """Counts over everything a query finds: most frequent first, months in order of time."""
    from fb_watch.archive.tally import counts

    chosen = _planned(db, query)
    if chosen is None:
        return {name: [] for name in FACETS}
    if chosen.is_versioned:
        counted = {name: _counted_by(db, query, name) for name in FACETS}
    else:
        counted = counts(db, None if chosen.is_all else chosen.found, chosen.values)
    told = {
        name: sorted(counted[name].items(), key=lambda one: (-one[1], one[0])) for name in FACETS
    }
    told["month"].sort()
    return told


@sqlite_trouble()
def get(db: sqlite3.Connection, ref: str) -> ArchivedPost:
    """The post that a reference, id or address names, at the version named; or NotFoundError."""
    from fb_watch.archive.resolve import resolve

    return load(db, [resolve(db, ref)])[0]


def _counted_by(db: sqlite3.Connection, query: Query, field: str) -> dict[str, int]:
    """The tallies know newest versions alone; of others there are never many."""
    from fb_watch.archive.stats import stats

    told = {str(value): int(number) for value, number in stats(db, query, (field,))}
    if field != "page":
        told.pop("none", None)
    return told


def _planned(db: sqlite3.Connection, query: Query) -> Plan | None:
    """The SQL of a query, None where nothing can be found."""
    words = read(query.words)
    if words.is_hopeless:
        return None
    return planned(db, query, words)


def _keys(db: sqlite3.Connection, query: Query, chosen: Plan) -> list[int]:
    return [key for key, *_version in db.execute(chosen.first, _page(query, chosen))]


def _page(query: Query, chosen: Plan) -> dict[str, object]:
    limit = -1 if query.limit is None else query.limit
    return {**chosen.values, "limit": limit, "offset": query.offset}


def _among(db: sqlite3.Connection, query: Query, words: Words) -> _Found:
    """What a query finds among the posts it names itself; in their order where it has none."""
    named = asked(db, query)
    if words.is_hopeless or named is None:
        return []
    chosen = plan_among(db, query, words, named)
    rows = db.execute(chosen.first, _page(query._replace(limit=None, offset=0), chosen)).fetchall()
    newest = {} if chosen.is_versioned else dict(named)
    there = [(key, *version) if version else (key, newest[key]) for key, *version in rows]
    found: _Found = list(there)
    if query.order is None:
        matching = set(there)
        found = [one for one in named if one in matching]
    end = None if query.limit is None else query.offset + query.limit
    return found[query.offset : end]


def _hit(post: ArchivedPost, needles: tuple[Needle, ...], alike: int) -> Hit:
    texts = [post["message"], *post["captions"], *told_by(post["links"])]
    texts += [*(medium["alt"] for medium in post["media"]), post["story"]]
    return {"post": post, "snippet": snippet(texts, needles), "alike": alike}
