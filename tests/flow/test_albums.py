"""Albums beside posts: each picture once, with all that is said of it."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fb_watch.archive.evidence import pictures
from fb_watch.archive.history import raw
from fb_watch.archive.joining import pairs
from fb_watch.archive.search import connect
from fb_watch.importer import reviewing
from flow.conftest import NOW
from flow.exports import PNG, broken, entry
from flow.test_roads import NAME, _import, _posts

AT = NOW - timedelta(days=3)
PICTURES = ("posts/media/1.png", "posts/media/2.png", "posts/media/3.png")
POST = entry(AT, f"{NAME} a publié une photo.", "", PICTURES[0])


def _picture(uri: str, **more: Any) -> dict[str, Any]:
    return {"uri": uri, "creation_timestamp": int(AT.timestamp()), **more}


def album_export(path: Path, posts: Sequence[Any] = (POST,)) -> Path:
    """The zip of a Page: its albums stand before its posts."""
    album = {
        "name": "Écoles",
        "photos": [
            _picture(PICTURES[0], description="Les élèves de Toamasina", title="Écoles"),
            _picture(PICTURES[1], title="Écoles"),
        ],
    }
    about = {"profile_v2": {"name": {"full_name": NAME}}}
    files = {
        "profile_information/profile_information.json": about,
        "posts/album/0.json": album,
        "posts/your_uncategorized_photos.json": {"other_photos_v2": [_picture(PICTURES[2])]},
        "posts/your_posts_1.json": list(posts),
    }
    with ZipFile(path, "w") as zipped:
        for name, told in files.items():
            zipped.writestr(name, json.dumps(broken(told)))
        for number, name in enumerate(PICTURES):
            zipped.writestr(name, PNG + bytes([number]))
    return path


def test_each_picture_of_an_export_is_there_once(home: Path, tmp_path: Path) -> None:
    """In its post where it has one, with the album's words and entry; else by itself."""
    reports = _import(home, album_export(tmp_path / "a.zip"))

    posts = sorted(_posts(home), key=lambda post: post["story"] or "")
    assert [[], [], []] == [report.problems for report in reports]
    assert ["Les élèves de Toamasina"] == [m["alt"] for m in posts[-1]["media"]]
    assert ["dyi-page"] * 3 == [post["source"] for post in posts]
    shown = [(home / "archive" / str(m["path"])).read_bytes() for p in posts for m in p["media"]]
    assert sorted(PNG + bytes([n]) for n in range(3)) == sorted(shown)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        evidence = raw(archive, posts[-1]["ref"])
    assert b"Toamasina" in evidence


def test_an_export_taken_in_again_changes_nothing(home: Path, tmp_path: Path) -> None:
    """Nor does the file of posts alone, which says less; nor a dry run, which says the same."""
    export = album_export(tmp_path / "a.zip")
    dry = [report.counted for report in _import(home, export, is_dry=True)]
    first = [report.counted for report in _import(home, export)]
    before = _posts(home)
    alone = tmp_path / "your_posts_1.json"
    with ZipFile(export) as zipped:
        alone.write_bytes(zipped.read("posts/your_posts_1.json"))

    again = [*_import(home, export), *_import(home, alone), *_import(home, export, again=True)]

    assert dry == first
    assert {(0, 0)} == {(report.new, report.edited) for report in again}
    assert before == _posts(home)


def test_words_of_an_album_come_to_a_post_that_is_known(home: Path, tmp_path: Path) -> None:
    """The file of posts came alone at first: the whole export adds to it; nobody edited it."""
    export = album_export(tmp_path / "a.zip")
    folder = tmp_path / "folder"
    with ZipFile(export) as zipped:
        for name in ("posts/your_posts_1.json", "posts/media/1.png"):
            zipped.extract(name, folder)
    _import(home, folder)
    (before,) = _posts(home)

    reports = _import(home, export)

    after = next(post for post in _posts(home) if post["ref"] == before["ref"])
    assert [None, "Les élèves de Toamasina"] == [one["media"][0]["alt"] for one in (before, after)]
    assert 3 == len(_posts(home))
    assert (0, None) == (sum(report.edited for report in reports), after["edited_at"])


def test_two_exports_call_their_pictures_alike(home: Path, tmp_path: Path) -> None:
    """What a person posted under the same path is no picture of the Page's, nor has its words."""
    page = album_export(tmp_path / "page.zip", [])
    person = tmp_path / "person.zip"
    theirs = entry(AT, "Ana Ruiz a publié une photo.", "Chez nous", PICTURES[0])
    about = {"profile_v2": {"name": {"full_name": "Ana Ruiz"}}}
    with ZipFile(person, "w") as zipped:
        zipped.writestr("profile_information/profile_information.json", json.dumps(about))
        zipped.writestr("posts/your_posts_1.json", json.dumps(broken([theirs])))
        zipped.writestr(PICTURES[0], PNG + b"person")

    _import(home, person, page)

    shown = [(home / "archive" / str(m["path"])) for p in _posts(home) for m in p["media"]]
    assert {PNG + bytes([number]) for number in range(3)} == {one.read_bytes() for one in shown}


def test_parts_of_one_export_belong_together(home: Path, tmp_path: Path) -> None:
    """The pictures lie in one zip, what is said of them in another: each is there once."""
    whole = album_export(tmp_path / "a.zip")
    parts = [tmp_path / "media.zip", tmp_path / "told.zip"]
    with ZipFile(whole) as zipped:
        for name in zipped.namelist():
            with ZipFile(parts[name not in PICTURES], "a") as part:
                part.writestr(name, zipped.read(name))

    _import(home, *parts)

    told = [m["alt"] for post in _posts(home) for m in post["media"]]
    assert (3, 1) == (len(told), told.count("Les élèves de Toamasina"))


def test_a_picture_with_the_words_of_a_post_is_shown_beside_it(home: Path, tmp_path: Path) -> None:
    """The post came without it: the same page, minute and words, and nothing else of it changes."""
    link = {"data": [{"external_context": {"url": "https://example.org/a"}}]}
    told = entry(AT, f"{NAME} a publié.", "Les élèves de Toamasina")
    export = album_export(tmp_path / "a.zip", [told | {"attachments": [link]}])

    _import(home, export)

    post = next(one for one in _posts(home) if one["message"])
    assert (3, 1, "link") == (len(_posts(home)), post["version"], post["kind"])
    with closing(connect(home / "archive" / "archive.db")) as archive:
        beside = pictures(archive, post["ref"])
    assert [PNG + b"\0"] == [(home / "archive" / path).read_bytes() for path in beside]


@pytest.mark.parametrize("is_album_first", [True, False])
def test_parts_given_one_after_another_leave_a_pair_to_decide_on(
    home: Path, tmp_path: Path, *, is_album_first: bool
) -> None:
    """A picture of an album whose file stands in a post may be that post, and comes apart again."""
    whole = album_export(tmp_path / "a.zip")
    parts = [tmp_path / "album.zip", tmp_path / "posts.zip"]
    with ZipFile(whole) as zipped:
        for name in zipped.namelist():
            for is_posts, part in enumerate(parts):
                if is_posts == ("your_posts" in name) or "posts/" not in name or "media" in name:
                    with ZipFile(part, "a") as into:
                        into.writestr(name, zipped.read(name))
    _import(home, *parts[:1]) if is_album_first else _import(home, *parts[1:])
    assert [] == _open_pairs(home)

    (report,) = (
        one
        for one in (_import(home, parts[1]) if is_album_first else _import(home, parts[0]))
        if one.notes
    )

    (pair,) = _open_pairs(home)
    told = {post["ref"]: post["story"] for post in _posts(home)}
    assert (4, [None, POST["title"]]) == (len(told), sorted(map(told.get, pair), key=bool))
    assert "import --review" in report.notes[-1]
    with reviewing(home, lambda: NOW) as deciding:
        stands, other = deciding.join(pair)
    assert (POST["title"], 3) == (told[stands], len(_posts(home)))
    assert {0} == {report.new for report in _import(home, whole)}
    with reviewing(home, lambda: NOW) as deciding:
        deciding.part(other)
    assert (4, []) == (len(_posts(home)), _open_pairs(home))


def _open_pairs(home: Path) -> list[list[str]]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        return [pair["posts"] for pair in pairs(archive)]


@pytest.mark.parametrize("owner", ["Ana Ruiz", ""])
def test_a_persons_albums_are_nobodys_page(home: Path, tmp_path: Path, owner: str) -> None:
    """They are passed over and named, as what was posted there is."""
    path = tmp_path / "a.zip"
    about = {"profile_v2": {"name": {"full_name": owner}}}
    with ZipFile(path, "w") as zipped:
        zipped.writestr("profile_information/profile_information.json", json.dumps(about))
        told = {"name": "Vacances", "photos": [_picture(PICTURES[0])]}
        zipped.writestr("posts/album/0.json", json.dumps(told))
        zipped.writestr(PICTURES[0], PNG)

    (report,) = _import(home, path)

    reason = "is of its author's own profile" if owner else "does not say of which page it is"
    assert [reason] == [one.reason for one in report.problems]
    assert [] == _posts(home)
    assert replace(report).new == 0
