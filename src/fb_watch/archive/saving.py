"""In: one response and what is to be written of it. Out: one transaction."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from fb_watch.archive import naming, rows
from fb_watch.archive.indexing import enter, entry_of, read, unindex
from fb_watch.archive.keys import key as key_of
from fb_watch.archive.keys import next_key, ref, stamp
from fb_watch.archive.media import TRIES, carry, set_beside
from fb_watch.archive.retiming import date_anew, is_weaker
from fb_watch.model.collected import Capture, Page
from fb_watch.model.tagged import Change, TaggedPost, Verdict

# what a page shows is online; of posts that came by other roads this was not known
_VANISHED = frozenset(("missing", "gone", "restricted", "unknown"))


class _Told(NamedTuple):
    """A post with something new to write: its key, and the number of the version that begins."""

    key: int
    number: int
    tagged: TaggedPost
    is_edit: bool = False


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """
    All or nothing; takes the right to write at once, so that it cannot be lost half-way.

    Within a larger one it is a part of that: what goes wrong here undoes it all.
    """
    is_part = db.in_transaction
    if is_part:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def part_of_one(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing within a transaction, which goes on whatever goes wrong here."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")


def save_response(
    db: sqlite3.Connection,
    page: Page,
    capture: Capture,
    changes: Sequence[Change],
    *,
    unread: bool = False,
) -> None:
    """
    Write what a response brought; nothing at all where it brought nothing.

    A response of which something could not be read (`unread`) is kept too, once: a later program
    may understand it.
    """
    moved = [change for change in changes if change.counts is not None]
    told = [change for change in changes if change.tagged is not None]
    back = [c for c in changes if c.known is not None and c.known.availability in _VANISHED]
    again = [change for change in changes if change.tagged is None]
    urls, names = _fresh_urls(db, again), naming.fresh(db, changes)
    unread = unread and not told and not _is_kept(db, capture)
    if not (moved or told or back or urls or names or unread):
        return
    seen = stamp(capture.retrieved_at)
    with transaction(db):
        put_page(db, page)
        keys = {c.post.id: c.known.key for c in changes if c.known is not None}
        if told:
            keys |= write(db, capture, keep(db, capture), told)
        elif unread:
            keep(db, capture)
        db.executemany(COUNTS, _count_rows(moved, keys, seen))
        back_keys = [(change.known.key,) for change in back if change.known is not None]
        db.executemany(_BACK_ROW, [(key, seen) for (key,) in back_keys])
        db.executemany(_BACK_POST, [(seen, seen, key) for (key,) in back_keys])
        db.executemany("DELETE FROM refusals WHERE post = ?", back_keys)
        db.executemany(_MEDIA_URL, urls)
        naming.enter(db, names, seen)
        naming.rename(db, changes, names)
        date_anew(db, capture, told)


def put_page(db: sqlite3.Connection, page: Page) -> None:
    """The page as the configuration names it today."""
    db.execute(
        "INSERT INTO pages (key, id, name, region) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO UPDATE SET id = ?2, name = ?3, region = ?4 "
        "WHERE (id, name, region) <> (?2, ?3, ?4)",
        (page.key, page.id, page.name, page.region),
    )


def _strengthen(db: sqlite3.Connection, capture: Capture, ruled: Sequence[int]) -> None:
    """A stronger road rules these posts from now on."""
    db.executemany(
        "UPDATE posts SET strength = ? WHERE key = ?",
        [(capture.strength, key) for key in ruled],
    )


def write(
    db: sqlite3.Connection, capture: Capture, capture_key: int, changes: Sequence[Change]
) -> dict[str, int]:
    """New posts and versions with all that hangs on them; gives the keys by Facebook id."""
    seen = stamp(capture.retrieved_at)
    new = [c.tagged for c in changes if c.tagged is not None and c.verdict is Verdict.NEW]
    entered = _enter(db, new, capture)
    edited = _edited(db, capture, changes)
    unindex(db, [one.key for one in edited])
    told = sorted([*entered, *edited], key=lambda one: one.key)
    db.executemany(
        "INSERT INTO versions VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            rows.version_row(
                one.tagged.post, one.key, one.number, capture, capture_key, is_edit=one.is_edit
            )
            for one in told
        ],
    )
    db.executemany(
        "UPDATE posts SET version = ? WHERE key = ?", [(one.number, one.key) for one in edited]
    )
    ruled = [c.known.key for c in changes if c.known and is_weaker(c.known, capture)]
    _strengthen(db, capture, ruled)
    set_beside(
        db,
        [
            c.known.key
            for c in changes
            if c.known and c.known.strength == "hand" != capture.strength
        ],
    )
    db.executemany(
        "INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [row for one in told for row in rows.tag_rows(one.tagged, one.key, one.number, seen)],
    )
    db.executemany(
        _MEDIA, [row for one in told for row in rows.media_rows(one.tagged.post, one.key)]
    )
    carry(db, ruled)
    names = (name for one in told for name in naming.names_of(one.tagged.post, one.key))
    naming.enter(db, names, seen)
    known = read(db, [one.key for one in edited])
    enter(db, sorted([*known, *(entry_of(one.tagged, one.key) for one in entered)]))
    return {one.tagged.post.id: one.key for one in told}


def keep(db: sqlite3.Connection, capture: Capture) -> int:
    """The response as it came, compressed, chained to the one before."""
    from fb_watch.archive.packing import packed  # a reading verb has no use for it

    last = db.execute("SELECT chain FROM captures ORDER BY key DESC LIMIT 1").fetchone()
    body = packed(capture.body)
    row = rows.capture_row(capture, last[0] if last else "", body)
    cursor = db.execute(
        "INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
    )
    return cursor.lastrowid or 0


def _is_kept(db: sqlite3.Connection, capture: Capture) -> bool:
    known = "SELECT 1 FROM captures WHERE sha256 = ?"
    return db.execute(known, [capture.sha256]).fetchone() is not None


def _enter(db: sqlite3.Connection, new: Sequence[TaggedPost], capture: Capture) -> list[_Told]:
    """Give new posts their reference and key, and a row of `posts`."""
    ordered = sorted(new, key=lambda tagged: (tagged.post.created_at, tagged.post.id))
    years = [int(stamp(tagged.post.created_at)[:4]) for tagged in ordered]
    numbers = {year: _reserve(db, year, count) for year, count in Counter(years).items()}
    given = [(year, next(numbers[year])) for year in years]
    keys = _free_keys(
        db,
        [key_of(t.post.created_at, n) for t, (_y, n) in zip(ordered, given, strict=True)],
    )
    told, entered = [], []
    for tagged, (year, number), key in zip(ordered, given, keys, strict=True):
        told.append(_Told(key, 1, tagged))
        entered.append(rows.post_row(tagged.post, key, ref(year, number), capture))
    db.executemany(
        "INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, "
        "availability, availability_since, availability_checked, strength, personal) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(entered),
    )
    return told


def _reserve(db: sqlite3.Connection, year: int, count: int) -> Iterator[int]:
    """The next running numbers of a year; once given they are never given again."""
    (following,) = db.execute(
        "INSERT INTO numbers VALUES (?1, 1 + ?2) ON CONFLICT DO UPDATE SET next = next + ?2 "
        "RETURNING next",
        (year, count),
    ).fetchone()
    return iter(range(following - count, following))


def _free_keys(db: sqlite3.Connection, wanted: Sequence[int]) -> Iterator[int]:
    """Each key, or the next one of its second that no other post has."""
    taken = {key for (key,) in db.execute(_TAKEN, [json.dumps(wanted)])}
    for key in wanted:
        while key in taken:
            key = next_key(key)
            taken |= {key for (key,) in db.execute(_TAKEN, [json.dumps([key])])}
        taken.add(key)
        yield key


def _edited(db: sqlite3.Connection, capture: Capture, changes: Sequence[Change]) -> list[_Told]:
    told = {
        c.known.key: (c.tagged, c.is_edit and not is_weaker(c.known, capture))
        for c in changes
        if c.known
    }
    newest = db.execute(_NEWEST, [json.dumps(list(told))])
    return [
        _Told(key, number + 1, tagged, is_edit=is_edit)
        for key, number in newest
        for tagged, is_edit in [told[key]]
        if tagged is not None
    ]


def _count_rows(moved: Sequence[Change], keys: dict[str, int], seen: str) -> list[rows.Row]:
    return [
        rows.counts_row(keys[change.post.id], seen, change.counts)
        for change in moved
        if change.counts is not None
    ]


def _fresh_urls(db: sqlite3.Connection, again: Sequence[Change]) -> list[rows.Row]:
    """New addresses of pictures still wanted: the old ones die within days."""
    posts = {c.known.key: c.post for c in again if c.known is not None and c.post.media}
    if not posts:
        return []
    wanted = db.execute(_WANTED, [json.dumps(list(posts))]).fetchall()
    told = {(row[0], row[1]): row[4] for key in posts for row in rows.media_rows(posts[key], key)}
    return [
        (fresh, key, name)
        for key, name, url in wanted
        if (fresh := told.get((key, name))) and fresh != url
    ]


# not posts.version: of archives that became one, the newest version need not be the last written
_NEWEST = """
SELECT post, max(number) FROM versions WHERE post IN (SELECT value FROM json_each(?))
GROUP BY post"""
_TAKEN = "SELECT key FROM posts WHERE key IN (SELECT value FROM json_each(?))"
COUNTS = """
INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
reactions = excluded.reactions, comments = excluded.comments, shares = excluded.shares,
by_type = excluded.by_type, strength = excluded.strength"""
_MEDIA = """
INSERT INTO media (post, name, kind, alt, url, poster) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET alt = excluded.alt, url = coalesce(excluded.url, url), error = NULL,
failed_at = NULL"""
_MEDIA_URL = "UPDATE media SET url = ?, failed_at = NULL WHERE post = ? AND name = ?"
_WANTED = f"""
SELECT post, name, url FROM media
WHERE post IN (SELECT value FROM json_each(?)) AND sha256 IS NULL AND tries < {TRIES}"""  # noqa: S608
_BACK_ROW = """
INSERT INTO availability VALUES (?, ?, 'online', 'seen again')
ON CONFLICT DO UPDATE SET state = excluded.state, why = excluded.why"""
_BACK_POST = """
UPDATE posts SET availability = 'online', availability_since = ?, availability_checked = ?
WHERE key = ?"""
