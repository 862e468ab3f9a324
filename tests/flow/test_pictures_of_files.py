"""Pictures beside posts: what did not come once may come with the next try."""

import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from fb_watch.importing import exit_code
from flow.conftest import NOW
from flow.exports import PNG, entry, group_export
from flow.test_roads import _import, _posts, group

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
