import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.bootstrap import collector
from fb_watch.cli.main import main
from fb_watch.config.default import write_default
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.sample import later_edits, load_world
from fb_watch.demo.server import GraphServer
from flow.conftest import write_home

FIRST_ROUND = datetime(2021, 7, 1, tzinfo=UTC)
GROUP = """
[pages.volunteers]
id = "100000000000011"
name = "Bénévoles"
kind = "group"
region = "africa"
countries = ["MG"]
"""


def _collect(home: Path, url: str) -> None:
    environ = {"FB_WATCH_GRAPH_URL": url, "FB_WATCH_TOKEN": DEMO_TOKEN}
    with collector(
        home, now=lambda: FIRST_ROUND, environ=environ, pause=lambda _seconds: None
    ) as collect:
        reports = list(collect.round(collect.pages(), full=True))
    assert {"ok"} == {report.outcome for report in reports}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample pages collected twice, some posts edited in between; read only."""
    home = tmp_path_factory.mktemp("sample")
    write_default(home)
    world = load_world(now=lambda: FIRST_ROUND)
    with GraphServer(world) as server:
        _collect(home, server.url)
        for edit in later_edits():
            world.edit(edit.post_id, edit.message, at=edit.at)
        _collect(home, server.url)
    return home


@pytest.fixture(autouse=True)
def _surroundings(sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sample's home, English, 80 columns, no token, an empty current folder."""
    for name in ("FB_WATCH_TOKEN", "FB_WATCH_TOKEN_FILE", "CREDENTIALS_DIRECTORY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FB_WATCH_HOME", str(sample))
    monkeypatch.setenv("FB_WATCH_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command line in this process; gives its exit code, stdout and stderr."""
    return Typed(main, capsys)


@pytest.fixture
def own(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample's home to write in; FB_WATCH_HOME names it."""
    home = tmp_path / "own home"  # with a blank, as people have them
    shutil.copytree(sample, home)
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    yield home
    shutil.rmtree(home)


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own with the sample configuration, a group, and no archive."""
    home = write_home(tmp_path / "fresh home")
    pages = home / "config" / "pages.toml"
    pages.write_text(pages.read_text("utf-8") + GROUP, "utf-8")
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    yield home
    shutil.rmtree(home)
