"""
In: the tables of data/. Out: every name of a country as a pattern, and the regions. Read once.

The rules that turn a line into a pattern stand here: case, accents, endings. A name of one short
word needs its capital, a long one does not; a demonym needs it where its language writes it so.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from fb_watch.enrich import inflection
from fb_watch.enrich.fit import SUFFIXES, is_cased
from fb_watch.enrich.matcher import Pattern, the_same
from fb_watch.enrich.text import fold
from fb_watch.model.settings import AmbiguousTerm, Case, PlaceTerm

DATA = Path(__file__).parent / "data"

Sense = PlaceTerm | AmbiguousTerm
Kind = Literal["name", "demonym", "city", "mask"]
Entry = tuple[str, str, Kind, Case]  # text, country, kind, case
_Line = tuple[Entry, list[str]]  # with the languages that write it so; none: all

_CASES: Mapping[str, Case] = {"any": "any", "initial": "initial", "exact": "exact"}
_BY_HAND: tuple[tuple[str, Kind], ...] = (
    ("names_by_hand.tsv", "name"),
    ("cities.tsv", "city"),
    ("masks.tsv", "mask"),
)

FILES = (
    *("careful.tsv", "cities.tsv", "demonyms.tsv", "languages.txt", "masks.tsv", "names.tsv"),
    *("names_by_hand.tsv", "regions.tsv", "speaking.tsv", "states.tsv"),
)  # all that decides countries; sorted

_TAIL = 4  # letters after a `*`: "congolais*" → "congolaises"; more would be another word
_LONG_TAIL = {"de": 6}  # "brasilianisch*" → "brasilianischen"
_CYRILLIC = re.compile(r"[А-ЯЁ]")
_LONG = 9  # letters from which a name is told without a capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What to mind with a name that is an everyday word of a language, or a person's name."""

    off: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    person: bool = False
    word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Names, demonyms, towns and masks as patterns; UN M49 sub-region of each country."""

    patterns: tuple[Pattern[Sense], ...]
    regions: Mapping[str, str]
    care: Mapping[str, Care]  # by normalised text
    edition: str  # hex of the SHA-256 over the files it was read from


@cache
def load() -> Gazetteer:
    """The gazetteer that comes with the program."""
    care, dropped = _care()
    return Gazetteer(
        patterns=tuple(_patterns(dropped)),
        regions={row["country"]: row["region"] for row in rows("regions.tsv")},
        care=care,
        edition=_edition(),
    )


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of one table, by column; lines that begin with # are notes."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    for cells in body:
        yield dict(zip(header, cells, strict=True))


def pattern(term: PlaceTerm, languages: frozenset[str]) -> Pattern[Sense]:
    """A line of the gazetteer or of places.csv as something to look for."""
    tail = 0
    if term.text.endswith("*"):
        tail = max([_TAIL, *(_LONG_TAIL.get(language, 0) for language in languages)])
    cased = is_cased(term.text)
    return Pattern(
        text=term.text,
        value=term,
        case=term.case if cased else "any",
        languages=the_same(languages),
        accents=cased,
        tail=tail,
        mask=term.kind == "mask",
    )


def case_of(text: str, kind: Kind) -> Case:
    """How much a term without a case of its own depends on capitals."""
    bare = text.rstrip("*")
    if kind == "mask" or not is_cased(bare):
        return "any"
    if kind == "demonym":
        # Languages that write demonyms with a capital have them so in the table.
        short = len(bare) < (5 if text.endswith("*") else 4)
        return "initial" if short or bare[0].isupper() else "any"
    one_word = bare.isalpha()
    if (len(bare) >= _LONG and one_word) or (kind == "name" and not one_word):
        return "any"
    return "initial"


@cache
def _people() -> frozenset[str]:
    """The demonyms that languages write in small letters, normalised."""
    terms = (term.rstrip("*") for row in rows("demonyms.tsv") for term in row["terms"].split(", "))
    return frozenset(fold(term) for term in terms if term[0].islower())


def _patterns(dropped: frozenset[str]) -> Iterator[Pattern[Sense]]:
    merged: dict[Entry, set[str]] = {}
    for entry, languages in _entries(dropped):
        merged.setdefault(entry, set()).update(languages)
    for (text, country, kind, case), written in merged.items():
        term = PlaceTerm(text=text, country=country, language="", kind=kind, case=case)
        # قطر may end in ها in Persian but not in Arabic: languages with endings stand apart.
        plain = written - SUFFIXES.keys()
        if plain or not written:
            yield pattern(term, frozenset(plain))
        for language in sorted(written & SUFFIXES.keys()):
            yield pattern(term, frozenset({language}))


def _entries(dropped: frozenset[str]) -> Iterator[_Line]:
    """Each name with the languages that write it; no language: all."""
    for row in rows("names.tsv"):
        if fold(row["text"]) in dropped:
            continue
        languages = row["languages"].split()
        case = _case(row["case"], row["text"], "name")
        yield (row["text"], row["country"], "name", case), languages
        yield from _grown(row["text"], row["country"], "name", languages)
    for table, kind in _BY_HAND:
        for row in rows(table):
            # A mask hides in every language: "Air France" is no country in any.
            languages = row.get("languages", "").split() if kind == "name" else []
            for text in row["terms"].split(", "):
                case = _case(row.get("case", ""), text, kind)
                yield (text, row.get("country", ""), kind, case), languages
                if kind != "mask":
                    yield from _grown(text, row["country"], kind, languages)
    for row in rows("demonyms.tsv"):
        for text in row["terms"].split(", "):
            yield (text, row["country"], "demonym", case_of(text, "demonym")), [row["language"]]


def _grown(text: str, country: str, kind: Kind, languages: list[str]) -> Iterator[_Line]:
    """Forms that grammar and hashtags make of a name."""
    # Towns have no language of their own: who writes one in Cyrillic declines it.
    for form, language in inflection.people(text, languages) if kind == "name" else ():
        yield (form, country, "demonym", "any"), [language]  # it may begin with a particle
    spoken = languages or (["ru"] if _CYRILLIC.match(text) else [])
    for form, language in inflection.forms(text, spoken):
        case: Case = "initial" if is_cased(form) else "any"
        yield (form, country, kind, case), [language] if languages else []
    # People write #SriLanka, and #srilanka too.
    if is_cased(text) and (word := inflection.joined(text)):
        yield (word, country, kind, "any"), languages


def _case(given: str, text: str, kind: Kind) -> Case:
    if kind == "name" and fold(text) in _people():
        return "initial"  # "una mujer argentina"
    return _CASES.get(given) or case_of(text, kind)


def _edition() -> str:
    """What these tables are, whatever the program around them: a change of one byte is another."""
    digest = hashlib.sha256()
    for name in FILES:
        content = (DATA / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _care() -> tuple[dict[str, Care], frozenset[str]]:
    """By normalised text what to mind, and the generated names that are left out."""
    found: dict[str, Care] = {}
    dropped = set()
    for row in rows("careful.tsv"):
        key, languages = fold(row["text"]), frozenset(row["languages"].split())
        if row["rule"] == "drop":
            dropped.add(key)
            continue
        old = found.get(key, Care())
        found[key] = Care(
            off=languages if row["rule"] == "off" else old.off,
            only=languages if row["rule"] == "only" else old.only,
            person=row["rule"] == "person" or old.person,
            word=row["rule"] == "word" or old.word,
        )
    return found, frozenset(dropped)
