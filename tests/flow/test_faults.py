import json
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch.archive.packing import unpacked
from fb_watch.archive.search import connect, search
from fb_watch.demo.faults import (
    Fault,
    cut_json,
    cut_short,
    empty,
    empty_page,
    graph_error,
    html,
    repeated_cursor,
    repeated_posts,
    reset,
    slow,
)
from fb_watch.demo.recorded import RECORDED_ERRORS
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Request
from fb_watch.demo.world import World
from fb_watch.errors import ArchiveError
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open, ask_for_few, change_settings

ASIA = PAGES["south-asia"]
POSTS, AT_ONCE = 25, 10
PATIENT, HASTY = "read_timeout = 2.0", "read_timeout = 0.5"
BROKEN: dict[str, Callable[[], Fault]] = {
    **{name: (lambda name=name: graph_error(name)) for name in RECORDED_ERRORS},  # type: ignore[misc]
    "html 500": lambda: html(500),
    "html 502": lambda: html(502),
    "empty 200": empty,
    "truncated JSON": cut_json,
    "a body shorter than told": cut_short,
    "connection reset": reset,
    "slower than the time-out": lambda: slow(0.8),
}
HARMLESS: dict[str, Callable[[], Fault]] = {
    "posts told twice": repeated_posts,
    "an empty page with next": empty_page,
}


def _round(opened: Open) -> PageReport:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return report


def _archived(home: Path) -> list[ArchivedPost]:
    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(limit=None))
    finally:
        archive.close()
    return [hit["post"] for hit in hits]


def _nothing_false(home: Path, posts: int | None = None) -> None:
    """Nothing doubled, nothing called gone or edited, the archive sound; so many posts in it."""
    found = _archived(home)
    assert len(found) == len({post["id"] for post in found})
    assert {"online"} >= {post["availability"]["state"] for post in found}
    assert {1} >= {post["version"] for post in found}
    assert posts in (None, len(found))
    archive = sqlite3.connect(home / "archive" / "archive.db")
    assert ("ok",) == archive.execute("PRAGMA integrity_check").fetchone()
    archive.close()


@pytest.fixture
def posts(home: Path, world: World) -> list[str]:
    """Posts of ten weeks: three responses of a first round."""
    ask_for_few(home)
    return [
        world.add_post(ASIA, f"School {n} stays closed", at=NOW - timedelta(hours=66 * n + 1))
        for n in range(POSTS)
    ]


def _on_later_pages(request: Request) -> bool:
    return "after" in request.params


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.usefixtures("posts")
def test_a_fault_that_lasts_is_a_gap_and_the_next_round_repairs_it(
    name: str, home: Path, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """What came before the fault is kept, the gap has its reason, later rounds have it all."""
    server.faults.add(_on_later_pages, BROKEN[name](), times=None)
    if "time-out" in name:
        change_settings(home, PATIENT, HASTY)

    cut = _round(opened)
    _nothing_false(home)
    server.faults.clear()
    if "time-out" in name:
        change_settings(home, HASTY, PATIENT)
    clock.forward(days=1)
    whole = _round(opened)

    assert ("partial", AT_ONCE, "cut") == (cut.outcome, cut.new, cut.windows[0].outcome)
    assert cut.windows[0].reason
    assert cut.failure is not None
    assert cut.failure.message
    assert ("ok", "complete") == (whole.outcome, whole.windows[0].outcome)
    _nothing_false(home, POSTS)


@pytest.mark.parametrize("since", [_on_later_pages, lambda _request: True])
@pytest.mark.usefixtures("posts")
def test_an_answer_that_broke_off_is_kept_once(
    since: Callable[[Request], bool], home: Path, server: GraphServer, opened: Open
) -> None:
    """Its bytes are evidence, however often it comes; the round says that they tell nothing."""
    server.faults.add(since, cut_json(), times=None)

    reports = [_round(opened), _round(opened)]

    archive = sqlite3.connect(home / "archive" / "archive.db")
    told = archive.execute("SELECT sha256, body FROM captures").fetchall()
    archive.close()
    broken = [body for _sha256, body in told if not _is_json(unpacked(body))]
    assert 1 == len(broken)
    assert all(any(one.startswith("body: ") for one in report.problems) for report in reports)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.usefixtures("posts")
def test_a_harmless_fault_disturbs_nothing(
    name: str, home: Path, server: GraphServer, opened: Open
) -> None:
    """Posts told twice and empty pages on the way change nothing."""
    server.faults.add(_on_later_pages, HARMLESS[name](), times=1)

    report = _round(opened)

    assert ("ok", POSTS) == (report.outcome, report.new)
    _nothing_false(home, POSTS)


@pytest.mark.usefixtures("posts")
def test_a_cursor_that_repeats_is_no_end(
    home: Path, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """A paging that goes in a circle stops by itself; its window stays open for the next round."""
    server.faults.add(_on_later_pages, repeated_cursor(), times=None)

    cut = _round(opened)
    _nothing_false(home)
    server.faults.clear()
    clock.forward(hours=6)
    whole = _round(opened)

    assert "cut" == cut.windows[0].outcome
    assert "circle" in cut.windows[0].reason
    assert "ok" == whole.outcome
    _nothing_false(home, POSTS)


@pytest.mark.usefixtures("posts")
def test_posts_that_arrive_while_paging_are_neither_lost_nor_doubled(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """A page that goes on posting while it is read is read whole, by the next round at latest."""

    def post_more(request: Request) -> bool:
        if "after" in request.params and len(world.posts) < POSTS + 5:
            world.add_post(ASIA, "Just in", at=clock.now)
        return False

    server.faults.add(post_more, empty(), times=None)

    _round(opened)
    server.faults.clear()
    clock.forward(hours=6)
    _round(opened)

    posts = _archived(home)
    assert set(world.posts) == {post["id"] for post in posts}
    assert len(posts) == len({post["ref"] for post in posts})


def test_the_oldest_posts_dropped_in_one_round_and_back_in_the_next(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """Fifty-four posts lost by the source for a round: believed by nobody, repaired by itself."""
    posts = [world.add_post(ASIA, f"{n}", at=NOW - timedelta(hours=7 * n + 1)) for n in range(100)]
    _round(opened)
    for post in posts[-54:]:
        world.unlist(post)
    clock.forward(hours=1)

    dropped = _round(opened)
    _nothing_false(home, 100)
    for post in posts[-54:]:
        world.restore(post)
    clock.forward(hours=6)
    back = _round(opened)

    assert "54 of 100" in dropped.windows[0].reason
    assert ("ok", 0, 0) == (back.outcome, back.new, back.edited)
    _nothing_false(home, 100)


@pytest.mark.usefixtures("posts")
def test_a_token_revoked_in_the_middle(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """The response before stays, nothing more is asked, a new token repairs it."""
    from fb_watch.demo.entries import Token

    def revoke(request: Request) -> bool:
        if "after" in request.params:
            world.revoke_token()
        return False

    server.faults.add(revoke, empty(), times=None)
    cut = _round(opened)
    asked = len(server.requests)
    server.faults.clear()
    world.add_token(Token())
    clock.forward(hours=6)
    whole = _round(opened)

    assert ("partial", AT_ONCE) == (cut.outcome, cut.new)
    assert "TokenError" == type(cut.failure).__name__
    assert 2 == asked
    assert "ok" == whole.outcome
    _nothing_false(home, POSTS)


@contextmanager
def _full_disk(archive: Path, room: int) -> Iterator[None]:
    """No file of this process can grow beyond what the archive's log has now and `room` bytes."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = archive.with_name("archive.db-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


@pytest.mark.parametrize("room", [0, 50_000, 300_000, 700_000])
@pytest.mark.usefixtures("posts")
def test_a_disk_that_is_full_while_saving(
    room: int, home: Path, opened: Open, clock: Clock
) -> None:
    """No response is there in part; when there is room the same program goes on, and is whole."""
    path = home / "archive" / "archive.db"
    with opened() as collect:
        pages = collect.pages(["south-asia"])
        with _full_disk(path, room), pytest.raises(ArchiveError, match="cannot be used") as told:
            list(collect.round(pages))
        saved = len(_archived(home))
        _nothing_false(home)
        due = [page.key for page in collect.due()]
        clock.forward(hours=6)
        (report,) = collect.round(pages)

    assert "room on the disk" in told.value.remedy
    assert saved < POSTS
    assert 0 == saved % AT_ONCE
    assert "south-asia" in due
    assert ("ok", POSTS - saved) == (report.outcome, report.new)
    _nothing_false(home, POSTS)


@pytest.mark.usefixtures("posts")
def test_a_clock_that_goes_backwards(home: Path, world: World, opened: Open, clock: Clock) -> None:
    """After a wrong clock was set right, pages are due and posts are found."""
    clock.forward(days=400)
    _round(opened)
    clock.forward(days=-399)
    world.add_post(ASIA, "After the clock was mended", at=clock.now - timedelta(hours=1))

    with opened() as collect:
        assert ["south-asia", "madagascar"] == sorted(
            (page.key for page in collect.due()), reverse=True
        )
        (report,) = collect.round(collect.pages(["south-asia"]))

    assert ("ok", 1) == (report.outcome, report.new)
    assert POSTS + 1 == len(_archived(home))
