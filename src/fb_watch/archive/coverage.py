"""In: an archive. Out: which stretches of each page's time are complete, which are not, and why."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from fb_watch.archive.keys import first_key, moment, stamp
from fb_watch.archive.ledger import BEGINNING, joined, without
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.covered import INTERRUPTED, NEVER_ASKED, Gap, Imported, PageCoverage

# from when on each page is wanted, by key; None: from its beginning
Starts = Mapping[str, datetime | None]

_FIRST = -(1 << 63)


@sqlite_trouble()
def coverage(
    db: sqlite3.Connection,
    pages: Sequence[str] = (),
    starts: Starts = MappingProxyType({}),
    now: datetime | None = None,
) -> list[PageCoverage]:
    """
    The pages named, or all that were ever looked at or are wanted.

    What of a wanted page was never asked for is a gap as well.
    """
    known = [key for (key,) in db.execute("SELECT key FROM pages ORDER BY key")]
    keys = pages or [*known, *(key for key in starts if key not in known)]
    return [_page(db, key, gaps(db, key, starts, now)) for key in keys]


def gaps(
    db: sqlite3.Connection, page: str, starts: Starts, now: datetime | None = None
) -> list[Gap]:
    """
    The stretches of one page that are not complete: from the first moment asked for, or from
    where the page is wanted on, to the last round. What was published since then, the next one
    asks for. A wanted page that was never asked is one gap to `now`.
    """
    start = None
    if page in starts:
        at = starts[page]
        start = stamp(at) if at else BEGINNING
    since, until, last = db.execute(_ASKED, [page]).fetchone()
    edges: tuple[str, ...] = ()
    if since is not None:
        edges = (since if start is None else start, since, until, last or until)
    elif start is not None and now is not None:
        edges = (start, stamp(now))
    complete = _covered(db, page)
    return [
        _gap(db, page, *left)
        for begin, end in pairwise(edges)  # what was tried is told apart from what was not
        for left in without(begin, end, complete)
    ]


def _page(db: sqlite3.Connection, page: str, open_ones: list[Gap]) -> PageCoverage:
    return {
        "page": page,
        "complete": [
            {
                "since": since or None,
                "until": until,
                "posts": _posts(db, page, since, until),
            }
            for since, until in _covered(db, page)
        ],
        "gaps": open_ones,
        "imports": [_imported(*row) for row in db.execute(_IMPORTS, [page])],
    }


def _imported(*row: Any) -> Imported:
    file, form, source, since, until, posts, skipped, at = row
    return {
        "file": file,
        "format": form,
        "source": source,
        "since": since,
        "until": until,
        "posts": posts,
        "skipped": skipped,
        "at": at,
    }


def _covered(db: sqlite3.Connection, page: str) -> list[tuple[str, str]]:
    return joined(db.execute("SELECT since, until FROM covered WHERE page = ?", [page]))


def _posts(db: sqlite3.Connection, page: str, since: str, until: str) -> int:
    first = _FIRST if since == BEGINNING else first_key(moment(since))
    (number,) = db.execute(
        "SELECT count(*) FROM posts WHERE page = ? AND key >= ? AND key < ? "
        "AND merged_into IS NULL",
        (page, first, first_key(moment(until))),
    ).fetchone()
    return int(number)


def _gap(db: sqlite3.Connection, page: str, since: str, until: str) -> Gap:
    tried = db.execute(
        "SELECT received, reason, begun_at FROM windows WHERE page = ? AND outcome = 'cut' "
        "AND since < ? AND until > ? ORDER BY key DESC LIMIT 1",
        (page, until, since),
    ).fetchone()
    received, reason, at = tried or (0, NEVER_ASKED, None)
    if reason == INTERRUPTED:  # nobody was left to count what came
        received = max(received, _posts(db, page, since, until))
    return {
        "since": since or None,
        "until": until,
        "received": received,
        "reason": reason,
        "tried_at": at,
    }


_ASKED = """
SELECT min(since), max(min(until, begun_at)),
    coalesce((SELECT last_round_at FROM pages WHERE key = page), max(begun_at))
FROM windows WHERE page = ?"""
_IMPORTS = """
SELECT i.file, i.format, i.source, w.since, w.until, w.posts,
    coalesce(json_extract(i.counted, '$.skipped'), 0), i.at
FROM import_windows w JOIN imports i ON i.key = w.import WHERE w.page = ? AND (
    i.format <> 'hand' OR i.key NOT IN (  -- what was told once more
        SELECT r.import FROM roads r JOIN roads n ON n.post = r.post AND n.source = r.source
            AND n.import > r.import WHERE r.source = 'hand'))
ORDER BY w.since, i.key"""
