"""In: the path of another archive. Out: a connection to read it, once it is known to be whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fb_watch.archive.schema import VERSION, connect_to_read, sqlite_trouble
from fb_watch.archive.tables import columns
from fb_watch.errors import ArchiveError, UsageError
from fb_watch.i18n import _

_ODD = 5  # findings of SQLite that are told


@contextmanager
def foreign(ours: sqlite3.Connection, own_path: Path, path: Path) -> Iterator[sqlite3.Connection]:
    """
    Another archive, opened read-only; nothing in it is believed before it is looked at.

    Raises ArchiveError where it is none, damaged, of another form than ours, or where something
    else stands in the place of one of our tables; UsageError where it is the archive itself.
    """
    if path.exists() and own_path.exists() and path.samefile(own_path):
        raise UsageError(_("{path} is this archive itself.").format(path=path))
    connection = connect_to_read(path)
    try:
        with sqlite_trouble(path):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            _check(ours, connection, path)
            yield connection
    finally:
        connection.close()


def archive_id(db: sqlite3.Connection) -> str:
    """The id of an archive, random since it was made."""
    (found,) = db.execute("SELECT value FROM settings WHERE name = 'archive'").fetchone()
    return str(found)


def _check(ours: sqlite3.Connection, theirs: sqlite3.Connection, path: Path) -> None:
    (version,) = theirs.execute("PRAGMA user_version").fetchone()
    if version < VERSION:
        raise ArchiveError(
            _("{path} was written by an older fb-watch (form {version}, needed: {known}).").format(
                path=path, version=version, known=VERSION
            ),
            remedy=_("Update the fb-watch there; its next round or import brings it up to date."),
        )
    found = [line for (line,) in theirs.execute(f"PRAGMA integrity_check({_ODD})")]
    if found != ["ok"]:
        raise ArchiveError(
            _("{path} is damaged: {reason}.").format(path=path, reason="; ".join(map(str, found))),
            remedy=_("Ask for another copy, made with fb-watch or with sqlite3's .backup."),
        )
    odd = [name for name in _tables(ours) if not _is_like(ours, theirs, name)]
    if odd:
        raise ArchiveError(
            _("{path} is no archive of fb-watch: its tables {tables} are others.").format(
                path=path, tables=", ".join(odd)
            ),
            remedy=_("Take in only what fb-watch has written."),
        )


def _tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search*' "
        "AND name NOT GLOB 'sqlite*' AND name NOT GLOB '_sqlite*' ORDER BY name"
    )
    return [name for (name,) in found]


def _is_like(ours: sqlite3.Connection, theirs: sqlite3.Connection, table: str) -> bool:
    """A view in the place of a table would be a program of somebody else's."""
    kind = theirs.execute("SELECT type FROM sqlite_schema WHERE name = ?", [table]).fetchone()
    return kind == ("table",) and set(columns(ours, table)) == set(columns(theirs, table))
