import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.build import NOW, opened
from archive.desk import ANNA, BEN
from fb_watch.archive import review, saved
from fb_watch.archive.store import reviewing
from fb_watch.errors import NotFoundError, UsageError
from fb_watch.model.archived import Order, Query

WATER = Query(words="eau OR agua", countries=("MG", "none"), since="2020-01-01T00:00:00Z")


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    """An empty archive."""
    opened(path).close()
    with reviewing(path, lambda: NOW) as connection:
        yield connection


_SOME = st.lists(st.text(max_size=5), max_size=3).map(tuple)


@given(
    st.builds(
        Query,
        words=st.text(max_size=20),
        themes=_SOME,
        countries=_SOME,
        has=_SOME,
        dossiers=_SOME,
        until=st.text(max_size=5),
        order=st.sampled_from([None, *get_args(Order)]),
        limit=st.just(Query().limit),  # told when it is asked
        offset=st.just(0),
    )
)
def test_a_search_is_kept_as_it_was(query: Query) -> None:
    """Whatever a query asks comes back as it was asked."""
    assert query == saved.query_of(saved.told(query))


def test_a_saved_search_is_found_by_its_name(db: sqlite3.Connection) -> None:
    """It is listed with who kept it, and given back; one of its name is not lost unasked."""
    saved.add(db, " eau ", WATER, ANNA, NOW)
    saved.add(db, "eau", WATER, BEN, NOW)
    with pytest.raises(UsageError, match="already"):
        saved.add(db, "eau", Query(), BEN, NOW)
    saved.add(db, "eau", Query(words="agua"), BEN, NOW, force=True)
    replaced = saved.get(db, "eau")
    review.undo(db, BEN, NOW)

    assert "agua" == replaced.words
    assert WATER == saved.get(db, "eau")
    assert [("eau", ANNA)] == [(one["name"], one["by"]) for one in saved.listed(db)]


def test_a_search_forgotten_comes_back(db: sqlite3.Connection) -> None:
    """Removed, it is not known any more, until that is taken back."""
    saved.add(db, "eau", WATER, ANNA, NOW)
    saved.remove(db, "eau", BEN, NOW)
    with pytest.raises(NotFoundError, match="no saved search"):
        saved.get(db, "eau")

    review.undo(db, BEN, NOW)

    assert WATER == saved.get(db, "eau")


def test_what_a_newer_program_saved_is_still_read() -> None:
    """A filter that this program does not know is passed over."""
    assert Query(words="eau") == saved.query_of({"words": "eau", "mood": ["good"]})
