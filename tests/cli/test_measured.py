"""Precision and recall of the tags, in whatever leaves the house."""

import json
from pathlib import Path

import openpyxl
import pytest

from archive.build import rows
from cli.typed import Typed

CODED = ("--theme", "education", "--country", "none", "--language", "fr", "--by", "Ann")


@pytest.fixture
def judged(typed: Typed, own: Path) -> Typed:
    """A home in which a sample was drawn and each of its posts coded."""
    typed("review", "sample", "spring", "--size", "3", "--seed", "3", "--by", "Ann")
    drawn = "SELECT p.ref FROM sample_posts s JOIN posts p ON p.key = s.post"
    for (ref,) in rows(own / "archive" / "archive.db", drawn):
        assert 0 == typed("review", "code", "spring", str(ref), *CODED).code
    return typed


def test_figures_of_quality_stand_in_every_form(judged: Typed, tmp_path: Path) -> None:
    """In the note of documents, the sheet that says what it is, what lies beside or inside."""
    for form in ("md", "csv", "xlsx", "bag"):
        line = ("export", "--limit", "3", "--format", form, "-o", str(tmp_path / f"x.{form}"))
        assert 0 == judged(*line).code

    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = [cell for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row]
    facts = json.loads((tmp_path / "x.csv-metadata.json").read_text("utf-8"))["dc:source"]
    told = {
        "md": (tmp_path / "x.md").read_text("utf-8"),
        "csv": " ".join(facts["measured"]),
        "xlsx": " ".join(str(cell) for cell in sheet if cell),
        "bag": (tmp_path / "x.bag" / "data" / "README.md").read_text("utf-8"),
    }
    assert ["md", "csv", "xlsx", "bag"] == [
        form for form, text in told.items() if "Measured on the sample spring" in text
    ]
    assert "Mesuré" in told["bag"]


def test_what_was_never_measured_is_said(typed: Typed, own: Path, tmp_path: Path) -> None:
    """Rather than left out: whoever reads the table is to know."""
    assert own
    path = tmp_path / "x.xlsx"
    typed("export", "--limit", "3", "--format", "xlsx", "-o", str(path))

    book = openpyxl.load_workbook(path)
    cells = [cell for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row]
    assert "Precision and recall have not been measured yet." in cells
