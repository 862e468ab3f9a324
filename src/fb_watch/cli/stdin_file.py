"""In: files on the command line, `-` among them. Out: their Members, stdin held on disk."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj

from fb_watch.intake.bundle import Limits, open_all
from fb_watch.intake.member import Member

STDIN = Path("-")


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[tuple[Iterator[Member], list[Path]]]:
    """
    The Members, and the files as they are called in reports.

    What comes on stdin is read more than once, as any file is: it waits in a temporary one. A
    zip is called by the name of that, since its members find each other by it.
    """
    if STDIN not in files:
        yield open_all(files, Limits()), list(files)
        return
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "stdin"
        with held.open("wb") as out:
            copyfileobj(sys.stdin.buffer, out, 2**20)
        told = open_all([held if file == STDIN else file for file in files], Limits())
        members = list(told)
        is_plain = any(one.path == held for one in members)
        shown = STDIN if is_plain else held
        yield (
            iter([replace(m, file=STDIN, name="-") if m.path == held else m for m in members]),
            [shown if file == STDIN else file for file in files],
        )
