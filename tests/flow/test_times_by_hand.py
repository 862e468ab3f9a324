"""What a person tells better of a post that was told by hand before."""

from contextlib import closing
from pathlib import Path

import pytest

from archive.build import index_is_whole
from fb_watch.archive.coverage import coverage
from fb_watch.archive.search import connect
from fb_watch.importer import importing
from fb_watch.intake.hand import FORMAT, by_hand
from fb_watch.model.intake import FileReport
from flow.conftest import NOW
from flow.test_roads import MADAGASCAR, _posts

URL = f"https://www.facebook.com/{MADAGASCAR}/posts/9000000000077"


def _add(home: Path, date: str, text: str = "École", url: str = URL) -> None:
    with importing(home, page="madagascar", now=lambda: NOW) as parts:
        page = parts.placing.context.given
        assert page
        found = by_hand(page, url=url, date=date, text=text, author=None, files=())
        parts.take_found(found, FORMAT, FileReport(file="by hand"))


def _times(home: Path) -> list[tuple[str, str]]:
    assert index_is_whole(home / "archive" / "archive.db")
    return [(post["created_at"], post["created_precision"]) for post in _posts(home)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2020-05-30T16:33", ("2020-05-30T16:33:00Z", "minute")),
        ("2020-05-30T01:00+03:00", ("2020-05-29T22:00:00Z", "minute")),
        ("2020-05-30T21:00-08:00", ("2020-05-31T05:00:00Z", "minute")),
        ("2020-06-02T16:33", ("2020-05-30T00:00:00Z", "day")),
    ],
)
@pytest.mark.parametrize("more", ["", " fermée"])
def test_a_finer_time_counts(more: str, told: str, expected: tuple[str, str], home: Path) -> None:
    """Where it lies in the day that was told, wherever that was; the day alone changes nothing."""
    _add(home, "2020-05-30")
    for date in (told, "2020-05-30"):
        _add(home, date, f"École{more}")

        assert [expected] == _times(home)


def test_coverage_has_each_post_once(home: Path) -> None:
    """However often it was told, as it was told last."""
    for date in ("2020-05-30", "2020-05-30T16:33", "2020-05-30T16:34"):
        _add(home, date)
    _add(home, "2020-05-31", "Un puits", URL.replace("77", "78"))

    with closing(connect(home / "archive" / "archive.db")) as archive:
        (page,) = coverage(archive)

    assert [("2020-05-30T16:34:00Z", 1), ("2020-05-31T00:00:00Z", 1)] == [
        (one["since"], one["posts"]) for one in page["imports"]
    ]
