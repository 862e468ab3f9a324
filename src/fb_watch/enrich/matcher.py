"""
In: patterns once, then normalised texts. Out: which stand where, and why others do not. Pure.

One Aho-Corasick pass finds every candidate, overlapping ones too. Each has to pass the tests of
`fit`; only then the longest wins, since a longer candidate that is no word would hide a good one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from fb_watch.enrich import fit
from fb_watch.enrich.automaton import Automaton
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.text import Normalised, fold
from fb_watch.model.settings import Case

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Generic[T]):
    """A word or phrase to look for; `*` at the end lets up to `tail` letters follow."""

    text: str
    value: T
    case: Case = "any"
    languages: frozenset[str] = frozenset()  # of the term; empty: of all
    accents: bool = False  # whether other accents make it another word
    tail: int = 0
    mask: bool = False  # counts for nothing and hides what stands inside it
    scope: str = ""  # the longest wins within a scope; a mask of scope "" hides in every scope


@cache
def the_same(languages: frozenset[str]) -> frozenset[str]:
    """One set for the same languages: sixty thousand patterns have five hundred."""
    return languages


class Match(NamedTuple, Generic[T]):
    """A pattern found; offsets are code points of the original text."""

    pattern: Pattern[T]
    surface: str
    start: int
    end: int
    hashtag: bool
    rest: int = 0  # letters of the word after those of the term: endings, what `*` lets follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss(Generic[T]):
    """A candidate that did not count, and why."""

    match: Match[T]
    reason: Reason


# Whether a text admits a pattern, by its language; the second argument: inside a hashtag.
Allow = Callable[[Pattern[T], bool], bool]
# patterns, start, end, surface, hashtag, rest
_Word = tuple[Sequence[Pattern[T]], int, int, str, bool, int]

_SPAN = attrgetter("start", "end")
_WORD = fit.Shape.WORD


class Matcher(Generic[T]):
    """
    Looks for all patterns at once. Building it costs about 10 µs a pattern.

    Matchers that share an `automaton` read a text once.
    """

    def __init__(self, patterns: Sequence[Pattern[T]], automaton: Automaton | None = None) -> None:
        self._automaton = automaton or Automaton()
        # Patterns of one key and one way to end are judged by their boundaries together.
        keys: dict[str, dict[tuple[fit.Edges, int], list[Pattern[T]]]] = {}
        for pattern in patterns:
            if key := fold(pattern.text.rstrip("*")).strip():
                shape = fit.edges(key, pattern.languages), pattern.tail
                keys.setdefault(key, {}).setdefault(shape, []).append(pattern)
        told = {
            self._automaton.number(key): tuple(
                (edges, tail, tuple(some)) for (edges, tail), some in groups.items()
            )
            for key, groups in keys.items()
        }
        self._groups = [told.get(number, ()) for number in range(max(told, default=-1) + 1)]

    def find(self, text: Normalised, allow: Allow[T] | None = None) -> list[Match[T]]:
        """What counts, in the order of the text; masks and what they hide are gone."""
        found = self._try(text, allow)
        if len(found) < 2:
            return [match for match in found if not match.pattern.mask]
        found.sort(key=_SPAN)
        if not text.tail and _are_apart(found):
            return found
        kept = [match for match, hidden in _shadows(found) if not hidden and not match.pattern.mask]
        return sorted(kept, key=_SPAN)

    def misses(self, text: Normalised, allow: Allow[T] | None = None) -> list[Miss[T]]:
        """Whole words that look like a pattern and do not count, for people who ask why."""
        misses: list[Miss[T]] = []
        found = self._try(text, allow, misses)
        misses += [
            Miss(match=match, reason=Reason.HIDDEN)
            for match, hidden in _shadows(found)
            if hidden and not match.pattern.mask
        ]
        return sorted(misses, key=lambda miss: (miss.match.start, miss.match.end))

    def _try(
        self, text: Normalised, allow: Allow[T] | None, misses: list[Miss[T]] | None = None
    ) -> list[Match[T]]:
        """The words that pass every test; those that do not go into `misses` where it is given."""
        found: list[Match[T]] = []
        for patterns, start, end, surface, hashtag, rest in self._words(text):
            for pattern in patterns:
                reason = _refusal(pattern, surface, hashtag, allow)
                if reason is not None and (misses is None or pattern.mask):
                    continue
                match = Match(pattern, surface, start, end, hashtag, rest)
                if reason is None:
                    found.append(match)
                elif misses is not None:
                    misses.append(Miss(match=match, reason=reason))
        return found

    def _words(self, text: Normalised) -> Iterator[_Word[T]]:
        """The candidates that are whole words, with their patterns and their place."""
        hay, groups, many = text.text, self._groups, len(self._groups)
        for key, start, end in self._automaton.hits(hay):
            for edges, tail, patterns in groups[key] if key < many else ():
                if edges.left is _WORD and start and hay[start - 1].isalnum():
                    continue  # `fit.stop` says so too, and takes its time
                stop = fit.stop(hay, start, end, edges, tail)
                # In #SolidaritéRDC "solidari*" means the first word: the parts are searched too.
                if stop < 0 or (stop > end and text.is_joined(start)):
                    continue
                first, last = text.locate(start, stop)
                surface, hashtag = text.original[first:last], text.in_hashtag(start)
                yield patterns, first, last, surface, hashtag, stop - end


def _refusal(
    pattern: Pattern[T], surface: str, hashtag: bool, allow: Allow[T] | None
) -> Reason | None:
    if allow is not None and not allow(pattern, hashtag):
        return Reason.OTHER_LANGUAGE
    return fit.refusal(surface, hashtag, pattern.text, pattern.case, pattern.accents)


def _are_apart(matches: list[Match[T]]) -> bool:
    """Whether of these, in order, none is a mask or covers another, as mostly."""
    last, first = -1, -1
    for pattern, _surface, start, end, _hashtag, _rest in matches:
        if pattern.mask or (start < last and (start, end) != (first, last)):
            return False
        first, last = start, end
    return True


def _shadows(matches: list[Match[T]]) -> Iterator[tuple[Match[T], bool]]:
    """Each match once, with whether a longer one of its scope or a mask covers it."""
    scopes: dict[str, list[Match[T]]] = {}
    for match in matches:
        scopes.setdefault(match.pattern.scope, []).append(match)
    general = [m for m in scopes.get("", ()) if m.pattern.mask]
    for scope, members in scopes.items():
        yield from _sweep(members if scope == "" else members + general, scope)


def _sweep(matches: list[Match[T]], scope: str) -> Iterator[tuple[Match[T], bool]]:
    start = reach = -1
    masked = False
    seen: set[tuple[int, int, int]] = set()
    for match in sorted(matches, key=lambda m: (m.start, -m.end, not m.pattern.mask)):
        key = (match.start, match.end, id(match.pattern))
        if key in seen:
            continue  # found in the hashtag as it stands and in its parts
        seen.add(key)
        same = (match.start, match.end) == (start, reach)
        if match.pattern.scope == scope:
            yield match, match.end <= reach and (masked or not same)
        if match.end > reach:
            start, reach, masked = match.start, match.end, match.pattern.mask
