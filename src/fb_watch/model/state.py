"""What the archive remembers between rounds: PageState, Hold, Usage, TokenFacts … Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from fb_watch.model.collected import Media

# Percent of a quota: from which on we slow down, leave out what can wait, ask nothing at all.
SLOW, SCARCE, FULL = 50.0, 75.0, 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """Where a page stands: what is due is computed from this, never from a scheduler's memory."""

    page: str  # key
    last_round_at: datetime | None = None  # a look at the newest: begun, whatever came of it
    last_ok_at: datetime | None = None  # begun and gone through
    newest_at: datetime | None = None  # created_at of the newest post archived
    oldest_at: datetime | None = None
    complete_until: datetime | None = None  # end of the last window whose paging ended
    hold_until: datetime | None = None  # nothing is asked before
    hold_reason: str = ""
    last_error: dict[str, Any] | None = None  # class, code, subcode, message, remedy
    is_interrupted: bool = False  # the last round was killed or stopped half-way
    # since, until: wanted and not complete; those first that were tried longest ago, or never
    gaps: tuple[tuple[datetime | None, datetime], ...] = ()
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
    post_id: str  # Facebook's
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the headers of an answer say of the quota; mostly nothing, and then 0."""

    percent: float = 0.0  # of the fullest of all limits told
    regain_minutes: float = 0.0  # until Facebook answers again, by its own estimate
    limit: str = ""  # which one is the fullest: app, page, ad-account …
    told: Mapping[str, Any] = field(default_factory=dict)  # header → what it said

    @property
    def is_slow(self) -> bool:
        """Whether to ask less often."""
        return self.percent >= SLOW

    @property
    def is_scarce(self) -> bool:
        """Whether what can wait has to wait."""
        return self.percent >= SCARCE

    def scope(self, page: str, token: str) -> str:
        """Whom the fullest limit concerns, as a Hold names it; `token` is token:<fingerprint>."""
        return {"app": "app", "page": f"page:{page}"}.get(self.limit, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """What Facebook says of an access token."""

    is_valid: bool
    kind: str = ""  # PAGE, USER, SYSTEM_USER
    expires_at: datetime | None = None  # None: never, or not told
    data_access_ends_at: datetime | None = None
    scopes: tuple[str, ...] = ()  # permissions; none are told of some tokens
    missing: tuple[str, ...] = ()  # permissions without which nothing can be read
    failure: str = ""  # why it is not valid, in Facebook's words
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something a person has to see; told once for each kind, scope and step."""

    kind: str  # token-expired, token-expires, data-access-ends, api-version, mass-disappearance …
    scope: str  # as of a Hold
    text: str
    remedy: str = ""
    step: str = ""  # told again where this is another one: 30, 14, 7, 1 days before an end
