import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.errors import IntakeError
from fb_watch.intake.member import Limits
from fb_watch.intake.rows import Row, as_table, facts, rows
from fb_watch.model.collected import Problem
from intake.build import member

cells = st.text(st.sampled_from('aé"\n\r,;\t| 中'), max_size=8)
HEADER = ["Name", "Other Name", "Third"]


def written(table: list[list[str]], separator: str, end: str) -> str:
    """The table as CSV."""
    out = io.StringIO()
    rows_out = csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    rows_out.writerows([HEADER, *table])
    return out.getvalue()


def read(data: str | bytes, limits: Limits | None = None) -> tuple[list[Row], list[Problem]]:
    """The rows and what is wrong."""
    told = list(rows(member(data, limits=limits)))
    return (
        [one for one in told if isinstance(one, Row)],
        [one for one in told if isinstance(one, Problem)],
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_is_read_as_it_was_written(
    table: list[list[str]], separator: str, end: str, encoding: str
) -> None:
    """In each encoding, with each separator, and the rows' bytes are those of the file."""
    text = written(table, separator, end)

    found, problems = read(text.encode(encoding))

    assert [] == problems
    assert [dict(zip(("name", "other name", "third"), row, strict=True)) for row in table] == [
        row.cells for row in found
    ]
    raw = "".join(row.raw.decode(encoding.removesuffix("-sig")) for row in found)
    assert text == ("" if not text else written([], separator, end)) + raw


def test_windows_text_and_excels_first_line() -> None:
    """A file without UTF-8 is taken for Windows'; `sep=;` names the separator."""
    found, _problems = read("sep=;\r\nName;B\r\nécole;2\r\n".encode("cp1252"))

    assert [("école", "line 3")] == [(row["name"], row.where) for row in found]


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    """A row begins where its first line stands."""
    found, _problems = read('A,B\n"x\ny",1\n\nz,2\n')

    assert ["line 2", "line 5"] == [row.where for row in found]


@pytest.mark.parametrize(
    ("text", "good", "problem"),
    [
        ('A,B\n"x,1\ny,2\nz,3\n', ["y", "z"], "line 2"),
        ("A,B\nx,1,2\ny,2\n", ["y"], "line 2"),
        ('A,B\nx,"1\ny,2\nz,3"\nw,4\n', ["x", "w"], ""),
    ],
)
def test_a_stray_quote_costs_its_own_row(text: str, good: list[str], problem: str) -> None:
    """Lines that it swallowed are read once more."""
    found, problems = read(text)

    assert good == [row["a"] for row in found]
    assert [problem] * bool(problem) == [one.where for one in problems]


@pytest.mark.parametrize(
    ("text", "good", "wrong"),
    [
        ('A,B\n1,x\n2,"y\n3,z\n4,w\n', "134", ["line 3"]),
        ('A,B\n1,x\n2,"y', "1", ["line 3"]),
        ('A,B\n1,"x\n2,"y\n3,"z\n4,w\n', "4", ["line 2", "line 3", "line 4"]),
        ('A,B\n1,"x\n2,y\n3,"z, zz"\n4,w\n', "234", ["line 2"]),
        ('A,"B\n1,x\n2,y\n', "12", ["line 1"]),
    ],
)
def test_a_quote_that_is_never_closed_is_told(text: str, good: str, wrong: list[str]) -> None:
    """At the end of the file, or in the middle of what cannot be a cell: no row is lost unsaid."""
    found, problems = read(text)

    assert (list(good), wrong) == ([row["a"] for row in found], [one.where for one in problems])
    assert all("quote" in one.reason for one in problems)


def test_what_is_swallowed_for_good_is_counted() -> None:
    """Where lines are no longer read once more it is said how many are lost."""
    found, problems = read("A,B\n" + '1,"x\n' * 202)

    assert ([], 201) == (found, len(problems))
    assert "1 line below" in problems[-1].reason


def test_quotes_without_end_do_not_take_for_ever() -> None:
    """Lines are read once more so many times; behind that a quote costs what it swallows."""
    block = '"x,1\n' + "y,2\n" * 30

    found, problems = read("A,B\n" + block * 203, Limits(record=100))

    assert 203 == len(problems)
    assert 200 * 30 < len(found) < 203 * 30


def test_bytes_that_are_no_text_are_said_and_the_row_is_read() -> None:
    """U+FFFD stands for them; the evidence keeps them."""
    data = b"A,B\nx,1\n" + b"y" * 70_000 + b",1\ncaf\xe9,2\n"

    found, problems = read(data)

    assert ["line 4"] == [one.where for one in problems]
    assert ("caf\ufffd", b"caf\xe9,2\n") == (found[-1]["a"], found[-1].raw)


@pytest.mark.parametrize("data", ["", "\n\n", ",,,\n", b"A,B\n" + b"x" * 600_000])
def test_what_is_no_table_is_refused(data: str | bytes) -> None:
    """No header, or a line that never ends."""
    with pytest.raises(IntakeError) as caught:
        read(data, Limits(record=1000))

    assert caught.value.remedy


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_are_a_crash(data: bytes) -> None:
    """Rows and Problems below a good header."""
    for one in rows(member(b"A,B\n" + data, limits=Limits(record=64))):
        assert isinstance(one, Row | Problem)


def test_a_row_that_ends_before_its_last_columns_may_have_lines() -> None:
    """Some programs leave empty cells at the end away; no quote went astray."""
    found, problems = read('id,text,link,note\n1,"two\nlines, no more"\n2,x,y,z\n')

    assert ([], ["two\nlines, no more", "x"]) == (problems, [row["text"] for row in found])


@pytest.mark.parametrize(
    ("text", "good", "cut"),
    [
        ("A,B,C\nw,1,2\nx,half a te", "w", ["line 3"]),
        ("A\tB\tC\r\nw\t1\t2\r\nx\thalf", "w", ["line 3"]),
        ("A;B;C\rw;1;2\rx", "w", ["line 3"]),
        ('A,B,C\nw,1,2\nx,"two\nlines"', "w", ["line 3"]),
        ('A,B,C\nw,1,2\nx,"1\ny,2,3\nz,3', "wy", ["line 3", "line 5"]),
        (b"A,B,C\nw,1,2\nx,1,\xc3", "w", ["line 3"]),
        ("A,B,C\nx,1", "", ["line 2"]),
    ],
)
def test_a_row_in_which_the_file_ends_is_not_read(
    text: str | bytes, good: str, cut: list[str]
) -> None:
    """Half a text is not to stand for the whole one: the row is told with its line."""
    found, problems = read(text)

    assert (list(good), cut) == ([row["a"] for row in found], [one.where for one in problems])
    assert "the file ends within a row" == problems[-1].reason


@pytest.mark.parametrize(
    "text", ["A,B,C\nx,1,2", "A,B,\nx,1", "A,B\nx,1,", "A,B,C\nx,1\n", "A,B,C\nx\r\n"]
)
def test_a_last_row_that_is_whole_needs_no_end_of_line(text: str) -> None:
    """It has all its columns, as far as they have names; or its line has an end."""
    found, problems = read(text)

    assert ([], ["x"]) == (problems, [row["a"] for row in found])


def test_a_row_out_of_the_evidence_is_whole() -> None:
    """It was one when it was taken in, with an end of line or without."""
    kept = facts(member("A,B,C\n"))

    found, problems = read(as_table(b"x,1", "line 2", kept))

    assert ([], ["x"]) == (problems, [row["a"] for row in found])
