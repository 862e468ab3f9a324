"""In: the cells of a table, columns of a terminal. Out: how wide each column is to be. Pure."""

import re
import unicodedata
from collections.abc import Sequence

_READABLE, _FOLDED = 20, 8  # columns of a table that a text needs, and a key broken anywhere
# where there is no room for a time, its day and its hour stand below one another
_MINUTE = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\dZ)$")
_TIME = 17  # columns of it
_Rows = Sequence[Sequence[str]]
_Widths = Sequence[int | None]  # None: what is left


def fitted(columns: Sequence[str], rows: _Rows, width: int) -> tuple[_Rows, _Widths]:
    """The rows, times broken where there is no room for them, and the width of each column."""
    if sum(2 + _wide(column) for column in zip(columns, *rows, strict=True)) - 2 <= width:
        return rows, [None] * len(columns)
    fixed = _fixed(columns, rows, width)
    times = [any(map(_MINUTE.match, told)) for told in zip(columns, *rows, strict=True)]
    if any(is_time and (w or 0) < _TIME for is_time, w in zip(times, fixed, strict=True)):
        rows = [[_MINUTE.sub(r"\1 \2", cell) for cell in row] for row in rows]
        fixed = _fixed(columns, rows, width)
    return rows, fixed


def width_of(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining and invisible ones none."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _fixed(columns: Sequence[str], rows: _Rows, width: int) -> _Widths:
    """
    How wide columns are that stay in one piece: what a row is of, keys, times and numbers.

    Their heads may be broken between words. Where the texts would not find room beside them, the
    widest give way; references never do.
    """
    columns_down = list(zip(columns, *rows, strict=True))
    heads = [max(map(width_of, head.split()), default=0) for head in columns]
    cells = [column[1:] for column in columns_down]
    widths = [max(head, _wide(told)) for head, told in zip(heads, cells, strict=True)]
    whole = [
        place
        for place, told in enumerate(cells)
        if place == 0 or not any(" " in cell for cell in told)
    ]
    needed = [2 + max(head, _least(told)) for head, told in zip(heads, cells, strict=True)]
    for place in whole:
        needed[place] = 2 + widths[place]
    giving = [place for place in whole if not columns_down[place][-1].startswith("fbw:")]
    while giving and sum(needed) - 2 > width:
        widest = max(giving, key=lambda place: (widths[place], place))
        giving.remove(widest)
        whole.remove(widest)
        needed[widest] = 2 + min(widths[widest], max(_FOLDED, heads[widest]))
    if sum(needed) - 2 > width:
        return [widths[place] if place in whole else None for place in range(len(columns))]
    given = [least - 2 for least in needed]
    for _column in range(width + 2 - sum(needed)):  # what is left goes where most is wanted
        poorest = max(range(len(given)), key=lambda n: _wide(columns_down[n]) - given[n])
        given[poorest] += 1
    return given


def _least(texts: Sequence[str]) -> int:
    """Columns that texts need: broken between words where they are short."""
    longest = max((width_of(word) for text in texts for word in text.split()), default=0)
    return longest if _wide(texts) <= _READABLE else _READABLE


def _wide(texts: Sequence[str]) -> int:
    return max(map(width_of, texts), default=0)
