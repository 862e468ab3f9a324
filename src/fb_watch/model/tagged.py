"""What is said about a post: Language, Tag, TaggedPost, Change, and the report of a round. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from fb_watch.errors import FbWatchError
from fb_watch.model.collected import Counts, Post, Strength, Window

TagKind = Literal["theme", "country", "question"]
Role = Literal["about", "mentioned", "page", "unresolved"]
UNRESOLVED: Final = "unresolved"  # role of a tag whose value is several countries, "CD CG"


class Evidence(NamedTuple):
    """The words that earned a tag. Offsets count Unicode code points of `message` as stored."""

    term: str  # as the codebook or gazetteer writes it, e.g. "école*"
    surface: str  # as the post writes it; "" where something else says it, such as its place
    start: int
    end: int
    rule: str = "term"  # term, hashtag, place, flag …: how it was found


class Language(NamedTuple):
    """The language of a post: `und` too short or too mixed to tell, `zxx` no text at all."""

    code: str
    confidence: float
    shares: tuple[tuple[str, float], ...] = ()  # (("fr", 0.6), ("en", 0.4)), largest first


class Tag(NamedTuple):
    """A theme, country or question with its score and the words that earned it."""

    kind: TagKind
    value: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    role: Role | None = None  # of a country
    codebook: str = ""  # hash of the codebook that made it


class TaggedPost(NamedTuple):
    """A post with its language and its machine tags."""

    post: Post
    language: Language
    tags: tuple[Tag, ...] = ()
    unresolved: tuple[Tag, ...] = ()  # names of several countries, and nothing tells which


class Verdict(StrEnum):
    """What a response says of a post, compared with the archive."""

    NEW = "new"
    EDITED = "edited"
    SAME = "same"
    BETTER = "better"  # known by weaker roads alone: a version, and no edit


class Known(NamedTuple):
    """What the archive holds of a post already seen."""

    key: int
    page: str
    hash: str
    counts: Counts | None
    availability: str
    source: str = "graph"  # of the newest version
    strength: Strength = "graph"  # of the strongest road that says what the newest version says
    as_of: datetime | None = None  # when it is known to have stood so; None: not told


class Change(NamedTuple):
    """A post of one response and what to write of it; `tagged` is None where nothing changed."""

    verdict: Verdict
    post: Post
    tagged: TaggedPost | None
    counts: Counts | None  # None: unchanged or not told
    known: Known | None  # None: new
    is_edit: bool = True  # of one that is not new: somebody changed what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowReport:
    """One line of the coverage ledger: what was asked, what came, how it ended."""

    window: Window
    outcome: Literal["complete", "cut"] = "cut"
    responses: int = 0
    received: int = 0
    edge: str = ""
    reason: str = ""  # why it was cut
    refused_fields: tuple[str, ...] = ()
    begun_at: datetime
    ended_at: datetime


@dataclass(kw_only=True)
class PageReport:
    """What one round did on one page; filled while the round walks."""

    page: str
    new: int = 0
    edited: int = 0
    same: int = 0
    missing: int = 0
    media: int = 0
    comments: int = 0
    captures: int = 0
    windows: list[WindowReport] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    drafts: set[str] = field(default_factory=set)  # ids of what the page shows us, and nobody else
    elsewhere: Counter[str] = field(default_factory=Counter)  # posts archived of another page
    outcome: Literal["ok", "partial", "failed", "skipped"] = "ok"
    failure: FbWatchError | None = None
    is_stopped: bool = False  # ended by request, half-way

    @property
    def seen(self) -> int:
        """How many posts the page has shown in the round."""
        return self.new + self.edited + self.same

    @property
    def unpublished(self) -> int:
        """How many posts were left out, because the page has not published them."""
        return len(self.drafts)

    @property
    def is_whole(self) -> bool:
        """Whether every window that was to be walked is complete."""
        return (
            self.outcome != "skipped"
            and not self.failure
            and not self.is_stopped
            and all(line.outcome == "complete" for line in self.windows)
        )

    def count(self, verdict: Verdict) -> None:
        """One more post of this verdict."""
        self.new += verdict is Verdict.NEW
        self.edited += verdict is Verdict.EDITED
        self.same += verdict in (Verdict.SAME, Verdict.BETTER)
