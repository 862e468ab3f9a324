"""One road tells who wrote by id, another by name: the posts of one person are one all the same."""

import json
from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path
from shutil import copytree

import pytest

from archive.build import index_is_whole, rows
from fb_watch.archive.people import people
from fb_watch.archive.search import connect
from fb_watch.importer import merge
from flow.conftest import NOW
from flow.exports import entry, group_export
from flow.test_roads import _import, _posts, group

__all__ = ("group",)
GROUP_ID = "100000000000011"
NAME, ID = "Jeanne Rabe", "777"
AT = NOW.replace(second=20)


def _export(path: Path, text: str, name: str = NAME) -> Path:
    """By name, without an id of the post."""
    told = entry(AT, f"{name} a publié dans Bénévoles de Madagascar.", text)
    return group_export(path, [told])


def _answer(path: Path, text: str, **author: str) -> Path:
    """A saved answer of the Graph API."""
    post = {"id": f"{GROUP_ID}_5555555555555", "message": text, "from": author}
    post["created_time"] = AT.strftime("%Y-%m-%dT%H:%M:%S+0000")
    path.write_text(json.dumps({"data": [post]}), "utf-8")
    return path


def _by_id_alone(path: Path, text: str) -> Path:
    return _answer(path, text, id=ID)


def _by_both(path: Path, text: str) -> Path:
    return _answer(path, text, id=ID, name=NAME)


def _table(path: Path, text: str) -> Path:
    """4CAT's, by name."""
    url = f"https://www.facebook.com/groups/{GROUP_ID}/posts/5555555555555/"
    columns = "id,url,body,timestamp,author,author_name,is_in_group,group_name,unix_timestamp"
    cells = ("5555555555555", url, text, "", "x", NAME, "yes", "Bénévoles de Madagascar")
    path.write_text(f"{columns},thread_id\n{','.join(cells)},{int(AT.timestamp())},1\n", "utf-8")
    return path


@pytest.mark.parametrize("text", ["Distribution de kits à Antsirabe aujourd’hui.", "Merci !"])
@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_by_id_and_by_name_in_any_order(
    order: Sequence[int], text: str, group: Path, tmp_path: Path
) -> None:
    """Whether id, name or both are told: it is one post, and nothing is left to be asked."""
    files = (
        _export(tmp_path / "export.zip", text),
        _by_id_alone(tmp_path / "id.json", text),
        _by_both(tmp_path / "both.json", text),
        _table(tmp_path / "4cat.csv", text),
    )

    reports = [_import(group, files[place])[0] for place in order]

    assert [text] == [post["message"] for post in _posts(group)]
    assert [1, 0, 0, 0] == [report.new for report in reports]
    assert [] == [note for report in reports for note in report.notes]


@pytest.mark.parametrize("turned", [False, True])
def test_two_people_stay_two(turned: bool, group: Path, tmp_path: Path) -> None:
    """Who wrote the same in the same minute under another name is proposed, short as it is."""
    files = [
        _export(tmp_path / "export.zip", "Merci !", "Awa Rakoto"),
        _by_both(tmp_path / "both.json", "Merci !"),
    ]

    reports = _import(group, *(files[::-1] if turned else files))

    assert 2 == len(_posts(group))
    assert ["1 pair of posts may be one post: fb-watch import --review"] == reports[-1].notes


def test_two_of_one_name_stay_two(group: Path, tmp_path: Path) -> None:
    """Two ids are two people, whatever they are called."""
    _import(group, _by_both(tmp_path / "a.json", "Merci !"))
    other = _answer(tmp_path / "b.json", "Merci !", id="778", name=NAME)
    other.write_text(other.read_text("utf-8").replace("_555", "_556"), "utf-8")

    _import(group, other)

    assert 2 == len(_posts(group))


def _three(folder: Path) -> list[Path]:
    """What two people said alike in one minute; whose the third is, nobody knows."""
    return [
        _export(folder / "other.zip", "Merci !", "Awa Rakoto"),
        _by_id_alone(folder / "id.json", "Merci !"),
        _export(folder / "own.zip", "Merci !"),
    ]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_id_chains_no_two_names(order: Sequence[int], group: Path, tmp_path: Path) -> None:
    """A road that knows the author by id alone makes nobody the other one, in any order."""
    files = _three(tmp_path)

    reports = [_import(group, files[place])[0] for place in order]

    by_name = [reports[order.index(place)] for place in (0, 2)]
    assert 1 <= sum(report.new for report in by_name)
    assert len(_posts(group)) == sum(report.new for report in reports) >= 2
    assert ["may be one post" in note for note in reports[-1].notes] == [True]
    _import(group, *files, again=True)
    assert len(_posts(group)) == sum(report.new for report in reports)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("two", [(0, 1), (1, 0)])
def test_archives_that_are_merged_chain_no_two_names(
    two: Sequence[int], turned: bool, group: Path, tmp_path: Path
) -> None:
    """One archive has an id that was taken to be somebody, the other somebody else."""
    _import(group, _by_both(_later(_by_both(tmp_path / "first.json", "Bonjour")), "Bonjour"))
    homes = [Path(copytree(group, tmp_path / name)) for name in ("one", "two")]
    files = _three(tmp_path)
    for place in two:
        _import(homes[0], files[place].rename(tmp_path / f"{place}"))
    _import(homes[1], files[2])
    own, other = homes[::-1] if turned else homes

    merged = merge(own, other / "archive" / "archive.db", now=lambda: NOW)
    again = merge(own, other / "archive" / "archive.db", now=lambda: NOW)

    assert (1, 0) == (merged.new, again.new)
    assert 3 == len(_posts(own))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("two", [_by_both, _by_id_alone])
def test_archives_that_are_merged(two: object, turned: bool, group: Path, tmp_path: Path) -> None:
    """One archive has the name, the other the id: one post, whichever takes the other in."""
    _import(group, _by_both(tmp_path / "first.json", "Bonjour"))  # makes the key
    homes = [Path(copytree(group, tmp_path / name)) for name in ("one", "two")]
    for home, file in zip(
        homes,
        (_export(tmp_path / "e.zip", "Merci !"), _later(two(tmp_path / "t.json", "Merci !"))),  # type: ignore[operator]
        strict=True,
    ):
        _import(home, file)
    own, other = homes[::-1] if turned else homes

    merged = merge(own, other / "archive" / "archive.db", now=lambda: NOW)
    again = merge(own, other / "archive" / "archive.db", now=lambda: NOW)

    assert (0, 0) == (merged.new, again.new)
    assert 2 == len(_posts(own))
    assert index_is_whole(own / "archive" / "archive.db")


def _later(file: Path) -> Path:
    file.write_text(file.read_text("utf-8").replace("_555", "_556"), "utf-8")
    return file


def test_who_is_told_by_both_is_masked_by_name(group: Path, tmp_path: Path) -> None:
    """The name of whom a file tells by id too is known, keyed, and is nowhere in the archive."""
    _import(group, _by_both(tmp_path / "both.json", "Bonjour"))

    path = group / "archive" / "archive.db"
    with closing(connect(path)) as archive:
        is_name = people(archive, group / "archive")
        told = is_name("volunteers", "jeanne rabe"), is_name("volunteers", "Awa Rakoto")
    assert (True, False) == told
    assert [(1,)] == rows(path, "SELECT count(*) FROM people")
    ((person, name),) = rows(path, "SELECT person, name FROM people")
    assert (16, 16) == (len(person), len(name))
    with closing(connect(path)) as archive:
        assert "Rabe" not in "\n".join(archive.iterdump())
