"""
In: the texts of a page. Out: the passages it puts under nearly every post. Pure.

"Education for all – join us" in every footer says nothing about a post. A page on schools that
writes of schools every day says something each time: so it is not the word that has to recur, but
the whole passage (a line, a sentence, a hashtag), and beside other text.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

from fb_watch.enrich.text import fold

NEWEST = 200  # texts that are looked at
FEWEST = 20  # below that, what recurs may be chance
SHARE = 0.8  # of the texts, above which a passage is boilerplate
_LONGEST = 500  # characters; no footer is longer

# A hashtag is a passage by itself, wherever it stands.
_PASSAGE = re.compile(r"[#＃][^\s#＃]+|[^\n\r\u2028\u2029.!?…|•·;。！？；؟।॥۔#＃]+")


def boilerplate(texts: Iterable[str]) -> frozenset[str]:
    """The passages of a page's texts, newest first, that are boilerplate, in their folded form."""
    kept = [text for text, _ in zip((t for t in texts if t.strip()), range(NEWEST), strict=False)]
    if len(kept) < FEWEST:
        return frozenset()
    stands: Counter[str] = Counter()
    beside_others: Counter[str] = Counter()
    for text in kept:
        found = {passage for passage, _start, _end in _passages(text)}
        stands.update(found)
        if len(found) > 1:
            beside_others.update(found)
    return frozenset(
        passage
        for passage, number in stands.items()
        if number > SHARE * len(kept) and 2 * beside_others[passage] > number
    )


def spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where boilerplate stands in a text: start and end in code points, in order."""
    if not known:
        return []
    return [(start, end) for passage, start, end in _passages(text) if passage in known]


def within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch lies inside one of the spans, which are in order and do not overlap."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and end <= spans[at][1]


def _passages(text: str) -> Iterator[tuple[str, int, int]]:
    """Each passage that has a letter, folded, with its place."""
    for found in _PASSAGE.finditer(text):
        passage = found.group()
        if len(passage) > _LONGEST:
            continue
        folded = " ".join(fold(passage).split())
        if any(map(str.isalpha, folded)):
            yield folded, found.start(), found.end()
