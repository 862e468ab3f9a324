"""
In: what holds of posts. Out: how many of any posts have each value, a million in a moment.

To look up tags row by row takes a second for a hundred thousand posts. Here each post is five
numbers in arrays that lie in the order of time, a stretch of it in one row, and counting is to walk
them.
"""

import json
import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from fb_watch.archive.keys import first_key, moment_of, month_after

KINDS = ("page", "language", "theme", "country")
_STRETCH = 39  # bits of a key: about six days
_MANY = 10_000  # posts, from which on numpy is worth the time to load it
_DIGITS = 17  # of a key and its comma
_Tags = Iterable[tuple[str, str, str]]  # kind, value, by
if TYPE_CHECKING:
    from numpy import int64, uint32
    from numpy.typing import NDArray

    _Column = array[int]
    _Columns = tuple[_Column, ...]  # keys of posts, then sets of each kind
    _Keys = Sequence[int] | NDArray[int64]  # in order
    _Counted = tuple[Sequence[Mapping[int, int]], dict[str, int]]  # sets of each kind, months


def note(db: sqlite3.Connection, posts: Iterable[tuple[int, str, _Tags]]) -> None:
    """Enter posts by key, page and the tags that hold, in place of what was said before."""
    told = {key: _sets(page, tags) for key, page, tags in posts}
    numbers = _numbers(db, {one for sets in told.values() for one in sets})
    for stretch, keys in _by_stretch(told):
        columns = _read(db, stretch)
        for key in keys:
            row = (key, *(numbers[one] for one in told[key]))
            place = bisect_left(columns[0], key)
            known = place < len(columns[0]) and columns[0][place] == key
            for column, value in zip(columns, row, strict=True):
                if known:
                    column[place] = value
                else:
                    column.insert(place, value)
        _write(db, stretch, columns)


def forget(db: sqlite3.Connection, posts: Iterable[int]) -> None:
    """Take posts out."""
    for stretch, keys in _by_stretch(posts):
        columns = _read(db, stretch)
        for key in keys:
            place = bisect_left(columns[0], key)
            if place < len(columns[0]) and columns[0][place] == key:
                for column in columns:
                    del column[place]
        _write(db, stretch, columns)


def forget_all(db: sqlite3.Connection) -> None:
    """Take every post out."""
    db.execute("DELETE FROM tallies")
    db.execute("DELETE FROM tally_sets")


def counts(
    db: sqlite3.Connection, found: str | None, values: Mapping[str, object]
) -> dict[str, dict[str, int]]:
    """
    Kind → value → how many of the posts have it. Months besides.

    `found` is SQL that selects `key` of each post, with its values; None means all posts.
    """
    keys = "all"
    if found is not None:
        # as one text: to hand over a hundred thousand rows one by one takes twice as long
        sql = f"SELECT coalesce(group_concat(key), '') FROM ({found})"  # noqa: S608
        (keys,) = db.execute(sql, values).fetchone()
    if found is None or len(keys) > _MANY * _DIGITS:
        counted, months = _counted_many(db, None if found is None else keys)
    else:
        counted, months = _counted_few(db, sorted(map(int, filter(None, keys.split(",")))))
    sets = json.dumps(sorted({key for some in counted for key in some}))
    names = dict(db.execute(_NAMES, [sets]).fetchall())
    told = {kind: _summed(some, names) for kind, some in zip(KINDS, counted, strict=True)}
    return {**told, "month": months}


def _sets(page: str, tags: _Tags) -> tuple[tuple[str, str], ...]:
    """For each kind, all values of a post as one text."""
    values: dict[str, set[str]] = {kind: set() for kind in KINDS} | {"page": {page}}
    for kind, value, _by in tags:
        if kind in values:
            values[kind].add(value)
    return tuple((kind, "\n".join(sorted(values[kind]))) for kind in KINDS)


def _numbers(db: sqlite3.Connection, sets: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of sets, new ones entered."""
    ordered = sorted(sets)
    db.executemany(
        "INSERT INTO tally_sets (kind, names) VALUES (?, ?) ON CONFLICT DO NOTHING", ordered
    )
    return {(kind, names): key for kind, names, key in db.execute(_KEYS, [json.dumps(ordered)])}


def _by_stretch(keys: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    found = defaultdict[int, list[int]](list)
    for key in keys:
        found[key >> _STRETCH].append(key)
    return iter(found.items())


def _read(db: sqlite3.Connection, stretch: int) -> "_Columns":
    row = db.execute(_ONE, [stretch]).fetchone() or (b"",) * 5
    columns = tuple(array(kind, part) for kind, part in zip("qIIII", row, strict=True))
    _turned(columns)
    return columns


def _write(db: sqlite3.Connection, stretch: int, columns: "_Columns") -> None:
    if not columns[0]:
        db.execute("DELETE FROM tallies WHERE stretch = ?", [stretch])
        return
    _turned(columns)
    db.execute(
        "INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?, ?, ?)",
        (stretch, *(column.tobytes() for column in columns)),
    )


def _turned(columns: "_Columns") -> None:
    """The file has the low byte first, whatever machine writes or reads it."""
    if sys.byteorder == "big":
        for column in columns:
            column.byteswap()


def _counted_few(db: sqlite3.Connection, wanted: Sequence[int]) -> "_Counted":
    """For each kind, how many of the posts have each set; then of each month. In pure Python."""
    counters: tuple[Counter[int], ...] = tuple(Counter() for _kind in KINDS)
    by_stretch = dict(_by_stretch(wanted))
    for stretch, posts, *codes in db.execute(_SOME, [json.dumps(list(by_stretch))]):
        there = _numbers_of("q", posts)
        places = [bisect_left(there, key) for key in by_stretch[stretch]]
        for counter, column in zip(counters, codes, strict=True):
            counter.update(map(_numbers_of("I", column).__getitem__, places))
    return counters, _months(wanted)


def _counted_many(db: sqlite3.Connection, keys: str | None) -> "_Counted":
    """The same by numpy; of all posts for None. A stretch at a time: no large array is copied."""
    import numpy as np

    stretches = [
        stretch for (stretch,) in db.execute("SELECT stretch FROM tallies ORDER BY stretch")
    ]
    wanted = np.sort(np.fromstring(keys or "", dtype=np.int64, sep=","))
    begun = np.searchsorted(wanted, np.array(stretches, dtype=np.int64) << _STRETCH).tolist()
    ended = [*begun[1:], len(wanted)]
    found: list[list[NDArray[uint32]]] = [[np.empty(0, np.uint32)] for _kind in KINDS]
    months = [np.empty(0, np.int64)]
    for place, (_stretch, posts, *codes) in enumerate(db.execute(_ALL)):
        there = np.frombuffer(posts, dtype="<i8")
        part = wanted[begun[place] : ended[place]] if keys else there
        at = np.searchsorted(there, part)
        months.append(part)
        for gathered, column in zip(found, codes, strict=True):
            gathered.append(np.frombuffer(column, dtype="<u4")[at])
    counted = [np.bincount(np.concatenate(gathered)) for gathered in found]
    sets = [(numbers.nonzero()[0], numbers) for numbers in counted]
    return (
        [dict(zip(some.tolist(), numbers[some].tolist(), strict=True)) for some, numbers in sets],
        _months(np.concatenate(months)),
    )


def _numbers_of(kind: Literal["q", "I"], blob: bytes) -> Sequence[int]:
    """The numbers of a column, where they lie."""
    if sys.byteorder == "little":
        return memoryview(blob).cast(kind)
    column = array(kind, blob)
    column.byteswap()
    return column


def _summed(counted: Mapping[int, int], names: Mapping[int, str]) -> dict[str, int]:
    """The values of sets, each with the sum of the sets it is in."""
    told: dict[str, int] = {}
    for key, number in counted.items():
        for name in names[key].split("\n") if names[key] else ():
            told[name] = told.get(name, 0) + number
    return told


def _months(keys: "_Keys") -> dict[str, int]:
    """How many keys, which lie in order, fall into each month."""
    told = {}
    at = 0
    while at < len(keys):
        begun = moment_of(int(keys[at]))
        after = bisect_left(keys, first_key(month_after(begun)), at)
        told[f"{begun:%Y-%m}"] = after - at
        at = after
    return told


_ONE = "SELECT posts, page, language, theme, country FROM tallies WHERE stretch = ?"
_ALL = "SELECT * FROM tallies ORDER BY stretch"
_SOME = """
SELECT * FROM tallies
WHERE stretch IN (SELECT value FROM json_each(?)) ORDER BY stretch"""
_KEYS = """
SELECT s.kind, s.names, s.key FROM json_each(?) wanted CROSS JOIN tally_sets s
ON s.kind = json_extract(wanted.value, '$[0]') AND s.names = json_extract(wanted.value, '$[1]')"""
_NAMES = """
SELECT s.key, s.names FROM json_each(?) wanted CROSS JOIN tally_sets s ON s.key = wanted.value"""
