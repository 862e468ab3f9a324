from collections.abc import Iterator
from datetime import timedelta

import pytest

from demo.client import NOW, PAGE
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World


@pytest.fixture
def world() -> World:
    """One page with seven posts, one a day, the newest yesterday; the clock stands still."""
    world = World(now=lambda: NOW, app_secret="secret")
    world.add_page(PAGE, "Solidarity Network", username="solidarity")
    for number in range(1, 8):
        world.add_post(PAGE, f"Post {number}", at=NOW - timedelta(days=8 - number))
    return world


@pytest.fixture
def server(world: World) -> Iterator[GraphServer]:
    """That world, served."""
    with GraphServer(world) as server:
        yield server
