"""Whether posts are still to be seen: who was expected, who is missing, what was answered."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import date, datetime

from fb_watch.archive.keys import first_key, stamp
from fb_watch.model.collected import Page, Window
from fb_watch.model.state import Expected, Refusal

_FIRST = -(1 << 63)
# Posts that never came from the pages themselves are not expected there.
_EXPECTED = """
SELECT p.key, p.id, p.availability FROM posts p
JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.page = ? AND p.key >= ? AND p.key < ? AND v.source = 'graph'
    AND p.merged_into IS NULL
ORDER BY p.key"""
_ONLINE = """
SELECT p.key, p.id, p.availability FROM posts p
JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.page = ? AND p.availability = 'online' AND v.source = 'graph'
    AND p.key NOT IN (SELECT value FROM json_each(?))
ORDER BY p.key DESC LIMIT ?"""
_TO_ASK_FOR = """
SELECT key, id, availability FROM posts
WHERE page = :page AND (
    (availability = 'missing' AND availability_checked < :today)
    OR (availability IN ('gone', 'restricted') AND availability_checked < :long_ago))
ORDER BY key"""


def expected(db: sqlite3.Connection, page: Page, window: Window) -> list[Expected]:
    """The posts of a window that a complete answer shows, whatever their state, oldest first."""
    since = first_key(window.since) if window.since else _FIRST
    rows = db.execute(_EXPECTED, (page.key, since, first_key(window.until)))
    return [Expected(key=key, id=fb_id, availability=state) for key, fb_id, state in rows]


def to_ask_for(
    db: sqlite3.Connection, page: Page, today: datetime, long_ago: datetime
) -> list[Expected]:
    """The posts to ask for by id: missing ones once a day, those gone now and then."""
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    values = {"page": page.key, "today": stamp(midnight), "long_ago": stamp(long_ago)}
    rows = db.execute(_TO_ASK_FOR, values)
    return [Expected(key=key, id=fb_id, availability=state) for key, fb_id, state in rows]


def newest_online(
    db: sqlite3.Connection, page: Page, number: int, without: Sequence[int]
) -> list[Expected]:
    """The newest posts of a page that are online as far as is known, but for these."""
    rows = db.execute(_ONLINE, (page.key, json.dumps(list(without)), number))
    return [Expected(key=key, id=fb_id, availability=state) for key, fb_id, state in rows]


def mark(
    db: sqlite3.Connection, posts: Collection[int], state: str, why: str, at: datetime
) -> None:
    """Give posts another state; one that has it already only notes that it was looked at."""
    keys, when = json.dumps(sorted(posts)), stamp(at)
    db.execute(_HISTORY, {"keys": keys, "at": when, "state": state, "why": why})
    db.execute(_STATE, {"keys": keys, "at": when, "state": state})
    if state == "online":
        db.execute("DELETE FROM refusals WHERE post IN (SELECT value FROM json_each(?))", [keys])


def refuse(db: sqlite3.Connection, post: int, refusal: Refusal) -> None:
    """Note that a post asked for was not given; one note a day."""
    db.execute(
        "INSERT INTO refusals VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO UPDATE SET kind = ?3, why = ?4",
        (post, refusal.day.isoformat(), refusal.kind, refusal.why),
    )


def refused_on(db: sqlite3.Connection, day: date, posts: Sequence[int]) -> set[int]:
    """Those of the posts that were refused on a day."""
    rows = db.execute(_REFUSED_ON, (json.dumps(list(posts)), day.isoformat()))
    return {key for (key,) in rows}


def refusals(db: sqlite3.Connection, post: int) -> Sequence[Refusal]:
    """What was answered so far, day by day."""
    rows = db.execute("SELECT day, kind, why FROM refusals WHERE post = ? ORDER BY day", [post])
    return [Refusal(day=date.fromisoformat(day), kind=kind, why=why) for day, kind, why in rows]


_REFUSED_ON = """
SELECT r.post FROM json_each(?) p JOIN refusals r ON r.post = p.value WHERE r.day = ?"""
_THESE = "(SELECT value FROM json_each(:keys))"
_HISTORY = f"""
INSERT INTO availability (post, at, state, why)
SELECT key, :at, :state, :why FROM posts WHERE key IN {_THESE} AND availability <> :state
ON CONFLICT DO UPDATE SET state = excluded.state, why = excluded.why"""  # noqa: S608
_STATE = f"""
UPDATE posts SET availability_checked = :at, availability = :state,
    availability_since = CASE WHEN availability = :state THEN availability_since ELSE :at END
WHERE key IN {_THESE}"""  # noqa: S608
