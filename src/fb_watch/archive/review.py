"""
In: what people decide of posts. Out: statuses, notes and assignments, each with who and when.

The connection is one opened to write (`store.reviewing`). Nobody needs the collector's lock: each
action is one short transaction, which waits for others.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from fb_watch.archive.actions import TAKEN_BACK, Act, clean, fresh_id, person
from fb_watch.archive.actions import changes_of as changes_of
from fb_watch.archive.actions import forget as forget
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import hash_of, resolve
from fb_watch.archive.rows import compact
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.undoing import undo as undo
from fb_watch.errors import UsageError
from fb_watch.i18n import _

STATUSES = ("new", "relevant", "set-aside", "verified")


class Note(TypedDict):
    """What somebody wrote to a post; `ref` names the version it was written to."""

    at: str
    name: str
    text: str
    ref: str


class Holder(TypedDict):
    """Who has a post, and until when."""

    name: str
    until: str
    at: str
    by: str


class Decision(TypedDict):
    """Which status somebody gave a post, and when."""

    status: str
    name: str
    at: str


@sqlite_trouble()
def set_status(
    db: sqlite3.Connection, refs: Sequence[str], status: str, by: str, at: datetime
) -> int:
    """
    Give posts a status, in one action; gives for how many it was news.

    Whoever has them assigned has them no more: they have been read.
    """
    if status not in STATUSES:
        raise UsageError(
            _("There is no status {status}.").format(status=status),
            remedy=_("Known: {keys}").format(keys=", ".join(STATUSES)),
        )
    posts = keys_of(db, refs)
    with transaction(db):
        act = Act(db=db, kind="status", by=by, at=at)
        news = act.put_status(posts, status)
        for (post,) in db.execute(_GIVEN, [json.dumps(posts)]).fetchall():
            act.put("assigned", post, None)
    return news


@sqlite_trouble()
def overruled(
    db: sqlite3.Connection, refs: Sequence[str], status: str, by: str
) -> dict[str, Decision]:
    """What stands of others' decisions that this status would replace, by reference."""
    values = {"posts": json.dumps(keys_of(db, refs)), "status": status, "by": person(by)}
    return {
        ref: Decision(status=stands, name=name, at=at)
        for ref, stands, name, at in db.execute(_OVERRULED, values)
    }


@sqlite_trouble()
def reviewers(db: sqlite3.Connection, keys: Iterable[int]) -> list[str]:
    """Who gave these posts a status or tagged them, as it stands."""
    return [name for (name,) in db.execute(_REVIEWERS, [json.dumps(list(keys))])]


@sqlite_trouble()
def add_note(db: sqlite3.Connection, ref: str, text: str, by: str, at: datetime) -> None:
    """Write a note to a post, at the version named or the newest."""
    said = clean(text).strip()
    if not said:
        raise UsageError(_("The note is empty."))
    post, version = resolve(db, ref)
    with transaction(db):
        act = Act(db=db, kind="note", by=by, at=at)
        told = {"hash": hash_of(db, post, version), "at": act.when, "name": act.by, "text": said}
        act.put(f"note:{fresh_id()}", post, compact(told))


@sqlite_trouble()
def notes(db: sqlite3.Connection, ref: str) -> list[Note]:
    """The notes of a post, the oldest first."""
    post, _version = resolve(db, ref)
    return [
        {"at": at, "name": name, "text": text, "ref": f"{reference}@{written_to[:8]}"}
        for at, name, text, reference, written_to in db.execute(_NOTES, [post])
    ]


@sqlite_trouble()
def assign(
    db: sqlite3.Connection,
    refs: Sequence[str],
    to: str,
    by: str,
    at: datetime,
    until: datetime | None = None,
) -> int:
    """
    Give posts to somebody to read, until a moment; `to` "" makes them free again.

    Gives for how many it was news. Others who have them lose them: `by` has decided so.
    """
    posts = keys_of(db, refs)
    with transaction(db):
        act = Act(db=db, kind="assign", by=by, at=at)
        return sum(give(act, post, to, until) for post in posts)


def give(act: Act, post: int, to: str, until: datetime | None) -> bool:
    """One post given to somebody, as a part of an action."""
    if not to or until is None:
        return act.put("assigned", post, None)
    row = {"name": person(to), "until": stamp(until), "at": act.when, "by": act.by}
    return act.put("assigned", post, compact(row))


@sqlite_trouble()
def holders(db: sqlite3.Connection, refs: Sequence[str], now: datetime) -> dict[str, Holder]:
    """Who has which of these posts at this moment, by reference."""
    return {
        ref: Holder(name=name, until=until, at=at, by=by)
        for ref, name, until, at, by in db.execute(
            _HOLDERS, (json.dumps(keys_of(db, refs)), stamp(now))
        )
    }


@sqlite_trouble()
def workload(db: sqlite3.Connection, now: datetime) -> dict[str, int]:
    """How many posts each person has at this moment."""
    return dict(Counter(name for (name,) in db.execute(_WORKLOAD, [stamp(now)])).most_common())


def keys_of(db: sqlite3.Connection, refs: Sequence[str]) -> list[int]:
    """The posts these references name, each once; raises NotFoundError for the first unknown."""
    return list(dict.fromkeys(resolve(db, ref)[0] for ref in refs))


# whoever takes something back decides nothing: what stands again was decided before; and a post
# is new by somebody's word only where somebody has made it so
_OVERRULED = f"""
SELECT p.ref, p.status, a.name, a.at FROM posts p
JOIN changes c ON c.key = (
    SELECT c.key FROM changes c JOIN actions a ON a.key = c.action
    WHERE c.post = p.key AND c.field = 'status' AND c.after = p.status AND a.undoes IS NULL
        AND NOT {TAKEN_BACK}
    ORDER BY c.key DESC LIMIT 1)
JOIN actions a ON a.key = c.action
WHERE p.key IN (SELECT value FROM json_each(:posts))
    AND p.status <> :status AND a.name <> :by
ORDER BY p.key"""  # noqa: S608
_GIVEN = "SELECT post FROM assigned WHERE post IN (SELECT value FROM json_each(?))"
_NOTES = """
SELECT n.at, n.name, n.text, p.ref, n.hash FROM notes n JOIN posts p ON p.key = n.post
WHERE n.post = ?1 OR n.post IN (SELECT key FROM posts WHERE merged_into = ?1)
ORDER BY n.at, (SELECT min(key) FROM changes WHERE field = 'note:' || n.id)"""
_HOLDERS = """
SELECT p.ref, a.name, a.until, a.at, a."by" FROM json_each(?1) w
JOIN assigned a ON a.post = w.value AND a.until > ?2 JOIN posts p ON p.key = a.post
ORDER BY w.key"""
_WORKLOAD = "SELECT name FROM assigned WHERE until > ? ORDER BY name"
_REVIEWERS = f"""
SELECT DISTINCT a.name FROM changes c JOIN actions a ON a.key = c.action
WHERE c.post IN (SELECT value FROM json_each(?))
    AND (c.field = 'status' OR c.field GLOB 'tag:*')
    AND a.undoes IS NULL AND NOT {TAKEN_BACK}
ORDER BY a.name"""  # noqa: S608
