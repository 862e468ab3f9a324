from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch.archive.alarms import open_alarms
from fb_watch.archive.coverage import coverage
from fb_watch.archive.search import connect, count, get
from fb_watch.demo.faults import graph_error
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.model.archived import AvailabilityShape, Query
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open, change_settings

ASIA = PAGES["south-asia"]


def _round(opened: Open) -> PageReport:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return report


def _availability(home: Path, post_id: str) -> AvailabilityShape:
    archive = connect(home / "archive" / "archive.db")
    try:
        return get(archive, post_id)["availability"]
    finally:
        archive.close()


@pytest.fixture
def posts(world: World) -> list[str]:
    """Twenty posts of the last twenty days, newest first."""
    return [
        world.add_post(ASIA, f"School {n} stays closed", at=NOW - timedelta(days=n, hours=1))
        for n in range(20)
    ]


def test_a_deleted_post_is_missing_first_and_gone_on_another_day(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """One look is not enough: gone is believed when it was refused on two different days."""
    _round(opened)
    world.delete(posts[4])

    clock.forward(hours=6)
    first = _round(opened)
    after_one_day = _availability(home, posts[4])
    clock.forward(hours=3)
    _round(opened)
    same_day = _availability(home, posts[4])
    clock.forward(days=1)
    _round(opened)
    after_two_days = _availability(home, posts[4])

    assert 1 == first.missing
    assert "missing" == after_one_day["state"] == same_day["state"]
    assert "gone" == after_two_days["state"]
    assert "2020-06-01T18:00:00Z" == after_one_day["since"]


def test_a_post_that_comes_back_is_online(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """Hidden and shown again: the archive says so, and its refusals are forgotten."""
    _round(opened)
    world.hide(posts[4])
    for _day in range(2):
        clock.forward(days=1)
        _round(opened)
    hidden = _availability(home, posts[4])["state"]
    world.restore(posts[4])
    clock.forward(days=1)

    report = _round(opened)

    assert "gone" == hidden
    assert "online" == _availability(home, posts[4])["state"]
    assert (0, 0) == (report.new, report.edited)


def test_a_post_that_facebook_only_forgot_to_list_stays_online(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """A post that answers when asked for is online, whatever the list says."""
    _round(opened)
    world.unlist(posts[4])
    clock.forward(hours=6)

    report = _round(opened)

    assert "online" == _availability(home, posts[4])["state"]
    assert "ok" == report.outcome


def test_a_mass_disappearance_is_not_believed(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """Many posts absent at once: none is called missing, the window is a gap with its reason."""
    _round(opened)
    for post in posts[8:]:
        world.unlist(post)
    clock.forward(hours=6)

    cut = _round(opened)
    states = {_availability(home, post)["state"] for post in posts}
    archive = connect(home / "archive" / "archive.db")
    (page,) = coverage(archive, ["south-asia"])
    archive.close()
    for post in posts[8:]:
        world.restore(post)
    clock.forward(hours=6)
    whole = _round(opened)

    assert ("partial", "cut") == (cut.outcome, cut.windows[0].outcome)
    assert "12 of 20 known posts were not shown" == cut.windows[0].reason
    assert {"online"} == states
    assert page["gaps"]
    assert ("ok", 0, 0) == (whole.outcome, whole.new, whole.edited)


def test_what_is_refused_for_a_week_did_vanish(
    home: Path, world: World, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """Twelve posts deleted indeed: asked for once a day, believed after seven, the gap closed."""
    _round(opened)
    for post in posts[:12]:
        world.delete(post)
    outcomes, states = [], []
    for _half_day in range(14):
        clock.forward(hours=12)
        outcomes.append(_round(opened).windows[0].outcome)
        states.append({_availability(home, post)["state"] for post in posts[:12]})

    assert ["cut"] * 13 + ["complete"] == outcomes
    assert [{"online"}] * 12 + [{"gone"}] * 2 == states
    archive = connect(home / "archive" / "archive.db")
    assert [] == open_alarms(archive)
    assert 20 == count(archive, Query())
    archive.close()


def test_a_mass_disappearance_is_told(
    world: World, server: GraphServer, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """It stands in the report; the posts are asked for in one question, once a day."""
    _round(opened)
    for post in posts[:12]:
        world.delete(post)
    asked = []
    for _round_of_a_day in range(2):
        clock.forward(hours=2)
        server.requests.clear()
        report = _round(opened)
        asked.append(sum("ids" in request.params for request in server.requests))

    assert ["12 of 20 known posts were not shown"] == report.problems
    assert asked[0] > 0
    assert 0 == asked[1]


def test_nothing_is_gone_while_the_page_itself_does_not_answer(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock, posts: list[str]
) -> None:
    """A refusal counts only where the page answers: a lost role is not thirty deleted posts."""
    _round(opened)
    world.delete(posts[4])
    server.faults.add(
        lambda request: request.path.endswith(ASIA), graph_error("permissions-error"), times=None
    )
    for _day in range(3):
        clock.forward(days=1)
        _round(opened)

    assert "missing" == _availability(home, posts[4])["state"]


def test_an_empty_answer_is_no_progress_while_the_page_is_refused(
    server: GraphServer, opened: Open
) -> None:
    """Nothing shown and the page itself refused: the window is a gap, not a quiet time."""
    server.faults.add(
        lambda request: request.path.endswith(ASIA), graph_error("permissions-error"), times=None
    )

    report = _round(opened)

    assert ("failed", "cut") == (report.outcome, report.windows[0].outcome)


def _old_posts(world: World) -> list[str]:
    """Four posts, all older than what is looked at every round."""
    return [world.add_post(ASIA, f"Old {n}", at=NOW - timedelta(days=40 + n)) for n in range(4)]


def _without_history(home: Path) -> None:
    change_settings(home, "[graph]", 'again = "never"\n\n[graph]')


def test_an_empty_answer_is_believed_where_the_newest_known_post_answers(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """A page that has not posted for long: one question for the list, one for its newest post."""
    _without_history(home)
    newest = _old_posts(world)[0]
    _round(opened)
    clock.forward(hours=6)
    server.requests.clear()

    report = _round(opened)

    assert ("ok", "complete") == (report.outcome, report.windows[0].outcome)
    assert [None, newest] == [
        request.params.get("ids", "").split(",")[0] or None for request in server.requests
    ]


def test_an_empty_answer_is_no_progress_where_no_known_post_answers(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """The page answers and shows nothing at all: a gap; when the posts are gone it is the truth."""
    _without_history(home)
    posts = _old_posts(world)
    _round(opened)
    for post in posts:
        world.delete(post)
    told = []
    for _day in range(4):
        clock.forward(days=1)
        (line,) = _round(opened).windows[:1]
        told.append((line.outcome, [_availability(home, post)["state"] for post in posts]))

    assert ("cut", ["missing"] * 3 + ["online"]) == told[0]
    assert ("cut", ["gone"] * 3 + ["missing"]) == told[1]
    assert ("complete", ["gone"] * 4) == told[3]


def test_history_is_walked_again_month_by_month(world: World, opened: Open, clock: Clock) -> None:
    """After the first round older months are asked alone, and a late edit there is found."""
    late = world.add_post(ASIA, "Schools are open", at=NOW - timedelta(days=80))
    for n in range(5):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(days=n))
    _round(opened)
    world.edit(late, "Schools are closed")
    clock.forward(hours=6)

    report = _round(opened)

    assert ["recent", "again", "again"] == [line.window.name for line in report.windows]
    assert 1 == report.edited
