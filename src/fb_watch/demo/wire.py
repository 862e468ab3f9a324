"""In: nothing. Out: the request, the reply and the refusal that the stand-in speaks of. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call as it came in; `path` is without the version, `number` counts Graph calls from 1."""

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    version: str | None = None  # as asked, e.g. "v25.0"
    number: int = 0  # 0: a media file

    @property
    def token(self) -> str | None:
        """The access token, from the Authorization header or else from the query."""
        kind, _, value = self.headers.get("authorization", "").partition(" ")
        if value and kind.lower() in ("bearer", "oauth"):
            return value.strip()
        return self.params.get("access_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer, and how badly it is to be delivered."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the first byte
    length: int | None = None  # a Content-Length that is not the body's
    reset: bool = False  # cut the connection instead of answering


Handle = Callable[[Request], Reply]


class RefusedError(Exception):
    """The call ends in an error body; raised anywhere below, answered in one place."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def to_json(value: Any) -> bytes:
    """JSON as Facebook writes it: no spaces, ASCII only, the slash escaped."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")
