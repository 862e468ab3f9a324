from datetime import timedelta
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.demo.faults import graph_error
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures


@pytest.fixture
def fresh(
    home: Path, environ: dict[str, str], typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> Typed:
    """Types command lines in a home whose pages answer."""
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return typed


def test_where_each_page_stands(typed: Typed) -> None:
    """Every page with its last good round, its newest post and how many posts it has."""
    told = typed("status", "--json").json

    assert 10 == len(told["pages"])
    for page in told["pages"]:
        posts = typed("search", "--page", page["page"], "--limit", "1", "--json").json
        assert posts[0]["created_at"] == page["newest_at"]
        assert len(typed.refs("--page", page["page"])) == page["posts"]
        assert "2021-07-01T00:00:00Z" == page["last_ok_at"]
    line = next(text for text in typed("status").lines if text.startswith("lebanon"))
    assert ["lebanon", "2021-07-01T00:00Z"] == line.split()[:2]
    assert "ok" == line.split()[-1]


def test_max_age_is_1_where_a_page_is_too_old(typed: Typed) -> None:
    """Without --max-age 0; with it 1 and the pages that are too old, in the JSON too."""
    assert 0 == typed("status").code
    result = typed("status", "--max-age", "26h", "--json")

    assert (1, False) == (result.code, result.json["ok"])
    assert 10 == len(result.json["stale"])
    assert "too old" in typed("status", "--max-age", "30m").out
    assert 0 == typed("status", "--max-age", "36000d").code


def test_a_fresh_round_is_young_enough(fresh: Typed, world: World) -> None:
    """Right after a good round --max-age 30m is 0."""
    world.add_post(PAGES["south-asia"], "School", at=NOW - timedelta(days=1))
    fresh("collect")

    result = fresh("status", "--max-age", "30m", "--json")

    assert (0, [], True) == (result.code, result.json["stale"], result.json["ok"])


def test_a_page_never_looked_at_is_told(fresh: Typed) -> None:
    """A page that was configured and never collected is not passed over."""
    fresh("collect", "--page", "south-asia")

    result = fresh("status", "--max-age", "26h")

    assert 1 == result.code
    assert "never looked at" in next(x for x in result.lines if x.startswith("madagascar"))
    assert ["madagascar"] == fresh("status", "--max-age", "26h", "--json").json["stale"]


def test_a_page_that_failed_is_told_apart_from_one_with_nothing_new(
    fresh: Typed, world: World
) -> None:
    """After a refusal the page says failed, with message and remedy."""
    world.refuse_page(PAGES["south-asia"], "gone")
    fresh("collect")

    text, told = fresh("status"), fresh("status", "--json").json

    states = {line.split()[0]: line.split()[-1] for line in text.lines[1:3]}
    assert {"madagascar": "ok", "south-asia": "failed"} == states
    error = told["pages"][1]["last_error"]
    assert f"south-asia: {error['message']}" in text.out
    assert error["remedy"] in text.out


def test_a_hold_is_told(fresh: Typed, server: GraphServer) -> None:
    """A page whose quota is spent says until when it waits."""
    server.faults.add(lambda _request: True, graph_error("page-quota"), times=1)
    fresh("collect", "--page", "south-asia")

    (page, _other) = fresh("status", "--json").json["pages"]

    assert page["hold_until"].endswith("Z")
    assert f"on hold until {page['hold_until'][:16]}Z" in fresh("status").out


def test_a_wrong_configuration_is_said_and_the_archive_told(typed: Typed, own: Path) -> None:
    """What is archived is told even where pages.toml cannot be read."""
    (own / "config" / "pages.toml").write_text("[pages\n")

    result = typed("status", "--json")

    assert (0, 10) == (result.code, len(result.json["pages"]))
    assert "pages.toml" in result.err
