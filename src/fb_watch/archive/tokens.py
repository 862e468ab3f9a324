"""What Facebook says of the access tokens in use; the tokens themselves are never here."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict

from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.rows import compact
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.errors import FbWatchError
from fb_watch.errors import facts as told_of
from fb_watch.model.state import TokenFacts


class TokenStatus(TypedDict):
    """A token; null is not known, of an end also: none. `is_valid` null: never answered."""

    fingerprint: str
    pages: list[str]
    checked_at: str | None
    is_valid: bool | None
    expires_at: str | None
    days_left: int | None
    data_access_ends_at: str | None
    data_access_days_left: int | None
    missing_permissions: list[str]
    failure: dict[str, Any] | None


def in_use(db: sqlite3.Connection, pages: Mapping[str, Sequence[str]]) -> None:
    """The tokens in use and the pages they speak for; others are forgotten, alarms and all."""
    kept = json.dumps(sorted(pages))
    gone = "NOT IN (SELECT value FROM json_each(?))"
    db.execute(f"DELETE FROM tokens WHERE fingerprint {gone}", [kept])  # noqa: S608
    db.execute(
        f"DELETE FROM alarms WHERE scope LIKE 'token:%' AND substr(scope, 7) {gone}",  # noqa: S608
        [kept],
    )
    db.executemany(
        "INSERT INTO tokens (fingerprint, pages) VALUES (?1, ?2) "
        "ON CONFLICT DO UPDATE SET pages = ?2 WHERE pages <> ?2",
        [(fingerprint, compact(sorted(keys))) for fingerprint, keys in pages.items()],
    )


def save(db: sqlite3.Connection, fingerprint: str, facts: TokenFacts, at: datetime) -> None:
    """What /debug_token answered of a token."""
    told = {
        "is_valid": facts.is_valid,
        "kind": facts.kind,
        "expires_at": facts.expires_at and stamp(facts.expires_at),
        "data_access_ends_at": facts.data_access_ends_at and stamp(facts.data_access_ends_at),
        "scopes": facts.scopes,
        "missing": facts.missing,
        "failure": facts.failure,
        "remedy": facts.remedy,
    }
    db.execute(
        "UPDATE tokens SET checked_at = ?, facts = ?, failure = NULL WHERE fingerprint = ?",
        (stamp(at), compact(told), fingerprint),
    )


def failed(db: sqlite3.Connection, fingerprint: str, error: FbWatchError, at: datetime) -> None:
    """Why it did not answer; what was known stays."""
    db.execute(
        "UPDATE tokens SET checked_at = ?, failure = ? WHERE fingerprint = ?",
        (stamp(at), compact(told_of(error)), fingerprint),
    )


def checked(db: sqlite3.Connection, fingerprint: str) -> tuple[datetime | None, bool]:
    """When the token was asked about last, and whether that failed."""
    row = db.execute(
        "SELECT checked_at, failure IS NOT NULL FROM tokens WHERE fingerprint = ?", [fingerprint]
    ).fetchone()
    return (moment(row[0]), bool(row[1])) if row and row[0] else (None, False)


@sqlite_trouble()
def tokens(db: sqlite3.Connection, now: datetime) -> list[TokenStatus]:
    """Every token in use, with the days that are left to it."""
    # a page may find out that a token has stopped long before the token is asked about again
    rows = db.execute(
        "SELECT t.fingerprint, t.pages, t.checked_at, t.facts, t.failure, a.scope IS NOT NULL "
        "FROM tokens t LEFT JOIN alarms a "
        "ON a.kind = 'token-expired' AND a.scope = 'token:' || t.fingerprint ORDER BY t.pages"
    )
    return [_status(now, *row) for row in rows]


def _status(
    now: datetime,
    fingerprint: str,
    pages: str,
    checked_at: str | None,
    told: str | None,
    failure: str | None,
    has_stopped: bool,
) -> TokenStatus:
    facts = json.loads(told) if told else {}
    return {
        "fingerprint": fingerprint,
        "pages": json.loads(pages),
        "checked_at": checked_at,
        "is_valid": False if has_stopped else facts.get("is_valid"),
        "expires_at": facts.get("expires_at"),
        "days_left": _days(facts.get("expires_at"), now),
        "data_access_ends_at": facts.get("data_access_ends_at"),
        "data_access_days_left": _days(facts.get("data_access_ends_at"), now),
        "missing_permissions": facts.get("missing", []),
        "failure": json.loads(failure) if failure else None,
    }


def _days(end: str | None, now: datetime) -> int | None:
    """Whole days until then; below 0 afterwards."""
    return (moment(end) - now) // timedelta(days=1) if end else None
