"""
In: a normalised text, its page and place. Out: its countries and the words that say so. Pure.

Names and towns say that a post is about a country; a demonym or a flag that it mentions one. The
place tagged on a post comes first; the page's own country comes last, where nothing else speaks.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from fb_watch.enrich.ambiguity import Known, Scene, choose
from fb_watch.enrich.automaton import Automaton
from fb_watch.enrich.fit import Reason, is_shouted
from fb_watch.enrich.fittest import fittest
from fb_watch.enrich.flags import flags
from fb_watch.enrich.gazetteer import Care, Gazetteer, Sense, pattern
from fb_watch.enrich.language_names import WITHOUT_DEMONYMS, is_language
from fb_watch.enrich.matcher import Match, Matcher, Miss, Pattern
from fb_watch.enrich.namesakes import is_namesake, is_street, town_of_street
from fb_watch.enrich.persons import is_person, is_titled
from fb_watch.enrich.senses import (
    candidates_of,
    is_city,
    is_demonym,
    rule_of,
    stand,
    towns_of,
    undecided,
)
from fb_watch.enrich.sightings import (
    ABOUT,
    Sighting,
    doubtful_names,
    known_by,
    of_page,
    sighting,
    tally,
)
from fb_watch.enrich.text import Normalised, fold, normalise
from fb_watch.model.collected import Page, Place
from fb_watch.model.settings import NOT_FIRST, AmbiguousTerm, Codebook, PlaceTerm
from fb_watch.model.tagged import Evidence, Tag

_Asked = tuple[tuple[str, ...], AmbiguousTerm | None]  # candidates, and the rule that has them
_ANYWHERE = frozenset({"en", "fr"})  # every page writes names in these now and then
# A page of more countries speaks for a continent: what it posts is about none in particular.
MOST_PAGE_COUNTRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """What a text says of countries; of `unresolved` each value is several: "CD CG"."""

    tags: tuple[Tag, ...]
    unresolved: tuple[Tag, ...]


class CountryTagger:
    """Finds countries. Building it reads the whole gazetteer: once per process."""

    def __init__(
        self, gazetteer: Gazetteer, codebook: Codebook, automaton: Automaton | None = None
    ) -> None:
        self._regions = gazetteer.regions
        self._codebook = codebook.hash
        own = list(_own_patterns(codebook))
        self._own = frozenset(map(id, own))  # they overrule the gazetteer where both speak
        shown = {fold(pattern.text) for pattern in own if not pattern.mask}
        given = [p for p in gazetteer.patterns if not (p.mask and fold(p.text) in shown)]
        self._care = {
            id(pattern): gazetteer.care[key]
            for pattern in given
            if (key := fold(pattern.text)) in gazetteer.care
        }
        self._matcher: Matcher[Sense] = Matcher([*given, *own], automaton)

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
        return self.read(text, page, place, languages).tags

    def read(
        self,
        text: Normalised,
        page: Page | None = None,
        place: Place | None = None,
        languages: tuple[str, ...] = (),
    ) -> Countries:
        """The same with the names that may be several countries, where nothing tells which."""
        sightings, misses = self._read(text, self._scene(text, page, place, languages))
        tags = tally([*self._place(place, page), *sightings], self._codebook)
        settled = {tag.value for tag in tags}
        unresolved = doubtful_names(misses, self._own, settled, self._codebook)
        if (
            not (tags or unresolved)
            and page is not None
            and 0 < len(page.countries) <= MOST_PAGE_COUNTRIES
        ):
            tags = of_page(page, self._codebook)
        return Countries(tags=tags, unresolved=unresolved)

    def misses(
        self,
        text: Normalised,
        page: Page | None = None,
        place: Place | None = None,
        languages: tuple[str, ...] = (),
    ) -> list[Miss[Sense]]:
        """The candidates that do not count, and why not."""
        scene = self._scene(text, page, place, languages)
        unfit = [
            Miss(match=match, reason=Reason.OTHER_LANGUAGE)
            for match in self._matcher.find(text, self._allow(scene))
            if not fittest([match], scene.languages, _usual(scene), self._own)
        ]
        missed = self._matcher.misses(text, self._allow(scene))
        return [*missed, *unfit, *self._read(text, scene)[1]]

    def _scene(
        self, text: Normalised, page: Page | None, place: Place | None, languages: tuple[str, ...]
    ) -> Scene:
        here = {s.country for s in self._place(place, page)}
        return Scene(text=text, page=page, here=here, languages=languages, regions=self._regions)

    def _allow(self, scene: Scene) -> Callable[[Pattern[Sense], bool], bool]:
        written = frozenset(scene.languages)
        usual = frozenset(_usual(scene))
        spoken = written | _ANYWHERE | usual
        likely = written or usual  # of two words nobody can tell the language

        def allow(pattern: Pattern[Sense], _hashtag: bool) -> bool:
            if pattern.mask:
                return True
            if isinstance(pattern.value, AmbiguousTerm):
                # "Manila" is a word in Malagasy and a city everywhere else.
                if not written and pattern.value.otherwise == NOT_FIRST:
                    return True
                return not pattern.languages or bool(pattern.languages & (written or spoken))
            if written and pattern.languages and not pattern.languages & spoken:
                return False
            care = self._care.get(id(pattern), _CARELESS)
            return not (care.off & likely) and (not care.only or bool(care.only & likely))

        return allow

    def _read(self, text: Normalised, scene: Scene) -> tuple[list[Sighting], list[Miss[Sense]]]:
        found: list[Sighting] = []
        misses: list[Miss[Sense]] = []
        # One name has one answer in one text: 10,000 "Congo" ask once, not each the whole text.
        doubtful: dict[_Asked, list[list[Match[Sense]]]] = {}
        every = self._matcher.find(text, self._allow(scene))
        matches = fittest(every, scene.languages, _usual(scene), self._own)
        names = {place for match in matches for place in (match.start, match.end)}
        towns = towns_of(matches)
        for _span, group in groupby(matches, key=lambda match: (match.start, match.end)):
            senses = list(group)
            asked = candidates_of(senses, self._own), rule_of(senses)
            if doubt := self._doubt(senses, scene, names, towns):
                misses.append(Miss(match=senses[0], reason=doubt))
            elif len(asked[0]) == 1 and asked[1] is None:
                found.append(sighting(senses, *asked[0]))
            else:
                doubtful.setdefault(asked, []).append(senses)
        known = known_by(found) if doubtful else _NOTHING
        for (candidates, rule), places in doubtful.items():
            chosen = choose(candidates, rule, scene, known, [stand(senses) for senses in places])
            for senses in places:
                found += [sighting(senses, country) for country in chosen]
                if not chosen:
                    misses += undecided(senses, rule)
        return [*found, *self._flags(text.original)], misses

    def _doubt(
        self,
        senses: list[Match[Sense]],
        scene: Scene,
        names: Container[int],
        towns: Mapping[int, str],
    ) -> Reason | None:
        """What the words beside a name say against it: "Michael Jordan", "HELP US NOW"."""
        first, text = senses[0], scene.text.original
        cares = [self._care.get(id(match.pattern), _CARELESS) for match in senses]
        if first.hashtag:
            return None
        named_so = any(care.person for care in cares)
        of_people, where = is_demonym(senses), (text, first.start, first.end)
        is_named = not of_people and is_titled(text, first.start)
        if is_named or (named_so and is_person(*where, names)):
            return Reason.PERSON
        if not (of_people and first.surface[0].islower()):
            town = town_of_street(*where)
            abroad = town in towns and towns[town] not in candidates_of(senses, self._own)
            if abroad or is_street(*where):
                return Reason.STREET
        is_people = of_people or not WITHOUT_DEMONYMS.isdisjoint(scene.languages)
        if is_people or text.startswith(",", first.end):
            countries = frozenset(candidates_of(senses, self._own))
            if not of_people and is_namesake(*where, countries, is_city=is_city(senses)):
                return Reason.NAMESAKE
            if is_people and is_language(*where, scene.languages, countries):
                return Reason.LANGUAGE
        if any(care.word for care in cares) and is_shouted(text, first.start):
            return Reason.ALL_CAPITALS
        return None

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
                # the post does not write it: no stretch of its text is the evidence
                evidence = Evidence(term=written, surface="", start=0, end=0, rule="place")
                return [Sighting(country=found.pop(), kind="place", evidence=evidence)]
        return []

    def _named(self, written: str, page: Page | None) -> set[str]:
        text = normalise(written)
        scene = Scene(text=text, page=page, here=set(), languages=(), regions=self._regions)
        return {s.country for s in self._read(text, scene)[0] if s.kind in ABOUT}


def _usual(scene: Scene) -> tuple[str, ...]:
    return scene.page.languages if scene.page else ()


_CARELESS = Care()
_NOTHING = Known(countries=frozenset(), begins=frozenset())


def _own_patterns(codebook: Codebook) -> Iterator[Pattern[Sense]]:
    """What places.csv and ambiguous.csv say."""
    for place in codebook.places:
        yield pattern(place, frozenset({place.language} - {""}))
    for rule in codebook.ambiguous:
        name = PlaceTerm(text=rule.text, country="", language="", kind="name", case=rule.case)
        yield replace(pattern(name, frozenset({rule.language} - {""})), value=rule)
