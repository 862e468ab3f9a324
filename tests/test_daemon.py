import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch.archive.search import connect, count
from fb_watch.demo.faults import slow
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.errors import ArchiveError
from fb_watch.model.archived import Query
from flow.conftest import NOW, PAGES, clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures

ASIA = PAGES["south-asia"]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(home: Path, environ: Mapping[str, str]) -> Iterator[Start]:
    """Starts the program in a process of its own; whatever still runs is killed at the end."""
    running: list[subprocess.Popen[str]] = []

    def begin(*line: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "fb_watch", "--home", str(home), *line],
            env={
                **os.environ,
                **environ,
                "FB_WATCH_LANG": "en",
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def _wait(until: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait for something another process does; fails where it never comes."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _archived(home: Path) -> int:
    """How many posts another process has archived so far."""
    try:
        archive = connect(home / "archive" / "archive.db")
    except ArchiveError:
        return 0
    try:
        return count(archive, Query())
    finally:
        archive.close()


def test_the_daemon_collects_what_is_due_and_ends_on_sigterm(
    home: Path, world: World, start: Start
) -> None:
    """Started, it looks at every page at once; SIGTERM ends it with code 0 within ten seconds."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    daemon = start("watch", "--tick", "1m")
    _wait(lambda: _archived(home) == 1)

    began = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    _out, log = daemon.communicate(timeout=20)

    assert 0 == daemon.returncode
    assert time.monotonic() - began < 10
    assert "collected page=south-asia outcome=ok new=1" in log


def test_sigterm_keeps_the_response_that_is_on_its_way(
    home: Path, world: World, server: GraphServer, start: Start
) -> None:
    """A response that arrives after SIGTERM is saved, the next one is not asked for."""
    for n in range(250):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))
    server.faults.add(lambda request: "after" in request.params, slow(1.5), times=None)
    daemon = start("watch", "--tick", "1m")
    _wait(lambda: any("after" in request.params for request in server.requests))

    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=20)

    assert 0 == daemon.returncode
    assert 200 == _archived(home)


def test_sigterm_does_not_wait_for_an_answer_that_never_comes(
    world: World, server: GraphServer, home: Path, start: Start
) -> None:
    """A server that hangs does not hold the daemon beyond ten seconds."""
    settings = home / "config" / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace("2.0", "60.0"), "utf-8")
    world.add_post(ASIA, "School", at=NOW)
    server.faults.add(lambda _request: True, slow(60), times=None)
    daemon = start("watch", "--tick", "1m")
    _wait(lambda: bool(server.requests))

    began = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    daemon.communicate(timeout=20)

    assert 0 == daemon.returncode
    assert time.monotonic() - began < 10


def test_sighup_takes_a_valid_configuration_and_refuses_a_wrong_one(
    home: Path, start: Start
) -> None:
    """After a wrong edit the old configuration stays; after a right one the new one counts."""
    pages = home / "config" / "pages.toml"
    right = pages.read_text("utf-8")
    daemon = start("watch", "--tick", "1h")
    log = daemon.stderr
    assert log is not None
    lines: list[str] = []

    def said(words: str) -> bool:
        while not any(words in line for line in lines):
            line = log.readline()
            assert line, "".join(lines)
            lines.append(line)
        return True

    assert said("collected page=madagascar")
    pages.write_text(right.replace('id = "100000000000004"', "id = 12"), "utf-8")
    daemon.send_signal(signal.SIGHUP)
    assert said("The new configuration is wrong, the old one stays")
    new = right.replace("[pages.madagascar]", "[pages.grande-ile]")
    pages.write_text(new, "utf-8")
    daemon.send_signal(signal.SIGHUP)
    assert said("configuration read anew")

    assert said("collected page=grande-ile")


def test_a_second_collector_ends_with_five_and_readers_never_wait(
    home: Path, world: World, start: Start
) -> None:
    """While the daemon holds the archive, `collect` is refused and `search` answers."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    start("watch", "--tick", "1m")
    _wait(lambda: _archived(home) == 1)

    second = start("collect")
    _out, complaint = second.communicate(timeout=30)
    reader = start("search", "closed", "--format", "refs")
    found, _log = reader.communicate(timeout=30)

    assert 5 == second.returncode
    assert "Another collector" in complaint
    assert (0, "fbw:2020-000001\n") == (reader.returncode, found)
