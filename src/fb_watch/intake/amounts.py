"""In: a number as tables print it. Out: a count, or None where none is told. Pure."""

import re
from typing import Any

from fb_watch.dialect.node import whole
from fb_watch.intake.rows import Row
from fb_watch.model.collected import Counts

_GROUPED = re.compile(r"\d{1,3}(?:[,.'’\s]\d{3})+")
_MARKS = re.compile(r"[,.'’\s]")


def amount(value: Any) -> int | None:
    """A count of 0 or more: "1,234", "1 234", "12.0", 12; "", "N/A" and all else are not known."""
    if isinstance(value, str):
        return _written(value.strip()) if value else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return whole(value)


def _written(text: str) -> int | None:
    if text.isdecimal() and text.isascii():
        return int(text) if len(text) < 19 else None
    if _GROUPED.fullmatch(text):
        return whole(_MARKS.sub("", text))
    head, _dot, tail = text.partition(".")
    return whole(head) if tail and not tail.strip("0") else None


def counts(
    row: Row,
    *,
    reactions: str = "",
    comments: str = "",
    shares: str = "",
    by_type: dict[str, str] | None = None,
) -> Counts | None:
    """
    The counts of a row by the columns that hold them; None where it tells none.

    Without a column of all reactions they are the sum of their kinds, if likes are among them.
    """
    kinds = {
        kind: number
        for kind, column in (by_type or {}).items()
        if (number := amount(row[column])) is not None
    }
    return total(
        amount(row[reactions]) if reactions else None,
        amount(row[comments]),
        amount(row[shares]),
        kinds,
    )


def total(
    reactions: int | None, comments: int | None, shares: int | None, kinds: dict[str, int]
) -> Counts | None:
    """Counts, where anything is known."""
    if reactions is None and "like" in kinds:
        reactions = sum(kinds.values())
    if reactions is None and comments is None and shares is None and not kinds:
        return None
    return Counts(
        reactions=reactions, comments=comments, shares=shares, by_type=tuple(sorted(kinds.items()))
    )
