"""In: a bag. Out: whether a cited version is what was received, from the bag alone."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from fb_watch.errors import FbWatchError
from fb_watch.export.bag import EVIDENCE, POSTS, RECORDS, VERSIONS
from fb_watch.export.masking import MASK
from fb_watch.i18n import _
from fb_watch.model.archived import versioned
from fb_watch.model.collected import Post
from fb_watch.model.intake import filled
from fb_watch.model.proof import Finding, Kept, Proof, Reading, content_of

Reads = Callable[[Kept], Reading]
# what stands in evidence where the name of a person was taken out
_TAKEN_OUT: Final = re.compile(r"#(?:[0-9a-f]{16}|\?)")


def prove_bag(bag: Path, refs: Sequence[str], reads: Reads, proof: Proof) -> Iterator[int]:
    """
    Check the bag, then each version named, or all; fills `proof`, gives a 1 for each.

    The bag is whole by its own checksums; the version's text makes its hash; the response or row
    that is its evidence is intact, and read anew it shows that very content. Raises FbWatchError
    where the folder is no bag.
    """
    _check(bag, proof)
    data = bag / "data"
    told = _told(data)
    records: dict[str, list[Any]] = {}  # versions that differ in nothing of the hash share a name
    for record in _lines(data / RECORDS):
        records.setdefault(record["ref"], []).append(record)
    wanted = _wanted(told, refs, proof)
    names = {record["record"] for ref in wanted for record in records.get(ref, ())}
    bodies = _bodies(data / EVIDENCE, names, proof)
    for ref in wanted:
        proof.versions += 1
        kept = [
            _kept(one, bodies[one["record"]])
            for one in records.get(ref, ())
            if one["record"] in bodies
        ]
        wrong, unread = _proven(told[ref], kept, reads)
        if wrong:
            proof.findings.append(Finding(kind="version", name=ref, why=wrong))
        elif unread:
            proof.by_bytes.append(Finding(kind="version", name=ref, why=unread))
        else:
            proof.read_anew += 1
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
    """The bodies of records, and whether each is a response."""
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


def _kept(record: Any, evidence: tuple[bytes, bool]) -> Kept:
    body, is_response = evidence
    if is_response:
        return Kept(body=body)
    where, start, size = (record.get(name) for name in ("where", "start", "size"))
    form = str(record.get("format") or "")
    return Kept(body=body, format=form, where=str(where), start=start, size=size)


def _proven(told: Sequence[Any], evidence: Sequence[Kept], reads: Reads) -> tuple[str, str]:
    """What is not right with a version, and why its evidence cannot be read; "" each if it is."""
    cited = _cited(told[0])
    if cited is None or cited.hash != told[0]["hash"] or not all(map(_says(cited), told)):
        return _("its content is not what its hash says"), ""
    if not evidence:
        return _("the bag has no evidence of it"), ""
    found = [_shows(kept, cited, reads(kept)) for kept in evidence]
    return ("", "") if ("", "") in found else max(found)  # what is wrong before what is unread


def _shows(kept: Kept, cited: Post, reading: Reading) -> tuple[str, str]:
    """The same of one piece of evidence."""
    if any(post.hash == cited.hash for post in reading.posts):
        return "", ""
    if kept.format is None:
        return _("the response that is its evidence does not show it"), ""
    if any(filled(post, cited).hash == cited.hash for post in reading.posts):
        return "", _("its file says a part of it; the rest came by another road")
    if any(_is_without_names(post, cited) for post in reading.posts):
        return "", _("names of people were taken out of its evidence")
    if reading.why:
        return "", reading.why
    return _("the row that is its evidence does not show it"), ""


def _cited(one: Any) -> Post | None:
    """The content of a version as a file of the bag has it; None where it is none."""
    try:
        return content_of(one["kind"], one["message"], one["links"], one["media"], one["place"])
    except (KeyError, TypeError):
        return None


def _says(cited: Post) -> Callable[[Any], bool]:
    """Whether a line says a version, masked or not: one sign stands for one code point."""
    whole = _flat(cited)

    def says(one: Any) -> bool:
        post = _cited(one)
        told = _flat(post) if post and one["hash"] == cited.hash else ""
        pairs = zip(told, whole, strict=False)
        return len(told) == len(whole) and all(a in (b, MASK) for a, b in pairs)

    return says


def _is_without_names(shown: Post, cited: Post) -> bool:
    """Whether they differ in nothing but names, in whose place signs stand."""
    parts = _TAKEN_OUT.split(_flat(shown))
    pattern = '[^"]{1,200}?'.join(map(re.escape, parts))
    return len(parts) > 1 and re.fullmatch(pattern, _flat(cited)) is not None


def _flat(post: Post) -> str:
    return json.dumps(post.content, ensure_ascii=False)


def _lines(file: Path) -> list[Any]:
    try:
        return [json.loads(line) for line in file.read_bytes().split(b"\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise FbWatchError(
            _("{file} cannot be read: {reason}").format(file=file, reason=error)
        ) from error
