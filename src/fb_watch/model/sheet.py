"""What goes out in a spreadsheet and comes back filled in: Filled, Problem. Pure."""

from dataclasses import dataclass
from typing import Final

STATUSES: Final = ("new", "relevant", "set-aside", "verified")
NONE: Final = "none"  # in the drop-down of themes: the post has none
THEME_COLUMNS: Final = 4  # at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One row as it came back; None where a cell says nothing."""

    line: int
    ref: str  # with the version that was shown
    status: str | None = None
    themes: frozenset[str] | None = None
    countries: frozenset[str] | None = None
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What may come back in a row, since it went out with it."""

    themes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A row, or a cell of it, that cannot be used, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A sheet as it came back: which one it is, its rows, and what could not be read."""

    sheet: str
    to: str  # whom it went to; "" where nobody was named
    rows: tuple[Filled, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """
    What stands in the drop-downs: labels by id, in the language of the sheet.

    `readings` are all words that may come back, in small letters, with the id each stands for.
    """

    statuses: dict[str, str]
    themes: dict[str, str]
    readings: dict[str, dict[str, str]]  # "status", "theme" → word → id
