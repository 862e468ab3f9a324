"""In: a table. Out: how wide its columns are in Word, and which of its rows stay together."""

from typing import Any, Final

from fb_watch.export.document import Table
from fb_watch.export.svg import width_of
from fb_watch.export.word_text import element

SIZE: Final = 9  # points
_BESIDE: Final = 14.0  # points: the margins of a cell, and its lines
_LOOSE: Final = 1.2  # the fonts of templates are wider than the one that was measured
_ENDS: Final = 3  # rows that stay together above and below: a table of fewer than 7 is whole


def widths(told: Table, room: float) -> list[float]:
    """
    Of each column, in points: what its longest line takes, as far as there is room.

    Columns that need less than an even share have what they need, the others share the rest.
    """
    wanted = [
        max(map(_width, "\n".join(column).split("\n")))
        for column in zip(told.head, *told.rows, strict=True)
    ]
    found = [0.0] * len(wanted)
    narrow_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, place in enumerate(narrow_first):
        share = (room - sum(found)) / (len(wanted) - done)
        found[place] = min(wanted[place], share)
    return found


def _width(line: str) -> float:
    return width_of(line, SIZE) * _LOOSE + _BESIDE


def keep_together(table: Any) -> None:
    """
    No row is parted by the end of a page, nor left alone on one.

    The first row stands on each page, as screen readers want it.
    """
    rows = table._tbl.tr_lst
    for place, row in enumerate(rows):
        told = row.get_or_add_trPr()
        told.append(element("w:cantSplit"))
        if place == 0:
            told.append(element("w:tblHeader", **{"w:val": "true"}))
        from_end = len(rows) - 1 - place
        if from_end and (place < _ENDS or from_end <= _ENDS):
            for cell in row.tc_lst:
                cell.p_lst[0].get_or_add_pPr().get_or_add_keepNext()
