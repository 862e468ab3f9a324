"""In: an Excel workbook, from anybody. Out: its sheets, and the rows of them. Pure."""

import datetime as dt
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from fb_watch.dialect.clean import clean_text
from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.member import Member, too_large
from fb_watch.intake.rows import Row, plain
from fb_watch.model.collected import Problem

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_IN_MEMORY = 16 * 2**20
_DIGITS = 15  # of a number, that Excel keeps
_COLUMNS = 1000  # more are no table of posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that says something: its first row, as it is written."""

    name: str
    columns: tuple[str, ...]
    has_rows: bool  # below these

    @property
    def is_table(self) -> bool:
        """Whether it can be a table; a note on the others is none."""
        return self.has_rows and len(self.columns) > 1


def sheets(member: Member, only: str = "") -> list[Sheet]:
    """The sheets of a workbook in which something is written, in their order; or one of them."""
    found = []
    with _book(member) as book:
        for sheet in [_chosen(book, only, member)] if only else book.worksheets:
            first = [cells for _number, cells, _values in islice(_lines(sheet), 2)]
            if first:
                columns = tuple(" ".join(cell.split()) for cell in first[0] if cell.strip())
                found.append(Sheet(name=sheet.title, columns=columns, has_rows=len(first) > 1))
    return found


def sheet_rows(member: Member, names: Sequence[str]) -> Iterator[Row | Problem]:
    """
    The rows of these sheets, each under the first row that says something.

    Values as Excel last saw them: formulas, links to other files and macros are not followed. A
    workbook of more than `limits.sheet` bytes, packed or unpacked, is refused.
    """
    where = _("line {number}")
    with _book(member) as book:
        for name in names:
            yield from _rows(
                _chosen(book, name, member), f"{name}, {where}" if names[1:] else where
            )


@contextmanager
def _book(member: Member) -> "Iterator[Workbook]":
    with ExitStack() as stack:
        book = _opened(stack.enter_context(_seekable(member)), member)
        stack.callback(book.close)
        try:
            yield book
        except IntakeError:
            raise
        except Exception as error:  # openpyxl lets through whatever its parsers raise
            raise _damaged(member, error) from error


def _seekable(member: Member) -> "closing[IO[bytes]]":
    """The file where it can be sought in; out of a zip it is copied."""
    if member.size > member.limits.sheet:
        raise too_large(member.file, member.name, member.size, member.limits.sheet)
    stream = member.open()
    if stream.seekable() and member.path is not None:
        return closing(stream)
    copy = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed by the caller's stack)
    with stream:
        copyfileobj(stream, copy, 2**20)
    copy.seek(0)
    return closing(copy)


def _opened(stream: Any, member: Member) -> "Workbook":
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(stream) as zipped:
            unpacked = sum(entry.file_size for entry in zipped.infolist())
        if unpacked > member.limits.sheet:
            raise too_large(member.file, member.name, unpacked, member.limits.sheet)
        stream.seek(0)
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except IntakeError:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise _damaged(member, error) from error


def _chosen(book: "Workbook", name: str, member: Member) -> Any:
    if name in book.sheetnames:
        return book[name]
    raise IntakeError(
        _("{file} has no sheet {name}.").format(file=member.name, name=name),
        remedy=_("Its sheets are: {names}.").format(names=", ".join(book.sheetnames)),
    )


def _lines(sheet: Any) -> Iterator[tuple[int, list[str], Sequence[object]]]:
    """The rows that say something: number, cells as texts, values."""
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    for number, values in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True), 1):
        cells = [clean_text(_cell(value)) for value in values]
        if any(cells):
            yield number, cells, values


def _rows(sheet: Any, place: str) -> Iterator[Row | Problem]:
    names: list[str] = []
    rounded: set[str] = set()  # columns of which that was said
    for number, cells, values in _lines(sheet):
        if not names:
            names = [plain(cell) for cell in cells]
            continue
        where = place.format(number=number)
        if any(cells[len(names) :]):
            reason = _("has {cells} cells; there are {columns} columns")
            yield Problem(where=where, reason=reason.format(cells=len(cells), columns=len(names)))
            continue
        told = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        raw = json.dumps(told, ensure_ascii=False).encode()
        for name in [n for n, v in zip(names, values, strict=False) if n and _is_rounded(v)]:
            told[name] = ""
            if name not in rounded:
                yield Problem(where=where, reason=_told_as_number(name))
            rounded.add(name)
        yield Row(where, told, raw)


def _cell(value: object) -> str:
    """A cell as text; a day without time is a day, a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time() else value.replace(microsecond=0))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_rounded(value: object) -> bool:
    """Whether it is a number of more digits than a spreadsheet keeps."""
    return isinstance(value, int | float) and abs(value) >= 10**_DIGITS


def _told_as_number(column: str) -> str:
    return _(
        "{column}: numbers of more than {digits} digits have lost their last ones in a workbook "
        "and are left out; format the column as text where the table is made, or take a CSV"
    ).format(column=column, digits=_DIGITS)


def _damaged(member: Member, error: Exception) -> IntakeError:
    return IntakeError(
        _("{file} is damaged: {reason}.").format(file=member.name, reason=error),
        remedy=_("Open it in a spreadsheet and save it as CSV."),
    )
