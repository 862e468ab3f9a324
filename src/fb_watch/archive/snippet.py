"""In: the texts of a post and what was searched. Out: the stretch to show, words marked. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from fb_watch.archive.letters import folded, in_word
from fb_watch.archive.shadow import ARABIC
from fb_watch.archive.shadow import fold as fold_run
from fb_watch.archive.words import Needle

MARK, UNMARK = "\ue000", "\ue001"
_AROUND = 70  # characters before the first word found
_LENGTH = 200
_VOICED = "\u3099\u309a"  # signs that make another letter of the one before: か, が
_MARKS = str.maketrans({MARK: None, UNMARK: None})


def snippet(texts: Sequence[str | None], needles: Sequence[Needle]) -> str:
    """The first text that has a word, cut to what is around it; else the first text's start."""
    whole = [text.translate(_MARKS) for text in texts if text]
    pattern = _pattern(tuple(needles))
    if pattern is not None:
        for text in whole:
            if found := _find(text, pattern):
                return _cut(text, found)
    return _cut(whole[0], []) if whole else ""


def plain(word: str) -> str:
    """A word as the index has it: small letters without accents."""
    return _folded(word)[0]


def places(text: str, needles: Sequence[Needle]) -> list[tuple[int, int]]:
    """Where the words stand in a text: start and end of each."""
    pattern = _pattern(tuple(needles))
    return _find(text, pattern) if pattern else []


@cache
def _pattern(needles: tuple[Needle, ...]) -> re.Pattern[str] | None:
    """What finds any of the words in a folded text, longest first."""
    parts = []
    for needle in sorted(needles, key=lambda needle: -len(needle.text)):
        told = _folded(fold_run(needle.text) if needle.is_part else needle.text)[0].split()
        said = " +".join(map(re.escape, told))
        if said and needle.is_part:
            parts.append(f"{said}(?![{_VOICED}])")
        elif said:
            parts.append(f"(?<![^ ]){said}" + ("" if needle.is_prefix else "(?![^ ])"))
    return re.compile("|".join(parts)) if parts else None


def _find(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text."""
    folded, places = _folded(text)
    found = []
    for match in pattern.finditer(folded):
        start, last = places[match.start()], places[match.end() - 1]
        stop = last + 1
        while stop < len(text) and not _fold(text[stop]) and unicodedata.combining(text[stop]):
            stop += 1
        found.append((start, stop))
    return found


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Small letters without accents and blanks between words, for each the place it came from."""
    folds = [_fold(char) for char in text]
    if all(len(one) == 1 for one in folds):
        return "".join(folds), range(len(text))
    places = [place for place, one in enumerate(folds) for _ in one]
    return "".join(folds), places


@cache
def _fold(char: str) -> str:
    """One character as the index compares it."""
    if ARABIC.match(char):
        return fold_run(char)
    return "".join(c if in_word(c) else " " for c in folded(char))


def _cut(text: str, found: list[tuple[int, int]]) -> str:
    """The stretch around the first word found, at blanks where there are any, words marked."""
    begin = _blank(text, max(0, found[0][0] - _AROUND)) if found else 0
    end = min(len(text), begin + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin + _LENGTH // 2, end), begin) or end
    told = _marked(text, begin, end, found).rstrip()
    return f"{'… ' if begin else ''}{told}{' …' if end < len(text) else ''}"


def _marked(text: str, begin: int, end: int, found: list[tuple[int, int]]) -> str:
    """A stretch of the text, what was found in it between marks."""
    pieces, at = [], begin
    for start, stop in found:
        if at <= start and stop <= end:
            pieces += [text[at:start], MARK, text[start:stop], UNMARK]
            at = stop
    return "".join([*pieces, text[at:end]])


def _blank(text: str, near: int) -> int:
    """The first place after a blank from here on, not farther than a few words."""
    if near == 0:
        return 0
    found = text.find(" ", near, near + _AROUND // 2)
    return near if found < 0 else found + 1
