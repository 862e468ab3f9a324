"""In: a Query. Out: the posts that it names itself, by references or dossiers; the SQL for it."""

import json
import sqlite3

from fb_watch.archive.query import Plan, match, plan
from fb_watch.archive.words import Words
from fb_watch.model.archived import Query

Named = dict[int, int | None]  # key and version number (None: the newest) in the order named


def planned(db: sqlite3.Connection, query: Query, words: Words) -> Plan:
    """The SQL of a query, among the posts that it names itself where it names any."""
    return plan_among(db, query, words, asked(db, query))


def plan_among(db: sqlite3.Connection, query: Query, words: Words, named: Named | None) -> Plan:
    """The same, with what `asked` gives; words and tags are those of the version named."""
    if named is None:
        return plan(query, words)
    expression = match(query, words)
    old = _old(db, named) if expression else {}
    if not old:
        return plan(query, words, json.dumps(list(named)))
    from fb_watch.archive.held import found_in

    indexed = [key for key in named if key not in old]
    return plan(query, words, json.dumps(indexed), json.dumps(found_in(db, old, expression)))


def _old(db: sqlite3.Connection, named: Named) -> dict[int, int]:
    """Those at a version that the index does not know: they were edited since, or merged."""
    versions = [one for one in named.items() if one[1] is not None]
    return dict(db.execute(_OLD, [json.dumps(versions)]).fetchall()) if versions else {}


def asked(db: sqlite3.Connection, query: Query) -> Named | None:
    """The posts that references and dossiers name, None where none is named."""
    if not query.refs and not query.dossiers:
        return None
    # both load much, and most searches name none
    from fb_watch.archive.dossiers import posts_of
    from fb_watch.archive.resolve import resolve

    named = dict(resolve(db, ref) for ref in query.refs)
    if not query.dossiers:
        return named

    kept: Named = dict(posts_of(db, query.dossiers))
    if not query.refs:
        return kept
    return {key: version or kept[key] for key, version in named.items() if key in kept}


_OLD = """
SELECT p.key, json_extract(value, '$[1]') AS number
FROM json_each(?) JOIN posts p ON p.key = json_extract(value, '$[0]')
WHERE p.version <> number OR p.merged_into IS NOT NULL"""
