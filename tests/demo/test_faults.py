import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from demo.client import PAGE, ask, get, walk
from fb_watch.demo import faults
from fb_watch.demo.faults import RECORDED_ERRORS, Fault, FaultPlan
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import to_json
from fb_watch.demo.world import World

EDGE = f"/v25.0/{PAGE}/posts"
ALL = [f"{PAGE}_{number}" for number in range(7, 0, -1)]


@pytest.fixture
def connection(server: GraphServer) -> Iterator[http.client.HTTPConnection]:
    """A connection that is kept alive."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", RECORDED_ERRORS)
def test_every_recorded_error_can_be_given(server: GraphServer, name: str) -> None:
    """The planned call gets status and body as recorded, the next call the right answer."""
    server.faults.add(1, faults.graph_error(name))

    first, second = get(server, EDGE), get(server, EDGE)

    assert RECORDED_ERRORS[name].status == first.status
    assert to_json(RECORDED_ERRORS[name].body) == first.body
    assert 200 == second.status


def test_an_error_may_bring_headers(server: GraphServer) -> None:
    """A throttle comes with its usage header."""
    server.faults.add(1, faults.graph_error("page-quota", x_app_usage='{"call_count":100}'))

    assert '{"call_count":100}' == get(server, EDGE).headers["x-app-usage"]


def test_a_plan_goes_by_number_or_by_a_look(world: World) -> None:
    """Numbers count Graph calls from 1; a look may strike several times."""
    plan = FaultPlan({2: faults.html(502)})
    plan.add(lambda request: request.params.get("limit") == "1", faults.empty(503), times=2)

    with GraphServer(world, faults=plan) as server:
        statuses = [get(server, EDGE, limit=limit).status for limit in (5, 5, 1, 1, 1)]

    assert [200, 502, 503, 503, 200] == statuses


def test_a_fault_for_ever_ends_when_the_plan_is_cleared(server: GraphServer) -> None:
    """Without a number of times a fault strikes until all is cleared."""
    server.faults.add(lambda _request: True, faults.html(500), times=None)

    broken = [get(server, EDGE).status for _turn in range(3)]
    server.faults.clear()

    assert ([500] * 3, 200) == (broken, get(server, EDGE).status)


def test_html_and_empty_bodies(server: GraphServer) -> None:
    """What comes is no JSON, or nothing."""
    server.faults.add(1, faults.html(500))
    server.faults.add(2, faults.empty())

    page, nothing = get(server, EDGE), get(server, EDGE)

    assert ("text/html; charset=utf-8", b"<!DOCTYPE") == (
        page.headers["content-type"],
        page.body[:9],
    )
    assert (200, b"") == (nothing.status, nothing.body)


def test_a_body_shorter_than_promised(server: GraphServer) -> None:
    """The client gets fewer bytes than Content-Length says and the connection ends."""
    server.faults.add(1, faults.cut_short(7))

    with pytest.raises(http.client.IncompleteRead) as cut:
        get(server, EDGE)

    assert 7 == cut.value.expected


def test_json_that_ends_in_the_middle(server: GraphServer) -> None:
    """The length is right, the JSON is not."""
    whole = get(server, EDGE).body
    server.faults.add(2, faults.cut_json(7))

    assert whole[:-7] == get(server, EDGE).body


def test_a_reset_connection(server: GraphServer, connection: http.client.HTTPConnection) -> None:
    """The connection is reset without an answer; a new one works."""
    server.faults.add(2, faults.reset())
    ask(connection, EDGE)

    with pytest.raises(ConnectionError):
        ask(connection, EDGE)

    assert 200 == ask(connection, EDGE).status


def test_a_slow_answer_runs_into_the_time_out(server: GraphServer) -> None:
    """An answer later than the client waits is a time-out; others are not held up by it."""
    server.faults.add(1, faults.slow(30))

    with pytest.raises(TimeoutError):
        get(server, EDGE, timeout=0.05)

    assert 200 == get(server, EDGE).status


def walked(server: GraphServer, fault: Fault) -> list[list[str]]:
    """The ids page by page, where the second call meets a fault."""
    server.faults.add(2, fault)
    return [page.ids for page in walk(server, EDGE, limit=3)]


def test_posts_told_twice(server: GraphServer) -> None:
    """The page begins with the last posts of the page before."""
    pages = walked(server, faults.repeated_posts(2))

    assert [ALL[:3], ALL[1:6], ALL[6:]] == pages


def test_a_cursor_that_leads_to_the_same_page(server: GraphServer) -> None:
    """The same page comes once more; a client that does not look would go round for ever."""
    pages = walked(server, faults.repeated_cursor())

    assert [ALL[:3], ALL[3:6], ALL[3:6], ALL[6:]] == pages
    assert server.requests[1].params["after"] == server.requests[2].params["after"]


def test_an_empty_page_in_the_middle(server: GraphServer) -> None:
    """No posts and a `next`, behind which everything comes, under another cursor."""
    pages = walked(server, faults.empty_page())

    assert [ALL[:3], [], ALL[3:6], ALL[6:]] == pages
    assert server.requests[1].params["after"] != server.requests[2].params["after"]


def test_an_empty_first_page(server: GraphServer) -> None:
    """Even the beginning may be empty."""
    server.faults.add(1, faults.empty_page())

    assert [[], ALL] == [page.ids for page in walk(server, EDGE, limit=10)]
