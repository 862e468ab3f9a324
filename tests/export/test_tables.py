import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.tables import COLUMNS, write_csv, write_jsonl
from make import archived


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_back_what_the_post_says(text: str) -> None:
    """A machine reads from the plain CSV exactly what was archived."""
    out = io.StringIO(newline="")

    write_csv([archived(message=text)], out)

    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert text == row["body"]


def test_csv_has_the_columns_that_4cat_wants() -> None:
    """4CAT takes the file without a mapping."""
    assert {"id", "thread_id", "author", "body", "timestamp"} <= set(COLUMNS)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_excel_never_runs_a_post(start: str) -> None:
    """A post that begins like a formula is a text in the spreadsheet."""
    out = io.StringIO(newline="")

    write_csv([archived(message=start + "1+1")], out, excel="en")

    (row,) = csv.DictReader(io.StringIO(out.getvalue().removeprefix("\ufeff"), newline=""))
    assert "'" + start + "1+1" == row["body"]


@pytest.mark.parametrize(("excel", "separator"), [("en", ","), ("fr", ";"), ("es", ";")])
def test_excel_dialect_opens_in_columns(excel: str, separator: str) -> None:
    """Each language's Excel finds its separator and knows the encoding."""
    out = io.StringIO(newline="")

    write_csv([], out, excel=excel)

    assert out.getvalue().startswith("\ufeffref" + separator)


def test_an_empty_result_is_a_valid_file() -> None:
    """Nothing found makes a file with its header."""
    out = io.StringIO(newline="")

    written = write_csv([], out)

    assert (0, 1) == (written, len(out.getvalue().splitlines()))


def test_jsonl_is_the_post_itself() -> None:
    """A line of JSON Lines is the whole post in the shape others rely on."""
    out = io.StringIO()

    write_jsonl([archived()], out)

    assert archived() == json.loads(out.getvalue())
