"""In: what stands in a response. Out: a Capture of it, or what the parser makes of it."""

import json
from datetime import UTC, datetime
from typing import Any

from fb_watch.dialect.parse import Parsed, parse_capture
from fb_watch.model.collected import Capture, Post

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def capture(payload: Any) -> Capture:
    """A response with this JSON, or these bytes."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Capture(page="asia", retrieved_at=NOW, request="/", status=200, body=body)


def parsed(**node: Any) -> Parsed:
    """One post with these members; it has an id and a time."""
    whole = {"id": "1_2", "created_time": "2020-05-30T13:33:00+0000", **node}
    return parse_capture(capture({"data": [whole]}))


def post(**node: Any) -> Post:
    """The post itself, which nothing is to be said about."""
    found = parsed(**node)
    assert () == found.problems
    return found.posts[0]
