"""A file to be read, wherever it lies, what is too much of it, and why it cannot be read."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fb_watch.errors import IntakeError
from fb_watch.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is too much, in bytes where nothing else is said; all of it may be set higher."""

    file: int = 20 * 2**30  # one file, or one member of a zip, unpacked
    bundle: int = 200 * 2**30  # all members of a zip, unpacked
    members: int = 500_000  # files in one zip or folder
    ratio: int = 200  # how many times smaller a member may have been packed
    record: int = 8 * 2**20  # one post: a line of a table, an element of JSON, a block of HTML
    sheet: int = 500 * 2**20  # files that cannot be read as a stream: workbooks, databases


Opener = Callable[[], IO[bytes]]
Finder = Callable[[str], "Member | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """
    One file to be read, wherever it lies. `size` is in bytes, unpacked.

    What can be seen to be unreadable from outside is a Member all the same, so that the others
    are not held up: `open` then raises the IntakeError that says why.
    """

    name: str  # path inside the bundle: no "..", no leading "/"; of a single file its own name
    file: Path  # the file or zip that was given, or lies in the folder that was given
    size: int
    opener: Opener = field(repr=False, compare=False)
    finder: Finder = field(repr=False, compare=False)
    path: Path | None = None  # where it lies on disk by itself; None: in a zip
    limits: Limits = field(default_factory=Limits, repr=False)

    def open(self) -> IO[bytes]:
        """Its bytes as a stream, from the start; IntakeError where it cannot be read."""
        try:
            return self.opener()
        except OSError as error:
            raise unreadable(self.file, error) from error

    def sibling(self, name: str) -> "Member | None":
        """
        Another member of the bundle by the path inside it; None where there is none.

        The export may lie in folders of the bundle: those of this member are tried, the nearest
        first.
        """
        wanted = inner_path(name)
        if wanted is None:
            return None
        above = self.name.split("/")[:-1]
        told = ("/".join((*above[:depth], wanted)) for depth in range(len(above), -1, -1))
        return next((found for path in told if (found := self.finder(path))), None)

    def shares(self, other: "Member") -> bool:
        """Whether they lie in the same zip; outside of zips, in the same folder that was given."""
        return self.path is not None or self.file == other.file


def refused(file: Path, name: str, error: IntakeError, size: int = 0) -> Member:
    """A Member that only says why it cannot be read."""

    def opener() -> IO[bytes]:
        raise error

    return Member(name=name, file=file, size=size, opener=opener, finder=lambda _name: None)


def unreadable(file: Path, error: OSError) -> IntakeError:
    """What the system says of a file, with its name."""
    return IntakeError(
        _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror or error),
        remedy=_("Check the path and whether you may read the file."),
    )


def too_large(file: Path, name: str, size: int, most: int) -> IntakeError:
    """A member of more bytes than the limits allow."""
    return IntakeError(
        _("{file}: {name} has {size} MB; more than {most} MB are not read.").format(
            file=file, name=name, size=size // 2**20, most=most // 2**20
        ),
        remedy=_("Export a shorter stretch of time at once, or split the file."),
    )


def inner_path(name: str) -> str | None:
    """A path inside a bundle in one spelling; None where it leads out of it or nowhere."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or "\0" in name or parts[0].endswith(":"):
        return None
    return unicodedata.normalize("NFC", "/".join(parts))


def too_many(path: Path, limits: Limits) -> IntakeError:
    """A folder or zip of more files than the limits allow."""
    return IntakeError(
        _("{file} holds more than {number} files.").format(file=path, number=limits.members),
        remedy=_("Give only the files with posts, or one part of the folder after the other."),
    )
