"""What makes a file an archive of ours, and how a connection to it behaves."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fb_watch.errors import ArchiveError, ArchiveLockedError
from fb_watch.i18n import _

APPLICATION_ID = 0x66627761  # "fbwa", in the header of the file: `file archive.db` shows it
VERSION = 13  # the number of the newest migration; kept in PRAGMA user_version
BUSY_SECONDS = 30.0
_MAPPED = 1 << 31  # bytes of the file that readers map; of a larger one the rest is read


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write and never waits for a collector."""
    if not path.is_file():
        raise _absent(path)
    with sqlite_trouble(path):
        # percent signs and question marks of the path must not be read as parts of the URI
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            if check(connection, path) == 0:
                raise _absent(path)
            # a third less time for a search, which else copies every page it looks at
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_write(path: Path) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by hand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite_trouble(path):
        # the daemon opens in its main thread and collects in another, never in both at once
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            check(connection, path)
            connection.execute("PRAGMA page_size = 16384")  # only of a file still empty
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The archive's version, 0 for an empty file; raises ArchiveError where it is not for us."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise ArchiveError(
            _("{path} is a database, but not an archive of fb-watch.").format(path=path),
            remedy=_("Move it away, or give another home folder with --home."),
        )
    if version > VERSION:
        raise ArchiveError(
            _("{path} was written by a newer fb-watch (form {version}, known: {known}).").format(
                path=path, version=version, known=VERSION
            ),
            remedy=_("Update this fb-watch."),
        )
    return int(version)


@contextmanager
def sqlite_trouble(path: Path | None = None) -> Iterator[None]:
    """Turn what SQLite says of a locked, full or damaged file into an error a person can read."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = path or _("the archive")
        if "locked" in str(error):
            raise ArchiveLockedError(
                _("{path} is in use by another program.").format(path=name),
                remedy=_("Wait until it has finished, then try again."),
            ) from error
        if "no such" in str(error):  # table or column
            raise ArchiveError(
                _("{path} was written by an older fb-watch.").format(path=name),
                remedy=_("The next round brings it up to date: fb-watch collect."),
            ) from error
        raise ArchiveError(
            _("{path} cannot be used: {reason}.").format(path=name, reason=error),
            remedy=_("Is there room on the disk, and may this account write there?"),
        ) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise  # a constraint: a fault of the program, not of the file
        raise ArchiveError(
            _("{path} is damaged: {reason}.").format(path=path or _("The archive"), reason=error),
            remedy=_("Keep the file, and go on with the last backup."),
        ) from error


def _absent(path: Path) -> ArchiveError:
    return ArchiveError(
        _("There is no archive at {path} yet.").format(path=path),
        remedy=_("The first round makes it: fb-watch collect."),
    )
