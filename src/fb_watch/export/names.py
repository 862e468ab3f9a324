"""Codes of countries and languages, and their names in French, English or Spanish."""

import unicodedata
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "names.tsv"


def country_name(code: str, lang: str) -> str:
    """`MG` → Madagascar; the code itself where CLDR knows none."""
    return _names("country", lang).get(code, code)


def language_name(code: str, lang: str) -> str:
    """`sw` → Swahili; the code itself where CLDR knows none."""
    return _names("language", lang).get(code, code)


def code_of(kind: str, name: str) -> str | None:
    """What a name stands for in any of the three, however its accents are written."""
    return _codes(kind).get(_typed(name))


def in_order(name: str) -> str:
    """What names are sorted by: Égypte stands before Espagne, and Îles before Inde."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _typed(name: str) -> str:
    return " ".join(in_order(name).replace("’", "'").split())


@cache
def _codes(kind: str) -> dict[str, str]:
    return {
        _typed(name): code
        for lang in ("es", "fr", "en")
        for code, name in _names(kind, lang).items()
        if _typed(name) != "congo"  # one of two, in Spanish: nobody knows which is meant
    }


@cache
def _names(kind: str, lang: str) -> dict[str, str]:
    lines = _FILE.read_text("utf-8").splitlines()[1:]
    column = lines[0].split("\t").index(lang)
    cells = (line.split("\t") for line in lines[1:])
    return {row[1]: row[column] for row in cells if row[0] == kind}
