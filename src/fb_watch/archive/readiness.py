"""In: the file of an archive, opened to write. Out: whether, and that, it has today's form."""

import sqlite3
from datetime import datetime
from pathlib import Path

from fb_watch.archive.indexing import is_current, renew
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import VERSION, check, is_shared, share


def is_ready(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether it is an archive, of this program's form."""
    is_made = is_shared(connection) and check(connection, path) == VERSION
    return is_made and is_current(connection)


def make_ready(connection: sqlite3.Connection, path: Path, now: datetime) -> None:
    """What is still to do for it once nobody else is at it."""
    share(connection)
    if check(connection, path) < VERSION:
        from fb_watch.archive.migrations import migrate

        migrate(connection, now)
    if not is_current(connection):
        with transaction(connection):
            renew(connection)
