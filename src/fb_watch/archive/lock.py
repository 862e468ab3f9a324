"""In: the folder of an archive. Out: the right to collect into it, until the end of the block."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fb_watch.errors import ArchiveLockedError
from fb_watch.i18n import _


@contextmanager
def collecting(folder: Path) -> Iterator[None]:
    """
    Hold the collector's lock; raises ArchiveLockedError where another process has it.

    The lock is a file of its own: to open and close archive.db beside SQLite would drop SQLite's
    locks. The system releases it with the process, so that a killed collector leaves none behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "collect.lock").open("a+", encoding="ascii") as file:
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
