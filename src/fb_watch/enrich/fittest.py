"""
In: the names found in a text, its languages and its page's. Out: those that fit best. Pure.

One word may be read in several ways: "ভারতীয়" is India with an ending or Indian, "Pakistani" a
demonym in English and the country in Swahili.
"""

from collections.abc import Container, Iterable
from itertools import groupby
from operator import attrgetter

from fb_watch.enrich.fit import may_hang
from fb_watch.enrich.gazetteer import Sense
from fb_watch.enrich.matcher import Match
from fb_watch.model.settings import PlaceTerm

# In a text of unknown language a word is first what it is in the main language of its script.
_MAIN = frozenset({"ar", "en", "fr", "hi", "ru"})
_SPAN = attrgetter("start", "end")
_REST = attrgetter("rest")


def fittest(
    matches: Iterable[Match[Sense]],
    languages: tuple[str, ...],
    usual: tuple[str, ...],
    own: Container[int],
) -> list[Match[Sense]]:
    """
    Of each stretch the readings that account for most of it, in a language of the text.

    `matches` in the order of the text; `languages` it is written in, `usual` those of its page;
    `own` the ids of the patterns that a codebook gives, which speak in any case.
    """
    written = frozenset(languages or usual)
    spoken = frozenset(languages) or _MAIN
    kept: list[Match[Sense]] = []
    for _span, group in groupby(matches, _SPAN):
        senses = list(group)
        if any(map(_REST, senses)):
            senses = _closest(senses, written, own)
        kept += senses if len(senses) < 2 else _spoken(senses, spoken)
    return kept


def _closest(
    senses: list[Match[Sense]], written: frozenset[str], own: Container[int]
) -> list[Match[Sense]]:
    """Those with the fewest letters over; an ending of another language is none."""
    fitting = [
        match
        for match in senses
        if match.rest <= match.pattern.tail
        or may_hang(match.pattern.text[-1].lower(), match.pattern.languages, written)
    ]
    if len(fitting) < 2:
        return fitting
    least = min(map(_REST, fitting))
    return [m for m in fitting if m.rest == least or id(m.pattern) in own]


def _spoken(senses: list[Match[Sense]], spoken: frozenset[str]) -> list[Match[Sense]]:
    """Without what a word is elsewhere, where it is the same country in a language of the text."""
    foreign = {id(match) for match in senses if not _is_at_home(match, spoken)}
    if not foreign:
        return senses
    countries = {_country(match) for match in senses if id(match) not in foreign}
    return [m for m in senses if id(m) not in foreign or _country(m) not in countries]


def _is_at_home(match: Match[Sense], spoken: frozenset[str]) -> bool:
    languages = match.pattern.languages
    return not languages or not languages.isdisjoint(spoken)


def _country(match: Match[Sense]) -> str:
    """Of a rule its words: it stands for several countries and is never one of them."""
    sense = match.pattern.value
    return sense.country if isinstance(sense, PlaceTerm) else f"rule {sense.text}"
