import json
import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import (
    country,
    edit,
    index_is_whole,
    new,
    opened,
    post,
    rows,
    save,
    tagged,
    theme,
)
from fb_watch.archive import indexing, tally
from fb_watch.archive.keys import key
from fb_watch.archive.search import facets
from fb_watch.archive.store import Archive
from fb_watch.archive.tally_tables import TALLIES
from fb_watch.model.archived import Query

FIRST = datetime(2019, 11, 20, tzinfo=UTC)
told = st.lists(
    st.tuples(
        st.integers(0, 400),  # days
        st.sampled_from(["asia", "africa"]),
        st.lists(st.sampled_from(["KE", "FR", "unresolved"]), max_size=2),
        st.lists(st.sampled_from(["food", "health"]), max_size=2),
    ),
    max_size=12,
)


def _made(days: int, number: int) -> int:
    return key(FIRST + timedelta(days=days), number)


def _counts(db: sqlite3.Connection, keys: list[int]) -> dict[str, dict[str, int]]:
    found = "SELECT value AS key FROM json_each(:keys) ORDER BY value % 7"
    return tally.counts(db, found, {"keys": json.dumps(keys)})


@settings(max_examples=60, deadline=None)
@given(told, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_it_counts_as_a_person_would(
    posts: list[tuple[int, str, list[str], list[str]]], gone: set[int], wanted: set[int]
) -> None:
    """Any posts entered, some twice, some taken out: of any of them each value is counted once."""
    db = sqlite3.connect(":memory:")
    db.executescript(TALLIES)
    keys = [_made(days, number) for number, (days, *_rest) in enumerate(posts)]
    entered = [
        (
            at,
            page,
            [("country", c, "machine") for c in lands] + [("theme", t, "hand") for t in about],
        )
        for at, (_days, page, lands, about) in zip(keys, posts, strict=True)
    ]

    tally.note(db, [(at, "before", []) for at, _page, _tags in entered])
    tally.note(db, entered)
    tally.forget(db, [keys[n] for n in gone if n < len(keys)])
    some = [n for n in wanted if n < len(keys) and n not in gone]
    counted = _counts(db, [keys[n] for n in some])

    assert Counter(posts[n][1] for n in some) == counted["page"]
    assert Counter(c for n in some for c in set(posts[n][2])) == counted["country"]
    assert Counter(t for n in some for t in set(posts[n][3])) == counted["theme"]
    months = (f"{FIRST + timedelta(days=posts[n][0]):%Y-%m}" for n in some)
    assert Counter(months) == counted["month"]
    left = [n for n in range(len(keys)) if n not in gone]
    assert Counter(posts[n][1] for n in left) == tally.counts(db, None, {})["page"]


def test_many_are_counted_as_few_are() -> None:
    """Beyond some thousands of posts another way of counting takes over; it finds the same."""
    db = sqlite3.connect(":memory:")
    db.executescript(TALLIES)
    posts = [
        (_made(n // 40, n), f"page-{n % 3}", [("theme", f"t{n % 7}", "machine")])
        for n in range(12_000)
    ]
    tally.note(db, posts)
    every_second = [at for at, _page, _tags in posts[::2]]

    whole = tally.counts(db, None, {})
    halves = [_counts(db, every_second[:4_000]), _counts(db, every_second[4_000:])]
    together = _counts(db, [at for at, _page, _tags in posts][:11_000])

    assert {"page-0": 4_000, "page-1": 4_000, "page-2": 4_000} == whole["page"]
    assert 6_000 == sum(half["page"][name] for half in halves for name in half["page"])
    assert 11_000 == sum(together["month"].values()) == sum(together["theme"].values())


def test_an_edit_moves_a_post_from_one_count_to_another(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """Counts are those of the newest version."""
    save(archive, [new(tagged(post(1, "one"), theme("food"), country("KE")))])

    edit(archive, tagged(post(1, "two"), theme("health"), language="fr"))

    told = facets(reader, Query())
    assert [("health", 1)] == told["theme"]
    assert [] == told["country"]
    assert [("fr", 1)] == told["language"]


def test_an_index_of_an_older_program_is_made_anew(path: Path) -> None:
    """Where the index was told something else, opening the archive makes it again, whole."""
    archive = opened(path)
    save(archive, [new(tagged(post(1, "école 学校"), theme("food"))), new(post(2, "water"))])
    archive.close()
    db = sqlite3.connect(path)
    db.execute("UPDATE settings SET value = 'old' WHERE name = 'index'")
    db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    db.execute("DELETE FROM indexed")
    db.execute("DELETE FROM tallies")
    db.commit()
    db.close()

    opened(path).close()

    assert index_is_whole(path)
    assert [(indexing.FORM,)] == rows(path, "SELECT value FROM settings WHERE name = 'index'")
    assert [(2,)] == rows(path, "SELECT count(*) FROM indexed")
    assert [(1,)] == rows(path, "SELECT count(*) FROM tallies")
