"""In: the files of a bag. Out: what they say, line by line; what of them is no bag of ours."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fb_watch.dialect.clean import clean_text
from fb_watch.errors import FbWatchError, because
from fb_watch.export.bag import (
    EVIDENCE,
    MEDIA,
    POSTS,
    RECORDS,
    VERSIONS,
    seal_of,
    sha256_of,
)
from fb_watch.i18n import _
from fb_watch.model.archived import versioned
from fb_watch.model.proof import Finding, Proof

Line = Mapping[str, Any]
_VERSION: Final = ("ref", "hash")
_RECORD: Final = ("ref", "record")


def check(bag: Path, proof: Proof) -> None:
    """The bag by its own checksums; raises FbWatchError where the folder is none."""
    import bagit

    try:
        bagit.Bag(str(bag)).validate()
        proof.seal = seal_of(bag)
    except bagit.BagValidationError as error:
        proof.findings.append(Finding(kind="bag", name=bag.name, why=str(error)))
    except (bagit.BagError, OSError) as error:
        raise FbWatchError(
            _("{file} is no bag: {reason}").format(file=bag, reason=error)
        ) from error


def versions(data: Path, proof: Proof) -> dict[str, list[Line]]:
    """Version → what the files of the bag say of it; bags of before have no file of versions."""
    told: dict[str, list[Line]] = {}
    for name in (VERSIONS, POSTS):
        if name == POSTS or (data / name).exists():
            for one in _lines(data / name, _VERSION, proof):
                told.setdefault(versioned(one), []).append(one)  # type: ignore[arg-type]
    return told


def records(data: Path, proof: Proof) -> dict[str, list[Line]]:
    """Version → its records; versions that differ in nothing of the hash share a name."""
    told: dict[str, list[Line]] = {}
    for one in _lines(data / RECORDS, _RECORD, proof):
        told.setdefault(one["ref"], []).append(one)
    return told


def bodies(data: Path, wanted: set[str], proof: Proof) -> dict[str, tuple[bytes, bool]]:
    """The bodies of records, and whether each is a response."""
    found: dict[str, tuple[bytes, bool]] = {}
    try:
        for record in _records(data / EVIDENCE):
            name = record.rec_headers.get_header("WARC-Record-ID")
            if record.rec_type not in ("response", "resource") or name not in wanted:
                continue
            body = record.content_stream().read()
            proof.responses += 1
            sha256 = record.rec_headers.get_header("Fbw-SHA256")
            if hashlib.sha256(body).hexdigest() != sha256:
                why = _("its bytes are not what was received")
                proof.findings.append(Finding(kind="response", name=sha256 or name, why=why))
            found[name] = (body, record.rec_type == "response")
    except ValueError as error:
        _tell(EVIDENCE, _("it cannot be read: {reason}").format(reason=error), proof)
    return found


def look_at_media(data: Path, refs: Sequence[str] | None, proof: Proof) -> Iterator[int]:
    """
    Each picture that posts of the bag name is there, and its bytes make its name.

    Without references all that lie there are looked at. What was never taken in has no path.
    """
    paths = (one.get("path") for one in _named_media(data, refs))
    named = {clean_text(path) for path in paths if isinstance(path, str)}
    there = {
        file.relative_to(data).as_posix()
        for file in (data / MEDIA).rglob("*")
        if file.is_file() and refs is None
    }
    for path in sorted(named | there):
        proof.media += 1
        if why := _wrong_with(data, path):
            proof.findings.append(Finding(kind="media", name=path, why=why))
        yield 1


def _named_media(data: Path, refs: Sequence[str] | None) -> Iterator[Line]:
    for post in _lines(data / POSTS, _VERSION, Proof()):  # what is odd of them has been told
        media = post.get("media")
        if (refs is None or versioned(post) in refs) and isinstance(media, list):  # type: ignore[arg-type]
            yield from (one for one in media if isinstance(one, dict))


def _wrong_with(data: Path, path: str) -> str:
    file = data / path
    if ".." in file.parts or not path.startswith(f"{MEDIA}/"):
        return _("it lies elsewhere than the pictures of a bag")
    try:
        made = sha256_of(file)
    except (OSError, ValueError) as error:
        reason = because(error) if isinstance(error, OSError) else str(error)
        return _("it cannot be read: {reason}").format(reason=reason)
    return "" if made == file.stem else _("its bytes are not those of its name")


def _records(warc: Path) -> Iterator[Any]:
    """The records of a WARC; ValueError where it is none, however that shows."""
    import zlib

    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        with warc.open("rb") as file:
            yield from ArchiveIterator(file)
    except OSError as error:
        raise ValueError(because(error)) from error
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise ValueError(str(error)) from error


def _lines(file: Path, texts: Sequence[str], proof: Proof) -> Iterator[Line]:
    """The objects of a file, one a line; one without these texts is a finding."""
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError as error:
        raise FbWatchError(
            _("{file} cannot be read: {reason}").format(file=file, reason=because(error))
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            one = None
        if isinstance(one, dict) and all(_is_text(one.get(name)) for name in texts):
            yield one
        else:
            wanted = ", ".join(texts)
            why = _("line {number} is no object with the texts {names}")
            _tell(file.name, why.format(number=number, names=wanted), proof)


def _is_text(told: Any) -> bool:
    return isinstance(told, str) and told == clean_text(told)


def _tell(name: str, why: str, proof: Proof) -> None:
    proof.findings.append(Finding(kind="bag", name=name, why=why))
