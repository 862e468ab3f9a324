"""In: the files of a bag. Out: what they say, line by line; what of them is no bag of ours."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from fb_watch.dialect.clean import clean_text
from fb_watch.errors import FbWatchError, because
from fb_watch.export.bag import (
    EVIDENCE,
    MEDIA,
    POSTS,
    RECORDS,
    TABLE,
    VERSIONS,
    seal_of,
    sha256_of,
)
from fb_watch.export.columns import Cell, all_columns
from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost, versioned
from fb_watch.model.proof import Finding, Proof

Line = Mapping[str, Any]
_VERSION: Final = ("ref", "hash")
_RECORD: Final = ("ref", "record")
# of the table: what names a version, and what of it makes its hash
_COMPARED: Final = ("ref", "version", "hash", "kind", "body", "links", "place")
_LONGEST: Final = 2**31 - 1  # characters of a cell
_Row = tuple[str, ...]


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


def look_at_table(data: Path, refs: Sequence[str] | None, proof: Proof) -> None:
    """The table says what the posts say, masked as they are: of those asked for, or of all."""
    chosen = None if refs is None else {ref.partition("@")[0] for ref in refs}
    posts = _lines(data / POSTS, _VERSION, Proof())  # what is odd of them has been told
    wanted = Counter(_row(post) for post in posts if chosen is None or post["ref"] in chosen)
    expected, found = wanted.total(), 0
    try:
        for number, row in enumerate(_rows(data / TABLE), 1):
            if chosen is not None and row[0] not in chosen:
                continue
            found += 1
            if wanted[row] < 1:
                why = _("row {number} is not what {file} says")
                _tell(TABLE, why.format(number=number, file=POSTS), proof)
            wanted[row] -= 1
    except (OSError, ValueError, csv.Error) as error:
        reason = because(error) if isinstance(error, OSError) else str(error)
        _tell(TABLE, _("it cannot be read: {reason}").format(reason=reason), proof)
        return
    if found < expected:
        _tell(TABLE, _("rows of posts are missing in it: {n}").format(n=expected - found), proof)


def _rows(table: Path) -> Iterator[_Row]:
    """What is compared of each row; ValueError where there is no such column."""
    csv.field_size_limit(_LONGEST)
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        places = [names.index(name) for name in _COMPARED]
        for row in rows:
            yield tuple(row[place] if place < len(row) else "" for place in places)


def _row(post: Line) -> _Row:
    """The same of a post; of one of another shape what no row says."""
    try:
        cells: list[Cell] = [value(post) for value in _compared()]  # type: ignore[arg-type]
    except (KeyError, TypeError, AttributeError):
        return (post["ref"],)
    return tuple("" if cell is None else str(cell) for cell in cells)


@cache
def _compared() -> tuple[Callable[[ArchivedPost], Cell], ...]:
    columns = {column.name: column.value for column in all_columns()}
    return tuple(columns[name] for name in _COMPARED)


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
