"""In: an archive and the time. Out: where each page stands."""

import json
import sqlite3
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypedDict

from fb_watch.archive.coverage import Starts, gaps
from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.schema import sqlite_trouble

LOW_DISK = 1_000_000_000  # bytes: below, an archive may soon not be able to grow


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
    refused_fields: list[str]
    hold_until: str | None
    hold_reason: str | None
    last_error: dict[str, Any] | None
    problems: list[str]  # what the last round could not read or take in


class HoldStatus(TypedDict):
    """Nothing is asked in a scope before `until`."""

    scope: str
    until: str
    reason: str


@sqlite_trouble()
def status(
    db: sqlite3.Connection, now: datetime, starts: Starts = MappingProxyType({})
) -> list[PageStatus]:
    """Every page ever looked at, in the order of their keys; gaps as `coverage` tells them."""
    rows = db.execute(_PAGES, [stamp(now)]).fetchall()
    return [_page(len(gaps(db, row[0], starts, now)), *row) for row in rows]


@sqlite_trouble()
def holds(db: sqlite3.Connection, now: datetime) -> list[HoldStatus]:
    """Every hold in force."""
    rows = db.execute(
        "SELECT scope, until, reason FROM holds WHERE until > ? ORDER BY scope", [stamp(now)]
    )
    return [{"scope": scope, "until": until, "reason": reason} for scope, until, reason in rows]


@sqlite_trouble()
def posted(db: sqlite3.Connection, page: str, number: int) -> list[datetime]:
    """When the newest posts of a page were published, newest first."""
    rows = db.execute(
        "SELECT created_at FROM posts WHERE page = ? ORDER BY key DESC LIMIT ?", (page, number)
    )
    return [moment(created_at) for (created_at,) in rows]


def _page(open_gaps: int, page: str, *row: Any) -> PageStatus:
    name, last_round_at, last_ok_at, newest_at, complete_until, posts, *trouble = row
    hold_until, hold_reason, error, refused, problems = trouble
    return {
        "page": page,
        "name": name,
        "last_round_at": last_round_at,
        "last_ok_at": last_ok_at,
        "newest_at": newest_at,
        "complete_until": complete_until,
        "posts": posts,
        "gaps": open_gaps,
        "refused_fields": json.loads(refused) if refused else [],
        "hold_until": hold_until,
        "hold_reason": hold_reason,
        "last_error": json.loads(error) if error else None,
        "problems": json.loads(problems) if problems else [],
    }


# max(until) makes SQLite take the reason from the row that has it
_PAGES = """
SELECT g.key, g.name, g.last_round_at, g.last_ok_at,
    (SELECT created_at FROM posts WHERE page = g.key ORDER BY key DESC LIMIT 1),
    g.complete_until, (SELECT count(*) FROM posts WHERE page = g.key AND merged_into IS NULL),
    max(h.until), h.reason, g.last_error,
    (SELECT refused_fields FROM windows WHERE page = g.key ORDER BY key DESC LIMIT 1),
    (SELECT problems FROM rounds WHERE page = g.key AND ended_at IS NOT NULL
        ORDER BY key DESC LIMIT 1)
FROM pages g LEFT JOIN holds h ON h.until > ? AND (
    h.scope IN ('app', 'page:' || g.key)
    OR h.scope IN (SELECT 'token:' || t.fingerprint FROM tokens t, json_each(t.pages) k
        WHERE k.value = g.key))
GROUP BY g.key ORDER BY g.key"""
