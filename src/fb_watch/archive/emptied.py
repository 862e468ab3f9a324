"""In: a Query that finds nothing. Out: which words or filters are to blame, what would match."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from fb_watch.archive.letters import in_word
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
Without = tuple[tuple[str, ...], int]  # without these there would be so many posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """Why nothing was found; the first of these that is not empty is the reason."""

    lost: tuple[tuple[str, tuple[str, ...]], ...] = ()  # no post has this word; words near it
    together: tuple[Without, ...] = ()  # words, as typed
    filters: tuple[Without, ...] = ()  # fields of Query


@sqlite_trouble()
def emptied(db: sqlite3.Connection, query: Query) -> Emptied:
    """
    Ask again with less.

    First each word alone, then the words without one of them, then without one of the filters.
    Where one is not enough, without all that leave nothing of what was asked before them.
    """
    words = read(query.words)
    bare = Query()
    named = Query(dossiers=query.dossiers, refs=query.refs)  # perhaps at versions of before
    places = (named,) if named == bare else (named, bare)

    def occurs(typed: str) -> bool:
        return any(count(db, place._replace(words=typed)) for place in places)

    if lost := [part for part in words.parts if not occurs(part.typed)]:
        return Emptied(lost=tuple(told for part in lost for told in _lost(db, part, occurs)))
    if words.expression and not occurs(query.words):
        typed = [*(part.typed for part in words.parts), *words.unwanted]
        told = (_without(typed, _counting(db, place)) for place in places)
        return Emptied(together=next(filter(None, told), ()))
    given = [name for name in Query._fields if name not in _WORDS]
    given = [name for name in given if getattr(query, name) != getattr(bare, name)]

    def filtered(kept: Sequence[str]) -> int:
        less = {name: getattr(bare, name) for name in given if name not in kept}
        return count(db, query._replace(**less))

    return Emptied(filters=_without(given, filtered))


def _counting(db: sqlite3.Connection, place: Query) -> Callable[[Sequence[str]], int]:
    return lambda kept: count(db, place._replace(words=" ".join(kept)))


def _without(asked: Sequence[str], found: Callable[[Sequence[str]], int]) -> tuple[Without, ...]:
    """What each one costs; where that is not to be had for one, what several cost together."""
    told = [((one,), found([other for other in asked if other != one])) for one in asked]
    if any(number for _one, number in told):
        return tuple(one for one in told if one[1])
    kept: list[str] = []
    number = found(kept)
    for one in asked:
        if more := found([*kept, one]):
            kept, number = [*kept, one], more
    left = tuple(one for one in asked if one not in kept)
    return ((left, number),) if left and number else ()


def _lost(
    db: sqlite3.Connection, part: Part, occurs: Callable[[str], bool]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What no post has, with words near it: the part itself, or those of its words at fault."""
    if part.is_plain:
        yield part.typed, _near(db, part.typed)
        return
    words = "".join(char if in_word(char) else " " for char in part.typed).split()
    absent = [word for word in words if not occurs(f'"{word}"')]
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
