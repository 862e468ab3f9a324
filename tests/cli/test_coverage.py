from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.demo.faults import html
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures


@pytest.fixture
def cut(
    home: Path,
    environ: dict[str, str],
    world: World,
    server: GraphServer,
    typed: Typed,
    monkeypatch: pytest.MonkeyPatch,
) -> Typed:
    """Types command lines in a home where a page's second response failed."""
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    for n in range(150):
        world.add_post(PAGES["south-asia"], f"School {n}", at=NOW - timedelta(hours=n))
    server.faults.add(lambda request: "after" in request.params, html(502), times=None)
    assert 1 == typed("collect", "--page", "south-asia", "--until", "2020-06-02").code
    return typed


def test_complete_windows(typed: Typed) -> None:
    """Each page's time that was gone through, and how many posts are in it."""
    told = typed("coverage", "--json").json

    assert 10 == len(told)
    for page in told:
        (complete,) = page["complete"]
        assert [] == page["gaps"]
        assert "2020-03-01T00:00:00Z" == complete["since"]
        assert len(typed.refs("--page", page["page"])) == complete["posts"]
    assert 11 + 3 * 10 == len(typed("coverage").lines)  # a row, then a blank, a sentence, a bar


def test_a_gap_tells_why(cut: Typed) -> None:
    """A window whose paging broke off is a gap with what came and the reason, never complete."""
    (page,) = cut("coverage", "--page", "south-asia", "--json").json

    gap, after = page["gaps"]
    assert [] == page["complete"]
    assert (gap["until"], "never asked for") == (after["since"], after["reason"])
    assert ("2020-03-01T00:00:00Z", "2020-06-03T00:00:00Z") == (gap["since"], gap["until"])
    assert 100 == gap["received"]
    line = cut("coverage", "--page", "south-asia").lines[1]
    assert ["south-asia", "2020-03-01", "2020-06-03", "gap", "100"] == line.split()[:5]
    assert gap["reason"]
    assert gap["reason"] in line


def test_a_page_never_looked_at_is_a_row(cut: Typed) -> None:
    """A configured page that was never asked is a gap from its start to now, and says so."""
    (told,) = cut("coverage", "--json").json[1:]

    (gap,) = told["gaps"]
    assert ("madagascar", [], []) == (told["page"], told["complete"], told["imports"])
    assert ("2020-03-01T00:00:00Z", 0) == (gap["since"], gap["received"])
    assert timedelta(minutes=1) > datetime.now(UTC) - datetime.fromisoformat(gap["until"])
    assert "never asked for" == gap["reason"]
    assert "never asked for" in cut("coverage", "--page", "madagascar").out


def test_pages_can_be_chosen(typed: Typed) -> None:
    """--page twice means both; a page nobody knows is wrong use, with those that are known."""
    told = typed("coverage", "--page", "lebanon", "--page", "europe", "--json").json
    wrong = typed("coverage", "--page", "leb")

    assert ["europe", "lebanon"] == [page["page"] for page in told]
    assert 2 == wrong.code
    assert "lebanon" in wrong.err


def test_what_was_never_asked_for_is_a_gap(
    home: Path, environ: dict[str, str], typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the configured start to the first window, and from a last one that was bounded."""
    for name, value in {**environ, "FB_WATCH_HOME": str(home)}.items():
        monkeypatch.setenv(name, value)
    line = ("--page", "south-asia", "--since", "2020-09-01", "--until", "2020-09-10")
    assert 0 == typed("collect", *line).code

    (page,) = typed("coverage", "--page", "south-asia", "--json").json
    said = typed("coverage", "--page", "south-asia").lines

    before, after = page["gaps"]
    (complete,) = page["complete"]
    assert ("2020-03-01T00:00:00Z", "2020-09-01T00:00:00Z") == (before["since"], before["until"])
    assert complete["until"] == after["since"] == "2020-09-11T00:00:00Z"
    assert {"never asked for"} == {gap["reason"] for gap in page["gaps"]}
    assert 2 == sum(line.endswith("never asked for") for line in said[1:4])
    assert "complete from 2020-09-01 to 2020-09-11" in " ".join(said)
    assert "before 2020-09-01: never asked for" in " ".join(" ".join(said).split())

    assert 0 == typed("collect", "--page", "south-asia").code
    assert [] == typed("coverage", "--page", "south-asia", "--json").json[0]["gaps"]


def test_a_group_has_a_coverage(home: Path, cut: Typed) -> None:
    """Groups cannot be asked, but are sources: what was imported of them, or that nothing was."""
    pages = home / "config" / "pages.toml"
    group = '[pages.grp]\nid = "7"\nname = "Friends"\nkind = "group"\nregion = "asia"\n'
    pages.write_text(pages.read_text("utf-8") + group, "utf-8")

    told = cut("coverage", "--page", "grp", "--json")

    assert 0 == told.code, told.err
    assert [{"page": "grp", "complete": [], "gaps": [], "imports": []}] == told.json
    assert "nothing imported" in cut("coverage", "--page", "grp").out
