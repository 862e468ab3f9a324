"""In: a Query that finds nothing. Out: which words or filters are to blame, what would match."""

import sqlite3
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.search import count, search
from fb_watch.archive.snippet import MARK, UNMARK, plain
from fb_watch.archive.words import Part, read
from fb_watch.model.archived import Query

_WORDS = frozenset(("words", "refs", "order", "limit", "offset", "fold"))
_LIKE = 0.75  # from which on one word may be another, misspelt
_NEAR = 3  # words told


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """Why nothing was found; the first of these that is not empty is the reason."""

    lost: tuple[tuple[str, tuple[str, ...]], ...] = ()  # no post has this word; words near it
    together: tuple[tuple[str, int], ...] = ()  # without this one there would be so many posts
    filters: tuple[tuple[str, int], ...] = ()  # the same of fields of Query
    words_alone: int = 0  # posts without any filter


@sqlite_trouble()
def emptied(db: sqlite3.Connection, query: Query) -> Emptied:
    """
    Ask again with less.

    First each word alone, then the words without one of them, then without one of the filters.
    """
    words = read(query.words)
    alone = {part.typed: count(db, Query(words=part.typed)) for part in words.parts}
    if lost := [part for part in words.parts if not alone[part.typed]]:
        return Emptied(lost=tuple((part.typed, _near(db, part)) for part in lost))
    bare = Query(words=query.words)
    number = count(db, bare)
    if words.expression and not number:
        return Emptied(together=_without_a_word(db, words.parts, words.unwanted))
    given = [name for name in Query._fields if name not in _WORDS]
    given = [name for name in given if getattr(query, name) != getattr(bare, name)]
    without = {name: query._replace(**{name: getattr(bare, name)}) for name in given}
    found = [(name, count(db, less)) for name, less in without.items()]
    return Emptied(filters=tuple(one for one in found if one[1]), words_alone=number)


def _without_a_word(
    db: sqlite3.Connection, parts: tuple[Part, ...], unwanted: tuple[str, ...]
) -> tuple[tuple[str, int], ...]:
    """What each word costs: the posts there would be without it."""
    typed = [*(part.typed for part in parts), *unwanted]
    found = [
        (one, count(db, Query(words=" ".join(typed[:place] + typed[place + 1 :]))))
        for place, one in enumerate(typed)
    ]
    return tuple((one, number) for one, number in found if number)


def _near(db: sqlite3.Connection, part: Part) -> tuple[str, ...]:
    """Words of the archive that are written nearly so, the likeliest first."""
    word = plain(part.typed)
    if not part.is_plain or len(word) < 3:
        return ()
    matcher = SequenceMatcher(b=word)
    likely = []
    for term, posts in _beginning(db, word[0]):
        if abs(len(term) - len(word)) > 2:
            continue
        matcher.set_seq1(term)
        if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE:
            likely.append((round(matcher.ratio(), 1), posts, term))
    best = sorted(likely, reverse=True)[: 2 * _NEAR]
    near = takewhile(lambda one: one[0] >= _LIKE, best)
    return tuple(dict.fromkeys(_written(db, term) for _ratio, _posts, term in near))[:_NEAR]


def _beginning(db: sqlite3.Connection, letter: str) -> sqlite3.Cursor:
    """The terms of the index that begin so, and how many posts have each."""
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, row)"
    )
    return db.execute(
        "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?", (letter, letter + "\uffff")
    )


def _written(db: sqlite3.Connection, term: str) -> str:
    """A term with its accents, as some post writes it."""
    hits, _notes = search(db, Query(words=term, limit=1, order="newest"))
    told = "".join(hit["snippet"] for hit in hits)
    return told.partition(MARK)[2].partition(UNMARK)[0].lower() or term
