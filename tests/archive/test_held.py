"""A dossier holds posts as they were: it is searched as it holds them."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import NOW, country, edit, new, opened, post, save, tagged, theme
from archive.desk import ANNA
from fb_watch.archive import chosen, dossiers, queue, review
from fb_watch.archive.search import count, facets, get, keys, search
from fb_watch.archive.stats import stats
from fb_watch.archive.store import reviewing
from fb_watch.model.archived import Query, versioned

DOSSIER = Query(dossiers=("water",))


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """A dossier of two posts; one of them was edited after it was added."""
    archive = opened(path)
    save(
        archive,
        [
            new(tagged(post(1, "The well opened tonight"), theme("water"), country("KE"))),
            new(tagged(post(2, "Wells and schools tomorrow"), theme("education"))),
            new(post(3, "Tonight: nothing")),
        ],
    )
    with reviewing(path, lambda: NOW) as connection:
        refs = [ref for (ref,) in connection.execute("SELECT ref FROM posts ORDER BY key DESC")]
        dossiers.create(connection, "water", ANNA, NOW)
        dossiers.add_all(connection, "water", refs[:2], None, ANNA, NOW)
        edit(archive, tagged(post(1, "The school opened yesterday"), theme("education")))
        archive.close()
        yield connection


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Query(words="tonight"), ["The well opened tonight"]),
        (Query(words="yesterday"), []),
        (Query(words="-yesterday"), ["The well opened tonight", "Wells and schools tomorrow"]),
        (Query(words="school*"), ["Wells and schools tomorrow"]),
        (Query(words="wel*"), ["The well opened tonight", "Wells and schools tomorrow"]),
        (Query(themes=("water",)), ["The well opened tonight"]),
        (Query(themes=("education",)), ["Wells and schools tomorrow"]),
        (Query(words="opened", countries=("KE",)), ["The well opened tonight"]),
        (Query(words="opened", statuses=("verified",)), []),
        (Query(words="wel*", order="relevance", limit=5),
         ["Wells and schools tomorrow", "The well opened tonight"]),
        (Query(words="wel*", order="oldest"),
         ["Wells and schools tomorrow", "The well opened tonight"]),
        (Query(words="wel*", limit=1, offset=1), ["Wells and schools tomorrow"]),
    ],
)  # fmt: skip
def test_words_and_tags_are_those_of_the_version_held(
    db: sqlite3.Connection, asked: Query, found: list[str]
) -> None:
    """What the newest text says or does not say is nothing to a dossier that holds another."""
    query = asked._replace(dossiers=("water",))
    hits, _notes = search(db, query)
    whole = query._replace(limit=None, offset=0)
    pages = [number for _page, number in stats(db, whole, ("page",))]

    assert found == [hit["post"]["message"] for hit in hits]
    assert [versioned(hit["post"]) for hit in hits] == chosen.refs(db, query)
    assert len(keys(db, whole)) == count(db, whole) == sum(map(int, pages))


def test_a_reference_with_a_version_is_searched_at_that_version(db: sqlite3.Connection) -> None:
    """The same of references, as an export takes them from stdin."""
    (held, _other) = chosen.refs(db, DOSSIER)
    newest = held.partition("@")[0]

    assert 1 == count(db, Query(words="tonight", refs=(held,)))
    assert 0 == count(db, Query(words="tonight", refs=(newest,)))
    assert 1 == count(db, Query(words="yesterday", refs=(newest,)))


def test_what_is_true_of_the_post_stays_so(db: sqlite3.Connection) -> None:
    """A status is that of the post, whichever of its versions is held; so is its page."""
    (held, _other) = chosen.refs(db, DOSSIER)
    review.set_status(db, [held], "verified", ANNA, NOW)

    assert 1 == count(db, DOSSIER._replace(words="tonight", statuses=("verified",)))
    assert [("south-asia", 1)] == facets(db, DOSSIER._replace(words="tonight"))["page"]


def test_the_queue_gives_the_version_held(db: sqlite3.Connection) -> None:
    """What is read next of a dossier is what was found in it, checked out or looked at."""
    query = DOSSIER._replace(words="tonight", statuses=("new",))
    held = chosen.refs(db, query)

    assert "The well opened tonight" == get(db, held[0])["message"]
    assert held == queue.look(db, query, "", NOW, 5, "unread")
    assert held == queue.take(db, query, ANNA, NOW, number=5, until=NOW + timedelta(days=1))


def test_facets_and_counts_are_of_the_version_held(db: sqlite3.Connection) -> None:
    """A dossier counts the tags that its posts have in it, as `show` and an export say them."""
    told = facets(db, DOSSIER)

    assert [("education", 1), ("water", 1)] == told["theme"]
    assert [("KE", 1)] == told["country"]
    assert [("water", 1)] == facets(db, DOSSIER._replace(words="tonight"))["theme"]
    assert [("education", 1), ("water", 1)] == stats(db, DOSSIER, ("theme",))
    assert [("KE", 1), ("none", 1)] == stats(db, DOSSIER, ("country",))
    assert [("education", 2)] == facets(db, Query(themes=("education",)))["theme"]


def test_each_version_named_is_found_by_its_own_words(db: sqlite3.Connection) -> None:
    """Of two versions of a post that one is found which says the word; counts agree."""
    (held, _other) = chosen.refs(db, DOSSIER)
    late = versioned(get(db, held.partition("@")[0]))
    both = Query(refs=(held, late))

    def found(query: Query) -> list[str]:
        hits, _notes = search(db, query)
        assert len(hits) == count(db, query) == sum(n for _page, n in facets(db, query)["page"])
        assert len(hits) == sum(int(n) for _page, n in stats(db, query, ("page",)))
        return [versioned(hit["post"]) for hit in hits]

    assert [held] == found(both._replace(words="tonight"))
    assert [late] == found(both._replace(words="yesterday"))
    assert [held, late] == found(both._replace(words="opened")) == found(both)
    assert [held] == found(both._replace(themes=("water",)))
    assert {held, late} == set(found(both._replace(words="opened", order="relevance")))


def test_two_dossiers_hold_what_either_holds(db: sqlite3.Connection) -> None:
    """Of a post that both hold, each at another version, both are found, in whatever order."""
    (held, other) = chosen.refs(db, DOSSIER)
    newest = versioned(get(db, held.partition("@")[0]))
    dossiers.create(db, "schools", ANNA, NOW)
    dossiers.add_all(db, "schools", [newest, other], None, ANNA, NOW)

    for names in (("water", "schools"), ("schools", "water")):
        both = Query(dossiers=names)
        assert {held, newest, other} == set(chosen.refs(db, both))
        assert [held] == chosen.refs(db, both._replace(words="tonight"))
        assert [newest] == chosen.refs(db, both._replace(words="yesterday"))
        assert 3 == count(db, both)
        assert [("south-asia", 3)] == stats(db, both, ("page",))
        assert [("education", 2), ("water", 1)] == facets(db, both)["theme"]
        assert 2 == count(db, both._replace(refs=(held.partition("@")[0],)))
