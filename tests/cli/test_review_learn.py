"""Rows for the codebook, held against what a retag with them does."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Typed

CRIBS = [
    f"The children of the parish built a #crèche de Noël {where} and {who} came to see it together."
    for where, who in (
        ("in the church hall", "many neighbours"),
        ("behind the bakery", "all their cousins"),
        ("under the old bridge", "some travellers"),
        ("at the market place", "the firemen"),
        ("on the village green", "our friends from abroad"),
        ("next to the fountain", "half of the town"),
    )
]
PAGES = ("europe", "south-asia")


@pytest.fixture
def review(typed: Typed, own: Path) -> Typed:
    """Types command lines in a home of its own."""
    assert own
    return typed


def added(typed: Typed, texts: Sequence[str]) -> list[str]:
    """Posts of two pages in turn, added by hand; gives their references."""
    refs = []
    for n, text in enumerate(texts):
        address = f"https://www.facebook.com/{PAGES[n % 2]}/posts/7000{n}"
        line = ("--page", PAGES[n % 2], "--url", address, "--date", f"2021-06-{n + 1:02}")
        told = typed("add", *line, "--text", text, "--json").json
        refs.append(told["ref"])
    return refs


def proposals(typed: Typed) -> list[dict[str, Any]]:
    """What `review learn` proposes."""
    found: list[dict[str, Any]] = typed("review", "learn", "--json").json
    return found


def moved(typed: Typed, terms: Path, text: str, theme: str) -> tuple[int, int]:
    """How many posts a retag with these terms would give a theme and take it from."""
    terms.write_text(text, "utf-8")
    told = typed("retag", "--dry-run", "--json").json["theme"]
    return next(((m["gained"], m["lost"]) for m in told if m["value"] == theme), (0, 0))


BEES = [
    f"Our beekeeping circle met again {when} {where}; {who} brought honey and showed us the hives."
    for when, where, who in (
        ("this morning", "near the old mill", "Joan"),
        ("on Tuesday", "behind the town hall", "a neighbour"),
        ("last night", "at the river", "Peter and Ruth"),
        ("in the rain", "under the chestnut trees", "our oldest member"),
        ("at noon", "on the green", "the mayor"),
        ("for two hours", "in the orchard", "a young couple"),
        ("before the storm", "at the crossroads", "someone from the city"),
        ("with many guests", "by the station", "the baker"),
    )
]


def test_a_proposed_row_finds_what_was_missed(review: Typed, own: Path) -> None:
    """Posts of the subject that nobody has read yet speak for a term; its row finds them."""
    refs = added(review, BEES)
    review("tag", *refs[:5], "--add", "theme:inclusion", "--by", "Anna")

    rows = [one for one in proposals(review) if one["why"] == "missed"]
    text = review("review", "learn").out

    assert {("strong", 3, 0, 5)} == {
        (row["strength"], row["gained"], row["lost"], row["settled"]) for row in rows
    }
    assert re.search(rf"inclusion +{rows[0]['term']} +strong +5 +0 +\+3 +-0 +5 ", text)
    terms = own / "config" / "terms" / "en.csv"
    before = terms.read_text("utf-8")
    for row in rows:
        text = f"{before}inclusion,{row['term']},strong,,\n"
        assert (3, 0) == moved(review, terms, text, "inclusion")


def test_a_row_of_another_file_is_dropped_where_it_stands(review: Typed, own: Path) -> None:
    """English posts that a French row finds wrongly ask for that row of fr.csv to go."""
    refs = added(review, CRIBS)
    posts = [review("show", ref, "--json").json for ref in refs]
    assert {"en"} == {post["language"]["code"] for post in posts}
    assert all("education" in [t["theme"] for t in post["themes"]] for post in posts)
    review("tag", *refs[:5], "--remove", "theme:education", "--by", "Anna")

    (row,) = (one for one in proposals(review) if one["strength"] == "delete")

    assert ("fr", "crèche*", 0, 5) == tuple(row[k] for k in ("language", "term", "right", "wrong"))
    assert (0, 1, 5) == (row["gained"], row["lost"], row["settled"])
    assert "config/terms/fr.csv" in review("review", "learn").out
    terms = own / "config" / "terms" / "fr.csv"
    text = terms.read_text("utf-8").replace("education,crèche*,,,\n", "")
    assert (0, 1) == moved(review, terms, text, "education")
