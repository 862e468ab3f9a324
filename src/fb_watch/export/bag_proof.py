"""
In: a bag. Out: whether a cited version is what was received, from the bag alone.

Nothing in a bag is signed. What says where a version stands (`evidence.jsonl`) is believed in
nothing but that: how a record is to be read says its own first line.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fb_watch.dialect.refs import aliases, candidates, parse_ref, stories
from fb_watch.export import bag_files
from fb_watch.export.bag_files import Line
from fb_watch.export.bag_words import TAKEN_OUT, stand_in
from fb_watch.i18n import _
from fb_watch.model.archived import MASK
from fb_watch.model.collected import Post
from fb_watch.model.evidence import read_heading
from fb_watch.model.intake import bare, filled
from fb_watch.model.proof import Finding, Kept, Proof, Reading, content_of

Reads = Callable[[Kept], Reading]
_NAME = r'[^"\s\\]{1,60}(?:\s[^"\s\\]{1,60}){0,5}?'  # of a person, in six words at most


def prove_bag(bag: Path, refs: Sequence[str], reads: Reads, proof: Proof) -> Iterator[int]:
    """
    Check the bag, then each version named, or all; fills `proof`, gives a 1 for each.

    The bag is whole by its own checksums; the version's text makes its hash; the response or row
    that is its evidence is intact, and read anew it shows that very content; the table says what
    the posts say; pictures make their names. Raises FbWatchError where the folder is no bag.
    """
    bag_files.check(bag, proof)
    data = bag / "data"
    told = bag_files.versions(data, proof)
    records = bag_files.records(data, proof)
    versions = _by_post(told)
    wanted = _wanted(told, versions, refs, proof)
    names = {record["record"] for ref in wanted for record in records.get(ref, ())}
    bodies = bag_files.bodies(data, names, proof)
    for ref in wanted:
        proof.versions += 1
        kept = [
            _kept(one, *bodies[one["record"]])
            for one in records.get(ref, ())
            if one["record"] in bodies
        ]
        beside = versions[_post_of(ref)]
        others = _others(told[one][0] for one in beside if one != ref)
        wrong, unread = _proven(told[ref], kept, others, reads)
        if wrong:
            proof.findings.append(Finding(kind="version", name=ref, why=wrong))
        elif unread:
            proof.by_bytes.append(Finding(kind="version", name=ref, why=unread))
        else:
            proof.read_anew += 1
        yield 1
    bag_files.look_at_table(data, wanted if refs else None, proof)
    yield from bag_files.look_at_media(data, wanted if refs else None, proof)


def _by_post(told: dict[str, list[Line]]) -> dict[str, list[str]]:
    """Post → its versions."""
    versions: dict[str, list[str]] = {}
    for known in told:
        versions.setdefault(_post_of(known), []).append(known)
    return versions


def _post_of(version: str) -> str:
    return version.partition("@")[0]


def _wanted(
    told: dict[str, list[Line]], versions: dict[str, list[str]], refs: Sequence[str], proof: Proof
) -> list[str]:
    """The versions that references, ids or addresses name, each once."""
    if not refs:
        return list(told)
    by_name = {name: one["ref"] for lines in told.values() for one in lines for name in _names(one)}
    found: dict[str, None] = {}
    for ref in refs:
        reference = parse_ref(ref)
        post = reference.ref if reference else _post(by_name, ref)
        begins = reference.hash if reference else ""
        named = [v for v in versions.get(post, ()) if told[v][0]["hash"].startswith(begins)]
        if not named:
            proof.not_found.append(ref)
        found |= dict.fromkeys(named)
    return list(found)


def _post(by_name: dict[str, str], named: str) -> str:
    """The reference of the post with an id or address; "" where there is none, or several."""
    for name in candidates(named):
        if name in by_name:
            return by_name[name]
    numbers = {name.number for name in stories(named)}
    found = {ref for name, ref in by_name.items() if name.rpartition("_")[2] in numbers}
    return found.pop() if len(found) == 1 else ""


def _names(one: Line) -> list[str]:
    """Everything a line says that its post can be found under."""
    seen = one.get("aliases")
    told = [one.get("id"), one.get("permalink"), *(seen if isinstance(seen, list) else ())]
    return list(aliases(*(name for name in told if isinstance(name, str))))


def _others(beside: Iterable[Line]) -> list[Post]:
    """What the other versions of a post say."""
    return [cited for one in beside if (cited := _cited(one)) and one["hash"] == cited.hash]


def _kept(record: Line, body: bytes, is_response: bool) -> Kept:
    """The evidence that a record points to: a response, or a row, which says how it is read."""
    if is_response:
        return Kept(body=body)
    facts, length = read_heading(body)
    told = facts.pop("format", None)  # not in older archives
    start, size = record.get("start"), record.get("size")
    is_row = start is not None or size is not None
    row, wrong = body, ""
    if is_row:
        row = _row(body, length, start, size)
        wrong = "" if row else _("there is no row where the bag says that it stands")
    elif told is not None:
        wrong = _no_row()
    return Kept(
        body=row,
        format=str(told or record.get("format")),
        where=str(record.get("where")),
        facts=facts,
        is_told=told is not None,
        is_row=is_row,
        wrong=wrong,
    )


def _row(body: bytes, length: int, start: Any, size: Any) -> bytes:
    """That stretch, where it is of whole rows behind the heading; else b""."""
    if type(start) is not int or type(size) is not int or size <= 0 or start < length:
        return b""
    is_begun = start == 0 or body[start - 1 : start] == b"\n"
    is_ended = body[start + size : start + size + 1] == b"\n"
    return body[start : start + size] if is_begun and is_ended else b""


def _proven(
    told: Sequence[Line], evidence: Sequence[Kept], others: Sequence[Post], reads: Reads
) -> tuple[str, str]:
    """What is not right with a version, and why it is proven in part only; "" each if it is."""
    cited = _cited(told[0])
    if cited is None or cited.hash != told[0]["hash"] or not all(map(_says(cited), told)):
        return _("its content is not what its hash says"), ""
    if not evidence:
        return _("the bag has no evidence of it"), ""
    found = [_shows(kept, cited, others, reads) for kept in evidence]
    return min(found)  # of two roads one may say a part of what the other says


def _shows(kept: Kept, cited: Post, others: Sequence[Post], reads: Reads) -> tuple[str, str]:
    """The same of one piece of evidence."""
    if kept.wrong:
        return kept.wrong, ""
    reading = reads(kept) if kept.is_row else Reading(trouble="unread", why=_no_row())
    if any(post.hash == cited.hash for post in reading.posts):
        return "", ""
    if kept.format is None:
        return _("the response that is its evidence does not show it"), ""
    if any(cited.hash in _together(post, one) for post in reading.posts for one in others):
        return "", _("its file says a part of it; the rest came by another road")
    if any(_is_without_names(post, cited) for post in reading.posts):
        return "", _("names of people were taken out of its evidence")
    if not reading.trouble:
        return _("the row that is its evidence does not show it"), ""
    is_lawful = reading.trouble == "several" or (reading.trouble == "unread" and not kept.is_told)
    if not is_lawful:
        return _("its evidence cannot be read anew: {reason}").format(reason=reading.why), ""
    if not stand_in(cited, kept.body):
        return _("its words do not stand in its evidence"), ""
    return "", reading.why


def _together(post: Post, other: Post) -> set[str]:
    """The hashes of what a row and another version of the post say together."""
    both = (filled(post, other), filled(other, post), filled(post, bare(other)))
    return {one.hash for one in both}


def _no_row() -> str:
    return _("the bag does not say which row of its file shows it")


def _cited(one: Line) -> Post | None:
    """The content of a version as a file of the bag has it; None where it is none."""
    try:
        cited = content_of(one["kind"], one["message"], one["links"], one["media"], one["place"])
        return cited if cited.hash else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _says(cited: Post) -> Callable[[Line], bool]:
    """Whether a line says a version, masked or not: one sign stands for one code point."""
    whole = _flat(cited)

    def says(one: Line) -> bool:
        post = _cited(one)
        told = _flat(post) if post and one["hash"] == cited.hash else ""
        pairs = zip(told, whole, strict=False)
        return len(told) == len(whole) and all(a in (b, MASK) for a, b in pairs)

    return says


def _is_without_names(shown: Post, cited: Post) -> bool:
    """Whether they differ in nothing but names, in whose place signs stand."""
    parts = TAKEN_OUT.split(_flat(shown))
    pattern = _NAME.join(map(re.escape, parts))
    return len(parts) > 1 and re.fullmatch(pattern, _flat(cited)) is not None


def _flat(post: Post) -> str:
    return json.dumps(post.content, ensure_ascii=False)
