import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import NOW, country, edit, new, opened, post, rows, save, tagged, theme
from archive.desk import ANNA, BEN, filled
from fb_watch.archive import dossiers, review
from fb_watch.archive.queue import READING, First, is_reading, look, open_post, take
from fb_watch.archive.search import get
from fb_watch.archive.store import reviewing
from fb_watch.model.archived import Query, versioned
from fb_watch.model.tagged import Language, Tag, TaggedPost

UNTIL = NOW + timedelta(days=7)
NEW = Query(statuses=("new",), limit=None)
CONGO = Tag(kind="country", value="CD CG", score=1.0, role="unresolved")


@pytest.fixture
def refs(path: Path) -> list[str]:
    """Posts of three countries, the newest first: MG MG MG KE KE, and one that may be CD or CG."""
    archive = opened(path)
    codes = ("MG", "MG", "MG", "KE", "KE")
    changes = [
        new(
            tagged(
                post(n, f"School {n}"), country(code, score=4.0), theme("education", score=n * 1.0)
            )
        )
        for n, code in enumerate(codes, 1)
    ]
    congo = tagged(post(6, "Congo"))
    unresolved = type(congo)(post=congo.post, language=congo.language, unresolved=(CONGO,))
    save(archive, [*changes, new(unresolved)])
    archive.close()
    return [ref for (ref,) in rows(path, "SELECT ref FROM posts ORDER BY key DESC")]


@pytest.mark.parametrize(
    ("first", "places"),
    [
        ("unread", [0, 1, 2, 3, 4, 5]),
        ("unsure", [5, 0, 1, 2, 3, 4]),  # the name of two countries, then the weakest theme
        ("countries", [0, 3, 5, 1, 4, 2]),
    ],
)
def test_what_comes_first(
    db: sqlite3.Connection, refs: list[str], first: First, places: list[int]
) -> None:
    """Newest first, least sure first, or one of each country in turn."""
    assert [refs[place] for place in places] == look(db, NEW, "", NOW, 10, first)


def test_a_doubtful_theme_goes_before_a_text_of_no_language(path: Path) -> None:
    """Of emoji alone there is nothing to be decided: what may be wrongly tagged is read before."""
    archive = opened(path)
    mute = TaggedPost(post=post(1, "🌸🌸"), language=Language(code="und", confidence=0.0))
    save(archive, [new(mute), new(tagged(post(2), theme("education", score=0.5)))])
    archive.close()

    with reviewing(path, lambda: NOW) as db:
        told = [get(db, ref)["message"] for ref in look(db, NEW, "", NOW, 10, "unsure")]

    assert ["School", "🌸🌸"] == told


def test_two_people_never_get_the_same_post(db: sqlite3.Connection, refs: list[str]) -> None:
    """What one has checked out the other is not given, until it is free again."""
    anna = take(db, NEW, ANNA, NOW, number=2, until=UNTIL)
    ben = take(db, NEW, BEN, NOW, number=3, until=UNTIL)
    review.set_status(db, anna[:1], "relevant", ANNA, NOW)

    assert refs[:2] == anna
    assert refs[2:5] == ben
    assert [anna[1], refs[5]] == take(db, NEW, ANNA, NOW, number=5, until=UNTIL)
    assert [] == take(db, NEW, "Chloé", NOW, number=5, until=UNTIL)
    assert refs[1:] == take(db, NEW, "Chloé", UNTIL, number=9, until=UNTIL)


def test_what_one_has_already_comes_first(db: sqlite3.Connection, refs: list[str]) -> None:
    """Asked twice, the queue gives the same posts: nothing is piled up."""
    review.assign(db, refs[3:4], ANNA, BEN, NOW, UNTIL)

    once = take(db, NEW, ANNA, NOW, number=2, until=UNTIL)
    twice = take(db, NEW, ANNA, NOW, number=2, until=UNTIL)

    assert [refs[3], refs[0]] == once
    assert {*once} == {*twice}
    assert {ANNA: 2} == review.workload(db, NOW)


def test_a_look_takes_nothing_and_an_undo_lets_it_be(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Without a name nothing is checked out; to check out is nothing that undo would take back."""
    look(db, NEW, "", NOW, 3, "unread")
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    take(db, NEW, ANNA, NOW, number=1, until=UNTIL)

    undone = review.undo(db, ANNA, NOW)

    assert undone is not None
    assert "status" == undone["kind"]
    assert {ANNA: 1} == review.workload(db, NOW)


def test_filters_choose_the_queue(db: sqlite3.Connection, refs: list[str]) -> None:
    """Words, tags and statuses choose what is read, as everywhere."""
    kenya = Query(statuses=("new",), countries=("KE",))

    assert refs[3:5] == look(db, kenya, "", NOW, 10, "unsure")
    assert refs[5:] == look(db, Query(words="Congo"), "", NOW, 10, "countries")
    assert [] == look(db, Query(statuses=("verified",)), ANNA, NOW, 10, "unread")


def test_what_somebody_reads_is_passed_over(db: sqlite3.Connection, refs: list[str]) -> None:
    """A post that is open before somebody is that person's for a while, unless somebody has it."""
    take(db, NEW, BEN, NOW, number=1, until=UNTIL)

    for ref in refs[:2]:
        open_post(db, ref, ANNA, NOW)
        open_post(db, ref, "Chloé", NOW)
    held = review.holders(db, refs, NOW)

    assert {refs[0]: (BEN, False), refs[1]: (ANNA, True)} == {
        ref: (one["name"], is_reading(one)) for ref, one in held.items()
    }
    assert refs[2:3] == look(db, NEW, "Chloé", NOW, 1, "unread")
    assert refs[1:2] == look(db, NEW, "Chloé", NOW + READING, 1, "unread")
    assert review.undo(db, ANNA, NOW) is None


@pytest.mark.parametrize("first", ["unread", "unsure", "countries"])
def test_a_post_kept_at_two_versions_is_read_once(
    db: sqlite3.Connection, refs: list[str], path: Path, first: First
) -> None:
    """At the version that comes first of those the query finds; the others get their turn."""
    old = versioned(get(db, refs[0]))
    dossiers.create(db, "before", ANNA, NOW)
    dossiers.add(db, "before", refs[0], None, ANNA, NOW)
    with closing(opened(path)) as archive:
        edit(archive, post(1, "Another school"))
    dossiers.create(db, "after", ANNA, NOW)
    dossiers.add_all(db, "after", refs[:2], None, ANNA, NOW)
    both = Query(dossiers=("before", "after"), limit=None)
    other = versioned(get(db, refs[1]))

    assert [old, other] == sorted(look(db, both, "", NOW, 9, first), reverse=True)
    changed = versioned(get(db, refs[0]))
    assert [changed] == look(db, both._replace(words="another"), "", NOW, 9, first)
    assert 2 == len(set(take(db, both, BEN, NOW, number=2, until=UNTIL, first=first)))


@pytest.mark.parametrize("first", ["unread", "unsure", "countries"])
def test_a_queue_costs_as_many_steps_as_it_has_posts(path: Path, first: First) -> None:
    """Not their square: it is asked within a transaction, for which others wait."""
    steps = []
    for number in (40, 80):
        place = path.with_name(f"{number}.db")
        filled(place, number)
        with reviewing(place, lambda: NOW) as db:
            counted = [0]

            def count(counted: list[int] = counted) -> None:
                counted[0] += 1

            db.set_progress_handler(count, 10)
            assert look(db, NEW._replace(themes=("education",)), "", NOW, 10, first)
            steps.append(counted[0])

    assert steps[1] < 2.6 * steps[0]
