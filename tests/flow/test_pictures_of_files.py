"""Pictures beside posts: what did not come once may come with the next try."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copy, copytree
from zipfile import ZipFile

import pytest

from fb_watch.archive.search import connect
from fb_watch.archive.selection import posts as selected
from fb_watch.archive.selection import select
from fb_watch.export.handing_over import Wishes
from fb_watch.export.tables import write_jsonl
from fb_watch.importer import importing, merge, reviewing
from fb_watch.importing import exit_code
from fb_watch.intake.bundle import Limits, open_all
from fb_watch.model.archived import Query
from flow.conftest import NOW
from flow.exports import PNG, entry, group_export
from flow.test_roads import _import, _posts, group
from make import about

__all__ = ("group",)
PICTURE = "photos/one.png"
TITLE = "Awa Rakoto a publié dans Bénévoles de Madagascar."
TOLD = [entry(NOW - timedelta(days=1), TITLE, "Réunion à l’école samedi.", PICTURE)]


def _export(path: Path, picture: bytes = PNG) -> Path:
    zipped = group_export(path, TOLD)
    with ZipFile(zipped, "a") as more:
        more.writestr(PICTURE, picture)
    return zipped


def _pictures(home: Path) -> list[bytes]:
    paths = [medium["path"] for post in _posts(home) for medium in post["media"]]
    return [(home / "archive" / path).read_bytes() for path in paths if path]


def test_a_file_without_its_pictures_is_not_taken_in_whole(group: Path, tmp_path: Path) -> None:
    """The picture that is absent is named; the whole export brings it, though its JSON was read."""
    alone = tmp_path / "group_posts.json"
    with ZipFile(whole := _export(tmp_path / "export.zip")) as zipped:
        alone.write_bytes(zipped.read(zipped.namelist()[0]))
    assert json.loads(alone.read_bytes())

    (first,) = _import(group, alone)
    (second,) = _import(group, whole)

    assert (1, 1) == (first.new, exit_code([first]))
    assert [f"{PICTURE} is not in the export"] == [each.reason for each in first.problems]
    assert (1, 1, 0) == (second.same, second.media, exit_code([second]))
    assert [PNG] == _pictures(group)


def test_a_damaged_picture_is_told_until_it_is_mended(group: Path, tmp_path: Path) -> None:
    """Each time it is read; the mended export brings it; then there is nothing to be said."""
    bad = _export(tmp_path / "bad.zip", b"nothing that anybody could look at")
    good = _export(tmp_path / "good.zip")

    codes = [exit_code(_import(group, file)) for file in (bad, bad, good, good)]

    assert [1, 1, 0, 0] == codes
    assert [PNG] == _pictures(group)
    assert 1 == len(_posts(group))


def _answer(path: Path) -> Path:
    """The same post in a saved answer of the Graph API, with an address of its picture."""
    at = NOW - timedelta(days=1)
    photo = {"type": "photo", "target": {"id": "99"}}
    photo["media"] = {"image": {"src": "https://scontent.xx.fbcdn.net/a.png"}}
    post = {
        "id": "100000000000011_5555555555555",
        "message": "Réunion à l’école samedi.",
        "created_time": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "from": {"id": "777", "name": "Awa Rakoto"},
        "attachments": {"data": [photo]},
    }
    path.write_text(json.dumps({"data": [post]}), "utf-8")
    return path


Files = tuple[Callable[[Path], Path], Callable[[Path], Path]]


@pytest.mark.parametrize("files", [(_export, _answer), (_answer, _export)])
def test_a_picture_stays_with_its_post_in_any_order(
    files: Files, group: Path, tmp_path: Path
) -> None:
    """The picture of an export is what a stronger road shows too; parted, it goes along."""
    for number, write in enumerate(files):
        _import(group, write(tmp_path / f"{number}"))
    (post,) = _posts(group)
    assert ("graph", [PNG]) == (post["source"], _pictures(group))

    with reviewing(group, lambda: NOW) as deciding:
        ((own, _left),) = deciding.part(post["ref"])

    shown = {one["source"]: [medium["path"] for medium in one["media"]] for one in _posts(group)}
    assert own != post["ref"]
    assert (1, [None]) == (len([path for path in shown["dyi"] if path]), shown["graph"])


@pytest.mark.parametrize("turned", [False, True])
def test_archives_that_are_merged_have_the_picture(
    turned: bool, group: Path, tmp_path: Path
) -> None:
    """One archive has it by an export, the other has Facebook's answer: the post shows it."""
    other = Path(copytree(group, tmp_path / "other"))
    _import(group, _export(tmp_path / "export.zip"))
    _import(other, _answer(tmp_path / "answer.json"))
    own, there = (other, group) if turned else (group, other)

    merge(own, there / "archive" / "archive.db", now=lambda: NOW)

    assert [PNG] == _pictures(own)


def test_a_dry_merge_counts_the_pictures_that_the_merge_brings(group: Path, tmp_path: Path) -> None:
    """Those that are there, that are not, and that are not what their name says."""
    other = Path(copytree(group, tmp_path / "other"))
    pictures = [f"photos/{name}.png" for name in ("one", "two", "three")]
    told = [
        entry(NOW - timedelta(days=n), TITLE, f"Réunion numéro {n} à l’école.", name)
        for n, name in enumerate(pictures)
    ]
    zipped = group_export(tmp_path / "export.zip", told)
    with ZipFile(zipped, "a") as more:
        for n, name in enumerate(pictures):
            more.writestr(name, PNG + bytes([n]))
    _import(other, zipped)
    there, lost, changed = sorted((other / "archive" / "media").glob("*/*.png"))
    lost.unlink()
    changed.write_bytes(PNG)
    assert there.exists()

    dry, real = (
        merge(group, other / "archive" / "archive.db", is_dry=is_dry, now=lambda: NOW)
        for is_dry in (True, False)
    )

    assert (3, 1, 2) == (real.new, real.media, real.absent)
    assert real == dry


def _lines(home: Path, path: Path) -> Path:
    """What a home exports, as JSON Lines."""
    with (
        closing(connect(home / "archive" / "archive.db")) as archive,
        path.open("w", encoding="utf-8") as out,
    ):
        write_jsonl(selected(archive, select(archive, Query(limit=None))), about(), Wishes(), out)
    return path


@pytest.mark.parametrize("lies", ["beside", "here", "nowhere", "else"])
def test_pictures_of_our_own_lines(group: Path, tmp_path: Path, lies: str) -> None:
    """They come from beside the file, or out of the archive; one that is in neither is told."""
    _import(group, _export(tmp_path / "a.zip"))
    before = _posts(group)
    folder = tmp_path / "lines"
    folder.mkdir()
    lines = _lines(group, folder / "posts.jsonl")
    other = tmp_path / "other"
    copytree(group / "config", other / "config")
    (other / "archive").mkdir()
    copy(group / "archive" / "author.key", other / "archive" / "author.key")
    if lies != "nowhere":
        into = other / "archive" if lies == "here" else folder
        copytree(group / "archive" / "media", into / "media")
    if lies == "else":
        for one in (folder / "media").glob("*/*"):
            one.write_bytes(PNG + b"else")

    with importing(other, now=lambda: NOW + timedelta(days=9)) as parts:
        (report,) = parts.run(open_all([lines], Limits()), [lines])

    (after,) = _posts(other)
    is_there = lies in ("beside", "here")
    assert [is_there] == [one["sha256"] is not None for one in after["media"]]
    assert is_there == (not report.problems) == bool(report.media)
    assert all(one.where.startswith("media/") for one in report.problems)
    for told in ("captured_at", "availability", "hash", "source"):
        assert before[0][told] == after[told]


def test_nothing_is_said_of_pictures_that_are_here(group: Path, tmp_path: Path) -> None:
    """Lines that come back to the archive they are of bring nothing, and need nothing beside."""
    _import(group, _export(tmp_path / "a.zip"))

    (report,) = _import(group, _lines(group, tmp_path / "posts.jsonl"))

    assert ([], 1, 0) == (report.problems, report.same, report.media)
