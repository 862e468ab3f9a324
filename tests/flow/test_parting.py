"""What an id or an address made one post can be parted again, and stays apart."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from archive.build import index_is_whole, rows
from fb_watch.archive.evidence import pictures, roads
from fb_watch.archive.search import connect
from fb_watch.errors import UsageError
from fb_watch.importer import importing, merge, reviewing
from fb_watch.intake.hand import FORMAT, by_hand
from fb_watch.model.intake import FileReport
from flow.conftest import NOW
from flow.exports import PNG, crowdtangle
from flow.test_other_roads import AT, NAME, URL, _answer, _import, _is_sound
from flow.test_roads import _posts

TABLE, HAND = "Les écoles restent fermées.", "Distribution de savon à Toliara."


def _add(home: Path, *files: Path) -> str:
    """By hand, with the address of another post; gives its reference."""
    with importing(home, page="madagascar", now=lambda: NOW) as parts:
        page = parts.placing.context.given
        assert page
        day = "2020-05-31"
        found = by_hand(page, url=URL, date=day, text=HAND, author=None, files=files)
        parts.take_found(found, FORMAT, FileReport(file="by hand"))
        return parts.intake.ref_of(found.post, FORMAT.source)


def _undo(home: Path, ref: str) -> list[tuple[str, str]]:
    with reviewing(home, lambda: NOW) as deciding:
        return deciding.part(ref)


def _sources(home: Path, ref: str) -> list[str]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        return [road["source"] for road in roads(archive, ref)]


def _evidence(home: Path, ref: str) -> list[str]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        return pictures(archive, ref)


@pytest.fixture
def mistyped(home: Path, tmp_path: Path) -> str:
    """A post of a table and of an answer, and what was added under its address."""
    _import(home, crowdtangle(tmp_path / "t.csv", NAME, [(AT, TABLE, URL)]))
    _import(home, _answer(tmp_path / "a.json", message=TABLE))
    shot = tmp_path / "shot.png"
    shot.write_bytes(PNG)
    return _add(home, shot)


def test_a_mistyped_address_can_be_taken_back(home: Path, mistyped: str) -> None:
    """It gets a reference, its day and its picture; what says the same as the post stays there."""
    (before,) = _posts(home)
    assert 1 == len(_evidence(home, mistyped))

    ((own, left),) = _undo(home, mistyped)

    one, two = _posts(home)
    assert (mistyped, mistyped, own) == (left, one["ref"], two["ref"])
    assert before == one
    assert ("2020-05-31T00:00:00Z", "day", HAND, None) == tuple(
        two[name] for name in ("created_at", "created_precision", "message", "permalink")
    )
    assert [] == _evidence(home, mistyped)
    path = two["media"][0]["path"]
    assert path
    assert PNG == (home / "archive" / path).read_bytes()
    assert ["hand"] == _sources(home, own)
    assert "hand" not in _sources(home, mistyped)
    assert _is_sound(home)
    with pytest.raises(UsageError):
        _undo(home, own)


def test_what_was_parted_stays_apart(home: Path, tmp_path: Path, mistyped: str) -> None:
    """Told once more by the same road it is found as what it is now; nothing is new."""
    ((own, _left),) = _undo(home, mistyped)
    before = _posts(home)

    assert own == _add(home, tmp_path / "shot.png")
    _import(home, tmp_path / "t.csv", again=True)
    _import(home, tmp_path / "a.json", again=True)

    assert before == _posts(home)
    assert [] == rows(home / "archive" / "archive.db", "SELECT * FROM alias_conflicts")
    with reviewing(home, lambda: NOW) as deciding:
        deciding.join([mistyped, own])
    assert [mistyped] == [post["ref"] for post in _posts(home)]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("text", [TABLE, HAND])
def test_an_answer_and_a_table_of_one_address(
    text: str, turned: bool, home: Path, tmp_path: Path
) -> None:
    """The table's row leaves, whichever came first and whatever it says."""
    table = crowdtangle(tmp_path / "t.csv", NAME, [(AT - timedelta(hours=5), text, URL)])
    files = (table, _answer(tmp_path / "a.json", message=TABLE))
    for file in files[::-1] if turned else files:
        _import(home, file)
    (post,) = _posts(home)

    ((own, _left),) = _undo(home, post["ref"])

    told = {one["ref"]: (one["source"], one["message"], one["created_at"]) for one in _posts(home)}
    assert {
        own: ("crowdtangle", text, (AT - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")),
        post["ref"]: ("graph", TABLE, "2020-05-30T18:45:10Z"),
    } == told
    assert _is_sound(home)
    _import(home, *files, again=True)
    assert told.keys() == {one["ref"] for one in _posts(home)}


@pytest.mark.parametrize("turned", [False, True])
def test_counts_go_with_the_road_that_counted(turned: bool, home: Path, tmp_path: Path) -> None:
    """What a table counted is told of the table's post, not of the answer's, which counts none."""
    table = crowdtangle(tmp_path / "t.csv", NAME, [(AT, TABLE, URL)])
    files = (table, _answer(tmp_path / "a.json", message=TABLE))
    for file in files[::-1] if turned else files:
        _import(home, file)
    (post,) = _posts(home)
    assert 5 == post["counts"]["reactions"]

    _undo(home, post["ref"])

    told = {one["source"]: one["counts"]["reactions"] for one in _posts(home)}
    assert {"crowdtangle": 5, "graph": None} == told
    _import(home, *files, again=True)
    assert told == {one["source"]: one["counts"]["reactions"] for one in _posts(home)}


@pytest.mark.parametrize("turned", [False, True])
def test_archives_of_which_one_has_parted(
    turned: bool, home: Path, tmp_path: Path, mistyped: str
) -> None:
    """Both posts are there, whichever takes the other in, and a second time changes nothing."""
    other = Path(copytree(home, tmp_path / "other"))
    _undo(home, mistyped)
    own, there = (other, home) if turned else (home, other)

    merge(own, there / "archive" / "archive.db", now=lambda: NOW)
    before = _posts(own)
    again = merge(own, there / "archive" / "archive.db", now=lambda: NOW)

    assert [TABLE, HAND] == [post["message"] for post in before]
    assert (0, before) == (again.new, _posts(own))
    ref = before[0]["ref"]
    assert "hand" in _sources(own, ref)
    assert [before[1]["ref"]] == [parted for parted, _left in _undo(own, ref)]
    assert "hand" not in _sources(own, ref)
    assert before == _posts(own)
    assert index_is_whole(own / "archive" / "archive.db")
