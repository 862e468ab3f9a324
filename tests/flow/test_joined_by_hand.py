"""Two posts of the Graph API that a person made one: what later rounds say of them."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import rows
from fb_watch.demo.world import World
from fb_watch.importer import reviewing
from flow.conftest import NOW, PAGES, Open
from flow.test_roads import _posts

ASIA = PAGES["south-asia"]


def _round(opened: Open) -> tuple[int, int, int]:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]), full=True)
    return report.new, report.edited, report.same


def _texts(home: Path) -> list[str]:
    return sorted(str(post["message"]) for post in _posts(home))


@pytest.fixture
def joined(home: Path, world: World, opened: Open) -> Sequence[str]:
    """The page posted twice; a coordinator made it one. Facebook's ids, what stands first."""
    ids = [
        world.add_post(ASIA, text, at=NOW - timedelta(hours=hour))
        for hour, text in enumerate(("School opens", "School opens!"), 1)
    ]
    assert (2, 0, 0) == _round(opened)
    refs = {post["id"]: post["ref"] for post in _posts(home)}
    with reviewing(home, lambda: NOW) as deciding:
        stands, _merged = deciding.join([refs[one] for one in ids])
    return sorted(ids, key=lambda one: refs[one] != stands)


def test_neither_is_edited_by_a_round_that_shows_both(
    home: Path, opened: Open, joined: Sequence[str]
) -> None:
    """Each text is known of its own post; what stands stays, round after round."""
    before = _texts(home)

    assert [(0, 0, 2)] * 2 == [_round(opened) for _turn in range(2)]
    assert before == _texts(home)
    assert joined


def test_an_edit_of_the_merged_one_is_its_own(
    home: Path, world: World, opened: Open, joined: Sequence[str]
) -> None:
    """It is kept, and stands once the two are parted; the other one says what it said."""
    before = _texts(home)
    world.edit(joined[1], "School opens on Monday")

    assert (0, 1, 1) == _round(opened)
    assert (0, 0, 2) == _round(opened)
    assert before == _texts(home)
    archive = home / "archive" / "archive.db"
    ((ref,),) = rows(archive, "SELECT ref FROM posts WHERE merged_into IS NOT NULL")
    with reviewing(home, lambda: NOW) as deciding:
        deciding.part(str(ref))
    assert sorted([*before, "School opens on Monday"]) == _texts(home)
