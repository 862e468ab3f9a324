import json
from datetime import timedelta
from typing import Any

import pytest

from collect.conftest import ALL, NOW, OLDEST_LAST, PAGE, Source
from collect.walks import post_ids, until_error
from fb_watch.collect.graph import BARREN, GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.demo import faults
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.faults import Fault
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Handle, Reply, Request
from fb_watch.demo.world import World
from fb_watch.dialect.parse import parse_capture
from fb_watch.errors import (
    PayloadError,
    ThrottledError,
    TokenError,
    TransientGraphError,
)
from fb_watch.model.collected import Window
from fb_watch.model.settings import GraphSettings


def _answer(payload: Any) -> Fault:
    return faults.error_body(200, payload)


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


def test_a_window_is_asked_with_its_bounds(server: GraphServer, source: Source) -> None:
    """since and until in Unix seconds, on every request of the walk, a second wider."""
    window = Window(since=NOW - timedelta(days=4), until=NOW - timedelta(days=2))

    captures = list(source(2).walk(PAGE, window))

    assert OLDEST_LAST[1:4] == post_ids(captures)
    since, until = int(window.until.timestamp()) - 172_801, int(window.until.timestamp())
    asked = [(r.params["since"], r.params["until"]) for r in server.requests]
    assert [(str(since), str(until))] * 2 == asked


def test_only_the_query_of_next_is_followed(server: GraphServer, source: Source) -> None:
    """Its host, its version and its fields are nothing to us; time paging overrides the window."""
    first = {
        "data": [{"id": "1_1", "created_time": "2020-01-01T00:00:00+0000"}],
        "paging": {
            "next": "http://evil.example/v1.0/me?access_token=x&fields=id&limit=9&until=1500000000"
            "&__paging_token=enc_A#x"
        },
    }
    server.faults.add(1, _answer(first))

    list(source(5).walk(PAGE, ALL))

    second = server.requests[1]
    assert (f"/{PAGE.id}/published_posts", "v25.0") == (second.path, second.version)
    assert ("1500000000", "enc_A") == (second.params["until"], second.params["__paging_token"])
    assert "5" == second.params["limit"]
    assert "message" in second.params["fields"]


def test_an_empty_page_with_a_next_goes_on(server: GraphServer, source: Source) -> None:
    """Filtered posts leave holes; the end is where next is absent."""
    server.faults.add(2, faults.empty_page())

    captures = list(source(3).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert [3, 0, 3, 1] == [len(parse_capture(capture).posts) for capture in captures]


def test_a_short_page_is_not_the_end(world: World, source: Source) -> None:
    """limit is a maximum: hidden posts leave fewer."""
    world.hide(OLDEST_LAST[1])

    assert [one for one in OLDEST_LAST if one != OLDEST_LAST[1]] == post_ids(
        list(source(3).walk(PAGE, ALL))
    )


def test_a_cursor_that_repeats_is_an_error(server: GraphServer, source: Source) -> None:
    """The walk stops, and the window does not count as complete."""
    server.faults.add(
        lambda request: "after" in request.params, faults.repeated_cursor(), times=None
    )

    captures, error = until_error(source(3), TransientGraphError)

    assert "circle" in str(error)
    assert OLDEST_LAST[:6] == post_ids(captures)


def test_paging_that_brings_nothing_new_ends(server: GraphServer, source: Source) -> None:
    """Cursors that always look new over posts that never are."""
    server.faults.add(lambda _request: True, faults.empty_page(), times=None)

    captures, error = until_error(source(3), TransientGraphError)

    assert "circle" in str(error)
    assert BARREN == len(captures)


@pytest.mark.parametrize("link", ["https://graph.facebook.com", "?", "//[", 7, {"a": 1}])
def test_a_next_that_leads_nowhere_is_an_error(
    server: GraphServer, source: Source, link: object
) -> None:
    """It says that there is more, and not where."""
    server.faults.add(1, _answer({"data": [{"id": "1_1"}], "paging": {"next": link}}))

    _captures, error = until_error(source(3), TransientGraphError)

    assert "circle" in str(error)


@pytest.mark.parametrize("payload", [{}, {"data": None}, {"data": {"id": "1"}}, {"id": "1_2"}])
def test_an_answer_without_a_list_is_given_and_then_an_error(
    server: GraphServer, source: Source, payload: object
) -> None:
    """It is evidence, and it completes no window."""
    server.faults.add(1, _answer(payload))

    captures, _error = until_error(source(3), PayloadError)

    assert [payload] == [capture.payload for capture in captures]


@pytest.mark.parametrize("paging", [{}, [], None, {"cursors": {"after": "x"}}, {"next": ""}])
def test_the_end_is_where_next_is_absent(
    server: GraphServer, source: Source, paging: object
) -> None:
    """Cursors stand on the last page, too."""
    server.faults.add(1, _answer({"data": [], "paging": paging}))

    assert 1 == len(list(source(3).walk(PAGE, ALL)))


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
