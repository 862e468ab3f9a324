"""What the archive remembers between rounds: PageState, Hold, Expected, Refusal … Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from fb_watch.model.collected import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """Where a page stands: what is due is computed from this, never from a scheduler's memory."""

    page: str  # key
    last_round_at: datetime | None = None  # begun, whatever came of it
    last_ok_at: datetime | None = None  # begun and gone through
    newest_at: datetime | None = None  # created_at of the newest post archived
    complete_until: datetime | None = None  # end of the last window whose paging ended
    hold_until: datetime | None = None  # nothing is asked before
    hold_reason: str = ""
    last_error: dict[str, Any] | None = None  # class, code, subcode, message, remedy
    gaps: tuple[tuple[datetime | None, datetime], ...] = ()  # since, until: asked, not complete
    walked: tuple[tuple[datetime, datetime], ...] = ()  # month, when it was last walked alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Nothing is asked in this scope before `until`."""

    scope: str  # "page:<key>", "token:<fingerprint>" or "app"
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingMedia:
    """A picture or film of an archived post that has not been taken in yet."""

    post: int  # key
    name: str  # within the post
    media: Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An archived post that a complete answer should have shown."""

    key: int
    id: str  # Facebook's
    availability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What Facebook answered when a post was asked for by its id."""

    day: date  # UTC
    kind: Literal["gone", "restricted"]
    why: str
