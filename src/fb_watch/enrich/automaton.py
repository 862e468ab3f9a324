"""In: keys, then texts. Out: where the keys stand in a text, by one pass for all who ask. Pure."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Hit = tuple[int, int, int]  # number of the key, start, end


class Automaton:
    """
    Looks for the keys of several matchers at once, overlapping ones too.

    A post is read by the matcher of themes and by that of countries: the hits of the last text are
    kept for the second one. Keys are taken in until the first text is read.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._last: tuple[str, list[Hit]] = ("", [])

    def number(self, key: str) -> int:
        """The number of a key, which is taken in where it is new."""
        return self._numbers.setdefault(key, len(self._numbers))

    def hits(self, text: str) -> list[Hit]:
        """Every key that stands in a text, in the order of their ends."""
        last, found = self._last  # both at once: threads may ask about different texts
        if last is not text:
            found = self.built.find_matches_as_indexes(text, overlapping=True)
            self._last = text, found
        return found

    @cached_property
    def built(self) -> "AhoCorasick":
        """What looks for them; made when it is first asked for."""
        from ahocorasick_rs import AhoCorasick, MatchKind

        keys = list(self._numbers)
        self._numbers.clear()  # megabytes that nobody asks for any more
        return AhoCorasick(keys, matchkind=MatchKind.Standard)
