"""In: the command line. Out: the archive of its home, opened for people's work."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of

if TYPE_CHECKING:
    from sqlite3 import Connection


@contextmanager
def reviewing(args: argparse.Namespace) -> Iterator["Connection"]:
    """Open it to write: beside a collector, without its lock; never makes an archive."""
    from fb_watch.archive.store import reviewing as opened
    from fb_watch.bootstrap import utc_now

    with opened(home_of(args) / "archive" / "archive.db", utc_now) as archive:
        yield archive
