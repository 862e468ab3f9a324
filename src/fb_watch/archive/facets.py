"""
In: what is said of a post, and what is asked for. Out: tokens of the search index. Pure.

A tag is one token in a column of its own, so that the index answers words and filters in one go.
Private-use characters hold a token together and can be typed by nobody.
"""

from collections.abc import Iterable
from functools import cache

_JOIN, _SIGN = "\ue000", "\ue001"
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
NONE = "none"  # --theme none
UNRESOLVED = "unresolved"  # --country unresolved


@cache
def token(field: str, value: str) -> str:
    """The token that stands for a value: one value, one token; capitals do not count."""
    signs = (c if c in _PLAIN else f"{_SIGN}{ord(c):x}{_SIGN}" for c in value.lower())
    return _FIELDS[field] + _JOIN + "".join(signs)


def tokens(page: str, kind: str, has: Iterable[str], tags: Iterable[tuple[str, str, str]]) -> str:
    """All tokens of a post; `tags` are kind, value and by whom, those that hold."""
    told = [("page", page), ("kind", kind), *(("has", what) for what in has)]
    missing = {"theme", "country", "question"}
    for field, value, by in tags:
        told += [(field, value), ("by", by)]
        if value != UNRESOLVED:  # which leaves the post without a country, unless it has another
            missing.discard(field)
    told += [(field, NONE) for field in missing]
    return " ".join([EVERY, *sorted({token(field, value) for field, value in told})])
