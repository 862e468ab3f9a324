"""Alarms: each is told once for its kind, scope and step, and stands open until it is cleared."""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import TypedDict

from fb_watch.archive.keys import stamp
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.state import Alarm


class OpenAlarm(TypedDict):
    """An alarm that nobody has cleared."""

    kind: str
    scope: str
    text: str
    remedy: str | None
    first_at: str
    last_at: str


def sound(db: sqlite3.Connection, alarm: Alarm, at: datetime) -> bool:
    """Note an alarm; whether it is to be told: it was not open, or its step is another one."""
    found = db.execute(
        "SELECT told FROM alarms WHERE kind = ? AND scope = ?", (alarm.kind, alarm.scope)
    ).fetchone()
    db.execute(
        "INSERT INTO alarms VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
        "last_at = ?3, text = ?4, remedy = ?5, told = ?6",
        (alarm.kind, alarm.scope, stamp(at), alarm.text, alarm.remedy, alarm.step),
    )
    return found is None or found[0] != alarm.step


def clear(db: sqlite3.Connection, kinds: Collection[str], scope: str) -> None:
    """What these alarms were about is well again."""
    db.execute(
        "DELETE FROM alarms WHERE scope = ? AND kind IN (SELECT value FROM json_each(?))",
        (scope, json.dumps(sorted(kinds))),
    )


@sqlite_trouble()
def open_alarms(db: sqlite3.Connection) -> list[OpenAlarm]:
    """All that stand open, oldest first."""
    rows = db.execute(
        "SELECT kind, scope, text, remedy, first_at, last_at FROM alarms "
        "ORDER BY first_at, kind, scope"
    )
    return [
        {
            "kind": kind,
            "scope": scope,
            "text": text,
            "remedy": remedy or None,
            "first_at": first_at,
            "last_at": last_at,
        }
        for kind, scope, text, remedy, first_at, last_at in rows
    ]
