import pytest

from collect.conftest import ALL, NOW, OLDEST_LAST, PAGE, Source
from collect.walks import limits, post_ids, until_error
from fb_watch.collect.asking import CALM, Asking
from fb_watch.collect.graph import REFUSED_FOR, GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.demo import faults
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.dialect.parse import parse_capture
from fb_watch.errors import (
    GraphError,
    PageUnavailableError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
    TooMuchDataError,
)
from fb_watch.model.settings import GraphSettings


@pytest.mark.parametrize("error", ["capability", "gone", "invalid-parameter"])
def test_another_edge_is_tried_where_one_is_refused(
    world: World, server: GraphServer, source: Source, error: str
) -> None:
    """published_posts, posts, feed; the one that answers is asked first the next time."""
    world.refuse_edge(PAGE.id, "published_posts", error)
    world.refuse_edge(PAGE.id, "posts", error)
    collect = source(100)

    first = list(collect.walk(PAGE, ALL))
    before = len(server.requests)
    again = list(collect.walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(first) == post_ids(again)
    assert ["feed", "feed"] == [capture.edge for capture in (*first, *again)]
    assert 1 == len(server.requests) - before


def test_a_remembered_edge_may_be_lost_again(world: World, source: Source) -> None:
    """The others are tried then."""
    collect = source(100)
    list(collect.walk(PAGE, ALL))
    world.refuse_edge(PAGE.id, "published_posts")

    assert ["posts"] == [capture.edge for capture in collect.walk(PAGE, ALL)]


def test_a_page_that_refuses_every_edge_is_an_error(world: World, source: Source) -> None:
    """The refusal of the last edge says why."""
    world.refuse_page(PAGE.id, "gone")

    with pytest.raises(PageUnavailableError, match="does not exist"):
        list(source(100).walk(PAGE, ALL))


@pytest.mark.parametrize(
    ("error", "kind"), [("token-expired", TokenError), ("app-limit", ThrottledError)]
)
def test_no_other_edge_is_asked_where_none_can_answer(
    server: GraphServer, source: Source, error: str, kind: type[GraphError]
) -> None:
    """A dead token and a spent quota concern all edges."""
    server.faults.add(lambda _request: True, faults.graph_error(error), times=None)

    _captures, _error = until_error(source(100), kind)

    assert 1 == len(server.requests)


@pytest.mark.parametrize("error", ["permission", "deprecated-field", "permissions-error"])
def test_refused_fields_are_left_out_at_the_same_cursor(
    world: World, server: GraphServer, source: Source, error: str
) -> None:
    """One refusal, then CORE to the end of the walk; the Captures say what was not asked."""
    world.refuse_fields(PAGE.id, "reactions", error=error)

    captures = list(source(3).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert [("comments", "reactions")] * 3 == [capture.refused_fields for capture in captures]
    assert 4 == len(server.requests)
    assert not any(parse_capture(capture).counts for capture in captures)


def test_fields_refused_in_the_middle_cost_no_post(server: GraphServer, source: Source) -> None:
    """The second page comes again without them; the first has its counts."""
    server.faults.add(
        lambda request: "after" in request.params and "reactions" in request.params["fields"],
        faults.graph_error("invalid-parameter"),
        times=None,
    )

    captures = list(source(4).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert [(), ("comments", "reactions")] == [capture.refused_fields for capture in captures]
    first, second = (parse_capture(capture).counts for capture in captures)
    assert {2} == {counts.reactions for counts in first.values()}
    assert {} == second


def test_core_fields_refused_are_an_error(world: World, source: Source) -> None:
    """Without a message there is nothing to archive."""
    world.refuse_fields(PAGE.id, "message")

    with pytest.raises(PermissionRefusedError):
        list(source(3).walk(PAGE, ALL))


def test_too_much_data_asks_for_less_at_the_same_cursor(
    server: GraphServer, source: Source
) -> None:
    """100, 50, 25, 10, 5; nothing is lost or told twice."""
    server.faults.add(
        lambda request: int(request.params["limit"]) > 5,
        faults.graph_error("too-much-data"),
        times=None,
    )

    captures = list(source(100).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert ["100", "50", "25", "10", "5", "5"] == limits(server)


def test_too_much_data_in_one_post_leaves_fields_out(server: GraphServer, source: Source) -> None:
    """At a limit of 1 the optional fields go; that is told as not asked."""
    server.faults.add(
        lambda request: "reactions" in request.params["fields"],
        faults.graph_error("too-much-data"),
        times=None,
    )

    captures = list(source(5).walk(PAGE, ALL))

    assert OLDEST_LAST == post_ids(captures)
    assert ("comments", "reactions") == captures[0].refused_fields


def test_too_much_data_whatever_is_asked_is_an_error(server: GraphServer, source: Source) -> None:
    """Every step is tried once, and then it is said."""
    server.faults.add(lambda _request: True, faults.graph_error("too-much-data"), times=None)

    until_error(source(100), TooMuchDataError)

    assert ["100", "50", "25", "10", "5", "1", "1"] == limits(server)


def test_the_limit_grows_again_after_a_heavy_stretch() -> None:
    """One step for a few answers, and the fields come back with it."""
    asking = Asking(10)
    assert all(asking.shrink() for _step in range(3))
    assert ("1", ("comments", "reactions")) == (asking.params["limit"], asking.left_out)

    told = []
    for _answer in range(2 * CALM):
        asking.answered()
        told.append(asking.params["limit"])

    assert ["1"] * 4 + ["5"] * 5 + ["10"] == told
    assert () == asking.left_out


def test_refused_fields_are_asked_once_a_page_and_round(
    world: World, server: GraphServer, session: GraphSession
) -> None:
    """The next window goes without them at once; in the next round they are asked again."""
    now = [NOW]
    collect = GraphSource(lambda _page: session, GraphSettings(limit=100), lambda: now[-1])
    world.refuse_fields(PAGE.id, "reactions")

    first = [*collect.walk(PAGE, ALL), *collect.walk(PAGE, ALL)]
    asked = ["reactions" in request.params["fields"] for request in server.requests]
    now.append(NOW + REFUSED_FOR)
    later_on = list(collect.walk(PAGE, ALL))

    assert [True, False, False] == asked
    assert [("comments", "reactions")] * 3 == [c.refused_fields for c in (*first, *later_on)]
    assert "reactions" in server.requests[3].params["fields"]
