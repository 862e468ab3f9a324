"""In: what a person does. Out: the change, and the line in the history that it is undone by."""

import json
import secrets
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from fb_watch.archive import states
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.errors import UsageError
from fb_watch.i18n import _

_LONGEST = 100  # characters of a name


class Past(TypedDict):
    """One change of one post."""

    at: str
    name: str
    action: str
    field: str
    before: str | None
    after: str | None


def person(name: str) -> str:
    """A name in one spelling; raises UsageError where there is none."""
    told = " ".join(unicodedata.normalize("NFC", clean(name)).split())
    if not told:
        raise UsageError(
            _("--by is missing: what people do has somebody's name on it."),
            remedy=_("Such as: --by coordinator"),
        )
    return told


def clean(text: str) -> str:
    """What was typed, without bytes that are no UTF-8: no database takes them."""
    return text.encode("utf-8", "replace").decode()


def named(name: str) -> str:
    """The name of a dossier, search or sample in one spelling; UsageError where it is none."""
    told = " ".join(unicodedata.normalize("NFC", clean(name)).split())
    if not told or len(told) > _LONGEST or not told.isprintable() or told[0] in "-#":
        raise UsageError(
            _("{name} cannot be a name.").format(name=told[:_LONGEST] or '""'),
            remedy=_("Write a few words, 100 characters at most."),
        )
    return told


def fresh_id() -> str:
    """An id that no other archive gives."""
    return secrets.token_hex(8)


@dataclass(kw_only=True)
class Act:
    """One action being written; to be used inside a transaction. Without a change it is no row."""

    db: sqlite3.Connection
    kind: str
    by: str
    at: datetime
    undoes: int | None = None
    _key: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.by = person(self.by)

    @property
    def when(self) -> str:
        """The moment, as the archive writes it."""
        return stamp(self.at)

    def begin(self) -> int:
        """Its key; the row is written where it was not yet."""
        if self._key is None:
            row = (fresh_id(), self.when, self.by, self.kind, self.undoes)
            self._key = self.db.execute(_ACTION, row).lastrowid or 0
        return self._key

    def put(self, name: str, post: int | None, after: states.Value) -> bool:
        """Bring a field of a post to a value; whether that was news."""
        before = states.read(self.db, name, post)
        if before == after:
            return False
        self.replace(name, post, before, after)
        return True

    def replace(
        self, name: str, post: int | None, before: states.Value, after: states.Value
    ) -> None:
        """Put a value in the place of the one that is known to stand there."""
        states.write(self.db, name, post, after, self.when)
        self.db.execute(_CHANGE, (self.begin(), post, name, before, after))

    def put_status(self, posts: Sequence[int], status: str) -> int:
        """Bring many posts to a status at once, so that no collector waits long; how many."""
        values = {"posts": json.dumps(posts), "status": status}
        if self.db.execute(_ANY_OTHER, values).fetchone() is None:
            return 0
        changed = self.db.execute(_STATUS_CHANGES, values | {"action": self.begin()})
        self.db.execute(_STATUSES, values)
        return changed.rowcount


@sqlite_trouble()
def changes_of(db: sqlite3.Connection, ref: str) -> list[Past]:
    """All that people did to a post, the first change first."""
    key, _version = resolve(db, ref)
    return [
        {"at": at, "name": name, "action": kind, "field": what, "before": before, "after": after}
        for at, name, kind, what, before, after in db.execute(_PAST, [key])
    ]


def forget(db: sqlite3.Connection, post: int) -> None:
    """
    Empty what people wrote to a post that is erased: notes, also in dossiers, and their history.

    Who did what and when stays. To be called inside the transaction that erases.
    """
    db.execute("DELETE FROM notes WHERE post = ?", [post])
    db.execute("UPDATE dossier_entries SET note = NULL WHERE post = ?", [post])
    db.execute("UPDATE posts SET notes = 0 WHERE key = ?", [post])
    db.execute(_FORGET, [post])


def taken_back(change: str) -> str:
    """SQL: whether a change, a row of `changes` under this name, was taken back."""
    # CROSS JOIN: what is known of the post goes first, an undo may have a million
    return f"""EXISTS (SELECT 1 FROM changes d CROSS JOIN actions u ON u.key = d.action
    WHERE d.post IS {change}.post AND d.key > {change}.key AND d.field = {change}.field
        AND u.undoes = {change}.action)"""  # noqa: S608


def overtaken(change: str) -> str:
    """SQL: whether another word has brought the field to the same value since, and stands."""
    return f"""EXISTS (SELECT 1 FROM changes n JOIN actions m ON m.key = n.action
    WHERE n.post IS {change}.post AND n.key > {change}.key AND n.field = {change}.field
        AND n.after IS {change}.after AND n.action <> {change}.action
        AND m.undoes IS NULL AND NOT {taken_back("n")})"""  # noqa: S608


TAKEN_BACK = taken_back("c")
_ACTION = "INSERT INTO actions (id, at, name, kind, undoes) VALUES (?, ?, ?, ?, ?)"
_CHANGE = "INSERT INTO changes (action, post, field, before, after) VALUES (?, ?, ?, ?, ?)"
_THESE = "key IN (SELECT value FROM json_each(:posts)) AND status <> :status"
_ANY_OTHER = f"SELECT 1 FROM posts WHERE {_THESE} LIMIT 1"  # noqa: S608
_STATUS_CHANGES = f"""
INSERT INTO changes (action, post, field, before, after)
SELECT :action, key, 'status', status, :status FROM posts WHERE {_THESE}"""  # noqa: S608
_STATUSES = f"UPDATE posts SET status = :status WHERE {_THESE}"  # noqa: S608
_PAST = """
SELECT a.at, a.name, a.kind, c.field, c.before, c.after
FROM changes c JOIN actions a ON a.key = c.action WHERE c.post = ? ORDER BY c.key"""
_FORGET = """
UPDATE changes SET before = iif(before IS NULL, NULL, ''), after = iif(after IS NULL, NULL, '')
WHERE post = ? AND (field LIKE 'note:%' OR field LIKE 'entry:%')"""
