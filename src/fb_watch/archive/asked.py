"""In: a Query. Out: the posts that it names itself: its references, its dossiers."""

import json
import sqlite3
from collections.abc import Iterable

from fb_watch.archive.query import Held, Plan, match, plan
from fb_watch.archive.words import Words
from fb_watch.model.archived import Query

Named = tuple[tuple[int, int], ...]  # key and version number in the order named, each once


def planned(db: sqlite3.Connection, query: Query, words: Words) -> Plan:
    """The SQL of a query, among the posts that it names itself where it names any."""
    return plan_among(db, query, words, asked(db, query))


def plan_among(db: sqlite3.Connection, query: Query, words: Words, named: Named | None) -> Plan:
    """The same, with what `asked` gives; words and tags are those of the version named."""
    if named is None:
        return plan(query, words)
    old = _old(db, named)
    if not old:
        return plan(query, words, json.dumps([key for key, _version in named]))
    told = list(old)
    if expression := match(query, words):
        from fb_watch.archive.held import found_in

        told = [told[place] for place in found_in(db, list(old.values()), expression)]
    newest = [key for place, (key, _version) in enumerate(named) if place not in old]
    return plan(query, words, json.dumps(newest), Held(json.dumps(named), json.dumps(told)))


def _old(db: sqlite3.Connection, named: Named) -> dict[int, tuple[int, int]]:
    """By place, those at a version that the index does not know: they were edited, or merged."""
    return {place: named[place] for (place,) in db.execute(_OLD, [json.dumps(named)])}


def asked(db: sqlite3.Connection, query: Query) -> Named | None:
    """The posts that references and dossiers name, None where none is named; of both, both."""
    if not query.refs and not query.dossiers:
        return None
    # both load much, and most searches name none
    from fb_watch.archive.dossiers import posts_of
    from fb_watch.archive.resolve import resolve

    named = [resolve(db, ref) for ref in query.refs]
    if not query.dossiers:
        return _once(db, named)
    kept = posts_of(db, query.dossiers)
    if not query.refs:
        return tuple(kept)
    versions: dict[int, list[int]] = {}
    for key, version in kept:
        versions.setdefault(key, []).append(version)
    both = [(k, version or held) for k, version in named for held in versions.get(k, ())]
    return _once(db, both)


def _once(db: sqlite3.Connection, named: Iterable[tuple[int, int | None]]) -> Named:
    """A post named with its newest version, or without one, is the same."""
    keys = json.dumps([key for key, _version in named])
    newest = dict(db.execute(_NEWEST, [keys]))
    return tuple(dict.fromkeys((key, version or newest[key]) for key, version in named))


_NEWEST = "SELECT key, version FROM posts WHERE key IN (SELECT value FROM json_each(?))"
_OLD = """
SELECT n.key FROM json_each(?) n JOIN posts p ON p.key = json_extract(n.value, '$[0]')
WHERE p.version <> json_extract(n.value, '$[1]') OR p.merged_into IS NOT NULL"""
