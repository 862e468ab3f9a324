"""Gaps that earlier rounds left behind, one of which Facebook never answers."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fb_watch.archive.coverage import coverage
from fb_watch.archive.search import connect
from fb_watch.demo.faults import graph_error
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Request
from fb_watch.demo.world import World
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open, change_settings

ASIA = PAGES["south-asia"]
OLD = datetime(2018, 1, 1, tzinfo=UTC)
MARCH, APRIL = datetime(2019, 3, 1, tzinfo=UTC), datetime(2019, 4, 1, tzinfo=UTC)


def _round(
    opened: Open, since: datetime | None = None, until: datetime | None = None
) -> PageReport:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]), since=since, until=until)
    return report


@pytest.mark.parametrize("hours", [6, 24])
@pytest.mark.parametrize("bad", [OLD, APRIL])
def test_one_that_always_fails_starves_no_other(
    home: Path,
    world: World,
    server: GraphServer,
    opened: Open,
    clock: Clock,
    bad: datetime,
    hours: int,
) -> None:
    """The other gap is filled by the second round, however often rounds are; months get a turn."""
    world.add_post(ASIA, "School", at=NOW)
    _round(opened)
    _round(opened, MARCH, APRIL)
    change_settings(home, "start = 2020-03-01", "start = 2018-01-01")

    def is_bad(request: Request) -> bool:
        since = request.params.get("since", "")
        return since.isdecimal() and abs(int(since) - bad.timestamp()) < 2

    server.faults.add(is_bad, graph_error("unknown-for-good"), times=None)
    reports = []
    for _turn in range(3):
        clock.forward(hours=hours)
        reports.append(_round(opened))

    walked = [
        (line.window.name, line.window.since, line.outcome)
        for report in reports
        for line in report.windows
    ]
    good = APRIL if bad == OLD else OLD
    assert ("gap", good, "complete") in walked
    assert ("gap", bad, "cut") in walked
    assert ("gap", good, "cut") not in walked
    assert any(name == "again" for name, _since, _outcome in walked)
    assert all(report.failure and not report.is_whole for report in reports)


def test_a_question_about_the_past_leaves_no_gap_of_no_length(
    home: Path, opened: Open, clock: Clock
) -> None:
    """What was published since the last look is for the next one to ask for."""
    _round(opened)
    clock.forward(hours=3)
    _round(opened, MARCH, APRIL)

    start = datetime(2020, 3, 1, tzinfo=UTC)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        (told,) = coverage(archive, ["south-asia"], {"south-asia": start}, clock())
    assert [] == [gap for gap in told["gaps"] if gap["since"] == gap["until"]]
    assert {"2020-03-01T00:00:00Z"} == {gap["until"] for gap in told["gaps"]}
