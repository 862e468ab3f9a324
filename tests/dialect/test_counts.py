from typing import Any

import pytest

from dialect.captures import parsed
from fb_watch.model.collected import Counts


@pytest.mark.parametrize(
    ("node", "counts"),
    [
        ({"likes": 4}, Counts(reactions=4)),
        ({"likes": {"data": [{}, {}], "summary": {"total_count": 49}}}, Counts(reactions=49)),
        ({"likes": {"data": [{}], "count": 33}}, Counts(reactions=33)),
        ({"likes": {"data": [{}, {}]}}, Counts(reactions=2)),
        ({"likes": 4, "reactions": {"summary": {"total_count": 9}}}, Counts(reactions=9)),
        ({"reactions": {"data": [], "summary": {"total_count": 0}}}, Counts(reactions=0)),
        ({"comments": {"count": 0}}, Counts(comments=0)),
        ({"comments": {"total_count": 3}}, Counts(comments=3)),
        ({"comments": {"data": [{}], "count": 3}}, Counts(comments=3)),
        ({"comments": {"data": [{}], "summary": {"total_count": 462}}}, Counts(comments=462)),
        ({"comments": {"data": [{}], "paging": {"cursors": {}}}}, Counts(comments=1)),
        ({"shares": {"count": 2}}, Counts(shares=2)),
        ({"shares": 2}, Counts(shares=2)),
        ({"shares": "2"}, Counts(shares=2)),
    ],
)
def test_counts_are_read_in_every_form(node: dict[str, Any], counts: Counts) -> None:
    """Numbers, summaries, totals and whole lists of all API versions."""
    found = parsed(**node)

    assert {"1_2": counts} == found.counts
    assert () == found.problems


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"comments": []},
        {"comments": {"data": []}},
        {"comments": None, "likes": {}, "shares": {}},
        {"comments": {"data": [{}], "paging": {"next": "https://graph.facebook.com/x"}}},
    ],
)
def test_what_is_not_told_is_not_known(node: dict[str, Any]) -> None:
    """An empty list without a total is no 0: Facebook gives it where it keeps silent, too."""
    found = parsed(**node)

    assert {} == found.counts
    assert () == found.problems


def test_reactions_come_by_type() -> None:
    """Asked under their names; together they are all reactions where no total is told."""

    def total(number: int) -> dict[str, Any]:
        return {"data": [], "summary": {"total_count": number}}

    types = {"like": total(5), "love": total(2), "sad": total(0)}

    alone = parsed(**types).counts["1_2"]
    told = parsed(**types, reactions=total(8)).counts["1_2"]

    assert (("like", 5), ("love", 2), ("sad", 0)) == alone.by_type
    assert (7, 8) == (alone.reactions, told.reactions)


@pytest.mark.parametrize("value", [-1, True, 1.5, "many", {"count": "many"}, {"count": -1}])
def test_what_is_no_count_is_reported(value: Any) -> None:
    """It is not known, and never 0."""
    found = parsed(shares=value)

    assert {} == found.counts
    assert [("data[0].shares", "is not a count")] == [(p.where, p.reason) for p in found.problems]


def test_counts_are_kept_of_a_post_without_a_time() -> None:
    """What is told under an id is not lost."""
    assert {"1_2": Counts(reactions=7)} == parsed(created_time=None, likes=7).counts
