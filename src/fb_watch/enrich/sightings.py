"""In: the words that speak of countries, or of one of several. Out: tags with their score. Pure."""

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from fb_watch.enrich.ambiguity import Known
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.gazetteer import Sense
from fb_watch.enrich.matcher import Match, Miss
from fb_watch.enrich.senses import candidates_of, rule_of
from fb_watch.enrich.text import fold
from fb_watch.model.collected import Page
from fb_watch.model.settings import PlaceTerm
from fb_watch.model.tagged import UNRESOLVED, Evidence, Role, Tag

# What one distinct term adds to the score, by how it was found.
WEIGHTS = {"place": 2.0, "name": 1.0, "city": 1.0, "demonym": 0.5, "flag": 0.25}
ABOUT = frozenset({"place", "name", "city"})  # a post is about such a country, else mentions it


class Sighting(NamedTuple):
    """One word that speaks of one country."""

    country: str
    kind: str  # a key of WEIGHTS
    evidence: Evidence


def sighting(senses: list[Match[Sense]], country: str) -> Sighting:
    """The best reason for a country among the senses of one stretch: a name before a demonym."""
    reasons = [
        (match, sense.kind)
        for match in senses
        if isinstance(sense := match.pattern.value, PlaceTerm) and sense.country == country
    ]
    match, kind = max(reasons, key=lambda r: WEIGHTS[r[1]], default=(senses[0], "name"))
    rule = "hashtag" if match.hashtag else "term" if kind == "name" else kind
    evidence = Evidence(
        term=match.pattern.text, surface=match.surface, start=match.start, end=match.end, rule=rule
    )
    return Sighting(country=country, kind=kind, evidence=evidence)


def known_by(found: Sequence[Sighting]) -> Known:
    """What a text names without doubt, for the names that are in doubt."""
    return Known(
        countries=frozenset(one.country for one in found),
        begins=frozenset(one.evidence.start for one in found),
        names=frozenset(fold(one.evidence.surface) for one in found),
    )


def tally(sightings: Iterable[Sighting], codebook: str) -> tuple[Tag, ...]:
    """The countries seen, the tagged place's first, then by score."""
    by_country: dict[str, list[Sighting]] = {}
    for one in sightings:
        by_country.setdefault(one.country, []).append(one)
    tags = []
    for country, seen in by_country.items():
        terms = {(fold(s.evidence.term), s.kind == "place"): WEIGHTS[s.kind] for s in seen}
        role: Role = "about" if any(s.kind in ABOUT for s in seen) else "mentioned"
        evidence = tuple(s.evidence for s in seen)
        tags.append(_tag(country, role, sum(terms.values()), evidence, codebook))
    return tuple(sorted(tags, key=_rank))


def of_page(page: Page, codebook: str) -> tuple[Tag, ...]:
    """The countries of a page, where nothing else speaks."""
    return tuple(_tag(country, "page", 0.0, (), codebook) for country in page.countries)


def doubtful_names(
    misses: Iterable[Miss[Sense]], own: Container[int], settled: set[str], codebook: str
) -> tuple[Tag, ...]:
    """The doubtful names, by their candidates; none of which one is found elsewhere (`settled`)."""
    places: dict[tuple[int, int], list[Match[Sense]]] = {}
    for miss in misses:
        if miss.reason is Reason.AMBIGUOUS:
            places.setdefault((miss.match.start, miss.match.end), []).append(miss.match)
    by_value: dict[str, list[Evidence]] = {}
    for senses in places.values():
        rule, candidates = rule_of(senses), candidates_of(senses, own)
        if len(candidates) < 2 or settled.intersection(candidates):
            continue
        if rule is None or rule.otherwise == "page":  # "none" is an answer too
            evidence = sighting(senses, candidates[0]).evidence
            by_value.setdefault(" ".join(sorted(candidates)), []).append(evidence)
    return tuple(
        _tag(value, UNRESOLVED, 0.0, tuple(evidence), codebook)
        for value, evidence in sorted(by_value.items())
    )


def _tag(
    country: str, role: Role, score: float, evidence: tuple[Evidence, ...], codebook: str
) -> Tag:
    return Tag(
        kind="country", value=country, role=role, score=score, evidence=evidence, codebook=codebook
    )


def _rank(tag: Tag) -> tuple[bool, float, int, str]:
    placed = any(evidence.rule == "place" for evidence in tag.evidence)
    return not placed, -tag.score, min(evidence.start for evidence in tag.evidence), tag.value
