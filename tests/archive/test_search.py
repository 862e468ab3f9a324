import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.build import (
    NOW,
    OTHER,
    PAGE,
    capture,
    country,
    new,
    opened,
    post,
    save,
    tagged,
    theme,
)
from fb_watch.archive.search import connect, count, facets, get, search
from fb_watch.archive.selection import posts, select
from fb_watch.archive.stats import stats
from fb_watch.archive.store import Archive
from fb_watch.errors import NotFoundError
from fb_watch.model.archived import Order, Query
from fb_watch.model.collected import Counts, Link, Media, Place
from fb_watch.model.comments import Comment
from fb_watch.model.tagged import Tag


def _day(day: int) -> datetime:
    return datetime(2020, 5, day, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Four posts of two pages, opened to read."""
    path = tmp_path_factory.mktemp("search") / "archive.db"
    archive = opened(path)
    asia = [
        new(
            tagged(
                post(1, "school and hospital", created_at=_day(1)),
                theme("education"),
                theme("health"),
                country("IN"),
                Tag(kind="question", value="challenges", score=1.0),
            ),
            Counts(reactions=5, comments=0),
        ),
        new(
            tagged(
                post(
                    2,
                    "school",
                    created_at=_day(2),
                    kind="photo",
                    media=(Media(kind="photo", id="9", alt="a blackboard"),),
                ),
                theme("education"),
                country("IN"),
                country("BD"),
            ),
            Counts(reactions=1, comments=2, shares=7),
        ),
        new(post(3, None, created_at=datetime(2020, 4, 30, tzinfo=UTC), place=Place(name="Goma"))),
    ]
    save(archive, asia)
    link = Link(url="https://example.org/1", title="La rentrée", description="hospital")
    other = post(4, "école", created_at=_day(3), page=OTHER.key, links=(link,), kind="link")
    save(archive, [new(tagged(other, theme("food-aid"), language="fr"))], page=OTHER)
    (second,) = archive.comments.due(PAGE, NOW)
    said = Comment(id="2_1", post=second.id, created_at=NOW, message="gratitude")
    archive.comments.save(second, capture(), [said])
    archive.close()
    connection = connect(path)
    yield connection
    connection.close()


def _numbers(db: sqlite3.Connection, query: Query) -> list[int]:
    hits, _notes = search(db, query)
    return [int(hit["post"]["id"].split("_")[1]) for hit in hits]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [4, 2, 1, 3]),
        ({"themes": ("education",)}, [2, 1]),
        ({"themes": ("education", "food-aid")}, [4, 2, 1]),
        ({"themes": ("food",)}, []),
        ({"themes": ("none",)}, [3]),
        ({"themes": ("none", "health")}, [1, 3]),
        ({"themes": ("education",), "countries": ("BD",)}, [2]),
        ({"countries": ("none",)}, [4, 3]),
        ({"regions": ("africa",)}, [4]),
        ({"regions": ("nowhere",)}, []),
        ({"languages": ("fr",)}, [4]),
        ({"pages": ("south-asia",)}, [2, 1, 3]),
        ({"pages": ("south",)}, []),
        ({"questions": ("challenges",)}, [1]),
        ({"kinds": ("photo", "link")}, [4, 2]),
        ({"statuses": ("new",)}, [4, 2, 1, 3]),
        ({"statuses": ("verified",)}, []),
        ({"availabilities": ("online", "gone")}, [4, 2, 1, 3]),
        ({"has": ("media",)}, [2]),
        ({"has": ("place",)}, [3]),
        ({"has": ("comments",)}, [2]),
        ({"has": ("comments", "place")}, [2, 3]),
        ({"tagged_by": ("hand",)}, []),
        ({"since": "2020-05-01T00:00:00Z"}, [4, 2, 1]),
        ({"until": "2020-05-01T00:00:00Z"}, [3]),
        ({"since": "2020-05-01T00:00:00Z", "until": "2020-05-02T00:00:00Z"}, [1]),
        ({"order": "oldest"}, [3, 1, 2, 4]),
        ({"order": "engagement"}, [2, 1, 4, 3]),
        ({"order": "relevance"}, [4, 2, 1, 3]),
        ({"limit": 2, "offset": 1}, [2, 1]),
        ({"words": "school", "order": "oldest"}, [1, 2]),
        ({"words": "rentree"}, [4]),
        ({"words": "blackboard"}, [2]),
        ({"words": "gratitude"}, [2]),
        ({"words": "hospital", "themes": ("education",)}, [1]),
        ({"words": "school", "has": ("comments",), "regions": ("asia",)}, [2]),
        ({"refs": ("fbw:2020-000003", f"{PAGE.id}_1")}, [2, 1]),
        ({"refs": ("fbw:2020-000003", "fbw:2020-3"), "themes": ("education",)}, [2]),
    ],
)
def test_filters(filled: sqlite3.Connection, asked: dict[str, Any], expected: list[int]) -> None:
    """One filter given twice means either, different filters mean both; count says how many."""
    query = Query(**asked)

    assert expected == _numbers(filled, query)
    if "limit" not in asked:
        assert len(expected) == count(filled, query)


def test_relevance_prefers_what_says_it_more(archive: Archive, reader: sqlite3.Connection) -> None:
    """A post that speaks of it comes before a newer one that names it among much else."""
    save(archive, [new(post(1, "school " + "and other things " * 20)), new(post(2, "school"))])

    assert [2, 1] == _numbers(reader, Query(words="school"))


def test_of_two_alike_the_newer_comes_first(archive: Archive, reader: sqlite3.Connection) -> None:
    """Relevance being the same, a post of today comes before one of years ago."""
    save(archive, [new(post(1, "school")), new(post(50_000, "school")), new(post(9, "other"))])

    assert [1, 50_000] == _numbers(reader, Query(words="school"))


def test_facets_count_what_the_hits_say(filled: sqlite3.Connection) -> None:
    """Counts over all matches, whatever the limit: most frequent first, months in order."""
    hits, _notes = search(filled, Query(limit=None))
    posts = [hit["post"] for hit in hits]

    told = facets(filled, Query(limit=1))

    themes = Counter(t["theme"] for post in posts for t in post["themes"])
    assert [("education", 2), ("food-aid", 1), ("health", 1)] == told["theme"]
    assert dict(themes) == dict(told["theme"])
    assert [("IN", 2), ("BD", 1)] == told["country"]
    assert [("en", 3), ("fr", 1)] == told["language"]
    assert [("south-asia", 3), ("madagascar", 1)] == told["page"]
    assert [("2020-04", 1), ("2020-05", 3)] == told["month"]


def test_each_facet_is_what_its_filter_finds(filled: sqlite3.Connection) -> None:
    """The number beside a value is the number of posts found with that value as a filter."""
    told = facets(filled, Query(words="school"))

    for theme_id, number in told["theme"]:
        assert number == count(filled, Query(words="school", themes=(theme_id,)))
    for code, number in told["country"]:
        assert number == count(filled, Query(words="school", countries=(code,)))


def test_stats_count_a_post_under_each_of_its_themes(filled: sqlite3.Connection) -> None:
    """Two fields cross; a post without the one stands under none."""
    told = stats(filled, Query(), ("theme", "country"))

    assert [
        ("education", "IN", 2),
        ("education", "BD", 1),
        ("food-aid", "none", 1),
        ("health", "IN", 1),
        ("none", "none", 1),
    ] == told


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("month",), [("2020-04", 1), ("2020-05", 3)]),
        (("region",), [("asia", 3), ("africa", 1)]),
        (("question",), [("none", 3), ("challenges", 1)]),
        (("language", "page"), [("en", "south-asia", 3), ("fr", "madagascar", 1)]),
    ],
)
def test_stats_by(
    filled: sqlite3.Connection, by: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    """Every field can be counted by."""
    assert expected == stats(filled, Query(), by)


@pytest.mark.parametrize(
    "name",
    [
        "fbw:2020-000002",
        " fbw:2020-2 ",
        f"{PAGE.id}_1",
        f"https://www.facebook.com/{PAGE.id}/posts/1",
        f"https://m.facebook.com/story.php?id={PAGE.id}&story_fbid=1&mibextid=x",
        f"<https://fr-fr.facebook.com/permalink.php?story_fbid=1&id={PAGE.id}>",
        f"facebook.com/{PAGE.id}/posts/school-and-hospital/1/?__tn__=-R",
    ],
)
def test_a_post_answers_to_every_name(filled: sqlite3.Connection, name: str) -> None:
    """Reference, id, and any form of the address lead to the same post."""
    assert f"{PAGE.id}_1" == get(filled, name)["id"]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("fbw:2020-000099", "fbw:2020-000004"),
        ("fbw:1999-000001", "1999"),
        ("fbw:2020-000002@00000000", "@"),
        ("https://www.facebook.com/nobody/posts/12345678901", "fbw:"),
        ("", "fbw:"),
        ("\0\ud800", "fbw:"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(
    filled: sqlite3.Connection, name: str, remedy: str
) -> None:
    """No post, but a word on what there is."""
    with pytest.raises(NotFoundError) as error:
        get(filled, name)

    assert remedy in error.value.remedy


def test_an_old_version_can_be_asked_for(archive: Archive, reader: sqlite3.Connection) -> None:
    """A reference with a hash among others gives that version in the list."""
    from archive.build import edit

    save(archive, [new(post(1, "open")), new(post(2, "far"))])
    old = get(reader, f"{PAGE.id}_1")
    edit(archive, post(1, "closed"))

    hits, _notes = search(reader, Query(refs=(f"{old['ref']}@{old['hash'][:8]}", f"{PAGE.id}_2")))

    assert ["open", "far"] == [hit["post"]["message"] for hit in hits]


@pytest.mark.parametrize("order", [None, "newest"])
def test_two_versions_of_one_post_are_two(
    archive: Archive, reader: sqlite3.Connection, order: Order | None
) -> None:
    """Each version named is found, in a search and a selection; what is named twice once."""
    from archive.build import edit

    save(archive, [new(post(1, "open")), new(post(2, "far"))])
    old = get(reader, f"{PAGE.id}_1")
    edit(archive, post(1, "closed"))
    late = get(reader, f"{PAGE.id}_1")
    first, second = (f"{one['ref']}@{one['hash'][:8]}" for one in (old, late))
    query = Query(refs=(first, f"{PAGE.id}_2", second, first, late["ref"]), order=order)

    hits, _notes = search(reader, query)
    (last, *_others), _notes = search(reader, query._replace(offset=2, limit=5))
    chosen = select(reader, query)

    told = [hit["post"]["message"] for hit in hits]
    assert (["open", "far", "closed"] if order is None else ["open", "closed", "far"]) == told
    assert told[2] == last["post"]["message"]
    assert told == [one["message"] for one in posts(reader, chosen)]
    assert 3 == len(chosen)
