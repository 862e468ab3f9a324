"""
In: patterns once, normalised texts then. Out: where which pattern stands, and why others do not. Pure.

One Aho-Corasick pass finds every candidate, overlapping ones too. Each has to pass the tests of
`fit`; only then the longest wins, since a longer candidate that is no word would hide a good one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fb_watch.enrich import fit
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[T]):
    """A pattern found; offsets are code points of the original text."""

    pattern: Pattern[T]
    surface: str
    start: int
    end: int
    hashtag: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss(Generic[T]):
    """A candidate that did not count, and why."""

    match: Match[T]
    reason: Reason


Allow = Callable[[Pattern[T]], bool]


class Matcher(Generic[T]):
    """Looks for all patterns at once. Building it costs about 10 µs a pattern."""

    def __init__(self, patterns: Sequence[Pattern[T]]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        keys: dict[str, list[tuple[Pattern[T], fit.Edges]]] = {}
        for pattern in patterns:
            if key := fold(pattern.text.rstrip("*")).strip():
                keys.setdefault(key, []).append((pattern, fit.edges(key, pattern.languages)))
        self._patterns = list(keys.values())
        self._automaton = AhoCorasick(list(keys), matchkind=MatchKind.Standard)

    def find(self, text: Normalised, allow: Allow[T] | None = None) -> list[Match[T]]:
        """What counts, in the order of the text; masks and what they hide are gone."""
        found = [
            match
            for match, reason in self._candidates(text, allow)
            if reason is None
        ]
        kept = [match for match, hidden in _shadows(found) if not hidden and not match.pattern.mask]
        return sorted(kept, key=lambda match: (match.start, match.end))

    def misses(self, text: Normalised, allow: Allow[T] | None = None) -> list[Miss[T]]:
        """Whole words that look like a pattern and do not count, for people who ask why."""
        tried = list(self._candidates(text, allow))
        refused = [Miss(match=m, reason=r) for m, r in tried if r and not m.pattern.mask]
        hidden = [
            Miss(match=match, reason=Reason.HIDDEN)
            for match, hidden in _shadows([m for m, r in tried if r is None])
            if hidden and not match.pattern.mask
        ]
        return sorted(refused + hidden, key=lambda miss: (miss.match.start, miss.match.end))

    def _candidates(
        self, text: Normalised, allow: Allow[T] | None
    ) -> Iterator[tuple[Match[T], Reason | None]]:
        hay = text.text
        for key, start, end in self._automaton.find_matches_as_indexes(hay, overlapping=True):
            for pattern, edges in self._patterns[key]:
                stop = fit.stop(hay, start, end, edges, pattern.tail)
                if stop < 0:
                    continue
                first, last = text.locate(start, stop)
                match = Match(
                    pattern=pattern,
                    surface=text.original[first:last],
                    start=first,
                    end=last,
                    hashtag=text.in_hashtag(start),
                )
                if allow is not None and not allow(pattern):
                    yield match, Reason.OTHER_LANGUAGE
                    continue
                case, accents = pattern.case, pattern.accents
                yield match, fit.refusal(match, pattern.text, case, accents, text)


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
