"""terms/<language>.csv: what it may say and what is said of mistakes."""

from pathlib import Path

import pytest

from config.problems import append, problems
from fb_watch.config.load import load_codebook

WRONG = [
    (
        "educaton,lycée,,,",
        "theme = educaton: is not a theme or question of themes.toml. Did you mean education?",
    ),
    (
        "challenges,manque,,,",
        "theme = challenges: is not a theme or question of themes.toml."
        " Did you mean question:challenges?",
    ),
    (
        ",lycée,,,",
        "theme: is empty. Write the theme in every line; of merged cells only the first has it.",
    ),
    (
        "*,lycée,strong,,",
        "theme = *: can only be a mask. Write mask under strength, or a theme instead of *.",
    ),
    (
        "education,lycée,stron,,",
        "strength = stron: is not known here. Did you mean strong?",
    ),
    (
        "education,lycée,,upper,",
        "case = upper: is not known here. Possible here: any, exact, initial.",
    ),
    ("education,,weak,,", "term: is not a word. Write a word or a phrase."),
    (
        "education,https://zim.org,,,",
        "term = https://zim.org: is never found: addresses and names after @ are not read."
        " Write the word that stands in the text, such as UNESCO.",
    ),
    (
        "education,@unesco,,,",
        "term = @unesco: is never found: addresses and names after @ are not read."
        " Write the word that stands in the text, such as UNESCO.",
    ),
    (
        "education,éco\0le,,,",
        "term = éco le: has a sign in it that is not seen: U+0000. Type the term anew.",
    ),
    ("education,*,,,", "term = *: is not a word. Write a word or a phrase."),
    ("education,?!,,,", "term = ?!: is not a word. Write a word or a phrase."),
    (
        "education,éco*,,,",
        "term = éco*: is too short for a *: it would fit too many words."
        " Put at least 4 letters before the *.",
    ),
    (
        "education,*cole,,,",
        "term = *cole: has a * that is not at the end of a word."
        " Put a single * at the end: vaccin*.",
    ),
    (
        "education,école *,,,",
        "term = école *: has a * that is not at the end of a word."
        " Put a single * at the end: vaccin*.",
    ),
    (
        "education,ÉCOLE*,,,",
        "term = ÉCOLE*: stands in line 2 already. Delete one of the two.",
    ),
]


@pytest.mark.parametrize(("line", "said"), WRONG, ids=[line for line, _ in WRONG])
def test_wrong_line_is_explained(home: Path, line: str, said: str) -> None:
    """A mistake is named with file, line, column, cell, reason and remedy."""
    append(home, "terms/fr.csv", line + "\n")

    assert [f"terms/fr.csv:6: {said}"] == problems(home)


def test_several_mistakes_of_one_line_come_at_once(home: Path) -> None:
    """Theme, term and strength are each looked at."""
    append(home, "terms/fr.csv", "x,y*,z,,\n")

    assert ["strength", "term", "theme"] == [p.split()[1] for p in problems(home)]


@pytest.mark.parametrize("term", ["学校*", "โรงเรียน*", "مدر*", "विद्*", "학교*"])
def test_short_stems_are_fine_where_letters_say_more(home: Path, term: str) -> None:
    """Two letters before a * are enough outside Latin, Greek and Cyrillic."""
    append(home, "terms/fr.csv", f"education,{term},,,\n")

    assert term == load_codebook(home).terms[-1].text


def test_same_term_may_serve_two_themes(home: Path) -> None:
    """A word that speaks for two themes stands twice, once for each."""
    append(home, "terms/fr.csv", "education,faim,,,\n")

    assert 5 == len(load_codebook(home).terms)


def test_capitals_tell_exact_terms_apart(home: Path) -> None:
    """IDE and ide are two terms where the case is exact."""
    append(home, "terms/fr.csv", "education,IDE,,exact,\neducation,Ide,,exact,\n")

    assert 6 == len(load_codebook(home).terms)


def test_name_of_the_file_is_a_language(home: Path) -> None:
    """A file french.csv belongs to no language."""
    (home / "config/terms/fr.csv").rename(home / "config/terms/french.csv")

    assert [
        "terms/french.csv: the name of the file is not the code of a language."
        " Write the two small letters of ISO 639-1, such as fr or sw."
    ] == problems(home)


def test_file_without_a_term_is_a_mistake(home: Path) -> None:
    """A file of which nothing was loaded is not passed over in silence."""
    (home / "config/terms/en.csv").write_text("theme,term\n# later\n", "utf-8")

    assert [
        "terms/en.csv: has no term in it. Write terms below the first line, or delete the file."
    ] == problems(home)


def test_masks_alone_are_a_mistake(home: Path) -> None:
    """Masks hide and say nothing: a file of nothing else would leave its language unread."""
    (home / "config/terms/en.csv").write_text("theme,term,strength\n*,camp fire,mask\n", "utf-8")

    assert [
        "terms/en.csv: has masks and no term in it."
        " A mask only hides; write what says a theme too, or delete the file."
    ] == problems(home)


def test_a_theme_without_a_term_is_a_mistake(home: Path) -> None:
    """No post could ever be about it; one term in one language is enough, a mask is none."""
    sheet = home / "config/terms/fr.csv"
    sheet.write_text(sheet.read_text("utf-8").replace("faim,weak", "faim,mask"), "utf-8")

    assert [
        "themes.toml:7: themes.poverty: has no term in any language."
        " Write one into a file of config/terms, or delete the theme."
    ] == problems(home)


def test_a_term_with_a_mistake_is_told_alone(home: Path) -> None:
    """That its theme has no other term is told once it is mended."""
    sheet = home / "config/terms/fr.csv"
    sheet.write_text(sheet.read_text("utf-8").replace("faim,weak", "faim,week"), "utf-8")

    assert 1 == len(problems(home))


def test_spreadsheet_of_another_kind_is_a_mistake(home: Path) -> None:
    """An .xlsx among the terms is not read, and that is said; lock files are left alone."""
    for name in ("en.xlsx", "~$en.xlsx", ".~lock.fr.csv#", "notes.md"):
        (home / "config/terms" / name).write_bytes(b"PK")

    assert ['terms/en.xlsx: is not read. Save it as "CSV UTF-8", such as fr.csv.'] == problems(home)
