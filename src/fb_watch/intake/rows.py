"""In: a table as text. Out: its header, then its rows with line and evidence. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from fb_watch.dialect.clean import clean_text
from fb_watch.errors import IntakeError
from fb_watch.i18n import _, plural
from fb_watch.intake.member import Member
from fb_watch.intake.text import encoding, is_damaged, text_lines
from fb_watch.model.collected import Problem

HEAD = 2**16  # bytes in which the header has to stand
_SEPARATORS = ",;\t|"
_TOLD = re.compile(r'"?sep=(.)"?\s*')  # how Excel is told the separator
_TRIES = 200  # how often lines are read once more after a quote that is never closed
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells by normalised name of their column; a column that is not there is ""."""

    where: str  # "line 12"
    cells: dict[str, str]
    raw: bytes

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def first(self, *columns: str) -> str:
        """The first of these cells that says something, without space around it."""
        for column in columns:
            if found := self.cells.get(column, "").strip():
                return found
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns as written, and how the table is written."""

    columns: tuple[str, ...]
    separator: str
    encoding: str

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in one spelling."""
        return tuple(map(plain, self.columns))


def plain(column: str) -> str:
    """The name of a column in one spelling: NFKC, single blanks, small letters."""
    return " ".join(unicodedata.normalize("NFKC", column.strip("\ufeff")).split()).casefold()


def read_header(head: bytes) -> Header | None:
    """The header that the first bytes of a file show; None where these are no table."""
    name = encoding(head)
    text = head.decode(name, "replace").lstrip("\ufeff")
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    told = _TOLD.fullmatch(lines[0]) if lines else None
    if told and len(lines) > 1:
        lines = lines[1:]
    if not lines:
        return None
    separators = told[1] if told else _SEPARATORS
    best = max(separators, key=lambda one: len(_cells(lines[0], one)))
    columns = _cells(lines[0], best)
    if not columns or not any(map(str.strip, columns)):
        return None
    return Header(columns=tuple(columns), separator=best, encoding=name)


def rows(member: Member, required: Iterable[Sequence[str]] = ()) -> Iterator[Row | Problem]:
    """
    Every row below the header.

    `required`: of each of these groups one column has to be there, else IntakeError. A row
    that cannot be read is a Problem with its line, and the next one is read.
    """
    with member.open() as stream:
        head = stream.read(HEAD)
    header = read_header(head)
    if header is None:
        raise IntakeError(
            _("{file} has no line that names its columns.").format(file=member.name),
            remedy=_("Export it again with the column names in the first line."),
        )
    check(member, header.names, required)
    with member.open() as stream:
        lines = text_lines(stream, header.encoding, member.limits.record)
        yield from _Reader(lines, header, member.limits.record).rows()


def facts(member: Member, _context: object = None) -> dict[str, Any]:
    """What of a table is needed to read a row of it alone; nothing where it is none."""
    with member.open() as stream:
        header = read_header(stream.read(HEAD))
    return {} if header is None else asdict(header)


def as_table(raw: bytes, _where: str, kept: Mapping[str, Any]) -> bytes:
    """A table of one row, in UTF-8 and marked as such, so that nothing has to be guessed."""
    name = str(kept["encoding"]).removesuffix("-sig")
    head = io.StringIO()
    csv.writer(head, delimiter=kept["separator"], quoting=csv.QUOTE_ALL).writerow(kept["columns"])
    text = raw.decode(name, "surrogateescape" if name == "utf-8" else "replace")
    text += "\n"  # the row is whole, also where it was the last one of its file
    return ("\ufeff" + head.getvalue() + text).encode("utf-8", "surrogateescape")


def check(member: Member, names: Sequence[str], required: Iterable[Sequence[str]]) -> None:
    """IntakeError with every column that is needed and absent."""
    absent = [group for group in required if not any(name in names for name in group)]
    if absent:
        wanted = ", ".join(" / ".join(group) for group in absent)
        raise IntakeError(
            _("{file} has no column {columns}.").format(file=member.name, columns=wanted),
            remedy=_("Export it with these columns, or name them with --mapping."),
        )


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


class _Reader:
    """Python's csv reader, told line by line so that each row has its line and its bytes."""

    def __init__(self, lines: Iterator[str], header: Header, most: int) -> None:
        csv.field_size_limit(most)
        self._lines = lines
        self._names = header.names
        named = (place for place, name in enumerate(self._names, 1) if name)
        self._width = max(named, default=0)  # columns behind that have no name need not be there
        self._encoding = header.encoding.removesuffix("-sig")
        self._separator = header.separator
        self._taken: list[str] = []  # the lines of the row at hand
        self._line = 0  # lines before it
        self._where_text = _("line {number}")
        self._tries = _TRIES
        self._is_open = False  # the file has ended within a quote

    def rows(self) -> Iterator[Row | Problem]:
        """The rows; the header is passed over."""
        reader = self._begin()
        is_header = True
        while True:
            self._line += len(self._taken)
            self._taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._problem(_("cannot be read: {reason}").format(reason=error))
                reader = self._once_more()
                continue
            if not cells or (is_header and _TOLD.fullmatch(self._taken[0].strip())):
                continue
            is_first, is_header = is_header, False
            if self._is_open or self._is_swallowed():
                yield self._problem(self._unclosed())
                reader = self._once_more()
            elif is_first:
                continue
            elif self._is_odd(cells):
                reason = _("has {cells} cells; there are {columns} columns")
                told = reason.format(cells=len(cells), columns=len(self._names))
                yield self._problem(told)
                reader = self._once_more()
            elif self._is_cut(cells):
                yield self._problem(_("the file ends within a row"))
            else:
                yield from self._row(cells)

    def _is_swallowed(self) -> bool:
        """Whether lines that could be rows lie between quotes that no program writes so."""
        ends = len(self._names) - 1
        return (
            len(self._taken) > 1
            and any(line.count(self._separator) >= ends for line in self._taken[1:])
            and not (self._is_well_written())
        )

    def _is_well_written(self) -> bool:
        try:
            next(csv.reader(self._taken, delimiter=self._separator, strict=True))
        except csv.Error:
            return False
        return True

    def _unclosed(self) -> str:
        lost = 0 if self._tries else len(self._taken) - 1
        if not lost:
            return _("has a quote that is not closed; the lines below it are read by themselves")
        return plural(
            "has a quote that is not closed; {n} line below it is not read",
            "has a quote that is not closed; {n} lines below it are not read",
            lost,
        ).format(n=lost)

    def _is_odd(self, cells: list[str]) -> bool:
        """
        Too many cells, or a row of several lines that a stray quote made of others.

        A row may end before its last columns: one of the others has more cells than it.
        """
        if len(cells) > len(self._names):
            return any(cells[len(self._names) :])
        return len(cells) < len(self._names) and any(
            len(_cells(line, self._separator)) > len(cells) for line in self._taken[1:]
        )

    def _is_cut(self, cells: list[str]) -> bool:
        """Whether the file ends, without an end of line, before the row's last cell or in it."""
        line = self._taken[-1]
        if line.endswith(("\n", "\r")):
            return False
        return len(cells) < self._width or is_damaged(line[-1:])

    def _begin(self) -> Iterator[list[str]]:
        return csv.reader(self._told(), delimiter=self._separator)

    def _told(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line
        self._is_open = bool(self._taken)  # asked for more in the middle of a row

    def _once_more(self) -> Iterator[list[str]]:
        """A quote that is never closed swallows lines: all but its own are read once more."""
        self._is_open = False
        if len(self._taken) > 1 and self._tries:
            self._tries -= 1
            self._lines = chain(self._taken[1:], self._lines)
            del self._taken[1:]
        return self._begin()

    def _problem(self, reason: str) -> Problem:
        return Problem(where=self._where(), reason=reason)

    def _where(self) -> str:
        return self._where_text.format(number=self._line + 1)

    def _row(self, cells: list[str]) -> Iterator[Row | Problem]:
        text = "".join(self._taken)
        if _UNFIT.search(text):
            if is_damaged(text):
                yield self._problem(_("holds bytes that are no text; U+FFFD stands for them"))
            cells = [clean_text(cell) for cell in cells]
        errors = "surrogateescape" if self._encoding == "utf-8" else "replace"
        raw = text.encode(self._encoding, errors)
        yield Row(self._where(), dict(zip(self._names, cells, strict=False)), raw)
