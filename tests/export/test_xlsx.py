"""Workbooks, read back by openpyxl."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from fb_watch.export.columns import all_columns
from fb_watch.export.handing_over import Wishes
from fb_watch.export.xlsx import write_xlsx
from fb_watch.model.archived import ArchivedPost
from make import about, archived

COMMENT = {
    "id": "12_3",
    "parent": None,
    "author": "0123456789abcdef",
    "created_at": "2020-03-02T08:00:00Z",
    "message": '=HYPERLINK("https://x.example")',
    "attachment": None,
    "likes": 2,
    "version": 1,
    "hash": "ab",
    "edited_at": None,
    "availability": "online",
    "availability_since": "2020-03-02T08:00:00Z",
}


def _sheets(folder: Path, *posts: ArchivedPost, **told: Any) -> dict[str, Worksheet]:
    path = folder / "x.xlsx"
    write_xlsx(list(posts), about(posts=len(posts), **told), Wishes(), path)
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet for sheet in book.worksheets}


def _row(sheet: Worksheet, row: int = 2) -> dict[str, Any]:
    names = [str(cell.value) for cell in sheet[1]]
    return dict(zip(names, (cell.value for cell in sheet[row]), strict=True))


TEXTS = st.text(max_size=60) | st.text(
    "=+-@\t\r\n_x041BF\x00\x0b\x1f\ufffe\uffff<&>'\"", max_size=20
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
@example(["=1+1", "_x0041_", "\ud800 half a pair", "{=1}", "@x", "https://x.example"])
def test_a_text_is_a_text(tmp_path: Path, texts: list[str]) -> None:
    """Whatever posts say, their cells hold no formula, no link, no number, and say the same."""
    sheet = _sheets(tmp_path, *(archived(message=text) for text in texts))["Posts"]

    cells = _column(sheet, "body")
    assert all(cell.data_type in ("s", "inlineStr") or cell.value is None for cell in cells)
    assert not any(cell.hyperlink for cell in cells)
    assert list(map(_as_xml_has_it, texts)) == [_decoded(str(c.value or "")) for c in cells]


def _column(sheet: Worksheet, name: str) -> list[Any]:
    """The cells below a heading."""
    place = [cell.value for cell in sheet[1]].index(name)
    return [row[place] for row in sheet.iter_rows(min_row=2)]


def _as_xml_has_it(text: str) -> str:
    """XML knows no half pairs; line ends are one sign; openpyxl trims nothing."""
    kept = "".join(
        "\ufffd" if c in "\ufffe\uffff" or "\ud800" <= c <= "\udfff" else c for c in text
    )
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(text: str) -> str:
    """_x000B_ is a control character, _x005F_ an underscore that stands before such a one."""
    from openpyxl.utils.escape import unescape

    return unescape(text).replace("\r\n", "\n").replace("\r", "\n")


def test_times_are_dates_and_ids_are_texts(tmp_path: Path) -> None:
    """A spreadsheet can sort and filter by time; a long id loses no digit."""
    row = _row(_sheets(tmp_path, archived())["Posts"])

    assert datetime(2020, 3, 1, 13, 33) == row["created_at"] == row["timestamp"]  # noqa: DTZ001
    assert "100000000000005_12" == row["id"]
    assert (12, None) == (row["reactions"], row["shares"])


def test_the_header_stays_and_filters(tmp_path: Path) -> None:
    """The columns are those of every table; the first row is frozen and has filters."""
    sheet = _sheets(tmp_path, archived(), archived())["Posts"]

    assert [column.name for column in all_columns()] == [cell.value for cell in sheet[1]]
    assert "B2" == sheet.freeze_panes
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith("3")


@pytest.mark.parametrize(
    ("lang", "title", "said"),
    [("en", "Read me", "Query"), ("fr", "Lisez-moi", "Requête"), ("es", "Léame", "Consulta")],
)
def test_a_sheet_says_what_the_file_is(tmp_path: Path, lang: str, title: str, said: str) -> None:
    """Query, number, coverage, codebook and every column stand in a sheet, in three languages."""
    sheet = _sheets(tmp_path, archived(), lang=lang)[title]

    told = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    flat = [cell for row in told for cell in row]
    assert [said, "--theme education"] in told
    assert "c0deb00k0001" in flat
    assert "Solidarity Network, South Asia" in flat
    assert "2020-06-01 08:00" in flat
    assert {column.says[lang] for column in all_columns()} <= set(flat)


def test_nothing_found_is_said_in_the_sheet(tmp_path: Path) -> None:
    """An empty result is a workbook with its header, and the sheet says that no post answers."""
    sheets = _sheets(tmp_path)

    told = [cell for row in sheets["Read me"].iter_rows(values_only=True) for cell in row]
    assert 1 == sheets["Posts"].max_row
    assert any("no post answers" in str(cell) for cell in told)


def test_a_text_too_long_for_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    """A cell takes 32,767 characters; what is cut is counted in the sheet that says all."""
    sheets = _sheets(tmp_path, archived(message="😀" * 20_000))

    told = [row for row in sheets["Read me"].iter_rows(values_only=True) if row[1] == "1"]
    assert "😀" * 16_383 == _row(sheets["Posts"])["body"]
    assert "32767" in str(told[-1][0])


def test_comments_have_their_sheet_where_asked_for(tmp_path: Path) -> None:
    """--with-comments adds a sheet, under pseudonyms, formulas disarmed there too."""
    post = archived()
    post["discussion"] = [COMMENT]  # type: ignore[list-item]

    with_them = _sheets(tmp_path, post, with_comments=True)
    without = _sheets(tmp_path, post)

    row = _row(with_them["Comments"])
    assert (post["ref"], "0123456789abcdef") == (row["ref"], row["author"])
    assert COMMENT["message"] == row["message"]
    assert "Comments" not in without


def test_text_from_the_right_is_shown_so(tmp_path: Path) -> None:
    """An Arabic text is laid out from the right."""
    sheet = _sheets(tmp_path, archived(message="وصلت القافلة"))["Posts"]

    (cell,) = _column(sheet, "body")
    assert 2 == cell.alignment.readingOrder


def test_the_same_export_is_the_same_file(tmp_path: Path) -> None:
    """Nothing in the file depends on when it is written, but what it says."""
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        _sheets(tmp_path / name, archived())
        with ZipFile(tmp_path / name / "x.xlsx") as packed:
            contents.append({part: packed.read(part) for part in packed.namelist()})

    assert contents[0] == contents[1]
