"""In: what a walk gave. Out: what a test compares: ids, limits, what came before an error."""

from collections.abc import Sequence

import pytest

from collect.conftest import ALL, PAGE
from fb_watch.collect.graph import GraphSource
from fb_watch.demo.server import GraphServer
from fb_watch.dialect.parse import parse_capture
from fb_watch.model.collected import Capture


def post_ids(captures: Sequence[Capture]) -> list[str]:
    """The ids of all posts, in order."""
    return [post.id for capture in captures for post in parse_capture(capture).posts]


def limits(server: GraphServer) -> list[str]:
    """The limit of each request."""
    return [request.params["limit"] for request in server.requests]


def until_error(source: GraphSource, kind: type[Exception]) -> tuple[list[Capture], Exception]:
    """What a walk gives before it fails, and how it fails."""
    given: list[Capture] = []
    with pytest.raises(kind) as caught:
        given.extend(source.walk(PAGE, ALL))
    return given, caught.value
