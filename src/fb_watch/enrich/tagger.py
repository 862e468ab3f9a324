"""In: a post and its page. Out: the post with its language and its tags. Pure."""

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fb_watch.enrich import gazetteer
from fb_watch.enrich.automaton import Automaton
from fb_watch.enrich.countries import CountryTagger
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.matcher import Match
from fb_watch.enrich.text import normalise
from fb_watch.enrich.themes import ThemeTagger
from fb_watch.model.captions import text_of
from fb_watch.model.collected import Page, Place, Post
from fb_watch.model.settings import AmbiguousTerm, Codebook, PlaceTerm, Term
from fb_watch.model.tagged import Language, Tag, TaggedPost, TagKind

# Text and the codes of likely languages in, the language out.
Detect = Callable[[str, tuple[str, ...]], Language]

_GATES = {reason: place for place, reason in enumerate(Reason)}
_SURE = 0.7  # confidence from which a language may veto names of other languages


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A word that looked like a tag and did not count; `words(reason)` says why to people."""

    kind: TagKind
    value: str  # theme, question or country; of an ambiguous name all candidates, "CD CG"
    term: str
    surface: str
    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that the taggers see in a text."""

    language: Language
    tags: tuple[Tag, ...]
    unresolved: tuple[Tag, ...]
    near_misses: tuple[NearMiss, ...] = ()


class Tagger:
    """The taggers together. Building it costs half a second, tagging a post some 0.1 ms."""

    edition: str  # stands on every tag: first 12 hex of SHA-256(codebook hash, gazetteer edition)

    def __init__(self, codebook: Codebook, detect: Detect) -> None:
        self._detect = detect
        with _uncollected():
            given = gazetteer.load()
            self.edition = edition(codebook.hash, given.edition)
            named = replace(codebook, hash=self.edition)
            together = Automaton()
            self._themes = ThemeTagger(named, together)
            self._countries = CountryTagger(given, named, together)
            _ = together.built  # now, and not in the middle of the first post

    def tag(self, post: Post, page: Page, boilerplate: frozenset[str] = frozenset()) -> TaggedPost:
        """
        The post with what its message and its captions say.

        Themes first, then countries, then questions. The page's own name over a film says
        nothing of the film.
        """
        told = post.captions
        if told:
            told = _without((page.name, *page.known_as, post.author or ""), told)
        seen = self._read(text_of(post.message, told), page, post.place, boilerplate)
        return TaggedPost(
            post=post, language=seen.language, tags=seen.tags, unresolved=seen.unresolved
        )

    def explain(
        self,
        text: str,
        page: Page | None = None,
        place: Place | None = None,
        boilerplate: frozenset[str] = frozenset(),
    ) -> Explanation:
        """The same for any text, with the words that nearly counted and why they do not."""
        seen = self._read(text, page, place, boilerplate)
        form, written = normalise(text), _written(seen.language)
        themes = self._themes.misses(form, written, boilerplate)
        countries = self._countries.misses(form, page, place, written)
        near = [
            *((_near_miss(m.match, m.reason), m.match.pattern.languages) for m in themes),
            *((_near_miss(m.match, m.reason), m.match.pattern.languages) for m in countries),
        ]
        return replace(seen, near_misses=_telling(near, frozenset(written), seen.tags))

    def _read(
        self, text: str, page: Page | None, place: Place | None, boilerplate: frozenset[str]
    ) -> Explanation:
        language = self._detect(text, page.languages if page else ())
        form = normalise(text)
        written = _written(language)
        said = self._themes.tag(form, written, boilerplate)
        countries = self._countries.read(form, page, place, written)
        themes = (tag for tag in said if tag.kind == "theme")
        questions = (tag for tag in said if tag.kind == "question")
        return Explanation(
            language=language,
            tags=(*themes, *countries.tags, *questions),
            unresolved=countries.unresolved,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: what is built stays, and the search takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def edition(codebook: str, gazetteer_edition: str) -> str:
    """The name of what makes tags: another codebook or another gazetteer is another edition."""
    return hashlib.sha256(f"{codebook}\n{gazetteer_edition}".encode()).hexdigest()[:12]


def _without(names: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The texts with blanks in the place of names, as many, so that offsets stay."""
    named = "|".join(re.escape(name) for name in names if name.strip())
    pattern = re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.IGNORECASE)
    return tuple(pattern.sub(lambda found: " " * len(found[0]), text) for text in texts)


def _written(language: Language) -> tuple[str, ...]:
    """The languages of a post, main one first; none where nobody can be sure."""
    if language.code in ("und", "zxx") or language.confidence < _SURE:
        return ()
    return tuple(dict.fromkeys((language.code, *(code for code, _share in language.shares))))


def _telling(
    near: list[tuple[NearMiss, frozenset[str]]], written: frozenset[str], tags: tuple[Tag, ...]
) -> tuple[NearMiss, ...]:
    """
    One miss for each word and tag, in the order of the text; none where the tag was earned.

    Of several senses that of a language of the text, and the one that came nearest to counting;
    beside each miss in `near` stand the languages of its sense, none where it is of all.
    """
    earned = {
        (tag.kind, tag.value, place)
        for tag in tags
        for evidence in tag.evidence
        for place in range(evidence.start, evidence.end)
    }

    def order(sense: tuple[NearMiss, frozenset[str]]) -> tuple[object, ...]:
        miss, languages = sense
        foreign = bool(languages and written) and languages.isdisjoint(written)
        gate = _GATES[miss.reason]
        return miss.start, miss.end, miss.kind, miss.value, foreign, -gate, miss.term

    kept: dict[tuple[TagKind, str, int, int], NearMiss] = {}
    for miss, _languages in sorted(near, key=order):
        if not any((miss.kind, value, miss.start) in earned for value in miss.value.split()):
            kept.setdefault((miss.kind, miss.value, miss.start, miss.end), miss)
    return tuple(kept.values())


def _near_miss(match: Match[Term] | Match[PlaceTerm | AmbiguousTerm], reason: Reason) -> NearMiss:
    sense = match.pattern.value
    kind: TagKind
    if isinstance(sense, Term):
        kind, value = sense.kind, sense.value
    elif isinstance(sense, AmbiguousTerm):
        kind, value = "country", " ".join(sense.candidates)
    else:
        kind, value = "country", sense.country
    return NearMiss(
        kind=kind,
        value=value,
        term=match.pattern.text,
        surface=match.surface,
        start=match.start,
        end=match.end,
        reason=reason,
    )
