from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.archive.search import connect, search
from fb_watch.bootstrap import collector
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.faults import (
    Fault,
    cut_json,
    cut_short,
    empty,
    empty_page,
    graph_error,
    html,
    repeated_posts,
    reset,
)
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.model.archived import ArchivedPost, Query
from flow.conftest import NOW, PAGES, Clock, write_home

ASIA = PAGES["south-asia"]
FAULTS: tuple[Callable[[], Fault], ...] = (
    lambda: html(500),
    reset,
    cut_json,
    cut_short,
    empty,
    empty_page,
    repeated_posts,
    lambda: graph_error("too-much-data"),
    lambda: graph_error("permission"),
    lambda: graph_error("gone"),
    lambda: graph_error("unknown-for-good"),
)

# What an editor does: the post is chosen by its number, modulo how many there are.
_ACTION = st.one_of(
    st.tuples(st.just("post"), st.integers(0, 40), st.just(0)),
    st.tuples(
        st.sampled_from(["edit", "hide", "delete", "unhide", "unlist", "react"]),
        st.integers(0, 30),
        st.integers(0, 99),
    ),
    # a round in which, from some call on, things go wrong for a few calls
    st.tuples(st.just("round"), st.integers(0, 3), st.integers(0, len(FAULTS))),
)


class Truth:
    """What really stands on the page, and the editor who changes it."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.world = world
        self.clock = clock
        self.messages: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.edits: Counter[str] = Counter()

    def act(self, action: str, which: int, how: int) -> None:
        """One deed of the editor."""
        if action == "post":
            at = self.clock.now - timedelta(hours=which + 1)
            number = self.world.add_post(ASIA, f"School {which}", at=at)
            self.messages[number], self.states[number] = f"School {which}", "online"
            return
        if not self.messages:
            return
        number = sorted(self.messages)[which % len(self.messages)]
        if self.states[number] == "deleted":
            return
        if action == "edit":
            self.messages[number] = f"School, edit {how}"
            self.edits[number] += 1
            self.world.edit(number, self.messages[number])
        elif action == "react":
            self.world.set_counts(number, reactions={"LIKE": how})
        elif action == "delete":
            self.world.delete(number)
            self.states[number] = "deleted"
        else:
            deeds = {
                "hide": (self.world.hide, "hidden"),
                "unhide": (self.world.restore, "online"),
                "unlist": (self.world.unlist, "unlisted"),
            }
            deed, self.states[number] = deeds[action]
            deed(number)


def _archived(home: Path) -> dict[str, ArchivedPost]:
    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(limit=None))
    finally:
        archive.close()
    assert len(hits) == len({hit["post"]["id"] for hit in hits})
    return {hit["post"]["id"]: hit["post"] for hit in hits}


@settings(max_examples=15)
@given(history=st.lists(_ACTION, max_size=25))
def test_the_archive_tells_the_truth_whatever_happened(
    history: list[tuple[str, int, int]],
) -> None:
    """After any history of deeds and faults, some good rounds make the archive tell the truth."""
    clock = Clock(NOW)
    world = World(now=clock)
    world.add_page(ASIA, "Network")
    truth = Truth(world, clock)
    shown: set[str] = set()
    with TemporaryDirectory() as folder, GraphServer(world) as server:
        write_home(Path(folder))
        environ = {"FB_WATCH_GRAPH_URL": server.url, "FB_WATCH_TOKEN": DEMO_TOKEN}

        def round_(begin: int = 0, fault: int = len(FAULTS)) -> str:
            clock.forward(hours=9)
            calls = len(server.requests)
            if fault < len(FAULTS):
                server.faults.add(
                    lambda _request: len(server.requests) > calls + begin,
                    FAULTS[fault](),
                    times=4,
                )
            opened = collector(
                Path(folder), now=clock, environ=environ, pause=lambda _seconds: None
            )
            with opened as collect:
                (report,) = collect.round(collect.pages(["south-asia"]))
            server.faults.clear()
            shown.update(_archived(Path(folder)))
            return report.outcome

        for action, which, how in history:
            if action == "round":
                round_(which, how)
            else:
                truth.act(action, which, how)
        for day in range(12):  # where many vanished at once it takes a week to believe it
            clock.forward(days=1)
            if round_() == "ok" and day > 1:
                break

        archived = _archived(Path(folder))

    assert shown == set(archived)
    visible = {number for number, state in truth.states.items() if state == "online"}
    assert visible <= set(archived)
    for number, post in archived.items():
        state = post["availability"]["state"]
        if truth.states[number] in ("online", "unlisted"):
            assert "online" == state
        else:
            assert "gone" == state
        assert post["version"] <= 1 + truth.edits[number]
        if truth.states[number] == "online":
            assert truth.messages[number] == post["message"]
