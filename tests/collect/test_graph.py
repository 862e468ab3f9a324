import json
from datetime import timedelta

from collect.conftest import ALL, NOW, OLDEST_LAST, PAGE, Source
from collect.walks import post_ids, until_error
from fb_watch.collect.graph import GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.demo import faults
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Handle, Reply, Request
from fb_watch.demo.world import World
from fb_watch.errors import ThrottledError, TokenError
from fb_watch.model.settings import GraphSettings


def test_a_walk_goes_to_the_end_of_the_paging(server: GraphServer, source: Source) -> None:
    """Every post once, newest first, in three responses of at most three."""
    captures = list(source(3).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert 3 == len(captures) == len(server.requests)


def test_a_capture_is_the_response_less_the_token(server: GraphServer, source: Source) -> None:
    """Bytes, time, request, version and edge; the bytes are what the server sent, but for it."""
    sent: list[bytes] = []

    def listen(request: Request, handle: Handle) -> Reply:
        reply = handle(request)
        sent.append(reply.body)
        return reply

    server.faults.add(lambda _request: True, listen, times=None)

    capture, _second = source(6).walk(PAGE, ALL)

    assert DEMO_TOKEN.encode() in sent[0]
    assert sent[0].replace(DEMO_TOKEN.encode(), b"REMOVED") == capture.body
    assert json.loads(capture.body) == capture.payload
    assert ("asia", NOW, 200, "v25.0", "published_posts", ()) == (
        capture.page,
        capture.retrieved_at,
        capture.status,
        capture.api_version,
        capture.edge,
        capture.refused_fields,
    )
    assert capture.request.startswith(f"/v25.0/{PAGE.id}/published_posts?until=")
    assert "limit=6" in capture.request


def test_no_request_and_no_capture_holds_a_secret(world: World) -> None:
    """paging.next carries token and proof; neither is passed on in a URL of ours."""
    with (
        GraphServer(world) as server,
        GraphSession(server.url, "v25.0", DEMO_TOKEN, "secret", pause=lambda _s: None) as session,
    ):
        source = GraphSource(lambda _page: session, GraphSettings(limit=3), lambda: NOW)
        captures = list(source.walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert not any("access_token" in request.params for request in server.requests)
    assert all("appsecret_proof" in request.params for request in server.requests)
    assert not any("proof" in capture.request for capture in captures)
    assert not any(DEMO_TOKEN.encode() in capture.body for capture in captures)


def test_what_came_before_a_failure_has_been_given(server: GraphServer, source: Source) -> None:
    """A walk that breaks off keeps its first responses."""
    server.faults.add(
        lambda request: "after" in request.params, faults.graph_error("token-expired"), times=None
    )

    captures, _error = until_error(source(3), TokenError)

    assert OLDEST_LAST[:3] == post_ids(captures)


def test_a_walk_stops_before_the_quota_is_spent(world: World, source: Source) -> None:
    """The response that says so is given; the next is not asked for."""
    usage = {"type": "pages", "call_count": 95, "estimated_time_to_regain_access": 25}
    world.usage["x-business-use-case-usage"] = {"1": [usage]}

    captures, error = until_error(source(3), ThrottledError)

    assert OLDEST_LAST[:3] == post_ids(captures)
    assert isinstance(error, ThrottledError)
    assert timedelta(minutes=25) == error.retry_after


def test_a_full_quota_at_the_end_of_a_window_is_no_failure(world: World, source: Source) -> None:
    """Nothing more was to be asked."""
    world.usage["x-app-usage"] = {"call_count": 95}

    assert OLDEST_LAST == post_ids(list(source(100).walk(PAGE, ALL)))


def test_no_walk_begins_on_a_full_quota(world: World, server: GraphServer, source: Source) -> None:
    """What the last window's end told holds for the next; whose quota it is, is told."""
    world.usage["x-business-use-case-usage"] = {"1": [{"type": "pages", "call_count": 95}]}
    collect = source(100)
    list(collect.walk(PAGE, ALL))

    _captures, error = until_error(collect, ThrottledError)

    assert 1 == len(server.requests)
    assert isinstance(error, ThrottledError)
    assert "page" == error.concerns
