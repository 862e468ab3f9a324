"""
In: the folder of an archive. Out: a right to write in it, until the end of the block.

Three rights. One collector at a time: a second one is refused. A turn, for whoever writes much at
once, a round or an import: they wait for one another, so that a file can be taken in while the
daemon lives, and neither decides by what the other is about to change. People who review need no
turn: what they write is short. And one at a time who brings an archive to this program's form:
several programs start after an update.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fb_watch.archive.schema import system_trouble
from fb_watch.errors import ArchiveLockedError
from fb_watch.i18n import _

log = logging.getLogger("fb_watch")
_PAUSE = 0.2  # seconds between two looks whether it is our turn


@contextmanager
def collecting(folder: Path) -> Iterator[None]:
    """
    Hold the collector's lock; raises ArchiveLockedError where another process has it.

    The lock is a file of its own: to open and close archive.db beside SQLite would drop SQLite's
    locks. The system releases it with the process, so that a killed collector leaves none behind.
    """
    with _file(folder, "collect.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ArchiveLockedError(
                _("Another collector is at work on this archive (process {pid}).").format(
                    pid=file.read(20).strip() or "?"
                ),
                remedy=_("Wait until it has finished, or stop it."),
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def turn(folder: Path, stopping: Callable[[], bool] = lambda: False) -> Iterator[bool]:
    """
    Wait for the turn to write, and have it until the end of the block.

    Gives False, and no turn, where `stopping` says meanwhile that there is nothing to wait for.
    """
    with _file(folder, "write.lock") as file:
        has_said = False
        while not (is_ours := _take(file)) and not stopping():
            if not has_said:
                log.warning(_("A round or an import is at work; waiting until it has ended."))
                has_said = True
            time.sleep(_PAUSE)
        yield is_ours


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait for whoever makes or upgrades the archive, and be the one until the end of the block."""
    with system_trouble(folder):
        # to read only: of several people who share an archive one has made the file
        file = os.open(folder / "upgrade.lock", os.O_RDONLY | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _file(folder: Path, name: str) -> IO[str]:
    """The file that is locked; raises ArchiveError where it cannot be made."""
    with system_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / name).open("a+", encoding="ascii")


def _take(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
