from collections.abc import Sequence
"""Codebook files as people's spreadsheets leave them: loaded right, or named with line and way."""

from pathlib import Path

import pytest

from config.problems import problems
from fb_watch.config.load import load_codebook

TERMS = [
    ("theme", "term", "strength", "case", "note"),
    ("education", "“école*”", "", "", "l’école"),
    ("poverty", "« faim »", "weak", "", "a; b, c"),
    ("question:challenges", "manque de", "strong", "any", ""),
]


def sheet(rows: Sequence[tuple[str, ...]], delimiter: str, end: str) -> str:
    """Rows as a spreadsheet saves them: cells that hold a delimiter stand in quotes."""
    cells = [[f'"{c}"' if set(c) & {",", ";", "\t"} else c for c in row] for row in rows]
    return end.join(delimiter.join(row) for row in cells) + end


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_form_of_a_sheet_is_the_same_codebook(
    home: Path, mark: bytes, delimiter: str, end: str
) -> None:
    """Byte order mark, delimiter, line ends and smart quotes change no term and no edition."""
    path = home / "config" / "terms" / "fr.csv"
    path.write_bytes(sheet(TERMS, ",", "\n").encode())
    plain = load_codebook(home)

    path.write_bytes(mark + sheet(TERMS, delimiter, end).encode())
    loaded = load_codebook(home)

    assert plain == loaded
    assert [("école*", 2), ("faim", 3), ("manque de", 4)] == [(t.text, t.line) for t in plain.terms]


def test_cells_once_merged_are_named_line_by_line(home: Path) -> None:
    """Below a merged cell the theme is empty: each such line is told, none takes the one above."""
    text = "theme,term\neducation,école*\n,lycée\n,collège\npoverty,faim\n"
    (home / "config" / "terms" / "fr.csv").write_text(text, "utf-8")

    told = problems(home)

    remedy = "Write the theme in every line; of merged cells only the first has it."
    assert [f"terms/fr.csv:{n}: theme: is empty. {remedy}" for n in (3, 4)] == told


def test_norway_and_namibia_are_countries(home: Path) -> None:
    """NO and NA are codes, in places, candidates and what decides between them."""
    places = "term,country,language,kind,case,note\nOslo,NO,,city,,\nWindhoek;,NA,,city,,\n"
    (home / "config" / "places.csv").write_text(places, "utf-8")
    ambiguous = (
        "term;language;candidates;when;otherwise;case;note\r\n"
        "Nord;;NO NA;NO: Oslo | NA: Windhoek;NO;;\r\n"
    )
    (home / "config" / "ambiguous.csv").write_bytes(b"\xef\xbb\xbf" + ambiguous.encode())

    codebook = load_codebook(home)

    assert ["NO", "NA"] == [place.country for place in codebook.places]
    (rule,) = codebook.ambiguous
    assert (("NO", "NA"), (("NO", ("Oslo",)), ("NA", ("Windhoek",))), "NO") == (
        rule.candidates,
        rule.when,
        rule.otherwise,
    )


@pytest.mark.parametrize("written", ["FALSE", "No", "n/a", "#N/A", "Norvège"])
def test_what_a_spreadsheet_makes_of_a_code_is_told(home: Path, written: str) -> None:
    """A code turned into something else is named with its line, not taken for a country."""
    places = f"term,country,language,kind,case,note\nOslo,{written},,city,,\n"
    (home / "config" / "places.csv").write_text(places, "utf-8")

    (told,) = problems(home)

    assert told.startswith(f"places.csv:2: country = {written}: ")
    assert "." in told.partition(written)[2]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_line_that_tells_excel_the_delimiter_is_skipped(home: Path, sign: str) -> None:
    """`sep=;` above the heading is no heading, and lines keep their numbers."""
    rows = [["theme", "term"], ["education", "école*"], ["poverty", "faim, soif; manque"]]
    text = f"sep={sign}\n" + "\n".join(sign.join(f'"{c}"' for c in row) for row in rows) + "\n"
    (home / "config" / "terms" / "fr.csv").write_text(text, "utf-8")

    assert [("école*", 3), ("faim, soif; manque", 4)] == [
        (term.text, term.line) for term in load_codebook(home).terms if term.language == "fr"
    ]


def test_kosovo_has_no_code(home: Path) -> None:
    """XK is no code of ISO 3166-1: no post could be tagged with it."""
    places = "term,country,language,kind,case,note\nPristina,XK,,city,,\n"
    (home / "config" / "places.csv").write_text(places, "utf-8")

    (told,) = problems(home)

    assert told.startswith("places.csv:2: country = XK: is not the code of a country.")
