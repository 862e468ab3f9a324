"""In: files, folders and zips. Out: their Members, one by one, as streams; reads disk."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.member import (
    Limits,
    Member,
    inner_path,
    refused,
    too_large,
    too_many,
    unreadable,
)
from fb_watch.intake.zips import Zip, is_zip

__all__ = ["Limits", "Member", "open_all"]


def open_all(paths: Sequence[Path], limits: Limits) -> Iterator[Member]:
    """
    Every file under these paths in stable order; zips are read in place, never unpacked.

    Never raises: what cannot be read is a Member whose `open` does. Links are not followed. A
    sibling that is not in a zip is looked for in the other zips given: Facebook parts large
    exports. A zip inside a zip is refused.
    """
    zips: list[Zip] = []

    def find(name: str) -> Member | None:
        return next((one for zipped in zips if (one := zipped.find(name))), None)

    for path in paths:
        for one in _files(path, limits):
            if one.path and is_zip(one.path):
                zips.append(Zip(one.path, limits, find))
            else:
                yield one
    for zipped in zips:
        yield from zipped.members()


def _files(path: Path, limits: Limits) -> Iterator[Member]:
    """The file itself, or all regular files under a folder."""
    if not path.is_dir():
        yield _plain(path, path.parent, path.name, limits)
        return
    number = 0
    for folder, below, names in os.walk(path):
        below.sort()
        for name in sorted(names):
            one = Path(folder) / name
            if one.is_symlink():
                continue
            number += 1
            if number > limits.members:
                error = too_many(path, limits)
                yield refused(path, path.name, error)
                return
            yield _plain(one, path, one.relative_to(path).as_posix(), limits)


def _plain(path: Path, root: Path, name: str, limits: Limits) -> Member:
    """A file on disk; what is none (a pipe, a device, nothing) only says so."""
    try:
        told = path.stat()
    except OSError as error:
        return refused(path, name, unreadable(path, error))
    if not stat.S_ISREG(told.st_mode):
        odd = IntakeError(
            _("{file} is no regular file.").format(file=path),
            remedy=_("Give a file, a folder or a zip."),
        )
        return refused(path, name, odd)
    if told.st_size > limits.file:
        return refused(path, name, too_large(path, name, told.st_size, limits.file), told.st_size)
    return Member(
        name=inner_path(name) or path.name,
        file=path,
        size=told.st_size,
        opener=lambda: path.open("rb"),
        finder=lambda wanted: _beside(root, wanted, limits),
        path=path,
        limits=limits,
    )


def _beside(root: Path, name: str, limits: Limits) -> Member | None:
    """A regular file under the folder, and really under it: links lead out."""
    path = root / name
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    if not real.is_file() or not real.is_relative_to(root.resolve()):
        return None
    return _plain(path, root, name, limits)
