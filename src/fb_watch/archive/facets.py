"""
In: what is said of a post, and what is asked for. Out: tokens of the search index. Pure.

A tag is one token in a column of its own, so that the index answers words and filters in one go.
Private-use characters hold a token together and can be typed by nobody.
"""

from collections.abc import Iterable
from functools import cache

_JOIN, _SIGN = "\ue000", "\ue001"
_SIGNS = 0xE100  # U+E12D stands for "-", and so on up to U+17FF
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
EVERY = _JOIN  # every post has this one: the index cannot answer "all but"

_FIELDS = {
    "theme": "t",
    "country": "c",
    "question": "q",
    "language": "l",
    "page": "p",
    "kind": "k",
    "has": "h",
    "by": "b",
}
_ALIKE = _JOIN + "d"
NONE = "none"  # --theme none
UNRESOLVED = "unresolved"  # --country unresolved


@cache
def token(field: str, value: str) -> str:
    """The token that stands for a value: one value, one token; capitals do not count."""
    return _JOIN + _FIELDS[field] + "".join(map(_sign, value.lower()))


def _sign(char: str) -> str:
    if char in _PLAIN:
        return char
    place = ord(char)
    return chr(_SIGNS + place) if place < 0x1700 else f"{_SIGN}{place:x}{_SIGN}"


def tokens(
    page: str,
    kind: str,
    has: Iterable[str],
    tags: Iterable[tuple[str, str, str]],
    alike: Iterable[str] = (),
) -> str:
    """
    All tokens of a post; `tags` are kind, value and by whom, those that hold.

    `alike` are marks that posts of nearly the same words share: see alike.py.
    """
    told = [("page", page), ("kind", kind), *(("has", what) for what in has)]
    missing = {"theme", "country", "question"}
    for field, value, by in tags:
        told += [(field, value), ("by", by)]
        if value != UNRESOLVED:  # which leaves the post without a country, unless it has another
            missing.discard(field)
    told += [(field, NONE) for field in missing]
    found = {token(field, value) for field, value in told}
    found.update(_ALIKE + mark for mark in alike)
    return " ".join([EVERY, *sorted(found)])


def marks(told: str) -> list[str]:
    """Of the tokens of a post, those that posts of nearly the same words share."""
    return [one for one in told.split() if one.startswith(_ALIKE)]
