"""
In: the texts of a page. Out: the words it puts under nearly every post. Pure.

"Education for all – bulletin no. 12" in every footer says nothing about a post. A page on schools
that writes of schools every day says something each time: so it is not the word that has to recur,
but three words in their order, or a whole line, sentence or hashtag of fewer; and beside other
text. What changes in a footer, its number or its date, is left out by that.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from fb_watch.enrich.fit import is_word
from fb_watch.enrich.text import fold

NEWEST = 200  # texts that are looked at
FEWEST = 20  # below that, what recurs may be chance
SHARE = 0.8  # of the texts, above which words are boilerplate
TOGETHER = 3  # words that have to recur in their order
_LONGEST = 500  # characters; no footer is longer

# A hashtag is a passage by itself, wherever it stands.
_PASSAGE = re.compile(r"[#＃][^\s#＃]+|[^\n\r\u2028\u2029.!?…|•·;。！？；؟।॥۔#＃]+")
_WORD = re.compile(r"\S+")


def boilerplate(texts: Iterable[str]) -> frozenset[str]:
    """The runs of words in a page's texts, newest first, that are boilerplate, folded."""
    kept = [text for text, _ in zip((t for t in texts if t.strip()), range(NEWEST), strict=False)]
    if len(kept) < FEWEST:
        return frozenset()
    runs = [{run for run, _start, _end in _runs(text)} for text in kept]
    stands = Counter(run for found in runs for run in found)
    frequent = {run for run, number in stands.items() if number > SHARE * len(kept)}
    beside = Counter(run for found in runs if not found <= frequent for run in found & frequent)
    return frozenset(run for run in frequent if 2 * beside[run] > stands[run])


def spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where boilerplate stands in a text: start and end in code points, in order, apart."""
    if not known:
        return []
    found: list[tuple[int, int]] = []
    for run, start, end in _runs(text):
        if run not in known:
            continue
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(end, found.pop()[1])
        found.append((start, end))
    return found


def within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch lies inside one of the spans, which are in order and do not overlap."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and end <= spans[at][1]


def _runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Each three words in their order within a passage, or all where it has fewer, and where."""
    for passage in _PASSAGE.finditer(text):
        if passage.end() - passage.start() > _LONGEST:
            continue
        words = [
            (word, found.start(), found.end())
            for found in _WORD.finditer(text, passage.start(), passage.end())
            if (word := _word(found.group()))
        ]
        for at in range(max(1, len(words) - TOGETHER + 1) if words else 0):
            run = words[at : at + TOGETHER]
            yield " ".join(word for word, _start, _end in run), run[0][1], run[-1][2]


@lru_cache(maxsize=16384)
def _word(written: str) -> str:
    """A word folded, without the signs around it; empty where it has no letter and no digit."""
    word = fold(written[:_LONGEST])
    inside = [at for at, char in enumerate(word) if is_word(char)]
    return word[inside[0] : inside[-1] + 1] if inside else ""
