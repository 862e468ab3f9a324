"""In: a Query. Out: the posts that it names itself: its references, its dossiers."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from fb_watch.model.archived import Query


class Asked(NamedTuple):
    """Key and version number in the order named, each once; None where no post is named."""

    posts: tuple[tuple[int, int], ...] | None

    @property
    def keys(self) -> str | None:
        """The keys as JSON."""
        return None if self.posts is None else json.dumps([key for key, _version in self.posts])


def asked(db: sqlite3.Connection, query: Query) -> Asked:
    """The posts that references and dossiers name; where a query has both, those of both."""
    if not query.refs and not query.dossiers:
        return Asked(None)
    # both load much, and most searches name none
    from fb_watch.archive.dossiers import posts_of
    from fb_watch.archive.resolve import resolve

    named = [resolve(db, ref) for ref in query.refs]
    if not query.dossiers:
        return Asked(_once(db, named))
    kept = posts_of(db, query.dossiers)
    if not query.refs:
        return Asked(tuple(kept.items()))
    return Asked(_once(db, [(key, version or kept[key]) for key, version in named if key in kept]))


def _once(
    db: sqlite3.Connection, named: Iterable[tuple[int, int | None]]
) -> tuple[tuple[int, int], ...]:
    """A post named with its newest version, or without one, is the same."""
    keys = json.dumps([key for key, _version in named])
    newest = dict(db.execute(_NEWEST, [keys]))
    return tuple(dict.fromkeys((key, version or newest[key]) for key, version in named))


_NEWEST = "SELECT key, version FROM posts WHERE key IN (SELECT value FROM json_each(?))"
