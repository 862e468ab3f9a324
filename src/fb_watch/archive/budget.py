"""What Facebook's headers said of the quota: noted per scope, the newest found again."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from fb_watch.archive.keys import stamp
from fb_watch.archive.rows import compact
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.state import Usage

KEPT = timedelta(days=7)
VALID = timedelta(hours=1)  # limits count over a rolling hour: what was told before is past


class QuotaStatus(TypedDict):
    """How full a quota was when it was told last."""

    scope: str
    percent: float
    limit: str
    at: str


def note(db: sqlite3.Connection, scope: str, usage: Usage, at: datetime) -> None:
    """Write down what was told of a scope; what is older than a week goes."""
    db.execute(
        "INSERT INTO usage VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "percent = excluded.percent, limited_by = excluded.limited_by, detail = excluded.detail",
        (scope, stamp(at), usage.percent, usage.limit, compact(dict(usage.told))),
    )
    db.execute("DELETE FROM usage WHERE scope = ? AND at < ?", (scope, stamp(at - KEPT)))


def newest(db: sqlite3.Connection, scopes: Sequence[str], now: datetime) -> Usage:
    """The fullest of some scopes, as told last and within the hour; 0 where nothing was told."""
    row = db.execute(
        "SELECT percent, limited_by FROM (SELECT scope, max(at), percent, limited_by FROM usage "
        "WHERE scope IN (SELECT value FROM json_each(?)) AND at > ? GROUP BY scope) "
        "ORDER BY percent DESC LIMIT 1",
        (json.dumps(scopes), stamp(now - VALID)),
    ).fetchone()
    return Usage(percent=row[0], limit=row[1]) if row else Usage()


@sqlite_trouble()
def quotas(db: sqlite3.Connection, now: datetime) -> list[QuotaStatus]:
    """Every scope of which something was told within the hour, the newest of each."""
    rows = db.execute(
        "SELECT scope, percent, limited_by, max(at) FROM usage WHERE at > ? "
        "GROUP BY scope ORDER BY scope",
        [stamp(now - VALID)],
    )
    return [
        {"scope": scope, "percent": percent, "limit": limit, "at": at}
        for scope, percent, limit, at in rows
    ]
