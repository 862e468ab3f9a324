from datetime import timedelta
from typing import Any

import pytest

from collect.conftest import ALL, NOW, OLDEST_LAST, PAGE, Source
from collect.walks import post_ids, until_error
from fb_watch.collect.paging import BARREN
from fb_watch.demo import faults
from fb_watch.demo.faults import Fault
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.dialect.parse import parse_capture
from fb_watch.errors import PayloadError, TransientGraphError
from fb_watch.model.collected import Window


def _answer(payload: Any) -> Fault:
    return faults.error_body(200, payload)


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
