"""In: a Query. Out: the first of its posts, those of nearly the same words folded into one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from fb_watch.archive import alike
from fb_watch.archive.facets import marks
from fb_watch.archive.query import plan
from fb_watch.archive.words import Words
from fb_watch.model.archived import Query


class _Text:
    """What a post is compared by: marks, and words where another post has one of them."""

    __slots__ = ("_message", "_words", "key", "marks")

    def __init__(self, key: int, marks: list[str], message: str | None) -> None:
        self.key = key
        self.marks = marks
        self._message = message
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Taken apart when first asked for."""
        if self._words is None:
            self._words = alike.words(self._message)
        return self._words


COUNTED = 200  # posts with a mark in common, a moment for comparing them
_AT_ONCE = 2_000  # posts that are taken out of the archive, however many are wanted


def fold(db: sqlite3.Connection, query: Query, words: Words) -> tuple[dict[int, int], bool]:
    """
    Keys of the first posts, in order, each with the number of others that are folded into it.

    Of posts alike the one that comes first stands for all that the query finds, wherever they are.
    The second value is False where others were too many to be compared: COUNTED of them are.
    """
    shown = _first(db, query, words)[query.offset :]
    told, is_whole = {text.key: 0 for text in shown}, True
    if asked := sorted({mark for text in shown for mark in text.marks}):
        chosen = plan(query, words, marks=asked)
        enough = len(told) + COUNTED + 1
        found = db.execute(f"{chosen.found} LIMIT {enough}", chosen.values)
        others = [key for (key,) in found if key not in told]
        is_whole = len(others) <= COUNTED
        pile = _Pile(shown)
        for text in _texts(db, others[:COUNTED]):
            if head := pile.like(text):
                told[head.key] += 1
    return told, is_whole


class _Pile:
    """Texts, to be asked whether one of them is nearly another."""

    def __init__(self, texts: Iterable[_Text] = ()) -> None:
        self.texts: list[_Text] = []
        self._by_mark: dict[str, list[_Text]] = {}
        for text in texts:
            self.put(text)

    def put(self, text: _Text) -> None:
        """Lay one more on it."""
        self.texts.append(text)
        for mark in text.marks:
            self._by_mark.setdefault(mark, []).append(text)

    def like(self, text: _Text) -> _Text | None:
        """The first that is nearly the same."""
        near = (one for mark in text.marks for one in self._by_mark.get(mark, ()))
        return next((one for one in near if alike.are_alike(one.words, text.words)), None)


def _first(db: sqlite3.Connection, query: Query, words: Words) -> list[_Text]:
    """The first posts up to the end of the page asked for, without those like one before."""
    wanted = query.offset + (query.limit or 0)
    chosen = plan(query, words)
    found = db.execute(chosen.first, {**chosen.values, "limit": -1, "offset": 0})
    pile = _Pile()
    while len(pile.texts) < wanted and (keys := found.fetchmany(min(2 * wanted, _AT_ONCE))):
        for text in _texts(db, [key for (key,) in keys]):
            if len(pile.texts) < wanted and pile.like(text) is None:
                pile.put(text)
    return pile.texts


def _texts(db: sqlite3.Connection, keys: list[int]) -> Iterator[_Text]:
    """In the order of the keys."""
    for key, facets, message in db.execute(_TEXTS, [json.dumps(keys)]):
        yield _Text(key, marks(facets), message)


_TEXTS = """
SELECT s.key, s.facets, s.message
FROM json_each(?) wanted CROSS JOIN searchable s ON s.key = wanted.value ORDER BY wanted.key"""
