"""
In: ten thousand rounds of one page on a fake clock. Out: whether memory stays flat.

    python bench/soak.py [--rounds 10000]

The page posts, edits and reacts now and then; the stand-in answers from a thread beside it.
Memory is the resident set after a tenth of the rounds, when caches are warm, against the end.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fb_watch.bootstrap import collector
from fb_watch.config.default import write_default
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

START = datetime(2020, 3, 1, tzinfo=UTC)
PAGE = "100000000000005"
EVERY = timedelta(hours=1)


def resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def life(world: World, rounds: int) -> Iterator[datetime]:
    """The hours of a page that posts twice a day, edits a little, and is reacted to."""
    now = START
    numbers: list[str] = []
    for n in range(rounds):
        now += EVERY
        if n % 12 == 0:
            numbers.append(world.add_post(PAGE, f"Schools stay closed, day {n // 24}", at=now))
        if n % 50 == 0:
            world.edit(numbers[-1], f"Schools stay closed, edited in hour {n}")
        if n % 7 == 0:
            world.set_counts(numbers[-1], reactions={"LIKE": n})
        yield now


def soak(rounds: int) -> tuple[float, float, float]:
    """Megabytes after a tenth of the rounds and at the end, and seconds in all."""
    moment = START
    world = World(now=lambda: moment)
    world.add_page(PAGE, "Network")
    begun = time.monotonic()
    warm = 0.0
    with tempfile.TemporaryDirectory() as folder, GraphServer(world) as server:
        home = Path(folder)
        write_default(home)
        environ = {"FB_WATCH_GRAPH_URL": server.url, "FB_WATCH_TOKEN": DEMO_TOKEN}
        with collector(home, media=False, now=lambda: moment, environ=environ) as collect:
            pages = collect.pages(["south-asia"])
            for n, moment in enumerate(life(world, rounds)):  # noqa: B007 - the clock reads it
                reports = list(collect.round(pages))
                assert [report.outcome for report in reports] == ["ok"], reports
                server.requests.clear()
                if n == rounds // 10:
                    warm = resident()
        return warm, resident(), time.monotonic() - begun


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10_000)
    rounds = parser.parse_args().rounds
    warm, end, seconds = soak(rounds)
    print(f"{rounds} rounds in {seconds:.0f} s: {warm:.0f} MB warm, {end:.0f} MB at the end")
    print(f"  growth {end / warm:5.2f}   at most  1.10")


if __name__ == "__main__":
    main()
