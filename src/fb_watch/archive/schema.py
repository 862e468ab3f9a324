"""What makes a file an archive of ours, and how a connection to it behaves."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fb_watch.errors import ArchiveError, ArchiveLockedError, because
from fb_watch.i18n import _

APPLICATION_ID = 0x66627761  # "fbwa", in the header of the file: `file archive.db` shows it
VERSION = 16  # the number of the newest migration; kept in PRAGMA user_version
BUSY_SECONDS = 30.0
_MAPPED = 1 << 31  # bytes of the file that readers map; of a larger one the rest is read
_SHUT_OUT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """
    A connection that cannot write and never waits for a collector.

    Readers and writers share two files beside the archive, which the first to come makes. Who may
    not write cannot make them: where they are absent, the archive is read as it lies.
    """
    with system_trouble(path, to_read=True):
        if not is_there(path):
            raise _absent(path)
        if not os.access(path, os.R_OK):
            raise PermissionError
    with sqlite_trouble(path):
        try:
            return _checked(sqlite3.connect(_uri(path, "mode=ro"), uri=True), path)
        except sqlite3.OperationalError as error:
            if not _is_shut_out(error) or may_write(path):
                raise
        return _as_it_lies(path)


def is_there(path: Path) -> bool:
    """Whether an archive may lie there; raises ArchiveError where something else does."""
    for place, is_right, number in (
        (path.parent, Path.is_dir, errno.ENOTDIR),
        (path, Path.is_file, errno.EISDIR if path.is_dir() else errno.ENXIO),
    ):
        # in this order: another program may be making it just now
        if place.exists() and not is_right(place):  # SQLite would say no more than "unable to open"
            with system_trouble(place):
                raise OSError(number, os.strerror(number))
    return path.exists()


class _AsItLies(sqlite3.Connection):
    """Reads without locks; in the end it says where somebody wrote meanwhile."""

    path: Path
    state: tuple[int, int]  # of the file, before anything was read

    def close(self) -> None:
        """Raises ArchiveLockedError where what was read may be half of a round."""
        super().close()
        if _state(self.path) != self.state:
            raise ArchiveLockedError(
                _("{path} was written to while it was read.").format(path=self.path),
                remedy=_("Do it again: what came out may be wrong."),
            )


def _as_it_lies(path: Path) -> sqlite3.Connection:
    """Read it without the two files; raises ArchiveError where it would not be all there is."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise ArchiveError(
            _("{path} was left open by a program that was killed.").format(path=path),
            remedy=_("Whoever may write there brings it in order with: fb-watch status."),
        )
    state = _state(path)
    connection = sqlite3.connect(_uri(path, "immutable=1"), uri=True, factory=_AsItLies)
    connection.path, connection.state = path, state
    return _checked(connection, path)


def _state(path: Path) -> tuple[int, int]:
    """What is another one after the file was written to."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _uri(path: Path, how: str) -> str:
    """Percent signs and question marks of the path must not be read as parts of the URI."""
    return f"{path.absolute().as_uri()}?{how}"


def _checked(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """The same, where it is an archive of ours; closed, where not."""
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
    with system_trouble(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        is_there(path)
    if not may_write(path):
        raise may_not_write(path)
    with sqlite_trouble(path):
        # the daemon opens in its main thread and collects in another, never in both at once
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            check(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def share(connection: sqlite3.Connection) -> None:
    """Let readers and a writer go beside one another; for one program at a time."""
    connection.execute("PRAGMA page_size = 16384")  # only of a file still empty
    connection.execute("PRAGMA journal_mode = WAL")


def is_shared(connection: sqlite3.Connection) -> bool:
    """Whether that was done; a copy made by SQLite's own tools forgets it."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return bool(mode == "wal")


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The archive's version, 0 for an empty file; raises ArchiveError where it is not for us."""
    # in this order, against that of `migrate`: another program may be making the archive just now
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
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


def is_older(connection: sqlite3.Connection) -> bool:
    """Whether it has not the form of this program; then some questions have no answer."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0]) < VERSION


def what_brings_it_up_to_date() -> str:
    """What opens it to write and needs no token."""
    return _("Whoever may write there brings it up to date with: fb-watch export --log.")


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
                remedy=what_brings_it_up_to_date(),
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


@contextmanager
def system_trouble(path: Path, *, to_read: bool = False) -> Iterator[None]:
    """Turn what the system says of a file of the archive into an error a person can read."""
    try:
        yield
    except PermissionError as error:
        if not to_read:
            raise may_not_write(path) from error
        raise ArchiveError(
            _("This account may not read {path}.").format(path=path), remedy=_ask_for_it()
        ) from error
    except OSError as error:
        raise ArchiveError(
            _("{path} cannot be used: {reason}.").format(path=path, reason=because(error)),
            remedy=_("Look at what lies there, or give another home folder with --home."),
        ) from error


def may_write(path: Path) -> bool:
    """Whether this account may write to an archive, and make files beside it."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def may_not_write(path: Path) -> ArchiveError:
    """What to say to an account that only may read."""
    return ArchiveError(
        _("This account may not write to {path}.").format(path=path), remedy=_ask_for_it()
    )


def _ask_for_it() -> str:
    return _("Whoever runs fb-watch here can give it the right, for instance by a group.")


def _is_shut_out(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SHUT_OUT


def _absent(path: Path) -> ArchiveError:
    return ArchiveError(
        _("There is no archive at {path} yet.").format(path=path),
        remedy=_("The first round makes it: fb-watch collect."),
    )
