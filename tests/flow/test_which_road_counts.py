"""Of what several roads say of one post: whose counts are the newest, and which text is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from flow.exports import crowdtangle
from flow.test_other_roads import AT, NAME, URL, _answer, _import
from flow.test_roads import _posts


def _table(path: Path, likes: int, text: str = "École") -> Path:
    """A CrowdTangle table of one post."""
    table = crowdtangle(path, NAME, [(AT, text, URL)])
    table.write_text(table.read_text("utf-8").replace(",5,0.5", f",{likes},0.5"), "utf-8")
    return table


def _likes(home: Path) -> int | None:
    return _posts(home)[0]["counts"]["reactions"]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_counts_come_from_the_strongest_road_that_counts(
    order: Sequence[int], home: Path, tmp_path: Path
) -> None:
    """An answer without counts takes none away and keeps none out, whenever it comes."""
    files = (
        _answer(tmp_path / "a.json", message="École"),
        _table(tmp_path / "one.csv", 1200),
        _table(tmp_path / "two.csv", 1300),
    )

    for place in order:
        _import(home, files[place])

    assert 1300 == _likes(home)


def test_counts_of_a_stronger_road_stay(home: Path, tmp_path: Path) -> None:
    """Where Facebook's own answer counts, a table does not."""
    counted = {"reactions": {"data": [], "summary": {"total_count": 7}}}
    _import(home, _table(tmp_path / "one.csv", 1200))
    _import(home, _answer(tmp_path / "a.json", message="École", **counted))

    _import(home, _table(tmp_path / "two.csv", 1300))

    assert 7 == _likes(home)
