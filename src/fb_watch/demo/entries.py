"""In: nothing. Out: the records the world is made of: Token, PostEntry, PageEntry. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from fb_watch.demo.paging import Key

DEMO_TOKEN = "EAAdemoTokenOfTheStandIn"  # noqa: S105 - opens nothing but the stand-in
SCOPES = ("pages_show_list", "pages_read_engagement", "pages_read_user_content")
State = Literal["online", "unlisted", "hidden", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token; `failure` names the recorded error it is answered with."""

    value: str = DEMO_TOKEN
    kind: Literal["PAGE", "USER", "SYSTEM_USER"] = "PAGE"
    owner: str = "100000000000001"
    scopes: tuple[str, ...] = SCOPES
    expires_at: datetime | None = None
    data_access_expires_at: datetime | None = None
    failure: str = ""


@dataclass(slots=True, kw_only=True)
class PostEntry:
    """A post as the world keeps it; `rendered` holds its bytes by what was asked."""

    page: str
    node: dict[str, Any]
    key: Key
    created: float  # Unix seconds
    state: State = "online"
    comments: list[dict[str, Any]] = field(default_factory=list)
    comment_count: int = 0  # told when it is more than the comments that are here
    reactions: dict[str, int] = field(default_factory=dict)
    rendered: dict[tuple[object, ...], bytes] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PageEntry:
    """A page as the world keeps it; `order` lists its posts, oldest first."""

    node: dict[str, Any]
    ranked: bool = False
    order: list[Key] = field(default_factory=list)
    refused: str = ""  # the recorded error that every question about the page gets
    refused_edges: dict[str, str] = field(default_factory=dict)
    refused_fields: dict[str, str] = field(default_factory=dict)


def graph_time(when: datetime) -> str:
    """A time as the Graph API writes it: 2021-07-09T19:09:52+0000."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
