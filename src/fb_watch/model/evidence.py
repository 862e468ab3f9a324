"""What was received, and which versions came out of it: Evidence, Written. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One response or part of a file, as received less the access token."""

    at: datetime
    page: str  # key
    source: str  # graph, …
    edge: str
    request: str  # path and query without token; of a file its name
    api_version: str | None  # as answered
    status: int  # HTTP; 0: no response
    sha256: str  # of the body
    body: bytes
    versions: tuple[str, ...]  # fbw:2020-000123@9f2c41aa: those that came in it first


class Written(TypedDict):
    """One version of a post: its number, and everything that its hash is made of."""

    ref: str  # fbw:2020-000123
    number: int
    hash: str
    captured_at: str
    edited_at: str | None  # when the edit that made it was first seen
    source: str
    kind: str
    message: str | None
    links: list[dict[str, Any]]
    media: list[dict[str, Any]]
    place: dict[str, Any] | None
