"""themes.toml: what it may say and what is said of mistakes."""

from pathlib import Path

import pytest

from config.problems import append, change, problems

THIRD = """
[themes.displaced]
label = { en = "Displaced", fr = "Déplacés", es = "Desplazados" }
definition = { en = "Camps.", fr = "Camps.", es = "Campamentos." }
"""
WRONG = [
    (
        'es = "Desplazados"',
        'it = "Sfollati"',
        '16: themes.displaced.label = {"en": "Displaced", "fr": "Déplacés", "it": "Sfollati"}:'
        " has a language that is not used here: it. Possible here: en, es, fr.",
    ),
    (
        ', es = "Desplazados"',
        "",
        '16: themes.displaced.label = {"en": "Displaced", "fr": "Déplacés"}:'
        ' has no text in: es. Write { en = "…", fr = "…", es = "…" }.',
    ),
    (
        '"Camps.", fr = "Camps."',
        '" ", fr = ""',
        '17: themes.displaced.definition = {"en": " ", "fr": "", "es": "Campamentos."}:'
        ' has no text in: en, fr. Write { en = "…", fr = "…", es = "…" }.',
    ),
    (
        "[themes.displaced]",
        "[themes.displaced]\ncrosswalk = { sdg = 4 }",
        '16: themes.displaced.crosswalk.sdg = 4: is of the wrong kind. Write a list: ["a", "b"].',
    ),
    (
        "[themes.displaced]",
        '[themes.displaced]\nexclude = ""',
        "16: themes.displaced.exclude: is not known here. Did you mean excludes?",
    ),
    (
        "[themes.displaced]",
        "[themes.none]",
        "15: themes.none: is taken for other uses. Choose another short name.",
    ),
    (
        "[themes.displaced]",
        "[questions.Displaced]",
        "15: questions.Displaced: is not a usable short name."
        " Use small letters a-z, digits and single hyphens, such as south-asia.",
    ),
    (
        "[themes.displaced]",
        "[theme.displaced]",
        "15: theme: is not known here. Did you mean themes?",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[new for _, new, _ in WRONG])
def test_wrong_theme_is_explained(home: Path, old: str, new: str, said: str) -> None:
    """A mistake is named with line, key, reason and remedy."""
    append(home, "themes.toml", THIRD)
    change(home, "themes.toml", old, new)

    assert [f"themes.toml:{said}"] == problems(home)


def test_missing_definition_is_asked_for_at_the_theme(home: Path) -> None:
    """What a theme lacks is said at the line of its heading."""
    append(home, "themes.toml", THIRD)
    change(home, "themes.toml", 'definition = { en = "Camps."', 'counts = { en = "Camps."')

    assert [
        "themes.toml:15: themes.displaced.definition: is missing. Add definition = …"
    ] == problems(home)


def test_label_of_the_wrong_kind_is_explained(home: Path) -> None:
    """A label is a table of languages, not one text."""
    change(
        home,
        "themes.toml",
        '{ fr = "Éducation", en = "Education", es = "Educación" }',
        '"Education"',
    )

    assert [
        "themes.toml:2: themes.education.label = Education: is of the wrong kind."
        " Write a table: [table] above it, or { key = … }."
    ] == problems(home)


def test_broken_themes_do_not_blame_the_terms(home: Path) -> None:
    """Where themes.toml cannot be read, its terms are not called unknown as well."""
    append(home, "themes.toml", "[[[\n")

    assert ["themes.toml:14"] == [problem.partition(": ")[0] for problem in problems(home)]


def test_theme_with_a_mistake_is_still_a_theme(home: Path) -> None:
    """Terms of a theme whose label is wrong are not mistakes themselves."""
    change(home, "themes.toml", "label =", "lable =")

    assert all(problem.startswith("themes.toml") for problem in problems(home))
    assert problems(home)
