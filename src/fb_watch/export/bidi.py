"""
In: words that may run from right to left. Out: the same set apart from what stands around them.

A year or a full stop behind a name in Arabic letters is drawn in front of it, unless the name is
isolated (UAX 9). In our texts the signs of Unicode do that (U+2068, U+2069), around such words
alone; each form writes it in its own way. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator

OPEN, CLOSE = "\u2068", "\u2069"
LEFT_TO_RIGHT = "\u200e"
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LETTER = re.compile(_RTL)
_STRETCH = re.compile(rf"{_RTL}+(?:[\s\d’-]*{_RTL}+)*")
_APART = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")


def apart(words: str) -> str:
    """Words that belong together, such as a name, isolated where they need to be."""
    if not _LETTER.search(words):
        return words
    return f"{OPEN}{plain(words)}{CLOSE}"


def apart_within(text: str) -> str:
    """A text of ours with each stretch isolated that runs from right to left, as in a query."""
    return _STRETCH.sub(rf"{OPEN}\g<0>{CLOSE}", plain(text))


def is_rtl(text: str) -> bool:
    """
    Whether the first letter with a direction runs from right to left (UAX 9, rule P2).

    What is isolated says nothing of what stands around it.
    """
    for char in _APART.sub("", text):
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def plain(text: str) -> str:
    """The text without these signs."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def in_html(escaped: str) -> str:
    """Mark-up with elements in place of the signs; of the signs only those that are pairs."""
    return _APART.sub(r"<bdi>\1</bdi>", escaped) if OPEN in escaped else escaped


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is isolated; without the signs."""
    for place, piece in enumerate(_APART.split(text)):
        if piece:
            yield plain(piece), place % 2 == 1


def language_of_script(text: str) -> str:
    """A language that Word has a font and a direction for, where letters alone tell it."""
    return "he-IL" if _HEBREW.search(text) else "ar-SA"
