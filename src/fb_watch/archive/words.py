"""
In: what somebody typed to search. Out: an expression of FTS5, always one it can read. Pure.

All words have to occur; "a phrase", prefix*, one OR other, -without. What cannot be read that way
is searched as plain words, and a note says so.
"""

import re
import unicodedata
from dataclasses import dataclass

from fb_watch.archive.facets import EVERY
from fb_watch.archive.shadow import BOUNDARY, RUN, spelled
from fb_watch.i18n import _

_TEXTS = "{message links alt comments}"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\0": " "})
_TERM = re.compile(r'(-?)"([^"]*)"(\*?)|([^\s"]+)')
_MOST = 100  # terms; more is a pasted text and no question


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """A stretch to be marked in what was found."""

    text: str
    is_prefix: bool = False
    is_part: bool = False  # of a word, in scripts that do not tell words apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The typed words, read: `expression` is "" where there is nothing to search for."""

    expression: str = ""
    needles: tuple[Needle, ...] = ()
    notes: tuple[str, ...] = ()
    is_hopeless: bool = False  # something was typed, and not a letter or digit in it


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    is_prefix: bool = False
    is_unwanted: bool = False
    is_or: bool = False


class _UnreadableError(ValueError):
    """The signs of the query language do not add up."""


def read(typed: str) -> Words:
    """Read what was typed; any text at all."""
    text = typed.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES)
    notes: list[str] = []
    try:
        groups, unwanted = _groups(_terms(text))
    except _UnreadableError:
        words = [word.strip("-*") for word in text.replace('"', " ").split() if word != "OR"]
        groups, unwanted = [[_Term(word)] for word in words], []
        notes.append(
            _("This cannot be read as a query; searched for: {words}").format(
                words=" ".join(filter(None, words))
            )
        )
    if len(groups) > _MOST:
        groups = groups[:_MOST]
        notes.append(_("Searched for the first {number} words only.").format(number=_MOST))
    mute = [t.text for group in [*groups, unwanted] for t in group if t.text and not _atoms(t)]
    if mute:
        notes.append(
            _("There is no letter or digit to search for in: {words}").format(words=" ".join(mute))
        )
    groups = [told for group in groups if (told := [t for t in group if _atoms(t)])]
    unwanted = [t for t in unwanted if _atoms(t)]
    return Words(
        expression=_expression(groups, unwanted),
        needles=tuple(needle for group in groups for term in group for needle in _needles(term)),
        notes=tuple(notes),
        is_hopeless=bool(text.strip()) and not groups and not unwanted,
    )


def _terms(text: str) -> list[_Term]:
    if text.count('"') % 2:
        raise _UnreadableError
    terms = []
    for minus, phrase, star, word in _TERM.findall(text):
        if word == "OR":
            terms.append(_Term("OR", is_or=True))
        elif word:
            bare = word.removeprefix("-")
            terms.append(_Term(bare.rstrip("*"), bare.endswith("*"), word.startswith("-")))
        else:
            terms.append(_Term(phrase, bool(star), bool(minus)))
    return terms


def _groups(terms: list[_Term]) -> tuple[list[list[_Term]], list[_Term]]:
    """Groups that all have to be met, each by any of its terms; and what must not occur."""
    groups: list[list[_Term]] = []
    unwanted: list[_Term] = []
    joins = False
    for place, term in enumerate(terms):
        if term.is_or:
            if joins or not groups or place == 0 or terms[place - 1].is_unwanted:
                raise _UnreadableError
            joins = True
        elif term.is_unwanted:
            if joins:
                raise _UnreadableError
            unwanted.append(term)
        else:
            groups = [*groups[:-1], [*groups[-1], term]] if joins else [*groups, [term]]
            joins = False
    if joins:
        raise _UnreadableError
    return groups, unwanted


def _expression(groups: list[list[_Term]], unwanted: list[_Term]) -> str:
    wanted = " AND ".join(f"({' OR '.join(map(_spoken, group))})" for group in groups)
    if not unwanted:
        return wanted
    return f"({wanted or every()}) NOT ({' OR '.join(map(_spoken, unwanted))})"


def every() -> str:
    """The expression that every post meets."""
    return f'facets : "{EVERY}"'


def _spoken(term: _Term) -> str:
    return f"({' AND '.join(_atoms(term))})"


def _atoms(term: _Term) -> list[str]:
    """What has to occur for one term: words in the texts, letters in the shadow."""
    atoms = [
        f'{_TEXTS} : "{piece}"{" *" if term.is_prefix and is_last else ""}'
        for piece, is_last in _pieces(term.text)
    ]
    if runs := list(filter(None, map(spelled, RUN.findall(term.text)))):
        atoms.append(f'{{shadow comments}} : "{f" {BOUNDARY} ".join(runs)}"')
    return atoms


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The stretches of a term written with blanks between words, and whether one ends it."""
    pieces = RUN.split(text)
    return [
        (piece, place == len(pieces) - 1)
        for place, piece in enumerate(pieces)
        if any(unicodedata.category(c)[0] in "LN" for c in piece)
    ]


def _needles(term: _Term) -> list[Needle]:
    needles = [
        Needle(text=piece, is_prefix=term.is_prefix and is_last)
        for piece, is_last in _pieces(term.text)
    ]
    return [*needles, *(Needle(text=run, is_part=True) for run in RUN.findall(term.text))]
