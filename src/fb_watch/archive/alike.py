"""
In: two texts. Out: whether they are nearly the same, and marks that such texts share. Pure.

A mark stands for the three longest words of one half of a text, which few other texts have in
common; an edit of one word leaves the other half as it was. Where no blanks tell words apart, pairs
of neighbouring letters stand for words, and as all are of a length, chance says which three. Which
texts are nearly the same is then decided word by word among those that share a mark.
"""

import re
from collections.abc import Callable, Set
from functools import cache
from zlib import crc32

from fb_watch.archive.shadow import RUN, UNSPACED

_ENOUGH = 4  # words; of shorter texts nothing is said
_PAIRS_OF_WORD = 2  # pairs of letters that say as much as a word
_FEW = 12  # pieces between blanks; with fewer, a text may have no blanks between its words
_NEAR = 0.8  # of all words that either has, those that both have
_ADDRESS = re.compile(r"https?://\S+")
_WORD, _SIGNS = re.compile(r"\w+"), re.compile(r"[\W_]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz012345"
_PAIRS = [one + other for other in _LETTERS for one in _LETTERS]


def words(text: str | None) -> frozenset[str]:
    """
    What two texts are compared by: words without capitals, addresses left out.

    Where words are not told apart by blanks, pairs of neighbouring letters.
    """
    bare = _bare(text)
    runs = RUN.findall(bare)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(_WORD.findall(RUN.sub(" ", bare) if runs else bare)) | pairs


def marks(text: str | None) -> tuple[str, ...]:
    """Two short marks, none of a text of few words."""
    bare = text or ""
    said = (_ADDRESS.sub(" ", bare) if "://" in bare else bare).split()
    weight: Callable[[str], int] = len
    enough = _ENOUGH
    if len(said) < _FEW:  # to look for words costs five times as much as to part them at blanks
        bare = " ".join(said)
        said = _WORD.findall(bare)
        if not bare.isascii() and _unspaced().search(bare):
            said = [found[1] or found[0] for found in _pair().finditer(bare)]
            weight, enough = _bits, _ENOUGH * _PAIRS_OF_WORD
    if len(said) < enough:
        return ()
    middle = len(said) // 2
    return _mark(said[:middle], weight), _mark(said[middle:], weight)


@cache  # neither is made where words are only looked for
def _unspaced() -> re.Pattern[str]:
    """A letter of a script without blanks."""
    return re.compile(f"[{UNSPACED}]")


@cache
def _pair() -> re.Pattern[str]:
    """Two such letters that are neighbours, or a word beside them."""
    return re.compile(f"(?=([{UNSPACED}]{{2}}))|[^\\W{UNSPACED}]+")


def _bare(text: str | None) -> str:
    bare = (text or "").casefold()
    return _ADDRESS.sub(" ", bare) if "://" in bare else bare


def _mark(said: list[str], weight: Callable[[str], int]) -> str:
    """Twenty-five bits of the three that weigh most; chance meetings are told apart by words."""
    longest = "".join(sorted(said, key=weight)[-3:]).casefold()
    if not longest.isalnum():
        longest = _SIGNS.sub("", longest)
    bits = _bits(longest)
    return _PAIRS[bits & 1023] + _PAIRS[bits >> 10 & 1023] + _LETTERS[bits >> 20 & 31]


def _bits(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


def are_alike(one: Set[str], other: Set[str]) -> bool:
    """Whether texts of these words are nearly the same."""
    return len(one & other) >= _NEAR * len(one | other)
