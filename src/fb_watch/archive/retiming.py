"""In: a post whose time is known better. Out: its time, its key, and all that hangs on that."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta

from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import key as key_of
from fb_watch.archive.keys import moment, next_key, stamp
from fb_watch.model.collected import STRENGTHS, Capture
from fb_watch.model.tagged import Change, Known

When = tuple[str, str]  # created_at as the archive writes it, created_precision
_EAST, _WEST = timedelta(hours=-14), timedelta(hours=36)  # where a day begins first, ends last
_LENGTHS = {"day": 10, "minute": 16, "second": 20}  # of what a precision tells of a time


def better(known: When, told: When) -> When:
    """What a stronger road tells; but what is known, where that lies within and is finer."""
    is_finer = _LENGTHS.get(known[1], 0) > _LENGTHS.get(told[1], 0)
    return known if is_finer and _lies_within(known[0], told) else told


def _lies_within(at: str, told: When) -> bool:
    """Whether a time is that which is told less finely; a day is that day anywhere."""
    begin, precision = told
    if precision == "day":
        return _EAST <= moment(at) - moment(begin) < _WEST
    length = _LENGTHS.get(precision, 0)
    return at[:length] == begin[:length]


def agreed(one: When, other: When) -> When:
    """Of two that are believed alike: the finer, where it lies within the other; the earlier."""
    first, second = sorted((one, other))
    return second if better(second, first) == second else first


def is_weaker(known: Known, capture: Capture) -> bool:
    """Whether what is known of a post came by a weaker road than this."""
    return STRENGTHS.index(known.strength) > STRENGTHS.index(capture.strength)


def _is_equal(known: Known, capture: Capture) -> bool:
    return known.strength == capture.strength


def date_anew(
    db: sqlite3.Connection, capture: Capture, changes: Sequence[Change]
) -> dict[int, int]:
    """
    A stronger road knows better when posts were written; gives the keys that are others now.

    One that is as strong tells it more finely at most. To be called last: what was asked before
    goes by the keys of before.
    """
    told = [
        (c.known, (stamp(c.post.created_at), c.post.created_precision))
        for c in changes
        if c.known is not None and (is_weaker(c.known, capture) or _is_equal(c.known, capture))
    ]
    if not told:
        return {}
    known = {
        key: (at, precision)
        for key, at, precision in db.execute(_TIMES, [json.dumps([one.key for one, _when in told])])
    }
    times = {
        one.key: better(when, known[one.key])
        if _is_equal(one, capture)
        else better(known[one.key], when)
        for one, when in told
    }
    news = [(key, when) for key, when in times.items() if when != known[key]]
    unindex(db, [key for key, _when in news])
    moved = retime(db, news)
    index(db, sorted(moved.get(key, key) for key, _when in news))
    return moved


def retime(db: sqlite3.Connection, times: Sequence[tuple[int, When]]) -> dict[int, int]:
    """
    Give posts other times; key → the key it has from now on, of those whose second is another.

    The reference of a post stays. Its key is its time, so everything that names it is written
    anew: also in tables that are append-only, whose rows say the same of the same post after it.
    The posts are to be out of the index.
    """
    moved: dict[int, int] = {}
    for key, (at, precision) in times:
        here = moved.get(key, key)
        new = _key(db, here, at)
        if new != here:
            _move(db, here, new)
            moved[key] = new
        db.execute(_TIME, (at, precision, new))
    return moved


def _key(db: sqlite3.Connection, key: int, at: str) -> int:
    """The key of a post for another time: the same where the second is, else a free one."""
    new = key_of(moment(at), key)
    while new != key and db.execute("SELECT 1 FROM posts WHERE key = ?", [new]).fetchone():
        new = next_key(new)
    return new


def _move(db: sqlite3.Connection, key: int, new: int) -> None:
    db.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
    told = list(_naming(db))
    tables = json.dumps(sorted({table for table, _column in told}))
    guards = db.execute(_GUARDS, [tables]).fetchall()
    for name, _sql in guards:
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute("UPDATE posts SET key = ? WHERE key = ?", (new, key))
    for table, column in told:
        db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (new, key))  # noqa: S608
    db.execute(_ORDERED)
    for merge, moved in db.execute("SELECT key, moved FROM merges").fetchall():
        below = json.loads(moved)
        if key in below.get("posts", ()):
            below["posts"] = [new if post == key else post for post in below["posts"]]
            db.execute("UPDATE merges SET moved = ? WHERE key = ?", (json.dumps(below), merge))
    for _name, sql in guards:
        db.execute(sql)


def _naming(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Tables and columns that name a post by its key."""
    yield from db.execute(_NAMING).fetchall()


_TIMES = """
SELECT key, created_at, created_precision FROM posts
WHERE key IN (SELECT value FROM json_each(?))"""
_TIME = "UPDATE posts SET created_at = ?, created_precision = ? WHERE key = ?"
_NAMING = """
SELECT t.name, f."from" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
WHERE t.type = 'table' AND f."table" = 'posts' ORDER BY t.name, f."from\""""
_GUARDS = """
SELECT name, sql FROM sqlite_schema
WHERE type = 'trigger' AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY name"""
_ORDERED = "UPDATE proposals SET post = other, other = post WHERE post > other"
