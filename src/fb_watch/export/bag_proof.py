"""In: a bag. Out: whether a cited version is what was received, from the bag alone."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fb_watch.errors import FbWatchError
from fb_watch.export.bag import EVIDENCE, POSTS, RECORDS, VERSIONS
from fb_watch.i18n import _
from fb_watch.model.archived import versioned
from fb_watch.model.proof import Finding, Proof, content_hash

# The body of a response → the hashes of the posts it shows.
Reads = Callable[[bytes], frozenset[str]]


def prove_bag(bag: Path, refs: Sequence[str], reads: Reads, proof: Proof) -> Iterator[int]:
    """
    Check the bag, then each version named, or all; fills `proof`, gives a 1 for each.

    The bag is whole by its own checksums; the version's text makes its hash; the response that is
    its evidence is intact, and read anew it shows that very content. Raises FbWatchError where the
    folder is no bag.
    """
    _check(bag, proof)
    data = bag / "data"
    told = _told(data)
    records = {one["ref"]: one["record"] for one in _lines(data / RECORDS)}
    wanted = _wanted(told, refs, proof)
    bodies = _bodies(data / EVIDENCE, {records[ref] for ref in wanted if ref in records}, proof)
    for ref in wanted:
        proof.versions += 1
        if why := _wrong(told[ref], bodies.get(records.get(ref, "")), reads):
            proof.findings.append(Finding(kind="version", name=ref, why=why))
        yield 1


def _check(bag: Path, proof: Proof) -> None:
    import bagit

    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagValidationError as error:
        proof.findings.append(Finding(kind="bag", name=bag.name, why=str(error)))
    except bagit.BagError as error:
        raise FbWatchError(
            _("{file} is no bag: {reason}").format(file=bag, reason=error)
        ) from error


def _told(data: Path) -> dict[str, list[Any]]:
    """Version → what the files of the bag say of it; bags of before have no file of versions."""
    told: dict[str, list[Any]] = {}
    for name in (VERSIONS, POSTS):
        if name == POSTS or (data / name).exists():
            for one in _lines(data / name):
                told.setdefault(versioned(one), []).append(one)
    return told


def _wanted(told: dict[str, list[Any]], refs: Sequence[str], proof: Proof) -> list[str]:
    if not refs:
        return list(told)
    found = []
    for ref in refs:
        named = [known for known in told if known == ref or known.partition("@")[0] == ref]
        if not named:
            proof.not_found.append(ref)
        found += named
    return found


def _bodies(warc: Path, wanted: set[str], proof: Proof) -> dict[str, tuple[bytes, bool]]:
    """The bodies of records, and whether each is a response that can be read anew."""
    from warcio.archiveiterator import ArchiveIterator

    found: dict[str, tuple[bytes, bool]] = {}
    with warc.open("rb") as file:
        for record in ArchiveIterator(file):
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
    return found


def _wrong(told: Sequence[Any], evidence: tuple[bytes, bool] | None, reads: Reads) -> str:
    """What is not right with a version; "" where it is proven."""
    if any(_hash_of(one) != one["hash"] for one in told):
        return _("its content is not what its hash says")
    if evidence is None:
        return _("the bag has no evidence of it")
    body, is_response = evidence
    if is_response and told[0]["hash"] not in reads(body):
        return _("the response that is its evidence does not show it")
    return ""


def _hash_of(one: Any) -> str:
    try:
        return content_hash(one["kind"], one["message"], one["links"], one["media"], one["place"])
    except (KeyError, TypeError):
        return ""


def _lines(file: Path) -> list[Any]:
    try:
        return [json.loads(line) for line in file.read_bytes().split(b"\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise FbWatchError(
            _("{file} cannot be read: {reason}").format(file=file, reason=error)
        ) from error
