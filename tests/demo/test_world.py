import threading
from datetime import timedelta

import pytest

from demo.client import NOW, PAGE, get
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

POST = f"{PAGE}_7"
LIST = f"/v25.0/{PAGE}/posts"


def test_an_edit_shows_at_once(world: World, server: GraphServer) -> None:
    """The new message and the moved `updated_time` replace bytes already rendered."""
    fields = "message,created_time,updated_time"
    before = get(server, f"/{POST}", fields=fields).json

    world.edit(POST, "Corrected", at=NOW)

    after = get(server, f"/{POST}", fields=fields).json
    assert {**before, "message": "Corrected", "updated_time": "2026-11-23T12:00:00+0000"} == after


def test_a_comment_moves_updated_time_and_nothing_else(world: World, server: GraphServer) -> None:
    """`updated_time` is no sign of an edit."""
    fields = "message,permalink_url,updated_time"
    before = get(server, f"/{POST}", fields=fields).json

    world.comment(POST, "Visitor", "Hello", at=NOW)

    after = get(server, f"/{POST}", fields=fields).json
    assert {**before, "updated_time": "2026-11-23T12:00:00+0000"} == after != before


def test_a_permalink_is_rewritten_silently(world: World, server: GraphServer) -> None:
    """Another address, the same `updated_time`."""
    before = get(server, f"/{POST}", fields="permalink_url,updated_time").json

    world.rewrite_permalink(POST, "https://www.facebook.com/reel/1/")

    after = get(server, f"/{POST}", fields="permalink_url,updated_time").json
    assert {**before, "permalink_url": "https://www.facebook.com/reel/1/"} == after != before


@pytest.mark.parametrize(
    ("act", "listed", "status"),
    [("delete", False, 400), ("hide", False, 400), ("unlist", False, 200), ("restore", True, 200)],
)
def test_a_post_goes_out_of_sight(
    world: World, server: GraphServer, act: str, listed: bool, status: int
) -> None:
    """Deleted and hidden posts are 100/33; an unlisted one answers, but is in no list."""
    getattr(world, act)(POST)

    assert (listed, status) == (POST in get(server, LIST).ids, get(server, f"/{POST}").status)


def test_an_unlisted_post_takes_no_place(world: World, server: GraphServer) -> None:
    """A page of a list is full without it, whereas a hidden one leaves a gap."""
    world.unlist(POST)
    unlisted = get(server, LIST, limit=2).ids
    world.hide(POST)

    assert (2, 1) == (len(unlisted), len(get(server, LIST, limit=2).ids))


@pytest.mark.parametrize("act", ["hide", "unlist"])
def test_what_is_out_of_sight_can_come_back(world: World, server: GraphServer, act: str) -> None:
    """A hidden or unlisted post is restored as it was."""
    before = get(server, LIST).body

    getattr(world, act)(POST)
    world.restore(POST)

    assert before == get(server, LIST).body


def test_a_deleted_post_does_not_come_back(world: World) -> None:
    """Deleting is for ever."""
    world.delete(POST)

    with pytest.raises(ValueError, match=POST):
        world.restore(POST)


def test_counts_change_and_vanish(world: World, server: GraphServer) -> None:
    """Shares are absent at 0, as Facebook has it."""
    fields = "shares,reactions.summary(total_count)"

    world.set_counts(POST, reactions={"LIKE": 1}, shares=5)
    first = get(server, f"/{POST}", fields=fields).json
    world.set_counts(POST, reactions={"SAD": 2})
    some = get(server, f"/{POST}", fields=fields).json
    world.set_counts(POST, shares=0)
    none = get(server, f"/{POST}", fields=fields).json

    assert 1 == first["reactions"]["summary"]["total_count"]
    assert ({"count": 5}, 2) == (some["shares"], some["reactions"]["summary"]["total_count"])
    assert (None, 2) == (none.get("shares"), none["reactions"]["summary"]["total_count"])


def test_everything_about_a_page_can_be_refused(world: World, server: GraphServer) -> None:
    """Page, lists and posts answer the same recorded error until it is lifted."""
    paths = [f"/{PAGE}", LIST, f"/{POST}"]

    world.refuse_page(PAGE, "gone")
    refused = [get(server, path).error["error_subcode"] for path in paths]
    world.refuse_page(PAGE, "")

    assert ([33] * 3, [200] * 3) == (refused, [get(server, path).status for path in paths])


def test_posts_may_be_added_while_lists_are_read(world: World, server: GraphServer) -> None:
    """Readers and writers at the same time leave every answer whole."""

    def write() -> None:
        for number in range(200):
            world.add_post(PAGE, f"More {number}", at=NOW - timedelta(seconds=number))

    writer = threading.Thread(target=write)
    writer.start()
    sizes = [len(get(server, LIST, limit=100).ids) for _turn in range(20)]
    writer.join()

    assert sorted(sizes) == sizes
    assert 100 == len(get(server, LIST, limit=100).ids)
