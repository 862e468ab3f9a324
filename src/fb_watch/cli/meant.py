"""In: what people call a country, a language, a theme. Out: the code it stands for."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from fb_watch.i18n import _

if TYPE_CHECKING:
    from fb_watch.model.settings import Heading

STATES = ("none", "unresolved")  # what may be asked for and is no value of the codebook


def code(kind: str, typed: str) -> str:
    """
    The code of a country or language by its exact name in English, French or Spanish.

    What is a code already, or no name, is given back in the case that codes have.
    """
    from fb_watch.config.codes import COUNTRIES, LANGUAGES

    known = COUNTRIES if kind == "country" else {*LANGUAGES, "und", "zxx"}
    given = typed.strip()
    given = given.upper() if kind == "country" else given.lower()
    if given in known:
        return given
    from fb_watch.export.names import code_of

    found = code_of(kind, typed) or ""
    return found if found in known else given


def heading(typed: str, headings: "Iterable[Heading]") -> str:
    """The id of a theme or question by its label in any language; else what was typed."""
    from fb_watch.export.names import in_order

    def plain(text: str) -> str:
        return " ".join(in_order(text).replace("’", "'").split())

    asked, given = plain(typed), tuple(headings)
    by_id = (one.id for one in given if plain(one.id) == asked)
    by_label = (one.id for one in given if asked in map(plain, one.labels.values()))
    return next(by_id, None) or next(by_label, typed)


def understood(typed: str, meant: str, before: str = "") -> list[str]:
    """A sentence on what a name was taken for; none where a code was typed."""
    if typed.casefold() == meant.casefold():
        return []
    return [_("{typed} is read as {code}.").format(typed=f"{before}{typed}", code=meant)]


def values(option: str, given: Sequence[str], meaning: Callable[[str], str]) -> list[str]:
    """What was given with an option, by what it means; said on stderr where it was a name."""
    from fb_watch.cli.output import note

    found = [one if one in STATES else meaning(one) for one in given]
    for typed, meant in zip(given, found, strict=True):
        for text in understood(typed, meant, f"--{option} "):
            note(text)
    return found


def codes(option: str, given: Sequence[str]) -> list[str]:
    """Of --country or --language."""
    return values(option, given, partial(code, option))
