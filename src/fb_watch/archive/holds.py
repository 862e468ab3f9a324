"""In: scopes in which nothing is to be asked for a while. Out: the holds in force."""

import sqlite3
from datetime import datetime

from fb_watch.archive.keys import moment, stamp
from fb_watch.model.state import Hold


def put(db: sqlite3.Connection, hold: Hold) -> None:
    """Ask nothing in a scope for a while; a later hold replaces the earlier one."""
    db.execute(
        "INSERT INTO holds VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET until = ?2, reason = ?3",
        (hold.scope, stamp(hold.until), hold.reason),
    )


def in_force(db: sqlite3.Connection, now: datetime) -> dict[str, Hold]:
    """The holds in force, by scope."""
    found = db.execute(
        "SELECT scope, until, reason FROM holds WHERE until > ? ORDER BY scope", [stamp(now)]
    ).fetchall()
    return {
        scope: Hold(scope=scope, until=moment(until), reason=reason)
        for scope, until, reason in found
    }
