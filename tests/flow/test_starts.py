"""The start of a page is moved after its first round: what lies before it is asked for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fb_watch.archive.search import connect, get
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, Open, change_settings

ASIA = PAGES["south-asia"]


@pytest.mark.parametrize(
    "start",
    [
        pytest.param("", id="to the first post of the page"),
        pytest.param("start = 2015-01-01", id="a start that lies earlier"),
    ],
)
@pytest.mark.parametrize("rhythm", ["30d", "never"])
def test_what_lies_before_an_earlier_start_is_asked_for_next(
    start: str, rhythm: str, home: Path, world: World, opened: Open
) -> None:
    """The next round brings it, whether or not months are walked again, and no later one does."""
    world.add_post(ASIA, "School", at=NOW - timedelta(days=1))
    old = world.add_post(ASIA, "An old school", at=datetime(2015, 6, 1, tzinfo=UTC))
    change_settings(home, "start = 2020-03-01", f'start = 2020-03-01\nagain = "{rhythm}"')
    assert ["history"] == _round(opened)
    change_settings(home, "start = 2020-03-01", start)

    asked, later = _round(opened), _round(opened)

    assert ["recent", "gap"] == asked[:2]
    assert "gap" not in later
    archive = connect(home / "archive" / "archive.db")
    try:
        assert "An old school" == get(archive, old)["message"]
    finally:
        archive.close()


def _round(opened: Open) -> list[str]:
    """The names of the windows of one round."""
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return [told.window.name for told in report.windows]
