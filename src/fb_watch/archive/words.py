"""
In: what somebody typed to search. Out: an expression of FTS5, always one it can read. Pure.

    query  = { group | without }             all groups have to be met
    group  = term { "OR" term }              by any of its terms
    without = "-" term                       must not occur
    term   = word | word "*" | phrase | phrase "*"
    phrase = '"' text without quotes '"'     words in this order; any form of double quotes
    word   = text without blanks and quotes  more than one word to the index: in this order

What cannot be read that way (a quote that nothing closes, an OR that joins nothing) is searched as
plain words, and a note says so.
"""

import re
import unicodedata
from typing import NamedTuple

from fb_watch.archive import letters
from fb_watch.archive.facets import EVERY
from fb_watch.archive.shadow import BOUNDARY, RUN, spelled
from fb_watch.i18n import _

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_OURS = re.compile("[\0\ue000-\uf8ff]")  # private use stands for tags in the index
_TERM = re.compile(r'(-?)"([^"]*)"(\*?)|([^\s"]+)')
_MOST = 100  # terms; more is a pasted text and no question


class Needle(NamedTuple):
    """A stretch to be marked in what was found."""

    text: str
    is_prefix: bool = False
    is_part: bool = False  # of a word, in scripts that do not tell words apart


class Part(NamedTuple):
    """One of the things that have to occur, as it would be typed alone."""

    typed: str
    is_plain: bool  # one word, which may be misspelt


class Words(NamedTuple):
    """The typed words, read: `expression` is "" where there is nothing to search for."""

    expression: str = ""
    parts: tuple[Part, ...] = ()  # what has to occur, one by one
    unwanted: tuple[str, ...] = ()  # what must not, as typed
    needles: tuple[Needle, ...] = ()
    notes: tuple[str, ...] = ()
    is_hopeless: bool = False  # something was typed, and not a letter or digit in it


class _Term(NamedTuple):
    text: str
    is_prefix: bool = False
    is_unwanted: bool = False
    is_or: bool = False


class _UnreadableError(ValueError):
    """The signs of the query language do not add up."""


def read(typed: str) -> Words:
    """Read what was typed; any text at all."""
    text = typed.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES)
    text = unicodedata.normalize("NFC", _OURS.sub(" ", text))
    notes: list[str] = []
    try:
        groups, unwanted = _groups(_terms(text))
    except _UnreadableError:
        words = [word.strip("-*") for word in text.replace('"', " ").split() if word != "OR"]
        groups, unwanted = [[_Term(word)] for word in words], []
        if plain := " ".join(filter(None, words)):
            told = _("This cannot be read as a query; searched for: {words}")
            notes.append(told.format(words=plain))
    if sum(map(len, groups)) > _MOST or len(unwanted) > _MOST:
        groups, unwanted = _cut(groups), unwanted[:_MOST]
        notes.append(_("Searched for the first {number} words only.").format(number=_MOST))
    mute = [t.text for group in [*groups, unwanted] for t in group if t.text and not _atoms(t)]
    if mute:
        notes.append(
            _("There is no letter or digit to search for in: {words}").format(words=" ".join(mute))
        )
    groups = [some for group in groups if (some := [t for t in group if _atoms(t)])]
    unwanted = [t for t in unwanted if _atoms(t)]
    is_hopeless = bool(text.strip()) and not groups and not unwanted
    if is_hopeless and not notes:
        told = _("There is no letter or digit to search for in: {words}")
        notes.append(told.format(words=text.strip()))
    return Words(
        expression=_expression(groups, unwanted),
        parts=tuple(map(_part, groups)),
        unwanted=tuple(f"-{_typed(term)}" for term in unwanted),
        needles=tuple(needle for group in groups for term in group for needle in _needles(term)),
        notes=tuple(notes),
        is_hopeless=is_hopeless,
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


def _cut(groups: list[list[_Term]]) -> list[list[_Term]]:
    """The first groups, as many as have no more terms than a question has."""
    kept, left = [], _MOST
    for group in groups:
        kept.append(group[:left])
        left -= len(group)
        if left <= 0:
            break
    return kept


def _expression(groups: list[list[_Term]], unwanted: list[_Term]) -> str:
    wanted = " AND ".join(f"({' OR '.join(map(_spoken, group))})" for group in groups)
    if not unwanted:
        return wanted
    return f"({wanted or every()}) NOT ({' OR '.join(map(_spoken, unwanted))})"


def every() -> str:
    """The expression that every post meets."""
    return f'facets : "{EVERY}"'


def _part(group: list[_Term]) -> Part:
    return Part(
        typed=" OR ".join(map(_typed, group)),
        is_plain=len(group) == 1
        and not group[0].is_prefix
        and group[0].text.isalpha()
        and not RUN.search(group[0].text),
    )


def _typed(term: _Term) -> str:
    quote = '"' if " " in term.text else ""
    return f"{quote}{term.text}{quote}{'*' * term.is_prefix}"


def _spoken(term: _Term) -> str:
    return f"({' AND '.join(_atoms(term))})"


def _atoms(term: _Term) -> list[str]:
    """
    What has to occur for one term: words, and runs of letters where no blanks tell words apart.

    No column is named: nothing that people can type stands in the tokens of tags, and a column
    would have to be looked for in every post. A run that stands alone counts as a word besides.
    """
    atoms = [
        f'"{piece}"{" *" if term.is_prefix and is_last else ""}'
        for piece, is_last in _pieces(term.text)
    ]
    runs = RUN.findall(term.text)
    if told := list(filter(None, map(spelled, runs))):
        atoms.append(f'("{f" {BOUNDARY} ".join(told)}" OR "{" ".join(runs)}")')
    return atoms


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Stretches with blanks between words, in plain letters, and whether one ends the term."""
    pieces = RUN.split(letters.plain(text))
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
