"""In: a Query that finds nothing. Out: which words or filters are to blame, what would match."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
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
_LONG, _LIKE_LONG = 5, 0.7  # letters, and the same for words of so many: "skool"
_NEAR = 3  # words told
_MANY = 50_000  # posts
_WORD = re.compile(r"\w+")


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
        return Emptied(lost=tuple(told for part in lost for told in _lost(db, part)))
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


def _lost(db: sqlite3.Connection, part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What no post has, with words near it: the part itself, or those of its words at fault."""
    if part.is_plain:
        yield part.typed, _near(db, part.typed)
        return
    words = _WORD.findall(part.typed)
    absent = [word for word in words if not count(db, Query(words=f'"{word}"'))]
    if len(words) > 1 and absent:
        yield from ((word, _near(db, word)) for word in absent)
    else:  # each word occurs, only not so; or the beginning of a word
        yield part.typed, _near(db, words[0]) if len(words) == 1 else ()


def _near(db: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """Words of the archive that are written nearly so, the likeliest first."""
    word = plain(typed)
    if len(word) < 3:
        return ()
    for terms in (_beginning(db, word[0]), _beginning(db, word[1]), _all(db)):
        if near := _likely(terms, word):
            return tuple(dict.fromkeys(_written(db, term) for term in near))[:_NEAR]
    return ()


def _likely(terms: Iterable[tuple[str, int]], word: str) -> list[str]:
    matcher = SequenceMatcher(b=word)
    enough = _LIKE if len(word) < _LONG else _LIKE_LONG
    likely = []
    for term, posts in terms:
        if abs(len(term) - len(word)) > 2:
            continue
        matcher.set_seq1(term)
        if matcher.real_quick_ratio() >= enough and matcher.quick_ratio() >= enough:
            likely.append((round(matcher.ratio(), 1), posts, term))
    best = sorted(likely, reverse=True)[: 2 * _NEAR]
    return [term for _ratio, _posts, term in takewhile(lambda one: one[0] >= enough, best)]


def _beginning(db: sqlite3.Connection, letter: str) -> Iterable[tuple[str, int]]:
    """The terms of the index that begin so, and how many posts have each."""
    sql = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?"
    return _vocabulary(db).execute(sql, (letter, letter + "\uffff"))


def _all(db: sqlite3.Connection) -> Iterable[tuple[str, int]]:
    """All terms, where they are not too many to look through while somebody waits."""
    (posts,) = db.execute("SELECT count(*) FROM posts").fetchone()
    return () if posts > _MANY else _vocabulary(db).execute("SELECT term, doc FROM vocabulary")


def _vocabulary(db: sqlite3.Connection) -> sqlite3.Connection:
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, row)"
    )
    return db


def _written(db: sqlite3.Connection, term: str) -> str:
    """A term with its accents, as some post writes it."""
    hits, _notes = search(db, Query(words=term, limit=1, order="newest"))
    told = "".join(hit["snippet"] for hit in hits)
    return told.partition(MARK)[2].partition(UNMARK)[0].lower() or term
