"""In: what a verb found. Out: JSON or a table on stdout; rich is loaded on a terminal only."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

MARK, UNMARK = "\ue000", "\ue001"  # around found words in a Hit's snippet
_KEPT = frozenset("\n\u200c\u200d\u202f")


def print_json(value: Any) -> None:
    """One JSON document, readable, keys in the order given."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_ndjson(values: Iterable[Any]) -> None:
    """One JSON object a line."""
    for value in values:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def printable(text: str) -> str:
    """
    Text from outside as a terminal may have it: no escape sequences, no direction tricks.

    Control and direction-override characters become U+FFFD; what a post says cannot move the
    cursor, rename the window or turn the line around.
    """
    return "".join(
        c
        if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs") or c in (MARK, UNMARK)
        else " "
        if c == "\t"
        else "\ufffd"
        for c in text
    )


def on_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """A table: drawn to the width of a terminal, plain and whole everywhere else."""
    cells = [[_cell(value) for value in row] for row in rows]
    if on_terminal():
        _draw(columns, cells, title)
        return
    if title:
        print(title)
    widths = [max(map(_width, column)) for column in zip(columns, *cells, strict=True)]
    for row in ([*columns], *cells):
        padded = (c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    text = "–" if value is None else str(value)
    return printable(text).replace("\n", " ").replace(MARK, "[").replace(UNMARK, "]")


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining ones none."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)


def highlighted(snippet: str) -> str:
    """A snippet with its words marked: bold on a terminal, in brackets everywhere else."""
    text = printable(snippet).replace("\n", " ")
    if on_terminal() and not _no_color():
        return text.replace(MARK, "\x1b[1;33m").replace(UNMARK, "\x1b[0m")
    return text.replace(MARK, "[").replace(UNMARK, "]")


def _no_color() -> bool:
    import os

    return bool(os.environ.get("NO_COLOR"))


def note(text: str) -> None:
    """A word to the person, beside the data: on stderr."""
    print(f"fb-watch: {text}", file=sys.stderr)
