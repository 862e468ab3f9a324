from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st

from export.documents import document
from export.test_docx import written
from fb_watch.export.document import Table
from fb_watch.export.word_tables import widths

ROOM = 453.0  # points: A4 less its margins
COVERAGE = Table(
    caption="Couverture",
    head=("Page", "Complet", "Par des fichiers", "Incomplet"),
    rows=(
        (
            "Réseau de solidarité des ONG partenaires de l’UNESCO face à la COVID-19 à Madagascar",
            "1er mars 2020 – 10 août 2021",
            "–",
            "–",
        ),
    ),
)
COUNTS = Table(
    caption="Par thème", head=("Thème", "Publications"), rows=(("Éducation", "1\u202f204"),) * 3
)


def table(told: Table) -> Any:
    """The table as another program finds it in the Word file."""
    (found,) = docx.Document(written(document(told))).tables
    return found


def test_long_texts_have_the_room_that_dashes_leave() -> None:
    """A date stands on one line, and the name of a page has what is left."""
    name, complete, files, gaps = widths(COVERAGE, ROOM)

    assert files + gaps < complete + files < name + complete
    assert name > 0.3 * ROOM
    assert complete > 130
    assert name + complete + files + gaps <= ROOM


def test_a_column_of_numbers_is_narrow() -> None:
    """Names and their numbers stand beside each other; the table need not fill the page."""
    name, number = widths(COUNTS, ROOM)

    assert name + number < ROOM / 2


@given(rows=st.lists(st.tuples(st.text(max_size=300), st.text(max_size=40), st.text()), max_size=4))
def test_every_column_has_room_and_the_page_holds_them(rows: list[tuple[str, ...]]) -> None:
    """Whatever a page is called."""
    found = widths(Table(caption="", head=("a", "", "c"), rows=tuple(rows)), ROOM)

    assert sum(found) <= ROOM + 0.01
    assert min(found) > 5


def test_the_head_of_a_column_of_numbers_stands_over_them() -> None:
    """Right over right, left over left."""
    sides = [[cell.paragraphs[0].alignment for cell in row.cells] for row in table(COUNTS).rows]
    right = WD_ALIGN_PARAGRAPH.RIGHT

    assert [[None, right]] * 4 == sides
    assert {None} == {c.paragraphs[0].alignment for r in table(COVERAGE).rows for c in r.cells}


@pytest.mark.parametrize(("rows", "kept"), [(3, [0, 1, 2]), (40, [0, 1, 2, 37, 38, 39])])
def test_no_row_is_left_alone_on_a_page(rows: int, kept: list[int]) -> None:
    """A short table stays whole; of a longer one some rows stay together at both ends."""
    told = table(Table(caption="x", head=("a", "b"), rows=(("c", "1"),) * rows))

    together = [
        place
        for place, row in enumerate(told.rows)
        if all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
    ]
    assert kept == together


@pytest.mark.parametrize("margin", [9, 10.5, 30])
def test_a_page_without_room_has_columns_all_the_same(tmp_path: Path, margin: float) -> None:
    """Whoever widens the page finds the words in them."""
    template = docx.Document()
    page = template.sections[0]
    page.page_width, page.left_margin, page.right_margin = Cm(21), Cm(margin), Cm(margin)
    template.save(str(tmp_path / "narrow.docx"))

    (found,) = docx.Document(written(document(COVERAGE), tmp_path / "narrow.docx")).tables

    assert min(cell.width.pt for row in found.rows for cell in row.cells) > 20
