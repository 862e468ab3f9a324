"""What a retag reads and writes: Stored, Said, Retagged, Run. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fb_watch.model.collected import Post
from fb_watch.model.tagged import TaggedPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One tag as it stands in the archive."""

    kind: str  # theme, country, question, language
    value: str
    by: Literal["machine", "hand"]
    holds: bool  # by hand False: somebody took it away
    role: str | None = None
    surfaces: tuple[str, ...] = ()  # the words that earned it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An archived post at its newest version: what the taggers read of it, what is said of it."""

    key: int
    ref: str
    version: int
    post: Post
    said: tuple[Said, ...]

    def is_settled(self, kind: str, value: str) -> bool:
        """Whether a hand has spoken, so that it does not matter what the machine says."""
        by_hand = [said for said in self.said if said.by == "hand" and said.kind == kind]
        return any(said.value == value or said.kind == "language" for said in by_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retagged:
    """An archived post and what the taggers say of it now."""

    stored: Stored
    tagged: TaggedPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A walk over the whole archive; `last_key` is up to where it is done, None: nowhere yet."""

    key: int
    last_key: int | None
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTag:
    """A word of a person on a post: this is so, or this is not so."""

    action: Literal["add", "remove"]
    kind: str
    value: str
