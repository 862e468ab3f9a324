"""Of what several roads say of one post: whose counts are the newest, and which text is."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fb_watch.archive.keys import stamp
from fb_watch.demo.world import World
from fb_watch.model.collected import Link, Post
from flow.conftest import NOW, Open
from flow.exports import crowdtangle
from flow.test_other_roads import AT, MADAGASCAR, NAME, URL, _answer, _import
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


def _lines(path: Path, text: str, **told: object) -> Path:
    """An archive's post as JSON Lines."""
    post = {
        "ref": "fbw:2020-000001",
        "hash": "of another text",
        "id": f"{MADAGASCAR}_77",
        "page": "madagascar",
        "created_at": "2020-05-30T18:45:10Z",
        "message": text,
        **told,
    }
    path.write_text(json.dumps(post), "utf-8")
    return path


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"captured_at": "2020-05-31T00:00:00Z"}, {"edited_at": "2020-06-01T00:00:00Z"}),
        ({"updated_at": "2020-05-31T00:00:00Z"}, {"updated_at": "2020-06-01T00:00:00Z"}),
        ({"edited_at": "2020-05-31T00:00:00Z"}, {"edited_at": "2020-06-01T00:00:00Z"}),
    ],
)
def test_an_older_file_outdates_no_newer_one(
    one: dict[str, str], two: dict[str, str], turned: bool, home: Path, tmp_path: Path
) -> None:
    """Where both tell when their text stood, the later one stands, whichever comes first."""
    never = {"captured_at": None}
    files = [
        _lines(tmp_path / "one.jsonl", "École fermée", **(never | one)),
        _lines(tmp_path / "two.jsonl", "École ouverte", **(never | two)),
    ]

    _import(home, *(files[::-1] if turned else files))

    (post,) = _posts(home)
    assert "École ouverte" == post["message"]
    assert (1 if turned else 2) == post["version"]


@pytest.mark.parametrize("turned", [False, True])
def test_an_edit_between_two_saved_answers(turned: bool, home: Path, tmp_path: Path) -> None:
    """Two answers of Facebook's with two `updated_time`s: the later text stands, as an edit."""
    files = [
        _answer(tmp_path / "a.json", message="École fermée", updated_time=_at(1)),
        _answer(tmp_path / "b.json", message="École ouverte", updated_time=_at(2), link=None),
    ]

    reports = _import(home, *(files[::-1] if turned else files))

    (post,) = _posts(home)
    assert "École ouverte" == post["message"]
    assert (0, 1) == (reports[1].new, reports[1].same if turned else reports[1].edited)
    assert (not turned) == bool(post["edited_at"])


@pytest.mark.parametrize("dated", [(), (0,), (1,)])
def test_an_answer_that_tells_no_time_is_said_to_differ(
    dated: Sequence[int], home: Path, tmp_path: Path
) -> None:
    """Nobody knows which of two texts is later: the first stands, and the second is named."""
    for place, text in enumerate(("École fermée", "École ouverte")):
        told = {"updated_time": _at(place + 1)} if place in dated else {}
        _answer(tmp_path / f"{place}.json", message=text, **told)

    _import(home, tmp_path / "0.json")
    reports = [_import(home, tmp_path / "1.json", again=True)[0] for _again in range(2)]

    assert ["École fermée"] == [post["message"] for post in _posts(home)]
    assert [(1, 0, True)] * 2 == [
        (one.same, one.edited, "data[0]" in one.notes[0]) for one in reports
    ]
    assert [] == _import(home, tmp_path / "0.json", again=True)[0].notes


def test_a_later_answer_with_fewer_fields_is_no_edit(home: Path, tmp_path: Path) -> None:
    """A comment moved `updated_time`; what was not asked for is not gone."""
    place = {"id": "5", "name": "Toliara"}
    _import(home, _answer(tmp_path / "a.json", message="École", place=place, updated_time=_at(1)))
    (before,) = _posts(home)

    (report,) = _import(home, _answer(tmp_path / "b.json", message="École", updated_time=_at(2)))

    assert (0, 1) == (report.edited, report.same)
    assert [before] == _posts(home)


def test_a_saved_answer_outdates_a_round_only_where_it_is_later(
    home: Path, world: World, opened: Open, tmp_path: Path
) -> None:
    """What Facebook itself showed stands, unless the file tells that it was edited since."""
    number = world.add_post(MADAGASCAR, "École fermée", at=AT)
    with opened() as collector:
        list(collector.round(collector.pages(["madagascar"])))
    told = {"id": number, "message": "École ouverte"}
    old, new = NOW - timedelta(hours=1), NOW + timedelta(hours=1)

    _import(home, _answer(tmp_path / "a.json", **told, updated_time=stamp(old)))
    assert "École fermée" == _posts(home)[0]["message"]

    _import(home, _answer(tmp_path / "b.json", **told, updated_time=stamp(new)))
    assert "École ouverte" == _posts(home)[0]["message"]


def test_a_later_line_of_an_archive_is_taken_as_it_is(home: Path, tmp_path: Path) -> None:
    """What an archive does not say any more was taken out by whoever edited the post."""
    link = [{"url": "https://example.org/", "title": None, "description": None}]
    whole = {"source": "graph"}
    for day, links in ((1, link), (2, [])):
        told = Post(id="1", page="p", created_at=AT, message="École", links=_links(links))
        seen = {"captured_at": f"2020-06-0{day}T12:00:00Z", "hash": told.hash, "links": links}
        _import(home, _lines(tmp_path / f"{day}.jsonl", "École", **whole, **seen))

    (post,) = _posts(home)

    assert (2, []) == (post["version"], post["links"])


def _links(told: list[dict[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(**link) for link in told)


def _at(day: int) -> str:
    return f"2020-06-0{day}T12:00:00+0000"
