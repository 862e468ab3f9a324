"""What is watched and what comes back: Page, Window, Capture, Post, Counts. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

import orjson

from fb_watch.model.captions import captions, text_of

Precision = Literal["second", "minute", "day"]
Rhythm = Literal["fixed", "auto"]
# How much a road is believed, strongest first: a weaker one never overwrites a stronger one.
Strength = Literal["graph", "page-export", "personal-export", "table", "hand"]
STRENGTHS: tuple[Strength, ...] = ("graph", "page-export", "personal-export", "table", "hand")
KINDS = ("status", "photo", "video", "link", "album", "event", "share", "note", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A watched source, as one table of config/pages.toml names it."""

    key: str
    id: str
    name: str
    kind: Literal["page", "group"] = "page"
    region: str = ""
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    languages: tuple[str, ...] = ()  # ISO 639-1
    every: timedelta = timedelta(hours=6)  # with an automatic rhythm: the shortest
    rhythm: Rhythm = "fixed"
    look_back: timedelta = timedelta(days=30)
    start: datetime | None = None  # how far back the first round goes; None: to the first post
    comments: bool = False
    retention: timedelta | None = None  # None: never erased by age
    timezone: str = "UTC"
    authors: Literal["keyed", "named"] = "keyed"  # what is kept of people who write there
    known_as: tuple[str, ...] = ()  # other ids and names that files call it by


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time: since ≤ created_time < until; since None is the beginning."""

    since: datetime | None
    until: datetime
    name: str = "asked"  # recent, history, gap, again; asked: by a person


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One response, byte for byte less the access token: the evidence."""

    page: str  # key
    retrieved_at: datetime
    request: str  # path and query without token, e.g. /v25.0/1045/published_posts?limit=100
    status: int
    body: bytes
    api_version: str | None = None  # as answered, e.g. "v25.0"
    edge: str = ""  # published_posts, posts, feed …
    refused_fields: tuple[str, ...] = ()  # what was not asked here because it had been refused
    taken_out: tuple[str, ...] = ()  # members that name people; the body is written anew without
    source: str = "graph"
    strength: Strength = "graph"
    payload: Any = field(default=None, repr=False, compare=False)  # the body, read as JSON

    @cached_property
    def sha256(self) -> str:
        """Hex SHA-256 of the body as kept."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link the post carries, freed of Facebook's l.php wrapper and click trackers."""

    url: str
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or film of the post. `url` dies within days and is never part of the content."""

    kind: Literal["photo", "video"]
    id: str | None = None  # Facebook's id of the photo or video
    url: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    poster: bool = False  # the still of the film with this id; Facebook makes it, so no content


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A media file on disk, named by its content."""

    sha256: str
    type: str  # image/jpeg …, as its bytes say
    path: str  # below archive/: media/<first 2>/<sha256>.<ext>
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place tagged on a post. Coordinates in degrees, WGS 84."""

    id: str | None = None
    name: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None  # as Facebook wrote it: a name, rarely a code
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a page published, as one response says it. Counts move all the time and are apart."""

    id: str
    page: str  # key
    created_at: datetime
    created_precision: Precision = "second"
    updated_at: datetime | None = None  # moved by comments too: no sign of an edit
    author: str | None = None
    author_id: str | None = None
    kind: str = "status"  # one of KINDS
    message: str | None = None
    story: str | None = None  # Facebook's own sentence, "X shared a link."
    permalink: str | None = None
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    place: Place | None = None
    parent_id: str | None = None  # the post that this one shares
    attachments: tuple[dict[str, Any], ...] = ()  # the tree as received, sub-attachments inside
    mentions: tuple[dict[str, Any], ...] = ()  # message_tags and story_tags as received
    flags: dict[str, bool] = field(default_factory=dict)  # is_published, is_hidden, is_expired …
    aliases: tuple[str, ...] = ()  # other ids and permalink forms seen in the same response
    is_personal: bool = False  # its author is a person, not the page itself
    is_comment: bool = False  # an entry of an export that answers a post, which is not in it
    edited_at: datetime | None = None  # when an archive first saw this text, where it is told
    captured_at: datetime | None = field(default=None, compare=False)  # the same of this version

    @property
    def content(self) -> dict[str, Any]:
        """
        What an editor of the post can change, and nothing that moves by itself.

        Left out on purpose: counts, media URLs (they rotate), permalink (Facebook rewrites it),
        `updated_time` (comments move it), story (it holds names that change by themselves),
        captions (Facebook writes many, and translates them).
        Keys are ASCII, values strings or null: RFC 8785 of it is the base of the version hash.
        """
        return {
            "kind": self.kind,
            "links": [
                {"description": k.description, "title": k.title, "url": k.url} for k in self.links
            ],
            "media": [
                {"alt": m.alt, "id": m.id, "kind": m.kind} for m in self.media if not m.poster
            ],
            "message": self.message,
            "place": self.place and {"id": self.place.id, "name": self.place.name},
        }

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """What its films, pictures and albums are called and say; read from the attachments."""
        if not self.attachments:
            return ()
        told = [text for link in self.links for text in (link.title, link.description)]
        return captions(self.attachments, self.message, told)

    @property
    def text(self) -> str:
        """What taggers read, and where their offsets count: the message, then the captions."""
        return text_of(self.message, self.captions)

    @cached_property
    def hash(self) -> str:
        """
        Hex SHA-256 over the canonical JSON (RFC 8785) of `content`.

        orjson writes exactly that where keys are ASCII and values strings or null; a test holds
        it against the rfc8785 library, which takes fifty times as long.
        """
        return hashlib.sha256(orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Reactions, comments and shares at a moment. None: not known; 0: counted and none."""

    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    by_type: tuple[tuple[str, int], ...] = ()  # (("love", 3), …), sorted
    at: datetime | None = field(default=None, compare=False)  # None: when they came


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a response or a file that could not be read as a post, and why."""

    where: str  # "data[3]", a line number …
    reason: str
