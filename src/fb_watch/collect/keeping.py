"""In: a media file. Out: its MediaFile on disk, named by its content, each content once."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fb_watch.collect.sniff import EXTENSIONS, HEAD, media_type
from fb_watch.errors import MediaError
from fb_watch.i18n import _
from fb_watch.model.collected import MediaFile

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What lies in a temporary file."""

    sha256: str
    size: int
    head: bytes


def loaded(part: Path) -> Loaded:
    """What a file on disk holds."""
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        file.seek(0)
        head = file.read(HEAD)
    return Loaded(sha256=digest.hexdigest(), size=part.stat().st_size, head=head)


def keep(folder: Path, part: Path, told: Loaded) -> MediaFile:
    """
    Put a temporary file where its content says; one that is there already stays.

    Raises MediaError where it is no picture and no film: its bytes tell, not its name.
    """
    kind = media_type(told.head)
    if kind is None:
        raise MediaError(_("The file is no picture and no film."))
    below = Path(told.sha256[:2]) / f"{told.sha256}.{EXTENSIONS[kind]}"
    path = folder / below
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part.replace(path)
    return MediaFile(
        sha256=told.sha256,
        type=kind,
        path=(Path(folder.name) / below).as_posix(),
        bytes=told.size,
    )


def too_large(most: int) -> MediaError:
    """More bytes than the settings allow."""
    error = MediaError(
        _("The file is larger than {size} MB.").format(size=f"{most / 1e6:g}"),
        remedy=_("Raise max_bytes in [media] of settings.toml to take it in."),
    )
    error.is_forbidden = True
    return error


def take(folder: Path, stream: IO[bytes], most: int) -> MediaFile:
    """Copy a stream into the folder; raises MediaError: too large, no picture and no film."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            while block := stream.read(_BLOCK):
                if file.tell() + len(block) > most:
                    raise too_large(most)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        return keep(folder, part, loaded(part))
    finally:
        part.unlink(missing_ok=True)
