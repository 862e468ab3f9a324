"""In: an archive. Out: which stretches of each page's time are complete, which are not, and why."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from fb_watch.archive.keys import first_key, moment
from fb_watch.archive.ledger import BEGINNING, joined, without
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.covered import INTERRUPTED, NEVER_ASKED, Gap, Imported, PageCoverage

_FIRST = -(1 << 63)


@sqlite_trouble()
def coverage(db: sqlite3.Connection, pages: Sequence[str] = ()) -> list[PageCoverage]:
    """The pages named, or all that were ever looked at."""
    keys = pages or [key for (key,) in db.execute("SELECT key FROM pages ORDER BY key")]
    return [_page(db, key) for key in keys]


def gaps(db: sqlite3.Connection, page: str) -> list[Gap]:
    """The stretches of one page that were asked for, or lie between, and are not complete."""
    since, until = db.execute(
        "SELECT min(since), max(min(until, begun_at)) FROM windows WHERE page = ?", [page]
    ).fetchone()
    if until is None:
        return []
    return [_gap(db, page, *left) for left in without(since, until, _covered(db, page))]


def _page(db: sqlite3.Connection, page: str) -> PageCoverage:
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
        "gaps": gaps(db, page),
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
        "SELECT received, reason FROM windows WHERE page = ? AND outcome = 'cut' "
        "AND since < ? AND until > ? ORDER BY key DESC LIMIT 1",
        (page, until, since),
    ).fetchone()
    received, reason = tried or (0, NEVER_ASKED)
    if reason == INTERRUPTED:  # nobody was left to count what came
        received = max(received, _posts(db, page, since, until))
    return {"since": since or None, "until": until, "received": received, "reason": reason}


_IMPORTS = """
SELECT i.file, i.format, i.source, w.since, w.until, w.posts,
    coalesce(json_extract(i.counted, '$.skipped'), 0), i.at
FROM import_windows w JOIN imports i ON i.key = w.import WHERE w.page = ?
ORDER BY w.since, i.key"""
