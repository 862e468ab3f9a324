"""In: a field that people change, and a value. Out: what stands there, or the table with it."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from fb_watch.archive.rows import compact

Value = str | None  # None: nothing stands there
_Read = Callable[[sqlite3.Connection, str, int | None], Value]
_Write = Callable[[sqlite3.Connection, str, int | None, Value, str], None]


class _State(NamedTuple):
    read: _Read
    write: _Write


def read(db: sqlite3.Connection, field: str, post: int | None) -> Value:
    """What stands under a field, such as `status` or `note:3f…`."""
    kind, _colon, rest = field.partition(":")
    return _STATES[kind].read(db, rest, post)


def write(db: sqlite3.Connection, field: str, post: int | None, value: Value, at: str) -> None:
    """Put a value there; raises sqlite3.IntegrityError where something else hangs on the old."""
    kind, _colon, rest = field.partition(":")
    _STATES[kind].write(db, rest, post, value, at)


def count_notes(db: sqlite3.Connection, post: int | None) -> None:
    """Count the notes of a post anew; those of posts that were merged into it are its own too."""
    db.execute(_COUNT_NOTES, {"post": post})


def _status(db: sqlite3.Connection, _rest: str, post: int | None) -> Value:
    row = db.execute("SELECT status FROM posts WHERE key = ?", [post]).fetchone()
    return str(row[0])


def _put_status(
    db: sqlite3.Connection, _rest: str, post: int | None, value: Value, _at: str
) -> None:
    db.execute("UPDATE posts SET status = ? WHERE key = ?", (value, post))


def _tag(db: sqlite3.Connection, rest: str, post: int | None) -> Value:
    """What hands say: `yes` or `no` of a value, of the language its code."""
    kind, _colon, value = rest.partition(":")
    if kind == "language":
        row = db.execute(_LANGUAGE, [post]).fetchone()
        return row and str(row[0])
    row = db.execute(_SAID, (post, kind, value)).fetchone()
    return row and ("yes" if row[0] > 0 else "no")


def _put_tag(db: sqlite3.Connection, rest: str, post: int | None, said: Value, at: str) -> None:
    """The entry in the search index is the caller's: it is made once for many tags."""
    kind, _colon, value = rest.partition(":")
    db.execute(_SILENCE, {"post": post, "kind": kind, "value": value or None})
    if said is None:
        return
    named, score = (value, float(said == "yes")) if value else (said, 1.0)
    role = "about" if kind == "country" else None
    db.execute(_SAY, (post, kind, named, role, score, at))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose row is the value, as JSON; `keys` are the parts of the field's name."""

    name: str
    keys: tuple[str, ...]
    unique: tuple[str, ...]
    columns: tuple[str, ...]
    has_post: bool = True

    def read(self, db: sqlite3.Connection, rest: str, post: int | None) -> Value:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        sql = f"SELECT {columns} FROM {self.name} WHERE {self._where}"  # noqa: S608
        row = db.execute(sql, self._identity(rest, post)).fetchone()
        return row and compact(dict(zip(self.columns, row, strict=True)))

    def write(
        self, db: sqlite3.Connection, rest: str, post: int | None, value: Value, _at: str
    ) -> None:
        identity = self._identity(rest, post)
        if value is None:
            db.execute(f"DELETE FROM {self.name} WHERE {self._where}", identity)  # noqa: S608
        else:
            told = json.loads(value)
            names = (*self.keys, *(("post",) if self.has_post else ()), *self.columns)
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            row = (*identity, *(told[column] for column in self.columns))
            anew = ", ".join(f'"{column}" = excluded."{column}"' for column in self.columns)
            db.execute(
                f"INSERT INTO {self.name} ({columns}) VALUES ({marks}) "  # noqa: S608
                f"ON CONFLICT ({', '.join(self.unique)}) DO UPDATE SET {anew}",
                row,
            )
        if self.name == "notes":
            count_notes(db, post)

    @property
    def _where(self) -> str:
        parts = [f'"{key}" = ?' for key in self.keys]
        return " AND ".join([*parts, *(["post IS ?"] if self.has_post else [])])

    def _identity(self, rest: str, post: int | None) -> tuple[str | int | None, ...]:
        parts = rest.split(":", len(self.keys) - 1) if self.keys else ()
        return (*parts, *((post,) if self.has_post else ()))


_SAID = """SELECT score FROM tags WHERE post = ? AND "by" = 'hand' AND kind = ? AND value = ?"""
_LANGUAGE = """SELECT value FROM tags WHERE post = ? AND "by" = 'hand' AND kind = 'language'"""
_SILENCE = """
DELETE FROM tags WHERE post = :post AND "by" = 'hand' AND kind = :kind
AND value = coalesce(:value, value)"""
_SAY = """
INSERT INTO tags (post, "by", kind, value, version, role, score, codebook, evidence, made_at)
SELECT key, 'hand', ?2, ?3, version, ?4, ?5, '', '[]', ?6 FROM posts WHERE key = ?1"""
_COUNT_NOTES = """
UPDATE posts SET notes = (
    SELECT count(*) FROM notes WHERE post = posts.key
    OR post IN (SELECT key FROM posts f WHERE f.merged_into = posts.key))
WHERE key IN (:post, (SELECT merged_into FROM posts WHERE key = :post))"""

_SIGNED = ("at", "by")
_ENTRY = ("dossier", "place", "hash", "heading", "note", *_SIGNED)
_TABLES: Final = (
    ("note", _Table("notes", ("id",), ("id",), ("hash", "at", "name", "text"))),
    ("assigned", _Table("assigned", (), ("post",), ("name", "until", *_SIGNED))),
    ("dossier", _Table("dossiers", ("name",), ("name",), ("title", *_SIGNED), has_post=False)),
    ("entry", _Table("dossier_entries", ("id",), ("id",), _ENTRY)),
    ("saved", _Table("saved", ("name",), ("name",), ("query", *_SIGNED), has_post=False)),
    (
        "coding",
        _Table("codings", ("sample", "name"), ("sample", "name", "post"), ("answer", *_SIGNED)),
    ),
)
_STATES: Final[dict[str, _State]] = {
    "status": _State(_status, _put_status),
    "tag": _State(_tag, _put_tag),
    **{kind: _State(table.read, table.write) for kind, table in _TABLES},
}
