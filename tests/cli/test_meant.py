"""Names of countries, languages and themes wherever a code is taken."""

from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.cli.meant import code


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("country", "ke", "KE"),
        ("country", "Kenya", "KE"),
        ("country", "inde", "IN"),
        ("country", "Côte  d'Ivoire", "CI"),
        ("country", "Etats-Unis", "US"),
        ("country", "República Democrática del Congo", "CD"),
        ("country", "Congo", "CONGO"),  # one of two
        ("country", "Keny", "KENY"),
        ("language", "FR", "fr"),
        ("language", "French", "fr"),
        ("language", "español", "es"),
        ("language", "und", "und"),
    ],
)
def test_a_name_stands_for_its_code(kind: str, typed: str, expected: str) -> None:
    """Exact names in three languages, with accents or without; all else is as it was typed."""
    assert expected == code(kind, typed)


@pytest.mark.parametrize(
    ("option", "name", "value"),
    [
        ("country", "Kenya", "KE"),
        ("language", "French", "fr"),
        ("theme", "Réduction des inégalités", "inequalities"),
        ("theme", "Éducation", "education"),
    ],
)
def test_a_filter_takes_a_name(typed: Typed, option: str, name: str, value: str) -> None:
    """It finds what the code finds, and says how it was understood."""
    found = typed("search", f"--{option}", name, "--format", "refs")

    assert typed("search", f"--{option}", value, "--format", "refs").out == found.out != ""
    assert f"--{option} {name} is read as {value}." in found.err


def test_a_code_is_not_explained(typed: Typed) -> None:
    """Whoever types what the archive says is told nothing."""
    line = ("--country", "ke", "--country", "none", "--theme", "education", "--language", "EN")

    assert "is read as" not in typed("search", *line).err


def test_a_tag_takes_names(typed: Typed, own: Path) -> None:
    """Country, language and theme by name; what was understood is said."""
    assert own
    (ref,) = typed.refs("--order", "newest")[:1]

    line = ("--add", "country:Kenya", "--add", "language:French", "--add", "theme:Éducation")
    told = typed("tag", ref, *line, "--by", "ME", "--json")
    wrong = typed("tag", ref, "--add", "country:Kenyaa", "--by", "ME")

    by_hand = {(word["kind"], word["value"]) for word in told.json[0]["by_hand"]}
    assert {("country", "KE"), ("language", "fr"), ("theme", "education")} == by_hand
    assert "country:Kenya is read as country:KE." in told.err
    assert (2, True) == (wrong.code, "country:Kenyaa: there is no such country" in wrong.err)


def test_a_post_is_coded_by_names(typed: Typed, own: Path) -> None:
    """Who codes blind may write names too."""
    assert own
    typed("review", "sample", "autumn", "--size", "3", "--by", "ME")
    (post, *_rest) = typed("review", "next", "--sample", "autumn", "--by", "ME", "--json").json

    line = ("--theme", "Éducation", "--country", "Inde", "--language", "French")
    told = typed("review", "code", "autumn", post["ref"], *line, "--by", "ME")

    assert 0 == told.code, told.err
    assert "--country Inde is read as IN." in told.err
