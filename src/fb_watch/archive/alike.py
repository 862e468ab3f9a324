"""
In: two texts. Out: whether they are nearly the same, and marks that such texts share. Pure.

The marks are a MinHash (Broder 1997) of neighbouring words: of all pairs in a text the two whose
hashes come first, and the two that come last. Texts of the same words in the same order have the
same marks; a text in which one word of twenty is another shares one of the two in nine cases of
ten. Which texts are nearly the same is then decided word by word among those that share a mark.
"""

import re
from collections.abc import Set
from itertools import pairwise
from zlib import crc32

from fb_watch.archive.shadow import RUN

_ENOUGH = 4  # pairs; of shorter texts nothing is said
_ODD = 0x9E3779B1  # a pair is another one the other way round
_NEAR = 0.8  # of all words that either has, those that both have
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz012345"


def words(text: str | None) -> frozenset[str]:
    """
    What two texts are compared by: words without capitals, addresses left out.

    Where words are not told apart by blanks, pairs of neighbouring letters.
    """
    said, runs = _parts(text)
    return frozenset(said) | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def marks(text: str | None) -> tuple[str, ...]:
    """Two short marks, none of a text of few words."""
    said, runs = _parts(text)
    single = [crc32(word.encode("utf-8", "replace")) for word in said]
    hashes = {(one * _ODD ^ two) & 0xFFFFFFFF for one, two in pairwise(single)}
    for run in runs:
        hashes.update(crc32(run[at : at + 4].encode()) for at in range(len(run) - 3))
    if len(hashes) < _ENOUGH:
        return ()
    ordered = sorted(hashes)
    return _short(ordered[:2]), _short(ordered[-2:])


def _parts(text: str | None) -> tuple[list[str], list[str]]:
    """The words, and the runs of letters between which no blanks stand."""
    bare = _ADDRESS.sub(" ", (text or "").casefold())
    if not RUN.search(bare):
        return _WORD.findall(bare), []
    return _WORD.findall(RUN.sub(" ", bare)), RUN.findall(bare)


def are_alike(one: Set[str], other: Set[str]) -> bool:
    """Whether texts of these words are nearly the same."""
    return len(one & other) >= _NEAR * len(one | other)


def _short(hashes: list[int]) -> str:
    """Twenty-five bits of two hashes; what meets by chance is told apart word by word."""
    bits = crc32(b"%d %d" % tuple(hashes))
    return "".join(_LETTERS[bits >> at & 31] for at in range(0, 25, 5))
