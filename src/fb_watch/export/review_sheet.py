"""In: posts to be read by people. Out: a spreadsheet (XLSX) with drop-downs, to be filled in."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost, versioned
from fb_watch.model.captions import text_of, told_by
from fb_watch.model.sheet import NONE, THEME_COLUMNS, Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

POSTS, LISTS, ID = "posts", "lists", "fb-watch"  # names of the sheets in the file
_LONGEST = 32_000  # characters; a cell takes 32,767
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WIDTHS = {"text": 70, "note": 40, "ref": 18, "day": 11, "page": 16, "link": 12}


def write_sheet(
    path: Path,
    sheet: str,
    posts: Sequence[ArchivedPost],
    words: Words,
    *,
    blind: bool = False,
    to: str = "",
) -> None:
    """
    Write the file; `sheet` is the id it is known by when it comes back, `to` whom it goes to.

    `blind` leaves out what the machine says, and the status. No cell is ever a formula.
    """
    from xlsxwriter.workbook import Workbook

    most = max((len(post["themes"]) for post in posts), default=0)
    columns = column_names(max(THEME_COLUMNS, 0 if blind else most + 1), blind=blind)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(path, options) as book:
        table = book.add_worksheet(POSTS)
        _write_head(book, table, columns)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for row, post in enumerate(posts, 1):
            _write_row(table, row, columns, post, words, wrapped, blind=blind)
        _write_lists(book, table, columns, words, len(posts))
        known = book.add_worksheet(ID)
        known.write_string(0, 0, sheet)
        known.write_string(1, 0, _cell(to))
        known.write_row(2, 0, columns)
        known.very_hidden()


def column_names(themes: int, *, blind: bool) -> list[str]:
    """
    The names in the first row, the same in every language: they are read again.

    They stand in a hidden sheet too: what has been deleted would seem to be denied.
    """
    shown = ["ref", "day"] if blind else ["ref", "day", "page"]
    asked = [f"theme {number}" for number in range(1, themes + 1)]
    first = [] if blind else ["status"]
    last = [] if blind else ["note"]
    return [*shown, "text", "link", *first, *asked, "countries", "language", *last]


def _write_head(book: "Workbook", table: "Worksheet", columns: Sequence[str]) -> None:
    asked = book.add_format({"bold": True, "bg_color": "#FFF2CC", "bottom": 1})
    shown = book.add_format({"bold": True, "bottom": 1})
    first_asked = columns.index("link") + 1
    for place, name in enumerate(columns):
        table.write_string(0, place, name, asked if place >= first_asked else shown)
        table.set_column(place, place, _WIDTHS.get(name, 14))
    table.freeze_panes(1, 1)


def _write_row(
    table: "Worksheet",
    row: int,
    columns: Sequence[str],
    post: ArchivedPost,
    words: Words,
    wrapped: "Format",
    *,
    blind: bool,
) -> None:
    told = _shown(post) | ({} if blind else _said(post, words))
    for place, name in enumerate(columns):
        if name == "text" or told.get(name):
            table.write_string(row, place, _cell(told.get(name, "")), wrapped)


def _shown(post: ArchivedPost) -> dict[str, str]:
    said = [text_of(post["message"], post["captions"])]
    if not post["message"]:
        said.append(post["story"] or "")
    return {
        "ref": versioned(post),
        "day": post["created_at"][:10],
        "page": post["page"],
        "text": "\n".join(filter(None, (*said, *told_by(post["links"])))),
        "link": post["permalink"] or "",
    }


def _said(post: ArchivedPost, words: Words) -> dict[str, str]:
    named = [words.themes.get(theme["theme"], theme["theme"]) for theme in post["themes"]]
    countries = [c["country"] for c in post["countries"] if c["role"] != "page"]
    return {
        "status": words.statuses[post["status"]],
        **{f"theme {number}": name for number, name in enumerate(named, 1)},
        "countries": " ".join(countries),
        "language": post["language"]["code"],
    }


def _write_lists(
    book: "Workbook", table: "Worksheet", columns: Sequence[str], words: Words, rows: int
) -> None:
    """The drop-downs; their words stand in a sheet of their own, for a list may be long."""
    lists = book.add_worksheet(LISTS)
    lists.hide()
    themes = [*words.themes.values(), _(NONE)]
    for place, told in enumerate(([*words.statuses.values()], themes)):
        for row, word in enumerate(told):
            lists.write_string(row, place, word)
    sources = {
        "status": f"={LISTS}!$A$1:$A${len(words.statuses)}",
        "theme": f"={LISTS}!$B$1:$B${len(themes)}",
    }
    for place, name in enumerate(columns):
        if source := sources.get(name.split()[0]):
            table.data_validation(
                1,
                place,
                max(rows, 1),
                place,
                {
                    "validate": "list",
                    "source": source,
                    "error_title": "fb-watch",
                    "error_message": _("Choose a word of the list."),
                },
            )


def _cell(text: str) -> str:
    """What a cell takes: not too long, no half characters, none that steer."""
    whole = _CONTROLS.sub("\ufffd", text.encode("utf-8", "replace").decode())
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"
