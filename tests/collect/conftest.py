from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from fb_watch.collect.graph import GraphSource
from fb_watch.collect.session import GraphSession
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.model.collected import Page, Window
from fb_watch.model.settings import GraphSettings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = Page(key="asia", id="100000000000001", name="Solidarity Network")
ALL = Window(since=None, until=NOW)
OLDEST_LAST = [f"{PAGE.id}_{number}" for number in range(7, 0, -1)]


@pytest.fixture
def world() -> World:
    """One page with seven posts, one a day, the newest yesterday; the clock stands still."""
    world = World(now=lambda: NOW, app_secret="secret")
    world.add_page(PAGE.id, PAGE.name)
    for number in range(1, 8):
        world.add_post(
            PAGE.id, f"Post {number}", at=NOW - timedelta(days=8 - number), reactions={"LOVE": 2}
        )
    return world


@pytest.fixture
def server(world: World) -> Iterator[GraphServer]:
    """That world, served."""
    with GraphServer(world) as server:
        yield server


@pytest.fixture
def pauses() -> list[float]:
    """The pauses a session made, in seconds; none is waited for."""
    return []


@pytest.fixture
def session(server: GraphServer, pauses: list[float]) -> Iterator[GraphSession]:
    """A session with the right token."""
    with GraphSession(server.url, "v25.0", DEMO_TOKEN, pause=pauses.append) as session:
        yield session


Source = Callable[[int], GraphSource]


@pytest.fixture
def source(session: GraphSession) -> Source:
    """A source that asks for so many posts at once."""
    return lambda limit: GraphSource(lambda _page: session, GraphSettings(limit=limit), lambda: NOW)
