"""Common to all that people do: the archive opened for it, and what others have a part in."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of
from fb_watch.cli.output import note, to_the_minute
from fb_watch.i18n import _, plural, state

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.review import Decision

SHOWN = 10  # references in a message


@contextmanager
def reviewing(args: argparse.Namespace) -> Iterator["Connection"]:
    """Open it to write: beside a collector, without its lock; never makes an archive."""
    from fb_watch.archive.store import reviewing as opened
    from fb_watch.bootstrap import utc_now

    with opened(home_of(args) / "archive" / "archive.db", utc_now) as archive:
        yield archive


def replaced(ref: str, one: "Decision") -> str:
    """Whose decision was replaced."""
    return _("{ref} was {status}: {name}, {when}.").format(
        ref=ref, status=state(one["status"]), name=one["name"], when=to_the_minute(one["at"])
    )


def tell(lines: Sequence[str]) -> None:
    """Say the first of many things, and how many more there are."""
    for text in lines[:SHOWN]:
        note(text)
    if (left := len(lines) - SHOWN) > 0:
        note(plural("{n} more: see --json.", "{n} more: see --json.", left).format(n=left))
