"""
In: a normalised text, its page and place. Out: the countries it is about, with the words that say so. Pure.

Names and towns say that a post is about a country; a demonym or a flag that it mentions one. The
place tagged on a post comes first; the page's own country comes last, where nothing else speaks.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from fb_watch.enrich.ambiguity import Scene, choose, is_person
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.flags import flags
from fb_watch.enrich.gazetteer import Care, Gazetteer, Sense, pattern
from fb_watch.enrich.matcher import Match, Matcher, Miss, Pattern
from fb_watch.enrich.text import Normalised, fold, normalise
from fb_watch.model.collected import Page, Place
from fb_watch.model.settings import AmbiguousTerm, Codebook, PlaceTerm
from fb_watch.model.tagged import Evidence, Role, Tag

# What one distinct term adds to the score, by how it was found.
WEIGHTS = {"place": 2.0, "name": 1.0, "city": 1.0, "demonym": 0.5, "flag": 0.25}
_ABOUT = frozenset({"place", "name", "city"})
_ANYWHERE = frozenset({"en", "fr"})  # every page writes names in these now and then
# A page of more countries speaks for a continent: what it posts is about none in particular.
MOST_PAGE_COUNTRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One word that speaks of one country."""

    country: str
    kind: str  # a key of WEIGHTS
    evidence: Evidence


class CountryTagger:
    """Finds countries. Building it reads the whole gazetteer: once per process."""

    def __init__(self, gazetteer: Gazetteer, codebook: Codebook) -> None:
        self._regions = gazetteer.regions
        self._codebook = codebook.hash
        own = list(_own_patterns(codebook))
        overruled = {fold(p.text) for p in own}
        given = [p for p in gazetteer.patterns if fold(p.text) not in overruled]
        self._care = {
            p.text: gazetteer.care[key] for p in given if (key := fold(p.text)) in gazetteer.care
        }
        self._matcher: Matcher[Sense] = Matcher([*given, *own])

    def tag(
        self,
        text: Normalised,
        page: Page | None = None,
        place: Place | None = None,
        languages: tuple[str, ...] = (),
    ) -> tuple[Tag, ...]:
        """
        The countries of a post, the tagged place's first, then by score.

        `languages` of the post, main one first, veto names of other languages; none: no veto.
        A country by page alone has score 0 and no evidence.
        """
        sightings, _ = self._read(text, self._scene(text, page, place, languages))
        tags = self._tally([*self._place(place, page), *sightings])
        if tags or page is None or not 0 < len(page.countries) <= MOST_PAGE_COUNTRIES:
            return tags
        return tuple(self._tag(country, "page", 0.0, ()) for country in page.countries)

    def misses(
        self,
        text: Normalised,
        page: Page | None = None,
        place: Place | None = None,
        languages: tuple[str, ...] = (),
    ) -> list[Miss[Sense]]:
        """The candidates that do not count, and why not."""
        scene = self._scene(text, page, place, languages)
        return [*self._matcher.misses(text, self._allow(scene)), *self._read(text, scene)[1]]

    def _scene(
        self, text: Normalised, page: Page | None, place: Place | None, languages: tuple[str, ...]
    ) -> Scene:
        here = {s.country for s in self._place(place, page)}
        return Scene(text=text, page=page, here=here, languages=languages, regions=self._regions)

    def _allow(self, scene: Scene) -> Callable[[Pattern[Sense]], bool]:
        written = frozenset(scene.languages)
        page = scene.page
        spoken = written | _ANYWHERE | frozenset(page.languages if page else ())

        def allow(pattern: Pattern[Sense]) -> bool:
            if pattern.mask:
                return True
            if written and pattern.languages and not pattern.languages & spoken:
                return False
            care = self._care.get(pattern.text, _CARELESS)
            return not (care.off & written) and (not care.only or bool(care.only & written))

        return allow

    def _read(self, text: Normalised, scene: Scene) -> tuple[list[Sighting], list[Miss[Sense]]]:
        found: list[Sighting] = []
        doubtful: list[list[Match[Sense]]] = []
        misses: list[Miss[Sense]] = []
        matches = self._matcher.find(text, self._allow(scene))
        for _span, group in groupby(matches, key=lambda match: (match.start, match.end)):
            senses = list(group)
            if self._is_person(senses, text.original):
                misses.append(Miss(match=senses[0], reason=Reason.PERSON))
            elif len(_countries(senses)) == 1:
                found.append(_sighting(senses, *_countries(senses)))
            else:
                doubtful.append(senses)
        settled = {sighting.country for sighting in found}
        for senses in doubtful:
            chosen = choose(_countries(senses), _rule(senses), scene, settled)
            found += [_sighting(senses, country) for country in chosen]
            if not chosen:
                misses.append(Miss(match=senses[0], reason=Reason.AMBIGUOUS))
        return [*found, *self._flags(text.original)], misses

    def _is_person(self, senses: list[Match[Sense]], text: str) -> bool:
        first = senses[0]
        care = self._care.get(first.pattern.text, _CARELESS)
        return care.person and not first.hashtag and is_person(text, first.start, first.end)

    def _flags(self, text: str) -> Iterator[Sighting]:
        for country, start, end in flags(text):
            if country in self._regions:
                sign = text[start:end]
                evidence = Evidence(term=sign, surface=sign, start=start, end=end, rule="flag")
                yield Sighting(country=country, kind="flag", evidence=evidence)

    def _place(self, place: Place | None, page: Page | None) -> list[Sighting]:
        """The country of the tagged place: as written there, else by its city, state or name."""
        if place is None:
            return []
        for written in filter(None, (place.country, place.city, place.state, place.name)):
            code = written.strip()
            found = {code} if code in self._regions else self._named(written, page)
            if len(found) == 1:
                evidence = Evidence(term=written, surface=written, start=0, end=0, rule="place")
                return [Sighting(country=found.pop(), kind="place", evidence=evidence)]
        return []

    def _named(self, written: str, page: Page | None) -> set[str]:
        text = normalise(written)
        scene = Scene(text=text, page=page, here=set(), languages=(), regions=self._regions)
        return {s.country for s in self._read(text, scene)[0] if s.kind in _ABOUT}

    def _tally(self, sightings: list[Sighting]) -> tuple[Tag, ...]:
        by_country: dict[str, list[Sighting]] = {}
        for sighting in sightings:
            by_country.setdefault(sighting.country, []).append(sighting)
        tags = []
        for country, seen in by_country.items():
            terms = {(fold(s.evidence.term), s.kind == "place"): WEIGHTS[s.kind] for s in seen}
            role: Role = "about" if any(s.kind in _ABOUT for s in seen) else "mentioned"
            evidence = tuple(s.evidence for s in seen)
            tags.append(self._tag(country, role, sum(terms.values()), evidence))
        return tuple(sorted(tags, key=_rank))

    def _tag(
        self, country: str, role: Role, score: float, evidence: tuple[Evidence, ...]
    ) -> Tag:
        return Tag(
            kind="country",
            value=country,
            role=role,
            score=score,
            evidence=evidence,
            codebook=self._codebook,
        )


_CARELESS = Care()


def _rank(tag: Tag) -> tuple[bool, float, int, str]:
    placed = any(evidence.rule == "place" for evidence in tag.evidence)
    return not placed, -tag.score, min(evidence.start for evidence in tag.evidence), tag.value


def _own_patterns(codebook: Codebook) -> Iterator[Pattern[Sense]]:
    """What places.csv and ambiguous.csv say; they overrule the gazetteer."""
    for place in codebook.places:
        yield pattern(place, frozenset({place.language} - {""}))
    for term in codebook.ambiguous:
        stand_in = PlaceTerm(
            text=term.text, country="", language=term.language, kind="name", case=term.case
        )
        as_name = pattern(stand_in, frozenset({term.language} - {""}))
        yield Pattern(
            text=term.text,
            value=term,
            case=as_name.case,
            languages=as_name.languages,
            accents=as_name.accents,
            tail=as_name.tail,
        )


def _countries(senses: Iterable[Match[Sense]]) -> tuple[str, ...]:
    """The candidates of one stretch of text, each once."""
    found: dict[str, None] = {}
    for match in senses:
        sense = match.pattern.value
        codes = sense.candidates if isinstance(sense, AmbiguousTerm) else (sense.country,)
        found |= dict.fromkeys(codes)
    rule = _rule(senses)
    # A rule decides even where it has one candidate: Georgia may be the country or none.
    return (*found, "") if rule and len(found) == 1 else tuple(found)


def _rule(senses: Iterable[Match[Sense]]) -> AmbiguousTerm | None:
    values = (match.pattern.value for match in senses)
    return next((value for value in values if isinstance(value, AmbiguousTerm)), None)


def _sighting(senses: list[Match[Sense]], country: str) -> Sighting:
    """The best reason for a country among the senses of one stretch: a name before a demonym."""
    kinds = {
        match.pattern.value.kind: match
        for match in reversed(senses)
        if isinstance(match.pattern.value, PlaceTerm) and match.pattern.value.country == country
    }
    kind = max(kinds, key=lambda kind: WEIGHTS[kind], default="name")
    match = kinds.get(kind, senses[0])  # type: ignore[call-overload]
    rule = "hashtag" if match.hashtag else {"name": "term"}.get(kind, kind)
    evidence = Evidence(
        term=match.pattern.text, surface=match.surface, start=match.start, end=match.end, rule=rule
    )
    return Sighting(country=country, kind=kind, evidence=evidence)
