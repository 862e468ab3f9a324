"""In: a Query. Out: the posts that it names itself: its references, its dossiers."""

import json
import sqlite3
from typing import NamedTuple

from fb_watch.model.archived import Query


class Asked(NamedTuple):
    """Key and version number (None: the newest) in the order named; None where none is named."""

    posts: dict[int, int | None] | None

    @property
    def keys(self) -> str | None:
        """The keys as JSON."""
        return None if self.posts is None else json.dumps(list(self.posts))


def asked(db: sqlite3.Connection, query: Query) -> Asked:
    """The posts that references and dossiers name; where a query has both, those of both."""
    if not query.refs and not query.dossiers:
        return Asked(None)
    # both load much, and most searches name none
    from fb_watch.archive.dossiers import posts_of
    from fb_watch.archive.resolve import resolve

    named = dict(resolve(db, ref) for ref in query.refs)
    if not query.dossiers:
        return Asked(named)

    kept: dict[int, int | None] = dict(posts_of(db, query.dossiers))
    if not query.refs:
        return Asked(kept)
    return Asked({key: version or kept[key] for key, version in named.items() if key in kept})
