"""
In: a codebook, texts of known language, names of places. Out: its terms that collide. Pure.

A stem collides where it says a theme of texts that are not about it: `main*` is French for hand
and an English word. Only strong terms are judged, since a weak one tags nothing by itself; but of
names weak ones too, since a post that names its country does so again and again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fb_watch.enrich.gazetteer import Sense
from fb_watch.enrich.matcher import Pattern
from fb_watch.enrich.text import Normalised, fold, normalise
from fb_watch.enrich.themes import ThemeTagger
from fb_watch.model.settings import Codebook, PlaceTerm, Term

FEWEST = 3  # wrong texts that are a warning, where they are more than half
SEVERE = 5  # wrong texts that are an error of the codebook, where they are more than SHARE
SHARE = 0.8

Kind = Literal["other-theme", "other-language", "place", "two-themes", "too-weak"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text, the languages it is written in, and its themes; None: nobody has said them."""

    text: str
    languages: tuple[str, ...]
    themes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """
    What is wrong with a term.

    `texts` of `of` texts in which it stands are about something else; `others` are the languages
    or themes of those texts, or the countries whose names (`texts` of them) it stands in.
    """

    kind: Kind
    term: Term
    is_severe: bool = False
    texts: int = 0
    of: int = 0
    others: tuple[str, ...] = ()
    example: str = ""


@dataclass(slots=True)
class _Tally:
    """The texts in which a term stands; `sure` of the wrong ones are in a language we have."""

    of: int = 0
    sure: int = 0
    wrong: list[Labelled] = field(default_factory=list)


def collisions(
    codebook: Codebook, texts: Iterable[Labelled], names: Iterable[Pattern[Sense]] = ()
) -> list[Collision]:
    """
    Every collision: the severe ones first, those in most texts first, then as in the files.

    `names` are those of the gazetteer.
    """
    tagger = ThemeTagger(codebook)
    found = [
        *_by_texts(codebook, texts, tagger),
        *_by_names(names, tagger),
        *_two_themes(codebook.terms),
        *_too_weak(codebook.terms),
    ]
    return sorted(found, key=_order)


def _order(found: Collision) -> tuple[bool, bool, int, str, int, str]:
    by_texts = found.kind in ("other-theme", "other-language", "place")
    place = (found.term.file, found.term.line, found.kind)
    return (not found.is_severe, not by_texts, -found.texts, *place)


def loaded(codebook: Codebook) -> Mapping[str, Mapping[str, int]]:
    """How many terms each theme and question has, by language: {"education": {"fr": 51}}."""
    headings = [h.id for h in (*codebook.themes, *codebook.questions)]
    languages = sorted({term.language for term in codebook.terms})
    counted = {heading: dict.fromkeys(languages, 0) for heading in headings}
    for term in codebook.terms:
        if term.value and term.strength != "mask":
            counted[term.value][term.language] += 1
    return counted


def _by_texts(
    codebook: Codebook, texts: Iterable[Labelled], tagger: ThemeTagger
) -> Iterator[Collision]:
    spoken = {term.language for term in codebook.terms}
    at_home: defaultdict[Term, _Tally] = defaultdict(_Tally)
    abroad: defaultdict[Term, _Tally] = defaultdict(_Tally)
    for one in texts:
        form = normalise(one.text)
        right = _themes(one, form, tagger)
        matches = [m for m in tagger.matches(form) if m.pattern.value.kind == "theme"]
        # "covid*" stands in every language: a word that its own language has is no foreign one
        own = {
            (m.pattern.value.value, m.start)
            for m in matches
            if m.pattern.value.language in one.languages
        }
        told = {
            m.pattern.value: m.pattern.value.language in one.languages
            for m in matches
            if m.pattern.value.strength == "strong"
        }
        foreign = {m.pattern.value for m in matches if (m.pattern.value.value, m.start) not in own}
        for term, is_home in told.items():
            if (is_home and one.themes is None) or not (is_home or term in foreign):
                continue
            tally = (at_home if is_home else abroad)[term]
            tally.of += 1
            if term.value not in right:
                tally.wrong.append(one)
                tally.sure += one.themes is not None or not spoken.isdisjoint(one.languages)
    yield from _judged("other-theme", at_home)
    yield from _judged("other-language", abroad)


def _themes(one: Labelled, form: Normalised, tagger: ThemeTagger) -> set[str]:
    """The themes a text is about: as told, else as the terms of its own language say."""
    if one.themes is not None:
        return set(one.themes)
    return {tag.value for tag in tagger.tag(form, one.languages)}


def _judged(
    kind: Literal["other-theme", "other-language"], tallies: Mapping[Term, _Tally]
) -> Iterator[Collision]:
    for term, tally in tallies.items():
        wrong = len(tally.wrong)
        if wrong < FEWEST or 2 * wrong <= tally.of:
            continue
        others = {
            other
            for one in tally.wrong
            for other in (one.languages if kind == "other-language" else one.themes or ())
        }
        yield Collision(
            kind=kind,
            term=term,
            is_severe=tally.sure >= SEVERE and tally.sure > SHARE * tally.of,
            texts=wrong,
            of=tally.of,
            others=tuple(sorted(others)),
            example=" ".join(tally.wrong[0].text.split()),
        )


def _by_names(names: Iterable[Pattern[Sense]], tagger: ThemeTagger) -> Iterator[Collision]:
    """
    Terms that say a theme of a country's name: `bénin*` of Bénin, `swab*` of Swabi.

    A name is a country's own in the term's language, or a town's in any; the term is all of it or
    runs on into its first word. "Rohingya camp" is a name made of terms and no collision. That a
    town is called like a strong term is worth a look: the word may be commoner than the town.
    """
    told: dict[Term, list[PlaceTerm]] = {}
    severe: set[Term] = set()
    for pattern in names:
        place = pattern.value
        if pattern.mask or not isinstance(place, PlaceTerm) or not _is_written_so(place):
            continue
        name = place.text.rstrip("*")
        for match in tagger.matches(normalise(name)):
            term = match.pattern.value
            runs_on = len(fold(match.surface)) > len(fold(term.text.rstrip("*")))
            is_whole = len(match.surface) == len(name)
            if match.start or not (runs_on or is_whole):
                continue
            is_own = term.language in pattern.languages
            if is_own or (not pattern.languages and (runs_on or term.strength == "strong")):
                told.setdefault(term, []).append(place)
                if is_own or runs_on:
                    severe.add(term)
    for term, places in told.items():
        yield Collision(
            kind="place",
            term=term,
            is_severe=term in severe,
            texts=len(places),
            of=len(places),
            others=tuple(sorted({place.country for place in places})),
            example=", ".join(sorted({place.text for place in places})),
        )


def _is_written_so(place: PlaceTerm) -> bool:
    """
    Whether this is a name as people write it: no "rohingyacampcoxsbazar", and no EAU.

    Demonyms have small letters; of "volontaires anglais" the first word is anybody's.
    """
    if place.kind == "demonym":
        return not (place.text[0].islower() and " " in place.text)
    return not (place.text[0].islower() or place.text.isupper())


def _two_themes(terms: Sequence[Term]) -> Iterator[Collision]:
    """The same word for two themes of one language: allowed, and worth a look."""
    by_stem: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        if term.kind == "theme" and term.strength != "mask":
            stem = fold(term.text.rstrip("*")).strip()
            by_stem.setdefault((term.language, stem), []).append(term)
    for same in by_stem.values():
        others = sorted({term.value for term in same} - {same[0].value})
        if others:
            yield Collision(kind="two-themes", term=same[0], others=tuple(others))


def _too_weak(terms: Sequence[Term]) -> Iterator[Collision]:
    """A single weak term and no other: it can never tag anything in its language."""
    by_theme: dict[tuple[str, str, str], list[Term]] = {}
    for term in terms:
        if term.value and term.strength != "mask":
            by_theme.setdefault((term.kind, term.value, term.language), []).append(term)
    for same in by_theme.values():
        if len(same) == 1 and same[0].strength == "weak":
            yield Collision(kind="too-weak", term=same[0], is_severe=True)
