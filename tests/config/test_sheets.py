"""config.sheets: CSV files as spreadsheets save them."""

from pathlib import Path

import pytest

from config.problems import problems
from fb_watch.config.load import load_codebook
from fb_watch.config.sheets import tidy


def write(home: Path, text: str) -> None:
    """Put `text` in the place of the French terms; each theme has a term in Swahili."""
    (home / "config/terms/fr.csv").write_text(text, "utf-8")
    (home / "config/terms/sw.csv").write_text(
        "theme,term\neducation,shule\npoverty,umaskini\n", "utf-8"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_of_three_delimiters_is_found(home: Path, delimiter: str) -> None:
    """What parts the columns is seen in the first line; the others may stand in the cells."""
    rows = [["theme", "term", "strength"], ["education", '"a, b; c"', "weak"]]
    write(home, "\n".join(delimiter.join(row) for row in rows))

    term, *_ = load_codebook(home).terms
    assert ("a, b; c", "weak") == (term.text, term.strength)


def test_what_spreadsheets_leave_behind_is_passed_over(home: Path) -> None:
    """Empty rows and cells, remarks, spaces and capitals in fixed words do no harm."""
    write(
        home,
        "# words,,,,\n Theme , TERM,Strength,case,note,,\n\n,,,,,,\n"
        "#,a remark,,,\neducation,  jardin \u00a0 d’enfants ,Weak,ANY,,,\n",
    )

    term = load_codebook(home).terms[0]

    assert ("jardin d’enfants", "weak", "any", 6) == (
        term.text,
        term.strength,
        term.case,
        term.line,
    )


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("“école”", "école"),
        ("« école »", "école"),
        ("„Schule“", "Schule"),
        ("‘school’", "school"),
        ("l’école", "l’école"),
        ("’t Hooft", "’t Hooft"),
        ("Nuku’", "Nuku’"),
        ("“", "“"),
        ("“école", "“école"),
    ],
)
def test_only_a_pair_of_quotes_is_trimmed(cell: str, word: str) -> None:
    """A pair around the cell goes; an apostrophe at either end belongs to the word."""
    assert word == tidy(cell)


def test_decomposed_letters_are_composed(home: Path) -> None:
    """A file saved on a Mac writes é as two characters; it is the same term."""
    write(home, "theme,term\neducation,e\u0301cole\n")

    assert "\u00e9cole" == load_codebook(home).terms[0].text


WRONG = [
    ("", "1: the first line must name the columns. theme,term,strength,case,note"),
    (
        "education,école\n",
        "1: education,école: the first line must name the columns."
        " The first line is theme,term,strength,case,note.",
    ),
    (
        "theme,term,strenght\neducation,école,weak\n",
        "1: strenght: is not one of the columns. Did you mean strength?",
    ),
    (
        "theme,strength\neducation,weak\n",
        "1: term: is missing. The first line is theme,term,strength,case,note.",
    ),
    (
        "theme,term,term\neducation,a,b\n",
        "1: term: stands there twice. The first line is theme,term,strength,case,note.",
    ),
    (
        "theme,term,note\neducation,lycée,un, deux\neducation,école\n",
        "2: deux: there are more cells than columns."
        " A text with a comma or semicolon in it stands in straight quotes.",
    ),
    (
        'theme,term,note\neducation,école,\n\neducation,lycée,"un\neducation,collège,\n',
        "4: a quote is opened and not closed, or closed too early."
        ' Inside a quoted cell a quote is written twice: "".',
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said for _, said in WRONG])
def test_wrong_sheet_is_explained(home: Path, text: str, said: str) -> None:
    """What is no sheet of terms is named with its line and the right way."""
    write(home, text)

    assert f"terms/fr.csv:{said}" in problems(home)
