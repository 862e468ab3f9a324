"""What a file that left Facebook by another road holds, post by post: Found, FoundFile. Pure."""

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import IO, Any, Literal, TypeVar

from fb_watch.errors import FbWatchError
from fb_watch.model.collected import (
    STRENGTHS,
    Counts,
    Link,
    Media,
    Place,
    Post,
    Precision,
    Problem,
    Strength,
)
from fb_watch.model.comments import Comment
from fb_watch.model.tagged import Known, TaggedPost

__all__ = ("STRENGTHS", "Found", "FoundFile", "Strength", "local_id", "normalised")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A picture or film that lies beside the post in the same export."""

    media: int  # place in `post.media`
    name: str  # path inside the export, as its members are named
    open: Callable[[], IO[bytes]]  # its bytes, as a stream
    sha256: str = ""  # of these, where it is told: what is here already need not lie there


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Whether a post could be seen on Facebook, as an archive knew it."""

    state: str
    since: datetime
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    One post of a file. `post.page` is "" where the file does not say which source it is of.

    Where Facebook's id is not told, `post.id` is `local_id(…)` and no permalink form of it exists.
    """

    post: Post
    where: str  # "line 12", "data[3]", "posts/group_posts.json[7]": for people
    raw: bytes  # the row or object as it stood in the file: the evidence
    source_name: str = ""  # page or group as the file names it; "" unknown
    source_id: str = ""  # Facebook's id of that page or group
    counts: Counts | None = None
    comments: tuple[Comment, ...] = ()
    files: tuple[FoundFile, ...] = ()
    source: str = ""  # the road it first came by, where the file tells; "": that of its format
    is_person: bool = False  # the author is a person, not the page itself
    zone_assumed: bool = False  # the time had no zone: that of the source was taken
    is_picture: bool = False  # of an album: of a post that is known it only shows more
    lent: frozenset[int] = frozenset()  # places in `media` whose words stand beside its entry
    is_kept: bool = False  # out of an archive of fb-watch: what is of people is keyed already
    is_masked: bool = False  # and some of it was masked there: it says less than what is known
    key_known_by: str = ""  # by what the key is known that it is keyed with; "" not told
    ref: str = ""  # what the post is called in that archive
    known_as: tuple[str, str] | None = None  # the author, a person, and the name told; both keyed
    withheld: str = ""  # words that name the author, nobody knows which of them; kept if `named`
    short: str | None = None  # the words that a table with fewer columns has for its message
    seen_at: datetime | None = None  # when somebody saw it so, where the file tells
    presence: Presence | None = None  # whether it was online, where an archive tells

    @property
    def own_hash(self) -> str:
        """The hash of what its entry alone says: the same whatever lay beside it."""
        if not self.lent:
            return self.post.hash
        media = (
            replace(medium, alt=None) if place in self.lent else medium
            for place, medium in enumerate(self.post.media)
        )
        return replace(self.post, media=tuple(media)).hash

    @property
    def as_of(self) -> datetime | None:
        """The latest moment at which it stood so, as far as the file tells."""
        told = (self.seen_at, self.post.edited_at, self.post.updated_at)
        return max((at for at in told if at), default=None)


def local_id(
    source: str, author: str, created_at: datetime, precision: Precision, text: str
) -> str:
    """
    An id for a post whose Facebook id no file tells: the same post gets the same one everywhere.

    Over source, author, minute (day, where no more is known) and normalised text; begins with
    `local:`, which no Facebook id does.
    """
    minute = created_at.strftime("%Y-%m-%d" if precision == "day" else "%Y-%m-%dT%H:%M")
    told = "\0".join((source, author, minute, normalised(text)))
    return f"local:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:24]}"


def normalised(text: str) -> str:
    """A text as posts are compared by: NFKC, one blank for any white space, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def kept_as(author_id: str, key: str, own: str) -> str:
    """
    What is kept here of a person that an archive has keyed; both keys as they are known by.

    Under another key a person has another pseudonym: it is kept as `KEY:PSEUDONYM`, so that
    nobody takes two pseudonyms for two people.
    """
    told, colon, rest = author_id.partition(":")
    if colon:
        return rest if told == own else author_id
    return author_id if key in ("", own) else f"{key}:{author_id}"


Outcome = Literal["new", "edited", "merged", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the archive holds of a post that a file tells of."""

    known: Known
    basis: Literal["id", "text"]  # by what it is known to be this post
    said: frozenset[str] = frozenset()  # hashes of what the same source said of it before
    standing: Post | None = None  # what stands, where this road may leave some of it unsaid


def says_nothing(post: Post) -> bool:
    """Whether no more is told of a post than that it is there."""
    told = (post.story, post.links, post.media, post.place, post.attachments)
    return post.message is None and not any(told)


def filled(post: Post, other: Post) -> Post:
    """
    What one telling says of a post, and what another does where it says nothing.

    Absent is not empty. Attachments tell of links and media alike; the kind is that of what is
    shown.
    """
    texts = ("message", "story", "author", "author_id", "permalink", "parent_id")
    rest = {name: getattr(other, name) for name in texts if getattr(post, name) is None}
    if post.author is not None or post.author_id is not None:
        rest = {name: value for name, value in rest.items() if not name.startswith("author")}
    rest["place"] = _place(post.place, other.place)
    if not post.attachments:
        rest["links"] = _each(post.links, other.links, _link)
        if not (post.links or post.media):
            rest["attachments"] = other.attachments
        kind = other.kind if post.kind == "status" else post.kind
        if kind == other.kind:
            rest |= {"kind": kind, "media": _each(post.media, other.media, _medium)}
    return replace(post, **rest)


def completed(standing: Post, found: Post) -> Post:
    """What stands of a post, and what a file that is no later says besides."""
    names = ("id", "page", "created_at", "created_precision", "aliases", "is_comment")
    told = {name: getattr(found, name) for name in names}
    told["edited_at"] = standing.edited_at or found.edited_at
    told["updated_at"] = standing.updated_at or found.updated_at
    return filled(replace(standing, **told), found)


def bare(post: Post) -> Post:
    """What a person told by hand, without the pictures: these show it, and need not be of it."""
    kind = "status" if post.kind == "photo" else post.kind
    return replace(post, media=(), kind=kind) if post.media else post


def _each(
    told: tuple[_T, ...], other: tuple[_T, ...], fill: Callable[[_T, _T], _T]
) -> tuple[_T, ...]:
    """One by one where both tell as many; else what is told, or the other where nothing is."""
    if len(told) != len(other):
        return told or other
    return tuple(fill(*pair) for pair in zip(told, other, strict=True))


def _link(link: Link, other: Link) -> Link:
    """A short address without words is the link that the other telling has in full."""
    if link.url != other.url:
        return link if link.title or link.description else other
    return replace(
        link,
        title=link.title or other.title,
        description=link.description or other.description,
    )


def _medium(medium: Media, other: Media) -> Media:
    is_other = medium.id and other.id and medium.id != other.id
    if is_other or medium.kind != other.kind:
        return medium
    return replace(medium, alt=medium.alt or other.alt, url=medium.url or other.url)


def _place(place: Place | None, other: Place | None) -> Place | None:
    """More of the same place, where both name it."""
    if place is None or other is None or place.name != other.name:
        return place or other
    told = {name: value for name, value in asdict(place).items() if value is not None}
    return replace(other, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A post of a file, compared with the archive; `tagged` where it makes a version."""

    found: Found
    outcome: Outcome
    heard: Heard | None = None
    is_version: bool = False
    tagged: TaggedPost | None = None
    is_edit: bool = True  # of a version: somebody changed what the post says
    rules: bool = True  # what stands only fills what it leaves unsaid, and not the other way round
    is_undated: bool = False  # it says otherwise than what stands; which is later is not told

    @property
    def post(self) -> Post:
        """What the version says: one telling, and the other where that leaves something unsaid."""
        standing = self.heard.standing if self.heard else None
        if standing is None:
            return self.found.post
        found = self.found.post
        return filled(found, standing) if self.rules else completed(standing, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """By which road the posts of a file come."""

    key: int  # of the file in the archive
    source: str
    strength: Strength
    format: str
    file: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)  # what it takes to read a row again


@dataclass(kw_only=True)
class FileReport:
    """What the import of one file did; filled while it is read."""

    file: str
    format: str = ""
    read: int = 0
    new: int = 0
    edited: int = 0
    merged: int = 0
    same: int = 0
    skipped: int = 0
    media: int = 0
    comments: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what is to be known and is no fault
    undated: list[str] = field(default_factory=list)  # where: see Told
    windows: dict[str, tuple[datetime, datetime, int]] = field(default_factory=dict)
    failure: FbWatchError | None = None
    last: Post | None = None  # of those counted: as it was taken in, names and id keyed

    def skip(self, problem: Problem) -> None:
        """One more line that was passed over."""
        self.skipped += 1
        self.problems.append(problem)

    def count(self, told: Told) -> None:
        """One more post."""
        setattr(self, told.outcome, getattr(self, told.outcome) + 1)
        if told.is_undated:
            self.undated.append(told.found.where)
        self.last = post = told.found.post
        at = post.created_at
        since, until, posts = self.windows.get(post.page, (at, at, 0))
        self.windows[post.page] = (min(since, at), max(until, at), posts + 1)

    @property
    def counted(self) -> dict[str, int]:
        """The numbers, by name."""
        return {name: getattr(self, name) for name in COUNTED}


COUNTED = ("read", "new", "edited", "same", "merged", "skipped", "media", "comments")
