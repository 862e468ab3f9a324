import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from fb_watch.archive.lock import turn
from fb_watch.archive.search import connect, count
from fb_watch.daemon import GRACE, Daemon
from fb_watch.demo.faults import slow
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.model.archived import Query
from flow.collecting import be_hasty, type_in
from flow.conftest import (
    NOW,
    PAGES,
    ask_for_few,
    change_settings,
    clock,
    environ,
    home,
    server,
    world,
)
from killed import started

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures

ASIA = PAGES["south-asia"]


class Run:
    """The program in a process of its own, and what it has said."""

    def __init__(self, process: BaseProcess, said: Path) -> None:
        self._process = process
        self._said = said

    def says(self, words: str) -> str:
        """Wait until it has said these words; gives all it has said."""
        _wait(lambda: words in self._said.read_text("utf-8"))
        return self._said.read_text("utf-8")

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def ends(self) -> int | None:
        """Wait for its end, ten seconds at most; gives its exit code."""
        self._process.join(10)
        return self._process.exitcode

    def kill(self) -> None:
        """Whatever it does."""
        self._process.kill()
        self._process.join()


Start = Callable[..., Run]


@pytest.fixture
def start(home: Path, environ: Mapping[str, str]) -> Iterator[Start]:
    """Starts the program in processes of their own; what still runs is killed at the end."""
    running: list[Run] = []

    def begin(*line: str) -> Run:
        said = home / f"said-{len(running)}"
        said.touch()
        told = {**environ, "FB_WATCH_LANG": "en", "FB_WATCH_HOME": str(home)}
        running.append(Run(started(type_in, told, said, *line), said))
        return running[-1]

    yield begin
    for run in running:
        run.kill()


def _wait(until: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait for something another process does; fails where it never comes."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def _archived(home: Path) -> int:
    """How many posts another process has archived so far."""
    archive = connect(home / "archive" / "archive.db")
    try:
        return count(archive, Query())
    finally:
        archive.close()


def test_the_daemon_collects_what_is_due_and_ends_on_sigterm(world: World, start: Start) -> None:
    """Started, it looks at every page at once; SIGTERM ends it with code 0 within ten seconds."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    daemon = start("watch", "--tick", "1m")
    log = daemon.says("collected page=south-asia")

    daemon.signal(signal.SIGTERM)

    assert 0 == daemon.ends()
    assert "collected page=south-asia outcome=ok new=1" in log


def test_sigterm_keeps_the_response_that_is_on_its_way(
    home: Path, world: World, server: GraphServer, start: Start
) -> None:
    """A response that arrives after SIGTERM is saved, the next one is not asked for."""
    ask_for_few(home)
    for n in range(25):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))
    server.faults.add(lambda request: "after" in request.params, slow(0.5), times=None)
    daemon = start("watch", "--tick", "1m")
    _wait(lambda: any("after" in request.params for request in server.requests))

    daemon.signal(signal.SIGTERM)

    assert 0 == daemon.ends()
    assert 20 == _archived(home)


def test_sigterm_does_not_wait_for_an_answer_that_never_comes(
    home: Path, server: GraphServer, environ: Mapping[str, str]
) -> None:
    """A server that hangs does not hold the daemon beyond its grace."""
    change_settings(home, "2.0", "60.0")
    server.faults.add(lambda _request: True, slow(60), times=None)
    daemon = Run(started(be_hasty, environ, home), home)
    _wait(lambda: bool(server.requests))

    daemon.signal(signal.SIGTERM)

    assert 0 == daemon.ends()


def test_the_grace_leaves_time_for_closing_the_archive() -> None:
    """systemd and people expect an end within ten seconds."""
    assert GRACE < timedelta(seconds=10)


def test_sighup_takes_a_valid_configuration_and_refuses_a_wrong_one(
    home: Path, server: GraphServer, start: Start
) -> None:
    """After a wrong edit the old one stays; a right one counts at once, even while a round runs."""
    pages = home / "config" / "pages.toml"
    right = pages.read_text("utf-8")
    server.faults.add(lambda request: request.path == "/debug_token", slow(1.0))
    daemon = start("watch", "--tick", "1h")

    daemon.says("collected page=south-asia")
    pages.write_text(right.replace('id = "100000000000004"', "id = 12"), "utf-8")
    daemon.signal(signal.SIGHUP)
    daemon.says("The new configuration is wrong, the old one stays")
    pages.write_text(right.replace("[pages.madagascar]", "[pages.grande-ile]"), "utf-8")
    daemon.signal(signal.SIGHUP)

    assert "configuration read anew" in daemon.says("collected page=grande-ile")


def test_a_second_collector_ends_with_five_and_readers_never_wait(
    world: World, start: Start
) -> None:
    """While the daemon holds the archive, `collect` is refused and `search` answers."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    start("watch", "--tick", "1m").says("collected page=south-asia")

    second = start("collect")
    reader = start("search", "closed", "--format", "refs")

    assert (5, 0) == (second.ends(), reader.ends())
    assert second.says("Another collector")
    assert "fbw:2020-000001\n" == reader.says("fbw")


def test_a_file_is_taken_in_while_the_daemon_lives(home: Path, world: World, start: Start) -> None:
    """Between two rounds an import has its turn; it is told of no lock."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    start("watch", "--tick", "1m").says("collected page=south-asia")
    told = {"id": f"{ASIA}_77", "created_time": "2020-04-01T08:00:00+0000", "message": "Reopened"}
    saved = home / "saved.json"
    saved.write_text(json.dumps({"data": [told]}), "utf-8")

    assert 0 == start("import", str(saved)).ends()
    assert 2 == _archived(home)


def test_a_daemon_that_waits_for_an_import_ends_when_it_is_told_to(
    home: Path, world: World, start: Start
) -> None:
    """It says that it waits, looks at nothing meanwhile, and SIGTERM needs no patience."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))
    with turn(home / "archive"):
        daemon = start("watch", "--tick", "1m")
        daemon.says("waiting until it has ended")
        daemon.signal(signal.SIGTERM)

        assert 0 == daemon.ends()
    assert "collected" not in daemon.says("waiting")


def test_a_new_configuration_read_during_a_round_is_looked_at_right_after_it() -> None:
    """A round that is asked for while another one is under way follows it at once."""
    read_anew = threading.Event()
    rounds: list[str] = []

    def tick(_stopping: Callable[[], bool]) -> None:
        rounds.append("round")
        if len(rounds) == 1:
            os.kill(os.getpid(), signal.SIGHUP)
            assert read_anew.wait(timeout=20)
            time.sleep(0.3)  # the second round knocks meanwhile
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    names = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.getsignal(name) for name in names]
    patience = threading.Timer(20, os.kill, (os.getpid(), signal.SIGTERM))
    patience.start()
    try:
        ended = Daemon(tick, read_anew.set, every=timedelta(hours=1)).run()
    finally:
        patience.cancel()
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)

    assert (True, ["round", "round"]) == (ended, rounds)
