"""What a full quota does, what survives a restart, what people are told."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch.archive.alarms import open_alarms
from fb_watch.archive.search import connect
from fb_watch.demo.entries import DEMO_TOKEN, Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, Clock, Open

ASIA = PAGES["south-asia"]
DAY = timedelta(days=1)


def _round(opened: Open, *keys: str) -> list[str]:
    with opened() as collect:
        return [report.outcome for report in collect.round(collect.pages(keys))]


def _alarms(home: Path) -> list[str]:
    archive = connect(home / "archive" / "archive.db")
    try:
        return [alarm["kind"] for alarm in open_alarms(archive)]
    finally:
        archive.close()


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The warnings since the last look."""
    found = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    caplog.clear()
    return found


def _asked_about_tokens(server: GraphServer) -> int:
    return sum(request.path == "/debug_token" for request in server.requests)


def test_a_page_whose_quota_is_full_waits_also_after_a_restart(
    world: World, opened: Open, clock: Clock, server: GraphServer
) -> None:
    """Exactly as long as Facebook says, though no request failed; other pages go on."""
    told = {"type": "pages", "call_count": 91, "estimated_time_to_regain_access": 25}
    world.usage["x-business-use-case-usage"] = {ASIA: [told]}
    assert ["ok"] == _round(opened, "south-asia")
    world.usage.clear()
    before = len(server.requests)

    clock.forward(minutes=24)
    waiting = _round(opened, "south-asia")
    asked = len(server.requests) - before
    others = _round(opened, "madagascar")
    clock.forward(minutes=2)

    assert ["skipped"] == waiting
    assert 0 == asked
    assert ["ok"] == others == _round(opened, "south-asia")


def test_a_full_app_holds_every_page(world: World, opened: Open, clock: Clock) -> None:
    """For an hour, where no estimate is given."""
    world.usage["x-app-usage"] = {"call_count": 91}

    first = _round(opened)
    clock.forward(minutes=59)
    second = _round(opened)
    world.usage.clear()
    clock.forward(minutes=2)

    assert ["ok", "skipped"] == first
    assert ["skipped", "skipped"] == second
    assert ["ok", "ok"] == _round(opened)


def test_what_can_wait_waits_while_a_quota_is_scarce(
    world: World, opened: Open, clock: Clock
) -> None:
    """From 75 percent on no month of history is walked again; an hour later it is."""
    world.add_post(ASIA, "School", at=NOW - timedelta(days=1))
    _round(opened, "south-asia")
    clock.forward(days=40)
    world.usage["x-app-usage"] = {"call_count": 76}
    with opened() as collect:
        (page,) = collect.pages(["south-asia"])
        list(collect.round([page]))  # tells how full it is
        (scarce,) = [report.windows for report in collect.round([page])]
        world.usage.clear()
        clock.forward(hours=2)
        (free,) = [report.windows for report in collect.round([page])]

    assert "again" not in {line.window.name for line in scarce}
    assert "again" in {line.window.name for line in free}


def test_the_token_is_asked_about_once_a_day(
    opened: Open, clock: Clock, server: GraphServer
) -> None:
    """One token for two pages is one question, whoever starts the program again."""
    for hours in (0, 6, 6, 6, 7):
        clock.forward(hours=hours)
        _round(opened)

    assert 2 == _asked_about_tokens(server)


def test_where_it_does_not_answer_it_is_asked_an_hour_later(
    opened: Open, clock: Clock, server: GraphServer
) -> None:
    """Trouble on the way is no alarm."""
    from fb_watch.demo.faults import graph_error

    server.faults.add(
        lambda request: request.path == "/debug_token", graph_error("permission"), times=1
    )
    for minutes in (0, 30, 31):
        clock.forward(minutes=minutes)
        _round(opened)

    assert 2 == _asked_about_tokens(server)


def test_the_end_of_a_token_is_told_at_each_step_once(
    home: Path, world: World, opened: Open, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """30, 14, 7 and 1 days before, and not in between."""
    world.add_token(Token(expires_at=NOW + 31 * DAY))
    told = {}
    for day in (0, 1, 2, 16, 17, 18, 23, 24, 25, 29, 30):
        clock.now = NOW + day * DAY
        _round(opened)
        told[day] = len(_told(caplog))

    assert {1: 1, 17: 1, 24: 1, 30: 1} == {day: number for day, number in told.items() if number}
    assert ["token-expires"] == _alarms(home)
    world.add_token(Token())
    clock.forward(days=1)
    _round(opened)
    assert [] == _alarms(home)


def test_a_token_that_stopped_is_an_alarm_until_it_answers_again(
    home: Path, world: World, opened: Open, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Told once, with what to do, and never the token itself."""
    world.revoke_token()
    _round(opened)
    (first,) = _told(caplog)
    clock.forward(hours=6)
    _round(opened)

    assert [] == _told(caplog)
    assert "has stopped" in first
    assert "config/token.md" in first
    assert DEMO_TOKEN not in first
    assert ["token-expired"] == _alarms(home)
    world.add_token(Token())
    _round(opened)
    assert [] == _alarms(home)


def test_a_token_replaced_takes_its_alarms_along(
    home: Path, world: World, opened: Open, environ: dict[str, str]
) -> None:
    """The new one has another fingerprint."""
    world.revoke_token()
    _round(opened)
    world.add_token(Token(value="EAAnew"))
    environ["FB_WATCH_TOKEN"] = "EAAnew"

    assert ["ok", "ok"] == _round(opened)
    assert [] == _alarms(home)


def test_another_version_than_asked_is_an_alarm_once(
    home: Path, world: World, opened: Open, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Facebook replaces an expired version silently; it is well again where the asked one is."""
    world.answered_version = "v27.0"
    _round(opened)
    (told,) = _told(caplog)
    clock.forward(hours=6)
    _round(opened)

    assert [] == _told(caplog)
    assert "v25.0" in told
    assert "v27.0" in told
    assert ["api-version"] == _alarms(home)
    world.answered_version = None
    _round(opened)
    assert [] == _alarms(home)


def test_an_automatic_rhythm_follows_the_posts(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """A page that posts every four hours is due after two, a quiet one after a day."""
    pages = home / "config" / "pages.toml"
    pages.write_text(pages.read_text("utf-8").replace("\nregion", '\nevery = "auto"\nregion'))
    for number in range(1, 30):
        world.add_post(ASIA, f"School {number}", at=NOW - timedelta(hours=4 * number))
    _round(opened)
    due = []
    for _hour in range(3):
        with opened() as collect:
            due.append([page.key for page in collect.due()])
        clock.forward(hours=1)

    assert [[], [], ["south-asia"]] == due
