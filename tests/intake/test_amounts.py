from typing import Any

import pytest

from fb_watch.intake.amounts import amount, total
from fb_watch.model.collected import Counts


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("1,234", 1234),
        ("1 234 567", 1234567),
        ("1\u202f234", 1234),
        ("1.234", 1234),
        ("12.0", 12),
        (12.0, 12),
        (0, 0),
        ("0", 0),
        ("", None),
        ("N/A", None),
        ("-3", None),
        ("1.5", None),
        ("1,23", None),
        (None, None),
        (float("nan"), None),
        (True, None),
        ("9" * 30, None),
    ],
)
def test_counts_as_tables_print_them(told: Any, number: int | None) -> None:
    """Thousands in any language; what is no count is not known."""
    assert number == amount(told)


def test_reactions_are_the_sum_of_their_kinds() -> None:
    """Only where likes are among them; nothing known makes no counts."""
    assert Counts(reactions=3, by_type=(("like", 1), ("love", 2))) == total(
        None, None, None, {"love": 2, "like": 1}
    )
    assert Counts(by_type=(("love", 2),)) == total(None, None, None, {"love": 2})
    assert total(None, None, None, {}) is None
