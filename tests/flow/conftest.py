from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from fb_watch.bootstrap import Collector, collector
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)
PAGES = {"south-asia": "100000000000005", "madagascar": "100000000000004"}

SETTINGS = """
regions = ["asia", "africa"]
start = 2020-03-01

[graph]
tries = 2
read_timeout = 2.0
connect_timeout = 2.0
"""
PAGES_TOML = """
[pages.south-asia]
id = "100000000000005"
name = "Solidarity Network, South Asia"
region = "asia"
countries = ["IN", "BD"]
languages = ["en", "hi"]

[pages.madagascar]
id = "100000000000004"
name = "Réseau de solidarité, Madagascar"
region = "africa"
countries = ["MG"]
languages = ["fr", "mg"]
"""
THEMES = """
[themes.education]
label = {fr = "Éducation", en = "Education", es = "Educación"}
definition = {fr = "L’école.", en = "School.", es = "La escuela."}

[questions.challenges]
label = {fr = "Défis", en = "Challenges", es = "Retos"}
definition = {fr = "Ce qui manque.", en = "What is missing.", es = "Lo que falta."}
"""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def forward(self, **step: float) -> None:
        """Let time pass."""
        self.now += timedelta(**step)


@pytest.fixture
def clock() -> Clock:
    """Noon of 1 June 2020."""
    return Clock(NOW)


@pytest.fixture
def world(clock: Clock) -> World:
    """Two pages without posts."""
    world = World(now=clock)
    for name, page_id in PAGES.items():
        world.add_page(page_id, name)
    return world


@pytest.fixture
def server(world: World) -> Iterator[GraphServer]:
    """That world, served on loopback."""
    with GraphServer(world) as server:
        yield server


def write_home(folder: Path) -> Path:
    """A home with two pages and a codebook of one theme and one question."""
    config = folder / "config"
    (config / "terms").mkdir(parents=True)
    (config / "settings.toml").write_text(SETTINGS, "utf-8")
    (config / "pages.toml").write_text(PAGES_TOML, "utf-8")
    (config / "themes.toml").write_text(THEMES, "utf-8")
    (config / "terms" / "fr.csv").write_text(
        "theme,term,strength,case,note\neducation,école*,,,\nquestion:challenges,fermé*,,,\n",
        "utf-8",
    )
    (config / "terms" / "en.csv").write_text(
        "theme,term,strength,case,note\neducation,school*,,,\nquestion:challenges,closed,,,\n",
        "utf-8",
    )
    (config / "places.csv").write_text("term,country,language,kind,case,note\n", "utf-8")
    (config / "ambiguous.csv").write_text(
        "term,language,candidates,when,otherwise,case,note\n", "utf-8"
    )
    return folder


def ask_for_few(home: Path) -> None:
    """Ten posts a response, so that few posts make many responses."""
    change_settings(home, "[graph]", "[graph]\nlimit = 10")


def change_settings(home: Path, old: str, new: str) -> None:
    """Write something else in settings.toml."""
    settings = home / "config" / "settings.toml"
    told = settings.read_text("utf-8")
    assert old in told
    settings.write_text(told.replace(old, new), "utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two pages and a codebook of one theme and one question."""
    return write_home(tmp_path)


@pytest.fixture
def environ(server: GraphServer) -> dict[str, str]:
    """The environment of a collector that asks the stand-in."""
    return {"FB_WATCH_GRAPH_URL": server.url, "FB_WATCH_TOKEN": DEMO_TOKEN}


Open = Callable[[], AbstractContextManager[Collector]]


@pytest.fixture
def opened(home: Path, clock: Clock, environ: dict[str, str]) -> Open:
    """Opens the home to collect into."""
    return partial(collector, home, now=clock, environ=environ, pause=lambda _seconds: None)
