"""What was received, and which versions came out of it: Evidence, Shown, Written. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypedDict

_SIGN: Final = b'{"fb-watch":'


def heading(facts: Mapping[str, Any]) -> bytes:
    """The line above rows of a file that says how they are to be read; b"" where nothing is."""
    told = json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    return _SIGN + told + b"}\n" if facts else b""


def read_heading(body: bytes) -> tuple[dict[str, Any], int]:
    """
    What `heading` wrote above these rows, and its length in bytes.

    Empty and 0 where nothing is, as in older archives.
    """
    if not body.startswith(_SIGN):
        return {}, 0
    line, end, _rows = body.partition(b"\n")
    try:
        facts = json.loads(line)["fb-watch"]
    except (ValueError, RecursionError):
        return {}, 0
    return (facts, len(line + end)) if isinstance(facts, dict) else ({}, 0)


class Shown(NamedTuple):
    """A version, and the row of a file that shows it; of a response, no row."""

    ref: str  # fbw:2020-000123@9f2c41aa
    where: str = ""  # line 12, data[3] …
    start: int | None = None  # in the body, in bytes; None: not known
    size: int | None = None


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
    versions: tuple[Shown, ...]  # those that came in it first
    has_comments: bool = False  # as entries of their own, which were not asked for


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
