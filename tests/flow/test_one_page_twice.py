"""One page stands twice in pages.toml, by its id and by its user name."""

from datetime import timedelta
from pathlib import Path

from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, Open

ASIA = PAGES["south-asia"]


def test_a_page_that_stands_twice_is_told(home: Path, world: World, opened: Open) -> None:
    """The second never gets a post: that is no silence of the page, and somebody has to know."""
    world.names["solidarity.asia"] = ASIA
    pages = home / "config" / "pages.toml"
    more = '[pages.twice]\nid = "solidarity.asia"\nname = "Twice"\nregion = "asia"\n'
    pages.write_text(f"{pages.read_text('utf-8')}\n{more}", "utf-8")
    for day in (1, 2):
        world.add_post(ASIA, f"School {day}", at=NOW - timedelta(days=day))

    with opened() as collect:
        first, twice = collect.round(collect.pages(["south-asia", "twice"]))

    assert ("ok", [], 2) == (first.outcome, first.problems, first.new)
    assert ("partial", 0, 2) == (twice.outcome, twice.new, twice.same)
    (problem,) = twice.problems
    assert "one of south-asia: are they the same page?" in problem
