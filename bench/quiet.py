"""
In: ten thousand known posts. Out: what a round costs that finds nothing new.

    python -m bench.quiet [--posts 10000] [--tries 5]

Such are nearly all rounds of a watch. History has been walked again month by month before, so that
what is left is the recent window: the posts of thirty days, every 37 minutes one. The stand-in for
Facebook runs in a process of its own; calls are counted at one in this process, in a small world.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil
from pathlib import Path

from bench.collecting import PAGE, PAGES_TOML, stand_in
from bench.figures import Cost, Figure, cost, least, print_table

from fb_watch.bootstrap import Collector, collector
from fb_watch.collect.graph import GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.config.default import write_default
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.generated import START, STEP
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.dialect.parse import parse_capture
from fb_watch.model.collected import Capture, Window
from fb_watch.model.settings import GraphSettings
from fb_watch.model.tagged import PageReport

RESPONSE = 100  # posts that Facebook gives at once, at most
MONTHS = 4  # rounds after the first that walk its months again, three each


class Clock:
    """A clock that a measurement moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now


def rounds(url: str, number: int, home: Path, tries: int) -> list[Figure]:
    """A quiet round against its own asking and parsing, and in itself."""
    clock = Clock(START + STEP * (number + 1))
    with _opened(home, url, clock) as collecting:
        for _turn in range(1 + MONTHS):
            report = _round(collecting)
            clock.now += timedelta(hours=1)
        assert [line.window.name for line in report.windows] == ["recent"], report.windows
        quiet, asking, parsing = [], [], []
        for _turn in range(tries):
            reports: list[PageReport] = []
            quiet.append(cost(lambda: reports.append(_round(collecting))))  # noqa: B023
            (report,) = reports
            assert (report.outcome, report.new, report.edited) == ("ok", 0, 0), report
            answers: list[Capture] = []
            asking.append(cost(partial(_ask, url, report.windows[0].window, answers)))
            parsing.append(cost(partial(list, map(parse_capture, answers))))
    return [
        Figure(
            name="a quiet round, its share outside network and parsing",
            measured=1 - (_cpu(asking) + _cpu(parsing)) / _cpu(quiet),
            at_most=0.5,
        ),
        _milliseconds("  a quiet round, of 10,000 known posts", quiet, number),
        _milliseconds("  asking for its recent posts", asking, number),
        _milliseconds("  parsing them", parsing, number),
        Figure(name="  recent posts looked at", measured=report.same, unit="", digits=0),
    ]


def calls() -> list[Figure]:
    """How many questions a quiet round asks of a page that posts, and of one that rests."""
    busy, resting = _calls(every=timedelta(hours=3)), _calls(every=timedelta(days=45))
    return [
        Figure(
            name="calls of a quiet round, of the fewest that show its posts",
            measured=busy[0] / busy[1],
            at_most=1.0,
        ),
        Figure(
            name="calls of a quiet round without recent posts",
            measured=resting[0],
            digits=0,
            at_most=2,
        ),
    ]


def _calls(every: timedelta) -> tuple[int, int]:
    """What a quiet round of 300 posts asks, and the responses that its recent posts need."""
    clock = Clock(datetime(2026, 6, 1, tzinfo=UTC))
    world = World(now=clock)
    world.add_page(PAGE.id, PAGE.name)
    for number in range(1, 301):
        world.add_post(PAGE.id, f"School {number}", at=clock.now - every * number)
    with tempfile.TemporaryDirectory() as folder, GraphServer(world) as server:
        with _opened(Path(folder), server.url, clock) as collecting:
            while any(line.window.name != "recent" for line in _round(collecting).windows):
                clock.now += timedelta(minutes=1)
            server.requests.clear()
            report = _round(collecting)
        return len(server.requests), max(ceil(report.windows[0].received / RESPONSE), 1)


def _opened(home: Path, url: str, clock: Clock) -> AbstractContextManager[Collector]:
    write_default(home)
    (home / "config" / "pages.toml").write_text(PAGES_TOML, encoding="utf-8")
    environ = {"FB_WATCH_TOKEN": DEMO_TOKEN, "FB_WATCH_GRAPH_URL": url}
    return collector(home, media=False, environ=environ, now=clock)


def _round(collecting: Collector) -> PageReport:
    (report,) = collecting.round(collecting.pages())
    return report


def _ask(url: str, window: Window, answers: list[Capture]) -> None:
    """What the round asks, and no more."""
    with closing(GraphSession(url, "v25.0", DEMO_TOKEN, pause=lambda _seconds: None)) as session:
        source = GraphSource(lambda _page: session, GraphSettings(url=url), lambda: window.until)
        answers.extend(source.walk(PAGE, window))


def _cpu(costs: Sequence[Cost]) -> float:
    return least(costs).cpu


def _milliseconds(name: str, costs: Sequence[Cost], number: int) -> Figure:
    """Processor time as if there were ten thousand posts, for orientation."""
    return Figure(name=name, measured=_cpu(costs) * 1e3 * 10_000 / number, unit="ms", digits=0)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--tries", type=int, default=5, help="of which the best counts")
    asked = parser.parse_args()
    print_table(measured(asked.posts, asked.tries))


def measured(number: int, tries: int) -> list[Figure]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder, stand_in(number) as url:
        return [*rounds(url, number, Path(folder), tries), *calls()]


if __name__ == "__main__":
    main()
