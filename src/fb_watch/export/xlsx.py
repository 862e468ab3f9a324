"""In: ArchivedPosts. Out: a workbook of posts, comments if wanted, and what they are."""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.errors import FbWatchError
from fb_watch.export.columns import Cell, columns_of
from fb_watch.export.handing_over import Posts, Wishes
from fb_watch.export.readme import readme
from fb_watch.i18n import _ as message
from fb_watch.i18n import in_language
from fb_watch.model.archived import CommentShape
from fb_watch.model.exported import Exported

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # characters in a cell, and rows on a sheet (Excel specifications and limits)
_MOST = 1_048_576
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no characters of XML
_WIDTHS = (30, 60, 60, 40)  # of the sheet that tells what the workbook is
_COMMENT = ("ref", "id", "parent", "author", "created_at", "message", "likes", "availability")
_COMMENT_WIDTHS = (17, 34, 34, 18, 19, 70, 8, 12)


def write_xlsx(posts: Posts, about: Exported, _wishes: Wishes, made: Path) -> None:
    """
    Write a workbook; memory does not grow with the posts.

    Times are real dates (UTC); texts are texts, whatever they begin with.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    plain = {f"strings_to_{what}": False for what in ("formulas", "numbers", "urls")}
    with _Out(made, "wb") as out:
        # the sheets lie beside it until the workbook is closed
        workbook = Workbook(out, {"constant_memory": True, **plain, "tmpdir": str(made.parent)})
        with _sheets_closed(workbook):
            _Book(workbook, about).write(posts)
            try:
                workbook.close()
            except FileCreateError as error:  # a full disk, most likely
                raise error.args[0] from None


class _Out(io.FileIO):
    """
    The file of a workbook. What fails, fails once: afterwards nothing is written any more.

    The zip inside the workbook tries to write its end when it is forgotten, and would tell so in a
    traceback of its own, behind the message.
    """

    _has_failed = False

    def write(self, data: "ReadableBuffer") -> int:
        """Write all of it: a disk that is nearly full takes a part."""
        left = memoryview(data).cast("B")
        size = len(left)
        while left and not self._has_failed:
            try:
                left = left[super().write(left) :]
            except OSError:
                self._has_failed = True
                raise
        return size

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there, while there is something to go to."""
        return 0 if self._has_failed else super().seek(offset, whence)


@contextmanager
def _sheets_closed(workbook: "Workbook") -> Iterator[None]:
    """Close the sheets' temporary files whatever happens: a full disk is told once, not by each."""
    try:
        yield
    except BaseException:
        for sheet in workbook.worksheets():
            with suppress(OSError, ValueError):
                sheet.row_data_fh.close()
        raise


class _Book:
    """A workbook that is being written, row by row."""

    def __init__(self, workbook: "Workbook", about: Exported) -> None:
        _ = in_language(about.lang)
        self._about = about
        top = {"valign": "top"}
        self._bold = workbook.add_format({**top, "bold": True, "bottom": 1})
        self._title = workbook.add_format({**top, "bold": True, "font_size": 13})
        self._date = workbook.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"})
        self._plain = workbook.add_format(top)
        self._wrapped = workbook.add_format({**top, "text_wrap": True})
        self._from_the_right = workbook.add_format({**top, "reading_order": 2})
        self._posts = workbook.add_worksheet(_("Posts"))
        self._comments = workbook.add_worksheet(_("Comments")) if about.with_comments else None
        self._readme = workbook.add_worksheet(_("Read me"))
        workbook.set_properties(
            {
                "title": _("Posts"),
                "subject": about.asked[:255],
                "author": about.program,
                "created": about.at.replace(tzinfo=None),
            }
        )

    def write(self, posts: Posts) -> None:
        """Write every sheet."""
        columns = columns_of(self._about)
        self._head(self._posts, [c.name for c in columns], [c.width for c in columns])
        self._posts.autofilter(0, 0, max(self._about.posts, 1), len(columns) - 1)
        if self._comments:
            self._head(self._comments, _COMMENT, _COMMENT_WIDTHS)
        below = cut = 0
        kinds = [(column.value, column.datatype == "dateTime") for column in columns]
        for row, post in enumerate(posts, start=1):
            cells = [(value(post), is_time) for value, is_time in kinds]
            cut += self._row(self._posts, row, cells)
            for comment in post.get("discussion", ()) if self._comments else ():
                below += 1
                cut += self._row(self._comments, below, _comment(post["ref"], comment))
        self._tell(cut)

    def _head(self, sheet: "Worksheet", names: Sequence[str], widths: Sequence[int]) -> None:
        """The header that stays in sight, and how wide the columns are."""
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        for place, (name, width) in enumerate(zip(names, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, self._bold)

    def _row(self, sheet: "Worksheet", row: int, cells: Sequence[tuple[Cell, bool]]) -> int:
        """Write a row; gives how many of its texts were longer than a cell can hold."""
        if row >= _MOST:
            raise FbWatchError(
                message("A spreadsheet holds {number} rows at most.").format(number=_MOST),
                remedy=message("Ask for fewer posts, or for --format csv or parquet."),
            )
        return sum(self._cell(sheet, row, n, *cell) for n, cell in enumerate(cells))

    def _cell(self, sheet: "Worksheet", row: int, place: int, value: Cell, is_time: bool) -> bool:
        """Write a cell; gives whether its text had to be cut."""
        if value is None or value == "":
            return False
        if not isinstance(value, str):
            sheet.write_number(row, place, value, self._plain)
            return False
        if is_time and (time := _time(value)):
            sheet.write_datetime(row, place, time, self._date)
            return False
        if value.isascii():
            text, form = value, self._plain
        else:
            text = _UNWRITABLE.sub("\ufffd", value)
            form = self._from_the_right if _is_from_the_right(text) else self._plain
        first = _first(text, _LONGEST)
        sheet.write_string(row, place, first, form)
        return len(first) < len(text)

    def _tell(self, cut: int) -> None:
        """The sheet that says what the workbook is."""
        _ = in_language(self._about.lang)
        sheet = self._readme
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        row = 0
        for section in readme(self._about):
            sheet.write_string(row, 0, section.title, self._title)
            for line in [section.columns] if section.columns else []:
                row = self._line(row + 1, line, is_head=True)
            for line in section.rows:
                row = self._line(row + 1, line)
            row += 2
        if cut:
            told = _("Texts cut because a cell holds {number} characters at most:")
            self._line(row, (told.format(number=_LONGEST), str(cut)))

    def _line(self, row: int, line: Sequence[str], *, is_head: bool = False) -> int:
        """Write a row, as high as its longest text needs: not every program sees to that."""
        cells = zip(line, _WIDTHS, strict=False)
        self._readme.set_row(row, 15 * max(1 + len(text) // width for text, width in cells))
        for place, text in enumerate(line):
            form = self._bold if is_head else self._wrapped
            self._readme.write_string(row, place, _first(text, _LONGEST), form)
        return row


def _comment(ref: str, comment: CommentShape) -> list[tuple[Cell, bool]]:
    """The cells of a comment, as _COMMENT names them."""
    told: dict[str, Any] = {"ref": ref, **comment}
    return [(told[name], name == "created_at") for name in _COMMENT]


def _time(text: str) -> datetime | None:
    """The moment as spreadsheets know it, without a zone; None before 1900, which they do not."""
    time = datetime.fromisoformat(text).replace(tzinfo=None)
    return time if time.year >= 1900 else None


def _first(text: str, units: int) -> str:
    """As much of a text as fits into so many units of UTF-16, where an emoji is two."""
    if len(text) * 2 <= units:
        return text
    return text.encode("utf-16-le", "replace")[: units * 2].decode("utf-16-le", "ignore")


def _is_from_the_right(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that runs from the right."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
