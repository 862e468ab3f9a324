"""Codes of countries and languages, and their names in French, English or Spanish."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_PARTS = re.compile(r"[\n,;|/]+")
_AND = frozenset({"&", "and", "et", "y", "e"})
# what stands around the names of countries in a sentence and never is one
_SMALL = _AND | {"the", "la", "le", "les", "el", "los", "las", "au", "aux", "en", "in"}


def country_name(code: str, lang: str) -> str:
    """`MG` → Madagascar; the code itself where CLDR knows none."""
    return _names("country", lang).get(code, code)


def language_name(code: str, lang: str) -> str:
    """`sw` → Swahili; the code itself where CLDR knows none."""
    return _names("language", lang).get(code, code)


def code_of(kind: str, name: str) -> str | None:
    """What a name stands for in any of the three, however its accents are written."""
    return _codes(kind).get(_typed(name))


def countries_in(text: str, known: Collection[str]) -> Iterator[tuple[str, str | None]]:
    """
    The countries that somebody typed, each with its code; None where it is nobody's.

    The longest name goes first, so that `and` in one parts nothing. A code is one in capitals
    only, and not among words that are all in capitals: `et`, `la`, `no` are words of a sentence.
    """
    for part in _PARTS.split(text):
        words = part.split()
        is_shouted = any(len(word) > 3 and word.isupper() for word in words)
        found = []
        while words:
            length, code = _first_country(words, known)
            if code is None and words[0] in known and not is_shouted:
                code = words[0]
            is_small = code is None and (
                words[0].casefold() in _SMALL or not any(map(str.isalnum, words[0]))
            )
            if not is_small:
                found.append((" ".join(words[:length]), code))
            del words[:length]
        yield from found or ([(part.strip(), None)] if part.strip() else [])


def _first_country(words: list[str], known: Collection[str]) -> tuple[int, str | None]:
    """How many of the words make the longest name that they begin with, and its code."""
    for length in range(len(words), 0, -1):
        code = code_of("country", " ".join(words[:length]))
        if code in known:
            return length, code
    return 1, None


def in_order(name: str) -> str:
    """What names are sorted by: Égypte stands before Espagne, and Îles before Inde."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _typed(name: str) -> str:
    words = in_order(name).replace("’", "'").replace("-", " ").split()
    return " ".join("and" if word in _AND else word for word in words)


@cache
def _codes(kind: str) -> dict[str, str]:
    named = [
        (name, code) for lang in ("es", "fr", "en") for code, name in _names(kind, lang).items()
    ]
    if kind == "country":
        lines = (_DATA / "other_names.tsv").read_text("utf-8").splitlines()[2:]
        named += [(name, code) for code, name in (line.split("\t") for line in lines)]
    codes = {_typed(name): code for name, code in named}
    codes.pop("congo", None)  # one of two, in Spanish: nobody knows which is meant
    return codes


@cache
def _names(kind: str, lang: str) -> dict[str, str]:
    lines = (_DATA / "names.tsv").read_text("utf-8").splitlines()[1:]
    column = lines[0].split("\t").index(lang)
    cells = (line.split("\t") for line in lines[1:])
    return {row[1]: row[column] for row in cells if row[0] == kind}
