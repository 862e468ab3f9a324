"""In: a database of Facepager's, from anybody. Out: its nodes. The one reader that knows SQLite."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.member import Member, too_large
from fb_watch.model.collected import Problem

_STEPS = 2_000_000  # of SQLite's machine between two rows: more is no reading of rows
_READ = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
_IS_TABLE = (
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'Nodes' AND rootpage"
)
_NODES = "SELECT id, objecttype, querytype, response FROM Nodes"


@dataclass(frozen=True, slots=True, kw_only=True)
class DbNode:
    """One row of Nodes: what kind it is, what was asked, what was answered."""

    where: str
    kind: str
    asked: str
    answer: bytes


def nodes(member: Member) -> Iterator[DbNode | Problem]:
    """
    Every node that holds an answer.

    The file is hostile: it is opened read-only and never written, not even beside; its schema
    is not trusted (no functions, views or virtual tables run); nothing but these columns can be
    read; texts and work are bounded. From a zip it is copied first, as SQLite has to seek.
    """
    with ExitStack() as stack:
        path = member.path or stack.enter_context(_copied(member))
        db = stack.enter_context(closing(_opened(path, member)))
        try:
            _allow_steps(db)
            (is_table,) = db.execute(_IS_TABLE).fetchone()
            if not is_table:
                raise IntakeError(
                    _("{file} has no table {name}.").format(file=member.name, name="Nodes"),
                    remedy=_("Give a database that Facepager saved."),
                )
            for key, kind, asked, answer in db.execute(_NODES):
                _allow_steps(db)
                yield from _node(key, kind, asked, answer)
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise IntakeError(
                _("{file} is damaged: {reason}.").format(file=member.name, reason=error),
                remedy=_("Open it in Facepager and export it as CSV."),
            ) from error


def _allow_steps(db: sqlite3.Connection) -> None:
    """So much work until the next row, and the reading is broken off."""
    db.set_progress_handler(lambda: 1, _STEPS)


def _node(key: object, kind: object, asked: object, answer: object) -> Iterator[DbNode | Problem]:
    where = _("node {number}").format(number=key)
    if answer is None or answer in ("", b""):
        return
    if not isinstance(answer, str | bytes):
        yield Problem(where=where, reason=_("is no JSON"))
        return
    raw = answer.encode("utf-8", "replace") if isinstance(answer, str) else answer
    yield DbNode(where=where, kind=str(kind or ""), asked=str(asked or ""), answer=raw)


def _opened(path: Path, member: Member) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise IntakeError(
            _("{file} cannot be read: {reason}.").format(file=member.name, reason=error),
            remedy=_("Check the path and whether you may read the file."),
        ) from error
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, member.limits.record)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA mmap_size = 0")
    db.set_authorizer(_allowed)
    return db


def _allowed(action: int, table: str | None, *_rest: str | None) -> int:
    """Rows of Nodes and of the list of tables may be read; all else is denied."""
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_OK if _rest[0] == "count" else sqlite3.SQLITE_DENY
    is_known = action == sqlite3.SQLITE_SELECT or table in ("Nodes", "sqlite_master")
    return sqlite3.SQLITE_OK if action in _READ and is_known else sqlite3.SQLITE_DENY


@contextmanager
def _copied(member: Member) -> Iterator[Path]:
    """The file on disk for as long as it is read."""
    if member.size > member.limits.sheet:
        raise too_large(member.file, member.name, member.size, member.limits.sheet)
    with tempfile.NamedTemporaryFile(suffix=".db") as copy:
        with member.open() as stream:
            copyfileobj(stream, copy, 2**20)
        copy.flush()
        yield Path(copy.name)
