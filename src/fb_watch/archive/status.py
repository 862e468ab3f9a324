"""In: an archive and the time. Out: where each page stands."""

import json
import sqlite3
from datetime import datetime
from typing import Any, TypedDict

from fb_watch.archive.coverage import gaps
from fb_watch.archive.keys import stamp
from fb_watch.archive.schema import sqlite_trouble


class PageStatus(TypedDict):
    """One page: when it was looked at, what it holds, what is in the way. Null: never, nothing."""

    page: str
    name: str
    last_round_at: str | None
    last_ok_at: str | None
    newest_at: str | None
    complete_until: str | None
    posts: int
    gaps: int
    hold_until: str | None
    hold_reason: str | None
    last_error: dict[str, Any] | None


@sqlite_trouble()
def status(db: sqlite3.Connection, now: datetime) -> list[PageStatus]:
    """Every page ever looked at, in the order of their keys."""
    return [_page(db, *row) for row in db.execute(_PAGES, [stamp(now)]).fetchall()]


def _page(db: sqlite3.Connection, page: str, *row: Any) -> PageStatus:
    name, last_round_at, last_ok_at, newest_at, complete_until, posts, *trouble = row
    hold_until, hold_reason, error = trouble
    return {
        "page": page,
        "name": name,
        "last_round_at": last_round_at,
        "last_ok_at": last_ok_at,
        "newest_at": newest_at,
        "complete_until": complete_until,
        "posts": posts,
        "gaps": len(gaps(db, page)),
        "hold_until": hold_until,
        "hold_reason": hold_reason,
        "last_error": json.loads(error) if error else None,
    }


# max(until) makes SQLite take the reason from the row that has it
_PAGES = """
SELECT g.key, g.name, g.last_round_at, g.last_ok_at,
    (SELECT created_at FROM posts WHERE page = g.key ORDER BY key DESC LIMIT 1),
    g.complete_until, (SELECT count(*) FROM posts WHERE page = g.key),
    max(h.until), h.reason, g.last_error
FROM pages g LEFT JOIN holds h ON h.scope IN ('app', 'page:' || g.key) AND h.until > ?
GROUP BY g.key ORDER BY g.key"""
