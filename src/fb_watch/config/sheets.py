"""In: a CSV file as a spreadsheet saves it. Out: its rows with their lines; reads disk."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fb_watch.config.files import read_text
from fb_watch.config.mistake import MistakeError, meant, problem
from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _

V = TypeVar("V")

_DELIMITERS = ",;\t"
_TOLD = re.compile(rf"\"?sep=([{_DELIMITERS}])\"?\n", re.IGNORECASE)  # for Excel, above the heading
_COMMENT = re.compile(r"#(\s|$)")  # "# a remark", but not the hashtag "#LaRéunion"
# A pair around the whole cell is dress; a single one is an apostrophe and belongs to the word.
_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}


@dataclass(slots=True, kw_only=True)
class Row:
    """One row: column → cell, trimmed; a column that is not there is an empty cell."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def problem(
        self, column: str, mistake: MistakeError, value: str | None = None
    ) -> ConfigProblem:
        """The mistake in this cell, or in `value`, a part of it."""
        value = self[column] if value is None else value
        return problem(self.file, self.line, column, value, mistake)

    def read(self, column: str, reader: Callable[[str], V], found: list[ConfigProblem]) -> V | None:
        """The cell as `reader` reads it; None, and the reason in `found`, where it cannot."""
        try:
            return reader(self[column])
        except MistakeError as mistake:
            found.append(self.problem(column, mistake))
            return None


def read_sheet(
    home: Path,
    file: str,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    found: list[ConfigProblem],
) -> list[Row] | None:
    """The rows under the line that names the columns; None, and why in `found`, without it."""
    text = read_text(home, file, found)
    if text is None:
        return None
    lines = _lines(file, text, found)
    if not lines:
        mistake = MistakeError(_("the first line must name the columns."), ",".join(columns))
        found.append(problem(file, 1, "", "", mistake))
        return None
    (at, first), *rest = lines
    header = [cell.casefold() for cell in first]
    if not _is_header(header, columns, required, file, at, found):
        return None
    rows = []
    for line, cells in rest:
        row = Row(file=file, line=line, cells=dict(zip(header, cells, strict=False)))
        if len(cells) > len(header):
            mistake = MistakeError(
                _("there are more cells than columns."),
                _("A text with a comma or semicolon in it stands in straight quotes."),
            )
            found.append(row.problem("", mistake, cells[len(header)]))
        else:
            rows.append(row)
    return rows


def _lines(file: str, text: str, found: list[ConfigProblem]) -> list[tuple[int, list[str]]]:
    """Rows with their line; no empty ones, no remarks, no empty cells at the end."""
    text = unicodedata.normalize("NFC", text)
    told = _TOLD.match(text)
    delimiter = told.group(1) if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = []
    begun = 1
    if told:
        next(reader)
        begun = 2
    try:
        for raw in reader:
            cells = [tidy(cell) for cell in raw]
            while cells and not cells[-1]:
                cells.pop()
            if cells and not _COMMENT.match(cells[0]):
                lines.append((begun, cells))
            begun = reader.line_num + 1
    except csv.Error:
        mistake = MistakeError(
            _("a quote is opened and not closed, or closed too early."),
            _('Inside a quoted cell a quote is written twice: "".'),
        )
        found.append(problem(file, begun, "", "", mistake))
    return lines


def _delimiter(text: str) -> str:
    """What parts the columns in the heading line: Excel takes ; where the comma is decimal."""
    lines = (line for line in text.split("\n") if line.strip() and not _COMMENT.match(line))
    head = next(lines, "")
    return max(_DELIMITERS, key=head.count)


def tidy(cell: str) -> str:
    """The cell with single spaces, out of any pair of quotes around it."""
    if not cell:
        return cell
    cell = " ".join(cell.split())
    closing = _PAIRS.get(cell[:1])
    if closing and len(cell) > 2 and cell[-1] in closing:
        return cell[1:-1].strip()
    return cell


def _is_header(
    header: list[str],
    columns: tuple[str, ...],
    required: tuple[str, ...],
    file: str,
    line: int,
    found: list[ConfigProblem],
) -> bool:
    """Whether the first row names columns, each known and only once, none missing."""
    before = len(found)
    whole = _("The first line is {header}.").format(header=",".join(columns))
    if not set(header) & set(columns):
        mistake = MistakeError(_("the first line must name the columns."), whole)
        found.append(problem(file, line, "", ",".join(header), mistake))
        return False
    for at, name in enumerate(header):
        if name not in columns:
            mistake = MistakeError(_("is not one of the columns."), meant(name, columns))
            found.append(problem(file, line, name, "", mistake))
        elif name in header[:at]:
            mistake = MistakeError(_("stands there twice."), whole)
            found.append(problem(file, line, name, "", mistake))
    missing = MistakeError(_("is missing."), whole)
    found.extend(problem(file, line, name, "", missing) for name in required if name not in header)
    return len(found) == before
