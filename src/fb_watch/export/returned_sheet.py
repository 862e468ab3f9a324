"""In: a spreadsheet that came back, from anybody. Out: its rows, or why they cannot be used."""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from fb_watch.errors import PayloadError
from fb_watch.export.names import code_of, countries_in, in_order
from fb_watch.export.review_sheet import ID, POSTS, column_names
from fb_watch.i18n import _
from fb_watch.model.sheet import THEME_COLUMNS, Filled, Problem, Returned, Sent, Words

_LARGEST = 50_000_000  # bytes of the file
_UNPACKED = 400_000_000  # bytes of all that is packed in it
_MEMBERS = 1_000
_ROWS, _COLUMNS = 100_001, 60
_NOTHING = Sent()
_NO_ANSWER = ("", "day", "page", "text", "link", "note")  # columns that change no tag if lost
# The two that a workbook may be packed with (ECMA-376, part 2, annex B), and what zipfile raises of
# a zip that is damaged or locked: RuntimeError for a password and for what it does not implement,
# ValueError for places before the beginning and names that are no text, OSError for those behind.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_NOT_OURS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_sheet(
    path: Path,
    words: Words,
    countries: Collection[str],
    languages: Collection[str],
    sent: Callable[[str], Mapping[str, Sent]] = lambda _sheet: {},
) -> Returned:
    """
    Read a file that `review_sheet.write_sheet` made and somebody filled in.

    `sent` gives what the rows of a sheet said when it went out: that may come back, whatever the
    lists are by now. The file may be anything at all: raises PayloadError where it is no such
    file; a cell that says what does not exist is a problem of its row, and the row is left.
    """
    _check(path)
    try:
        # opened here, because openpyxl leaves a file open where it stumbles
        with path.open("rb") as file:
            sheet, to, rows, blind = _cells(file)
    except PayloadError:
        raise
    except Exception as error:  # openpyxl raises what it happens to stumble over
        raise _no_sheet(path) from error
    reading = _Reading(words, countries, languages, {} if blind else sent(sheet), blind=blind)
    filled = [row for line, cells in rows if (row := reading.row(line, cells))]
    twice = reading.doubled(filled)
    return Returned(
        sheet=sheet,
        to=to,
        rows=tuple(row for row in filled if row.ref.partition("@")[0] not in twice),
        problems=tuple(sorted(reading.problems, key=lambda problem: problem.line)),
    )


class _Reading:
    """One sheet being read; gathers what is wrong in it."""

    def __init__(
        self,
        words: Words,
        countries: Collection[str],
        languages: Collection[str],
        sent: Mapping[str, Sent],
        *,
        blind: bool,
    ) -> None:
        self.problems: list[Problem] = []
        self._blind = blind
        self._readings = {
            kind: {_plain(word): value for word, value in told.items()}
            for kind, told in words.readings.items()
        }
        self._countries = countries
        self._languages = languages
        self._sent = sent

    def row(self, line: int, cells: dict[str, str]) -> Filled | None:
        """One row; None where it is empty or cannot be used."""
        if not any(cells.values()):
            return None
        before = len(self.problems)
        themes = [cells[name] for name in cells if name.startswith("theme ") and cells[name]]
        sent = self._sent.get(cells["ref"], _NOTHING)
        filled = Filled(
            line=line,
            ref=cells["ref"],
            status=self._one(line, "status", cells.get("status", "")),
            themes=self._themes(line, themes, sent.themes),
            countries=self._codes(line, cells["countries"], sent.countries),
            language=self._language(line, cells["language"], sent.language),
            note=cells.get("note") or None,
        )
        if not filled.ref:
            self._complain(line, _("The reference is missing."))
        return filled if len(self.problems) == before else None

    def doubled(self, rows: Sequence[Filled]) -> set[str]:
        """References that stand in several rows: nobody can tell which of them is meant."""
        lines: dict[str, list[int]] = {}
        for row in rows:
            lines.setdefault(row.ref.partition("@")[0], []).append(row.line)
        twice = {ref: at for ref, at in lines.items() if len(at) > 1}
        for ref, at in twice.items():
            told = ", ".join(map(str, at))
            self._complain(at[0], _("{ref} stands in lines {lines}.").format(ref=ref, lines=told))
        return set(twice)

    def _one(self, line: int, kind: str, word: str, sent: Collection[str] = ()) -> str | None:
        if not word:
            return None
        found = self._readings[kind].get(_plain(word), word if word in sent else None)
        if found is None:
            self._complain(
                line,
                _("{value} is no {kind} of the list.").format(value=_short(word), kind=_(kind)),
            )
        return found

    def _themes(
        self, line: int, told: Sequence[str], sent: Collection[str]
    ) -> frozenset[str] | None:
        """The themes; of a blind sheet an empty row says nothing, `none` says that it has none."""
        if not told and self._blind:
            return None
        found = [self._one(line, "theme", word, sent) for word in told]
        return frozenset(value for value in found if value)

    def _codes(self, line: int, text: str, sent: Collection[str]) -> frozenset[str] | None:
        if not text and self._blind:
            return None
        found = dict(countries_in(text, {*self._countries, *sent}))
        for one, code in found.items():
            if code is None and _plain(one) not in self._readings["none"]:
                self._complain(line, _("There is no country {code}.").format(code=_short(one)))
        return frozenset(filter(None, found.values()))

    def _language(self, line: int, text: str, sent: str) -> str | None:
        """A code in any case, or a name."""
        known = {*self._languages, sent} - {""}
        code = text.lower()
        code = code if code in known else code_of("language", text) or ""
        if text and code not in known:
            self._complain(line, _("There is no language {code}.").format(code=_short(text)))
        return code or None

    def _complain(self, line: int, reason: str) -> None:
        self.problems.append(Problem(line=line, reason=reason))


def _check(path: Path) -> None:
    """Refuse what is no spreadsheet, and what would burst: bombs, entities."""
    if path.stat().st_size > _LARGEST:
        raise PayloadError(_("{file} is too large for a sheet.").format(file=path.name))
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            left = _UNPACKED
            if len(members) > _MEMBERS or sum(m.file_size for m in members) > left:
                raise _bursts(path)
            if any(member.compress_type not in _METHODS for member in members):
                raise _no_sheet(path)
            for member in members:
                with packed.open(member) as file:
                    left = _spent(path, file.read, left)
    except _BROKEN:
        raise _no_sheet(path) from None


def _spent(path: Path, read: Callable[[int], bytes], left: int) -> int:
    """What is left of the room after one member; sizes told in the file are not believed."""
    before = b""
    while piece := read(1 << 20):
        left -= len(piece)
        if left < 0:
            raise _bursts(path)
        if _NOT_OURS.search(before + piece):
            raise _no_sheet(path)
        before = piece[-16:]
    return left


def _cells(file: BinaryIO) -> tuple[str, str, list[tuple[int, dict[str, str]]], bool]:
    """The id of the sheet, whom it went to, its rows by the names in the first, if it is blind."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that openpyxl does not keep
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    if ID not in book.sheetnames or POSTS not in book.sheetnames:
        raise PayloadError(
            _("This is no sheet that fb-watch made."),
            remedy=_("Make one: {command}").format(command="fb-watch review export-sheet"),
        )
    known = book[ID].iter_rows(max_row=3, max_col=_COLUMNS, values_only=True)
    sheet, to, sent = ([_text(value) for value in next(known, ("",))] for _line in range(3))
    rows = book[POSTS].iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True)
    names = [_text(value).lower() for value in next(rows, ())]
    # a sheet of an older program does not tell its columns
    is_blind = "status" not in (sent if any(sent) else names)
    asked = (*column_names(THEME_COLUMNS, blind=is_blind), *sent)
    missing = [name for name in asked if name not in {*names, *_NO_ANSWER}]
    if missing:
        raise PayloadError(
            _("The column {name} is missing in the sheet.").format(name=missing[0]),
            remedy=_("Leave the first row as it is; columns may be moved, not deleted."),
        )
    return sheet[0], to[0], list(_numbered(names, rows)), is_blind


def _numbered(names: Sequence[str], rows: Any) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in enumerate(rows, 2):
        yield line, {n: _text(v) for n, v in zip(names, row, strict=False) if n}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).encode("utf-8", "replace").decode().strip()


def _plain(word: str) -> str:
    """A word as it is compared: not every keyboard has its accents."""
    return " ".join(in_order(word).split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _no_sheet(path: Path) -> PayloadError:
    return PayloadError(
        _("{file} cannot be read as a spreadsheet.").format(file=path.name),
        remedy=_("Save it as an Excel workbook (.xlsx)."),
    )


def _bursts(path: Path) -> PayloadError:
    return PayloadError(_("{file} holds far more than a sheet of posts.").format(file=path.name))
