"""One road tells of a post twice, with more and with less: what is left out is not gone."""

import csv
import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from fb_watch.archive.evidence import pictures
from fb_watch.archive.search import connect
from fb_watch.importer import importing
from fb_watch.intake.hand import FORMAT, by_hand
from fb_watch.model.intake import FileReport
from flow.conftest import NOW
from flow.exports import PNG, entry, page_export
from flow.test_other_roads import AT, MADAGASCAR, NAME, URL, _answer, _import
from flow.test_roads import _posts

RICH = {
    "Link": "https://bit.ly/x",
    "Final Link": "https://example.org/x",
    "Image Text": "ÉCOLE OUVERTE",
    "Link Text": "Guide",
    "Description": "Pour les parents",
}
POOR = {"Link": "https://bit.ly/x"}
LINKED = {"data": [{"type": "share", "title": "Guide", "unshimmed_url": "https://example.org/x"}]}
PHOTO = {
    "data": [{"type": "photo", "target": {"id": "5"}, "media": {"image": {"src": "https://x/y"}}}]
}


def _table(path: Path, told: Mapping[str, str], text: str = "École") -> Path:
    row = {
        "Page Name": NAME,
        "Facebook Id": MADAGASCAR,
        "Post Created": AT.strftime("%Y-%m-%d %H:%M:%S UTC"),
        "Type": "Link",
        "URL": URL,
        "Message": text,
        **told,
        "Overperforming Score": "1",
    }
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, list(row))
        table.writeheader()
        table.writerow(row)
    return path


def _suite(path: Path, told: Mapping[str, str]) -> Path:
    row = {
        "Post ID": "77",
        "Page ID": MADAGASCAR,
        "Page name": NAME,
        **told,
        "Publish time": "05/30/2020 19:03",
        "Permalink": URL,
        "Post type": "Photos",
    }
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, list(row))
        table.writeheader()
        table.writerow(row)
    return path


def _api(path: Path) -> Path:
    post = {
        "platformId": f"{MADAGASCAR}_77",
        "platform": "Facebook",
        "date": AT.strftime("%Y-%m-%d %H:%M:%S"),
        "type": "link",
        "message": "École",
        "postUrl": URL,
        "media": [{"type": "photo", "full": "https://scontent.example/x.jpg"}],
        "account": {"id": 1, "name": NAME, "platformId": MADAGASCAR},
    }
    path.write_text(json.dumps({"result": {"posts": [post]}}), "utf-8")
    return path


def _edits(reports: list[FileReport]) -> tuple[int, int]:
    return sum(one.edited for one in reports), sum(one.new for one in reports)


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_with_fewer_columns_takes_nothing_back(
    turned: bool, home: Path, tmp_path: Path
) -> None:
    """Whichever comes first: link, title and words of the picture stand, and nobody edited."""
    files = [_table(tmp_path / "new.csv", RICH), _table(tmp_path / "old.csv", POOR)]

    reports = [one for file in files[:: -1 if turned else 1] for one in _import(home, file)]
    again = _import(home, files[0], again=True) + _import(home, files[1], again=True)

    (post,) = _posts(home)
    link = {"url": RICH["Final Link"], "title": "Guide", "description": "Pour les parents"}
    assert [link] == post["links"]
    assert ["ÉCOLE OUVERTE"] == [one["alt"] for one in post["media"]]
    assert ((0, 1), (0, 0)) == (_edits(reports), _edits(again))
    assert (2 if turned else 1, None) == (post["version"], post["edited_at"])


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_and_an_answer_of_one_tool(turned: bool, home: Path, tmp_path: Path) -> None:
    """CrowdTangle's table has the words of the picture, its API the picture: both stand."""
    files = [_table(tmp_path / "t.csv", RICH), _api(tmp_path / "a.json")]

    reports = [one for file in files[:: -1 if turned else 1] for one in _import(home, file)]

    (post,) = _posts(home)
    assert (["Guide"], ["ÉCOLE OUVERTE"], None) == (
        [one["title"] for one in post["links"]],
        [one["alt"] for one in post["media"]],
        post["edited_at"],
    )
    assert (0, 1) == _edits(reports)


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_of_business_suite_without_descriptions(
    turned: bool, home: Path, tmp_path: Path
) -> None:
    """Its title is not the text of which another table has the whole."""
    files = [
        _suite(tmp_path / "1.csv", {"Title": "Courte", "Description": "La longue description"}),
        _suite(tmp_path / "2.csv", {"Title": "Courte"}),
    ]

    reports = [one for file in files[:: -1 if turned else 1] for one in _import(home, file)]

    (post,) = _posts(home)
    assert ("La longue description", None) == (post["message"], post["edited_at"])
    assert (0, 1) == _edits(reports)


def test_other_words_are_an_edit_that_keeps_what_is_left_out(home: Path, tmp_path: Path) -> None:
    """The text of a later table stands; the title that it has no column for does too."""
    _import(home, _table(tmp_path / "1.csv", RICH))

    (report,) = _import(home, _table(tmp_path / "2.csv", POOR, "École fermée"))

    (post,) = _posts(home)
    assert (1, "École fermée", "Guide") == (
        report.edited,
        post["message"],
        post["links"][0]["title"],
    )
    assert post["edited_at"]


def test_an_empty_cell_takes_no_text_away(home: Path, tmp_path: Path) -> None:
    """Nobody knows whether it was taken out or is not told: what stands stays."""
    _import(home, _table(tmp_path / "1.csv", RICH))

    (report,) = _import(home, _table(tmp_path / "2.csv", RICH, ""))

    (post,) = _posts(home)
    assert (0, "École", 1) == (report.edited, post["message"], post["version"])


def test_a_version_that_only_tells_more_stays_an_edited_one(home: Path, tmp_path: Path) -> None:
    """When an edit was seen, and how old the words are, outlives what is told besides."""
    told = entry(AT, f"{NAME} a publié.", "École")
    told["data"].append({"update_timestamp": int(AT.timestamp()) + 9000})
    linked = entry(AT, f"{NAME} a publié.", "École")
    linked["attachments"] = [{"data": [{"external_context": {"url": "https://example.org/x"}}]}]
    _import(home, page_export(tmp_path / "1.json", [told]))
    (before,) = _posts(home)

    _import(home, page_export(tmp_path / "2.json", [linked]))

    (post,) = _posts(home)
    assert before["edited_at"]
    assert (2, before["edited_at"], ["https://example.org/x"]) == (
        post["version"],
        post["edited_at"],
        [one["url"] for one in post["links"]],
    )


def _add(home: Path, *pictures: Path, text: str | None = "École") -> FileReport:
    report = FileReport(file="by hand", format=FORMAT.name)
    with importing(home, page="madagascar", now=lambda: NOW) as parts:
        page = parts.placing.context.given
        assert page
        day = "2020-05-30"
        found = by_hand(page, url=URL, date=day, text=text, author=None, files=pictures)
        parts.take_found(found, FORMAT, report)
    return report


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A screenshot."""
    path = tmp_path / "shot.png"
    path.write_bytes(PNG)
    return path


def test_a_screenshot_that_is_added_later_takes_no_text_away(home: Path, picture: Path) -> None:
    """The text that was told the first time stands, with the picture, and nobody edited."""
    _add(home)

    report = _add(home, picture, text=None)

    (post,) = _posts(home)
    assert (0, 1, "École", None) == (
        report.edited,
        report.media,
        post["message"],
        post["edited_at"],
    )
    assert [True] == [bool(one["path"]) for one in post["media"]]


def test_a_second_screenshot_is_kept_beside_the_first(
    home: Path, picture: Path, tmp_path: Path
) -> None:
    """Of a long post, say; the same one given again is here already."""
    second = tmp_path / "second.png"
    second.write_bytes(PNG + b"another")

    came = [_add(home, one).media for one in (picture, second, second, picture)]

    (post,) = _posts(home)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        beside = pictures(archive, post["ref"])
    assert [1, 1, 0, 0] == came
    assert (1, 1) == (len(beside), sum(bool(one["path"]) for one in post["media"]))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("told", [{}, {"attachments": LINKED}, {"attachments": PHOTO}])
def test_a_screenshot_is_shown_beside_what_facebook_says(
    told: dict[str, object], turned: bool, home: Path, tmp_path: Path, picture: Path
) -> None:
    """Whichever comes first, it is none of the post's pictures, and is shown, once."""
    answer = _answer(tmp_path / "a.json", message="École", **told)
    if turned:
        _import(home, answer)
    _add(home, picture)
    if not turned:
        _import(home, answer)

    (post,) = _posts(home)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        shown = pictures(archive, post["ref"])
    assert "graph" == post["source"]
    number = int(told.get("attachments") == PHOTO)
    assert (1, [None] * number) == (len(shown), [one["path"] for one in post["media"]])
