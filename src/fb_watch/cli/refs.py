"""In: references on the command line, `-` among them. Out: all of them, stdin read."""

import os
import stat
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from fb_watch.cli.output import note

if TYPE_CHECKING:
    from sqlite3 import Connection


def read_refs(given: Sequence[str]) -> tuple[str, ...]:
    """The references given; `-` stands for those on stdin, one a line."""
    refs: list[str] = []
    for ref in given:
        refs += [line.strip() for line in sys.stdin if line.strip()] if ref == "-" else [ref]
    return tuple(refs)


def sorted_out(
    archive: "Connection", refs: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Those that name a post, and those that name none; each of these is told on stderr.

    For verbs that read: one slip among hundreds is not to cost the others. A verb that writes does
    all that it was told or nothing.
    """
    from fb_watch.archive.resolve import resolve
    from fb_watch.archive.schema import sqlite_trouble
    from fb_watch.errors import NotFoundError

    there, lacking = [], {}
    with sqlite_trouble():
        for ref in refs:
            try:
                resolve(archive, ref)
                there.append(ref)
            except NotFoundError as error:
                lacking[ref] = error
    by_remedy: dict[str, list[str]] = {}
    for why in lacking.values():
        by_remedy.setdefault(why.remedy, []).append(why.message)
    for remedy, messages in by_remedy.items():
        for message in messages:
            note(message)
        note(f"  → {remedy}")
    return tuple(there), tuple(lacking)


def is_fed(stream: TextIO) -> bool:
    """Whether something could come from there: a pipe, a socket or a file, no terminal."""
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except OSError:  # no file of the system's
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISREG(mode)
