"""What a check of stored evidence says: Proof, Finding, Kept, Reading. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from fb_watch.model.collected import Link, Media, Place, Post

_ANY = datetime(2020, 1, 1, tzinfo=UTC)  # no part of the content
FindingKind = Literal["version", "response", "chain", "media", "bag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not what it was: a version, a response, a file."""

    kind: FindingKind
    name: str  # fbw:2020-000123@9f2c41aa, SHA-256 of a response, path of a file
    why: str


@dataclass(kw_only=True)
class Proof:
    """How many things were looked at, and what was found; filled while it goes on."""

    versions: int = 0
    responses: int = 0
    media: int = 0
    read_anew: int = 0  # versions that their evidence shows, read once more
    # what their evidence shows in part only: its words stand there
    by_bytes: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)  # references that were to be looked at
    seal: str = ""  # of a bag: SHA-256 of its list of checksums


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Evidence as a bag holds it: a response, or the row of a file that shows a version."""

    body: bytes  # of a file: the row, or all rows where it is not told which
    format: str | None = None  # of the file; None: a response
    where: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)  # `Format.facts`, as kept above rows
    is_told: bool = True  # the rows say themselves of what format they are: not in older archives
    is_row: bool = True
    wrong: str = ""  # why it cannot be what shows the version


Trouble = Literal["", "unknown", "several", "unread"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The posts that evidence shows; `why` where it could not be read, and of what kind that is."""

    posts: tuple[Post, ...] = ()
    why: str = ""
    trouble: Trouble = ""  # no such reader; of several entries; anything else


def content_hash(
    kind: str,
    message: str | None,
    links: Sequence[Any],
    media: Sequence[Any],
    place: Any,
) -> str:
    """The hash of a version from its JSON parts as stored: by the one rule of `Post.hash`."""
    return content_of(kind, message, links, media, place).hash


def content_of(
    kind: str,
    message: str | None,
    links: Sequence[Any],
    media: Sequence[Any],
    place: Any,
) -> Post:
    """
    A post of which no more is known than the content of a version, in JSON as stored.

    Anything that has not the shape of a link, a medium or a place raises KeyError or TypeError.
    """
    return Post(
        id="",
        page="",
        created_at=_ANY,
        kind=kind,
        message=message,
        links=tuple(
            Link(url=k["url"], title=k["title"], description=k["description"]) for k in links
        ),
        media=tuple(
            Media(kind=m["kind"], id=m["id"], alt=m["alt"], poster=bool(m.get("poster")))
            for m in media
        ),
        place=Place(id=place["id"], name=place["name"]) if place else None,
    )
