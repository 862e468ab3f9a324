"""
In: two texts. Out: whether they are nearly the same, and marks that such texts share. Pure.

A mark stands for the three longest words of one half of a text, which few other texts have in
common; an edit of one word leaves the other half as it was. Which texts are nearly the same is
then decided word by word among those that share a mark.
"""

import re
from collections.abc import Set
from zlib import crc32

from fb_watch.archive.shadow import RUN

_ENOUGH = 4  # words; of shorter texts nothing is said
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
    said = (text or "").split()  # a fifth of what it costs to look for words, once for every post
    if len(said) < _FEW:
        said = _WORD.findall(_ADDRESS.sub(" ", text or ""))
    elif "://" in (text or ""):
        said = [word for word in said if "://" not in word]
    if len(said) < _ENOUGH:
        return ()
    middle = len(said) // 2
    return _mark(said[:middle]), _mark(said[middle:])


def _bare(text: str | None) -> str:
    bare = (text or "").casefold()
    return _ADDRESS.sub(" ", bare) if "://" in bare else bare


def _mark(said: list[str]) -> str:
    """Twenty-five bits of the longest words; what meets by chance is told apart word by word."""
    longest = "".join(sorted(said, key=len)[-3:]).casefold()
    if not longest.isalnum():
        longest = _SIGNS.sub("", longest)
    bits = crc32(longest.encode("utf-8", "replace"))
    return _PAIRS[bits & 1023] + _PAIRS[bits >> 10 & 1023] + _LETTERS[bits >> 20 & 31]


def are_alike(one: Set[str], other: Set[str]) -> bool:
    """Whether texts of these words are nearly the same."""
    return len(one & other) >= _NEAR * len(one | other)
