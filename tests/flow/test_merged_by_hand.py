"""What a person has said of two posts stands, whatever comes in afterwards."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from archive.build import index_is_whole, rows
from fb_watch.archive.store import Archive
from fb_watch.importer import merge, reviewing
from fb_watch.model.retagged import HandTag
from flow.conftest import NOW
from flow.exports import entry, group_export
from flow.test_roads import _import, _posts, group

__all__ = ("group",)
AT = NOW - timedelta(days=9)
OPENED = "Ouverture de la nouvelle école primaire pour les enfants du village"
AGAIN = "Ouverture de la nouvelle école primaire pour tous les enfants du village !"
NEXT = "Distribution de riz à trente familles du quartier."


def _told(text: str, at: datetime = AT, edited: datetime | None = None) -> dict[str, Any]:
    told = entry(at, "Awa Rakoto a publié dans Bénévoles de Madagascar.", text)
    if edited:
        told["data"][0]["update_timestamp"] = int(edited.timestamp())
    return told


def _texts(home: Path) -> list[str | None]:
    return [post["message"] for post in _posts(home)]


def _join(home: Path, *words: str) -> tuple[str, str]:
    """Make the two posts with these words one; gives what stands, and the other."""
    refs = [post["ref"] for post in _posts(home) if post["message"] in words]
    with reviewing(home, lambda: NOW) as deciding:
        return deciding.join(refs)


def _undo(home: Path, ref: str) -> None:
    with reviewing(home, lambda: NOW) as deciding:
        deciding.part(ref)


def _roads(home: Path) -> list[tuple[object, ...]]:
    return rows(home / "archive" / "archive.db", "SELECT post, hash, import FROM roads")


LATER = AT + timedelta(hours=1)


@pytest.fixture
def one(group: Path, tmp_path: Path) -> Path:
    """A home in which a person made two posts of an export one."""
    told = [_told(OPENED), _told(AGAIN, LATER)]
    _import(group, group_export(tmp_path / "one.zip", told))
    _join(group, OPENED, AGAIN)
    return group


def test_the_next_export_tells_nothing_new_of_it(one: Path, tmp_path: Path) -> None:
    """Both posts and one more: the text that stands stays, and the undo gives both back."""
    told = [_told(OPENED), _told(AGAIN, LATER), _told(NEXT, LATER + timedelta(days=1))]
    file = group_export(tmp_path / "next.zip", told)

    (report,) = _import(one, file)

    assert (1, 0, 2) == (report.new, report.edited, report.same)
    assert [OPENED, NEXT] == _texts(one)
    (merged,) = rows(
        one / "archive" / "archive.db", "SELECT ref FROM posts WHERE merged_into IS NOT NULL"
    )
    _undo(one, str(merged[0]))
    assert [OPENED, AGAIN, NEXT] == _texts(one)
    assert [1, 1, 1] == [post["version"] for post in _posts(one)]


def test_what_was_merged_keeps_its_own_roads(one: Path, tmp_path: Path) -> None:
    """The same file once more leaves the evidence as it was, of either post."""
    before = _roads(one)

    _import(one, tmp_path / "one.zip", again=True)

    assert before == _roads(one)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_the_one_told_to_be_later_stands(
    order: Sequence[int], group: Path, tmp_path: Path
) -> None:
    """An edit between two exports: its text stands, and neither file puts the other one there."""
    told = [_told(OPENED), _told(AGAIN, edited=LATER)]
    files = [group_export(tmp_path / f"{n}.zip", [one]) for n, one in enumerate(told)]
    for place in order:
        _import(group, files[place])

    _join(group, OPENED, AGAIN)
    reports = [_import(group, file, again=True)[0] for file in (*files, *files)]

    assert [AGAIN] == _texts(group)
    assert [(0, 0, 1)] * 4 == [(one.new, one.edited, one.same) for one in reports]


def test_an_edit_after_the_merge_counts(group: Path, tmp_path: Path) -> None:
    """What is told to be later than both texts is what it says now."""
    for n, one in enumerate([_told(OPENED), _told(AGAIN, edited=LATER)]):
        _import(group, group_export(tmp_path / f"{n}.zip", [one]))
    _join(group, OPENED, AGAIN)

    back = _told(OPENED, edited=LATER + timedelta(days=1))
    (report,) = _import(group, group_export(tmp_path / "back.zip", [back]))

    assert 1 == report.edited
    assert [OPENED] == _texts(group)


@pytest.fixture
def two(group: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A home with one of two posts, and a copy in which a person made both one."""
    _import(
        group,
        group_export(
            tmp_path / "first.zip", [_told(OPENED), _told(NEXT, LATER + timedelta(days=1))]
        ),
    )
    other = Path(copytree(group, tmp_path / "other"))
    _import(other, group_export(tmp_path / "both.zip", [_told(OPENED), _told(AGAIN, LATER)]))
    _join(other, OPENED, AGAIN)
    return group, other


def _merge(home: Path, other: Path) -> tuple[int, list[str]]:
    merged = merge(home, _archive(other), now=lambda: NOW)
    assert index_is_whole(_archive(home))
    return merged.versions, merged.conflicts


def _archive(home: Path) -> Path:
    return home / "archive" / "archive.db"


def _whole(home: Path) -> list[list[tuple[object, ...]]]:
    names = rows(_archive(home), "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    kept = [str(name) for (name,) in names if not str(name).startswith(("s", "_s", "t"))]
    return [rows(_archive(home), f'SELECT * FROM "{name}"') for name in (*kept, "tags")]


def test_an_archive_taken_in_twice(two: tuple[Path, Path]) -> None:
    """What a person made one there is one here, and the second time changes nothing."""
    home, other = two
    assert (0, []) == _merge(home, other)
    before = _whole(home)

    assert (0, []) == _merge(home, other)

    assert before == _whole(home)
    assert [OPENED, NEXT] == _texts(home) == _texts(other)


def test_two_posts_here_are_not_made_one_again(two: tuple[Path, Path]) -> None:
    """What a person here has said against it stays, and that they differ is said each time."""
    home, other = two
    _merge(home, other)
    (merged,) = rows(_archive(home), "SELECT ref FROM posts WHERE merged_into IS NOT NULL")
    _undo(home, str(merged[0]))
    before = _whole(home)

    for _time in range(2):
        versions, (conflict,) = _merge(home, other)
        assert 0 == versions
        assert str(merged[0]) in conflict
        assert before == _whole(home)
    assert [OPENED, AGAIN, NEXT] == _texts(home)
    assert [1, 1, 1] == [post["version"] for post in _posts(home)]


def _tag(home: Path, words: str) -> None:
    (ref,) = [post["ref"] for post in _posts(home) if post["message"] == words]
    with closing(Archive.open(_archive(home), lambda: NOW)) as archive:
        archive.tag_by_hand([ref], [HandTag(action="add", kind="country", value="KE")], "A", NOW)


def _by_hand(home: Path) -> list[str | None]:
    """The words of the posts with that tag."""
    return [p["message"] for p in _posts(home) if "KE" in {c["country"] for c in p["countries"]}]


def test_tags_of_two_posts_there_are_of_the_one_here(two: tuple[Path, Path]) -> None:
    """Where a person here made them one, both archives' tags are those of what stands."""
    _home, other = two
    (merged,) = rows(_archive(other), "SELECT ref FROM posts WHERE merged_into IS NOT NULL")
    copy = Path(copytree(other, other.with_name("copy")))
    _undo(copy, str(merged[0]))
    _tag(copy, AGAIN)

    conflicts = [_merge(other, copy) for _time in range(2)]

    assert [(0, 1)] * 2 == [(versions, len(told)) for versions, told in conflicts]
    assert [OPENED] == _by_hand(other)
    assert [OPENED, NEXT] == _texts(other)


def test_two_posts_here_that_are_one_there(two: tuple[Path, Path]) -> None:
    """They are one here too, with what people said of either; an undo gives that back."""
    home, other = two
    told = home.with_name("again.zip")
    _import(home, group_export(told, [_told(OPENED), _told(AGAIN, LATER)]))
    _tag(home, AGAIN)
    before = _posts(home)

    assert [(0, [])] * 2 == [_merge(home, other) for _time in range(2)]

    assert [OPENED, NEXT] == _texts(home)
    assert [OPENED] == _by_hand(home)
    _undo(home, next(post["ref"] for post in before if post["message"] == AGAIN))
    assert before == _posts(home)


def test_an_edit_between_two_exports_is_proposed(group: Path, tmp_path: Path) -> None:
    """Same author and second, other words, however short; the later text is to stand."""
    _import(group, group_export(tmp_path / "1.zip", [_told("Court")]))

    (report,) = _import(group, group_export(tmp_path / "2.zip", [_told("Bref !", edited=LATER)]))

    assert (1, 1) == (report.new, len(report.notes))
    _join(group, "Court", "Bref !")
    assert ["Bref !"] == _texts(group)


@pytest.mark.parametrize(
    "told",
    [
        [_told("Court"), _told("Bref !")],
        [entry(AT, "Ana Ruiz a publié dans Bénévoles de Madagascar.", "Court")],
        [_told("Court", AT + timedelta(seconds=1))],
    ],
)
def test_what_no_edit_can_be_is_not_proposed(
    told: list[dict[str, Any]], group: Path, tmp_path: Path
) -> None:
    """A file with both, another author, another second."""
    for n, entries in enumerate([told, [_told("Bref !")]]):
        (report,) = _import(group, group_export(tmp_path / f"{n}.zip", entries))

    assert [] == report.notes
