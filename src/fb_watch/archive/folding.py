"""In: a Query. Out: the first of its posts, those of nearly the same words folded into one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fb_watch.archive import alike
from fb_watch.archive.facets import marks
from fb_watch.archive.query import plan
from fb_watch.archive.words import Words
from fb_watch.model.archived import Query


@dataclass(frozen=True, slots=True)
class _Text:
    """What a post is compared by."""

    key: int
    marks: tuple[str, ...]
    words: frozenset[str]


def fold(db: sqlite3.Connection, query: Query, words: Words) -> dict[int, int]:
    """
    Keys of the first posts, in order, each with the number of others that are folded into it.

    Of posts alike the one that comes first stands for all that the query finds, wherever they are.
    """
    shown = _first(db, query, words)[query.offset :]
    told = {text.key: 0 for text in shown}
    if asked := sorted({mark for text in shown for mark in text.marks}):
        chosen = plan(query, words, marks=asked)
        others = [key for (key,) in db.execute(chosen.found, chosen.values) if key not in told]
        pile = _Pile(shown)
        for text in _texts(db, others):
            if head := pile.like(text):
                told[head.key] += 1
    return told


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
    size = wanted + wanted // 4 + 10
    chosen = plan(query, words)
    while True:
        page = {**chosen.values, "limit": size, "offset": 0}
        found = [key for (key,) in db.execute(chosen.first, page)]
        pile = _Pile()
        for text in _texts(db, found):
            if pile.like(text) is None:
                pile.put(text)
            if len(pile.texts) == wanted:
                break
        if len(pile.texts) == wanted or len(found) < size:
            return pile.texts
        size *= 4


def _texts(db: sqlite3.Connection, keys: list[int]) -> Iterator[_Text]:
    """In the order of the keys; what is shared with nobody is not taken apart."""
    for key, facets, message in db.execute(_TEXTS, [json.dumps(keys)]):
        shared = tuple(marks(facets))
        yield _Text(key, shared, alike.words(message) if shared else frozenset())


_TEXTS = """
SELECT s.key, s.facets, s.message
FROM json_each(?) wanted CROSS JOIN searchable s ON s.key = wanted.value ORDER BY wanted.key"""
