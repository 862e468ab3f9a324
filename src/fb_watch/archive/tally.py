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
from typing import TYPE_CHECKING

from fb_watch.archive.keys import first_key, moment_of, month_after

KINDS = ("page", "language", "theme", "country")
_STRETCH = 39  # bits of a key: about six days
_MANY = 10_000  # posts, from which on numpy is worth the time to load it
_Tags = Iterable[tuple[str, str, str]]  # kind, value, by
if TYPE_CHECKING:
    _Column = array[int]
    _Columns = tuple[_Column, ...]  # keys of posts, then sets of each kind


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


def counts(db: sqlite3.Connection, posts: Sequence[int] | None) -> dict[str, dict[str, int]]:
    """Kind → value → how many of the posts have it; of all posts for None. Months besides."""
    wanted = None if posts is None else sorted(posts)
    rows = db.execute(_ALL, _bounds(wanted)).fetchall()
    there, *codes = (array(t, b"".join(c)) for t, c in zip("qIIII", _columns(rows), strict=True))
    _turned((there, *codes))
    found = _counted(there, codes, wanted)
    told: dict[str, dict[str, int]] = {
        kind: _named(db, counted) for kind, counted in zip(KINDS, found, strict=True)
    }
    told["month"] = _months(there if wanted is None else wanted)
    return told


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


def _bounds(wanted: Sequence[int] | None) -> tuple[int, int]:
    """The first and the last stretch to be read."""
    if wanted is None:
        return (-(1 << 62), 1 << 62)
    return (wanted[0] >> _STRETCH, wanted[-1] >> _STRETCH) if wanted else (1, 0)


def _columns(rows: Sequence[tuple[bytes, ...]]) -> Sequence[Sequence[bytes]]:
    return list(zip(*rows, strict=True)) if rows else [()] * 5


def _counted(
    there: "_Column", codes: "Sequence[_Column]", wanted: Sequence[int] | None
) -> Sequence[Mapping[int, int]]:
    """For each kind, how many of the posts have each set."""
    if wanted is not None and len(wanted) < _MANY:
        places = [bisect_left(there, key) for key in wanted]
        return [Counter(map(column.__getitem__, places)) for column in codes]
    return _counted_many(there, codes, wanted)


def _counted_many(
    there: "_Column", codes: "Sequence[_Column]", wanted: Sequence[int] | None
) -> Sequence[Mapping[int, int]]:
    import numpy as np

    found = []
    places = None if wanted is None else np.searchsorted(there, np.array(wanted, dtype=np.int64))
    for column in codes:
        sets = np.frombuffer(column, dtype=np.uint32)
        numbers = np.bincount(sets if places is None else sets[places])
        (some,) = numbers.nonzero()
        found.append(dict(zip(some.tolist(), numbers[some].tolist(), strict=True)))
    return found


def _named(db: sqlite3.Connection, counted: Mapping[int, int]) -> dict[str, int]:
    """The values of sets, each with the sum of the sets it is in."""
    told: dict[str, int] = defaultdict(int)
    for key, names in db.execute(_NAMES, [json.dumps(list(counted))]):
        for name in names.split("\n") if names else ():
            told[name] += counted[key]
    return told


def _months(keys: Sequence[int]) -> dict[str, int]:
    """How many keys, which lie in order, fall into each month."""
    told = {}
    at = 0
    while at < len(keys):
        begun = moment_of(keys[at])
        after = bisect_left(keys, first_key(month_after(begun)), at)
        told[f"{begun:%Y-%m}"] = after - at
        at = after
    return told


_ONE = "SELECT posts, page, language, theme, country FROM tallies WHERE stretch = ?"
_ALL = """
SELECT posts, page, language, theme, country FROM tallies
WHERE stretch BETWEEN ? AND ? ORDER BY stretch"""
_KEYS = """
SELECT s.kind, s.names, s.key FROM json_each(?) wanted CROSS JOIN tally_sets s
ON s.kind = json_extract(wanted.value, '$[0]') AND s.names = json_extract(wanted.value, '$[1]')"""
_NAMES = "SELECT key, names FROM tally_sets WHERE key IN (SELECT value FROM json_each(?))"
