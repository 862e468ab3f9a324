from datetime import timedelta

import pytest

from collect.conftest import NOW, OLDEST_LAST, PAGE, Source
from collect.walks import post_ids
from fb_watch.collect.graph import Graph
from fb_watch.collect.session import GraphSession
from fb_watch.demo import faults
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.errors import (
    PageUnavailableError,
    RequestRefusedError,
)


def test_the_page_itself_answers(world: World, source: Source) -> None:
    """The control that tells an empty list from a page out of sight."""
    collect = source(3)

    assert PAGE.name == collect.page(PAGE)["name"]
    collect.control(PAGE)
    world.refuse_page(PAGE.id, "gone")
    with pytest.raises(PageUnavailableError):
        collect.control(PAGE)


def test_the_scope_names_the_token(session: GraphSession, source: Source) -> None:
    """By its fingerprint, which does not show it."""
    assert f"token:{session.fingerprint}" == source(3).scope(PAGE)


def test_posts_are_asked_by_fifties(world: World, server: GraphServer, source: Source) -> None:
    """120 ids are three requests, and every post is there."""
    ids = [world.add_post(PAGE.id, f"More {n}", at=NOW - timedelta(hours=n)) for n in range(1, 121)]

    captures = list(source(100).posts(PAGE, ids))

    assert ids == post_ids(captures)
    assert [50, 50, 20] == [len(r.params["ids"].split(",")) for r in server.requests]


def test_one_post_out_of_sight_does_not_hide_the_others(world: World, source: Source) -> None:
    """Its refusal is a Capture of its own, with the status and the words of Facebook."""
    lost = OLDEST_LAST[3]
    world.delete(lost)

    captures = list(source(100).posts(PAGE, OLDEST_LAST))

    assert [one for one in OLDEST_LAST if one != lost] == post_ids(captures)
    (refusal,) = [capture for capture in captures if capture.status == 400]
    assert refusal.request.endswith(f"ids={lost}")
    assert 33 == refusal.payload["error"]["error_subcode"]


def test_posts_come_without_refused_fields(world: World, source: Source) -> None:
    """As in a walk: what may not be asked is not known."""
    world.refuse_fields(PAGE.id, "comments")

    captures = list(source(100).posts(PAGE, OLDEST_LAST))

    assert OLDEST_LAST == post_ids(captures)
    assert [("comments", "reactions")] == [capture.refused_fields for capture in captures]


def test_too_many_posts_at_once_are_halved(server: GraphServer, source: Source) -> None:
    """Too much data for seven is not too much for three."""
    server.faults.add(
        lambda request: request.params["ids"].count(",") > 3,
        faults.graph_error("too-much-data"),
        times=None,
    )

    assert OLDEST_LAST == post_ids(list(source(100).posts(PAGE, OLDEST_LAST)))


def test_facebook_sdk_speaks_through_our_transport(
    server: GraphServer, session: GraphSession
) -> None:
    """Its calls have our version, header and errors, and it cannot write."""
    graph = Graph(session)

    page = graph.get_object(PAGE.id, fields="name")
    posts = graph.get_connections(PAGE.id, "posts", limit=2)

    assert {"id": PAGE.id, "name": PAGE.name} == page
    assert 2 == len(posts["data"])
    assert ["v25.0", "v25.0"] == [request.version for request in server.requests]
    assert not any("access_token" in request.params for request in server.requests)
    with pytest.raises(RequestRefusedError):
        graph.delete_object("1_2")
    with pytest.raises(PageUnavailableError):
        graph.get_object("5")
