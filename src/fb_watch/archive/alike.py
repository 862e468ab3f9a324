"""
In: two texts. Out: whether they are nearly the same, and marks that such texts share. Pure.

The marks are a MinHash (Broder 1997): of all words of a text, those whose hashes come first and
last, in two orders. Texts of the same words have the same marks; texts with nine words of ten in
common share one of the two in nineteen cases of twenty, and are then compared word by word.
"""

import re
from collections.abc import Set
from zlib import crc32

from fb_watch.archive.shadow import RUN, fold

_ENOUGH = 4  # words; of shorter texts nothing is said
_NEAR = 0.8  # of all words that either has, those that both have
_ORDERS = (0, 0x5BD1E995)  # what hashes are mixed with
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")


def words(text: str | None) -> frozenset[str]:
    """
    What two texts are compared by: words without capitals, addresses left out.

    Where words are not told apart by blanks, pairs of neighbouring letters.
    """
    bare = _ADDRESS.sub(" ", (text or "").casefold())
    runs = [fold(run) for run in RUN.findall(bare)]
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(_WORD.findall(RUN.sub(" ", bare) if runs else bare)) | pairs


def marks(text: str | None) -> tuple[str, ...]:
    """Two short marks, none of a text of few words."""
    hashes = [crc32(word.encode("utf-8", "replace")) for word in words(text)]
    if len(hashes) < _ENOUGH:
        return ()
    mixed = [[one ^ order for one in hashes] for order in _ORDERS]
    return tuple(_short(min(some), max(some), place) for place, some in enumerate(mixed))


def are_alike(one: Set[str], other: Set[str]) -> bool:
    """Whether texts of these words are nearly the same."""
    return len(one & other) >= _NEAR * len(one | other)


def _short(first: int, last: int, place: int) -> str:
    """Thirty bits of two hashes; what meets by chance is told apart word by word."""
    bits = crc32(b"%d %d %d" % (first, last, place))
    return "".join("abcdefghijklmnopqrstuvwxyz012345"[bits >> at & 31] for at in range(0, 30, 5))
