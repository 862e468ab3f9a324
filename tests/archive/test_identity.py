"""Which posts are one: whatever roads tell of them, in whatever order."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.build import NOW, PAGE, capture, index_is_whole, new, opened, post, rows, save, tagged
from fb_watch.archive.identity import recognise, same_words
from fb_watch.archive.store import Archive
from fb_watch.dialect.parse import Parsed
from fb_watch.importing import Import
from fb_watch.intake.crowdtangle import TABLE
from fb_watch.intake.dyi_json import FORMAT as EXPORT
from fb_watch.intake.format import Context, Format
from fb_watch.model.collected import Page, Post
from fb_watch.model.intake import FileReport, Found, local_id
from fb_watch.model.tagged import TaggedPost, Verdict
from fb_watch.pipeline import decide
from fb_watch.placing import Placing

WHEN = datetime(2020, 5, 30, 13, 33, 20, tzinfo=UTC)


def _tag(told: Post, _page: Page, _beside: Sequence[Post]) -> TaggedPost:
    return tagged(told)


def _parts(archive: Archive) -> Import:
    return Import(
        intake=archive.intake,
        placing=Placing(
            pages={PAGE.key: PAGE},
            context=Context(pages=(PAGE,)),
            pseudonym=lambda person: f"{len(person):016x}",
            own_key=archive.intake.key_known_by,
        ),
        tag=_tag,
        now=lambda: NOW,
    )


def _post(number: int) -> Post:
    long = 7_000_000_000_000 + number
    return post(
        number,
        f"School number {number} is open",
        id=f"{PAGE.id}_{long}",
        created_at=WHEN + timedelta(days=number),
        permalink=f"https://www.facebook.com/{PAGE.id}/posts/{long}",
    )


def _take(archive: Archive, told: Post, form: Format) -> FileReport:
    report = FileReport(file="a file")
    found = Found(post=told, where="line 2", raw=repr((told, form.name)).encode())
    _parts(archive).take_found(found, form, report)
    return report


def _by_graph(archive: Archive, number: int) -> None:
    told = _post(number)
    found = archive.recognise([told])
    changes = [
        change if change.verdict is Verdict.SAME else change._replace(tagged=tagged(told))
        for change in decide(Parsed(posts=(told,), counts={}), found)
    ]
    archive.save(PAGE, capture(), changes)


def _by_table(archive: Archive, number: int) -> None:
    _take(archive, replace(_post(number), permalink=None), TABLE)


def _by_address(archive: Archive, number: int) -> None:
    told = _post(number)
    mobile = f"https://m.facebook.com/story.php?story_fbid={told.id.split('_')[1]}&id={PAGE.id}"
    _take(archive, replace(told, id=mobile, permalink=mobile), TABLE)


def _by_export(archive: Archive, number: int) -> None:
    told = _post(number)
    at = told.created_at.replace(second=0)
    text = f"  school NUMBER {number}\n is open "
    name = local_id(PAGE.key, "", at, "minute", text)
    local = replace(
        told, id=name, permalink=None, message=text, created_at=at, created_precision="minute"
    )
    _take(archive, local, EXPORT)


ROADS: tuple[Callable[[Archive, int], None], ...] = (
    _by_graph,
    _by_table,
    _by_address,
    _by_export,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ROADS)), min_size=1, max_size=10))
def test_each_post_is_one_whatever_roads_tell_of_it(
    steps: list[tuple[int, Callable[[Archive, int], None]]],
) -> None:
    """The true set of posts, each under the reference it got first, and a whole index."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        archive = opened(path)
        refs: list[str] = []
        for number, road in steps:
            road(archive, number)
            refs = [*refs, *(r for (r,) in rows(path, "SELECT ref FROM posts") if r not in refs)]
        archive.close()

        assert len({number for number, _road in steps}) == len(refs)
        told = [f"%umber {number}%" for number in {number for number, _road in steps}]
        for words in told:
            found = rows(path, "SELECT DISTINCT post FROM versions WHERE message LIKE ?", words)
            assert 1 == len(found)
        assert index_is_whole(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": WHEN + timedelta(minutes=1)},
        {"message": "School is closed"},
        {"page": "madagascar"},
        {"is_personal": True, "author_id": "a"},
        {"created_precision": "day"},
        {"message": None},
    ],
)
def test_what_makes_two_posts(archive: Archive, changes: dict[str, object]) -> None:
    """Another minute, other words, another source, another author, no time of day, no words."""
    save(archive, [new(post(1, "School is open", created_at=WHEN))])
    told = post(1, "School is open", created_at=WHEN, id="local:x", permalink=None)

    (same,) = recognise(archive._db, [told])
    (other,) = recognise(archive._db, [replace(told, **changes)])  # type: ignore[arg-type]

    assert same is not None
    assert "text" == same.basis
    assert other is None


def test_two_ids_of_facebook_are_two_posts(archive: Archive) -> None:
    """The same words in the same minute, published twice."""
    save(archive, [new(post(1, "School is open", created_at=WHEN))])

    (found,) = recognise(archive._db, [post(2, "School is open", created_at=WHEN)])

    assert found is None


def test_an_address_of_another_day_is_another_post(archive: Archive) -> None:
    """Files get zones wrong by hours, never by days."""
    told = _post(1)
    save(archive, [new(told)])
    late = replace(told, id="local:x", created_at=told.created_at + timedelta(days=3))

    (found,) = recognise(archive._db, [replace(late, message="Other")])

    assert found is None


def test_an_author_nobody_knows_is_nobody(archive: Archive) -> None:
    """A post of a person whose name is not told is like no other by its words."""
    assert archive
    assert same_words(post(1, "School", is_personal=True)) is None
    assert same_words(post(1, "School")) is not None
