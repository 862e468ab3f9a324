"""In: two posts that a person says are one, or are two after all. Out: the archive so; undone."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple, TypedDict

from fb_watch.archive import likeness
from fb_watch.archive.actions import Act
from fb_watch.archive.carrying import actions_of, carry
from fb_watch.archive.identity import LOCAL
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import moment
from fb_watch.archive.kinds import IS_EXPORTED
from fb_watch.archive.resolve import resolve
from fb_watch.archive.roads import rank
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.states import count_notes
from fb_watch.archive.tables import columns
from fb_watch.archive.undoing import take_back
from fb_watch.errors import UsageError
from fb_watch.i18n import _


class Pair(TypedDict):
    """Two posts that may be one, by reference, the stronger road first."""

    posts: list[str]
    likeness: float
    at: str


class Merge(TypedDict):
    """Two posts that a person said are one."""

    post: str
    merged: str
    at: str


class _Hanging(NamedTuple):
    """Rows that go over to the post that stands for both: which columns name one of them."""

    table: str
    names: tuple[str, ...]
    where: str = "1"


_GOES_OVER = (_Hanging("comments", ("key",)),)
# an older program brought over what is said anew today, with its history
_WENT_OVER = (
    *_GOES_OVER,
    _Hanging("tags", ("kind", "value", "version"), "\"by\" = 'hand'"),
    _Hanging("hand_tags", ("key",)),
)


@sqlite_trouble()
def pairs(db: sqlite3.Connection) -> list[Pair]:
    """The pairs that nobody has decided on, the most alike first."""
    return [
        {"posts": [ref for _k, ref in ranked(db, (post, other))], "likeness": like, "at": at}
        for post, other, like, at in db.execute(_PAIRS).fetchall()
    ]


@sqlite_trouble()
def merges(db: sqlite3.Connection) -> list[Merge]:
    """What people have made one, the newest first."""
    return [{"post": post, "merged": merged, "at": at} for post, merged, at in db.execute(_MERGES)]


@sqlite_trouble()
def join(db: sqlite3.Connection, refs: Sequence[str], at: str) -> tuple[str, str]:
    """
    Make two posts one; gives the reference that stands for both, and the other.

    The one that came by the stronger road stands, of equals the one with Facebook's id, then a
    post before a picture of an album, then the one that is told to have stood so later, then the
    older one. Status and tags by hand of the other are said of it too, where nobody has said
    anything; what names a version (notes, entries of dossiers) stays with that, and so do
    reference, ids and versions. Raises UsageError where it is one post already, or of two pages.
    """
    keys = [resolve(db, ref)[0] for ref in refs]
    if keys[0] == keys[1]:
        raise UsageError(_("{ref} is one post already.").format(ref=refs[0]))
    (post, ref), (other, merged) = ranked(db, keys)
    pages = {page for (page,) in db.execute(_PAGE, (post, other))}
    if len(pages) > 1:
        raise UsageError(
            _("{ref} and {other} are of two pages.").format(ref=ref, other=merged),
            remedy=_("Only posts of one page can be one."),
        )
    with transaction(db):
        unindex(db, [post, other])
        unite(db, post, other, at)
        likeness.decide(db, (post, other), "merged", at)
        index(db, [post, other])
    return ref, merged


def unite(db: sqlite3.Connection, post: int, other: int, at: str) -> None:
    """The first stands for both; both are to be out of the index."""
    moved = _bring_over(db, post, other)
    db.execute("UPDATE posts SET merged_into = ? WHERE key = ?", (post, other))
    merge = db.execute(_MERGE, (post, other, at, json.dumps(moved))).lastrowid or 0
    carry(db, merge, moment(at))
    count_notes(db, post)


@sqlite_trouble()
def refuse(db: sqlite3.Connection, refs: Sequence[str], at: str) -> None:
    """Two posts stay two; they are not proposed again."""
    keys = [resolve(db, ref)[0] for ref in refs]
    if keys[0] == keys[1]:
        raise UsageError(
            _("{ref} is one post already.").format(ref=refs[0]),
            remedy=_("To part it: {command}").format(
                command=f"fb-watch import --review --undo {refs[1]}"
            ),
        )
    with transaction(db):
        likeness.decide(db, keys, "refused", at)


@sqlite_trouble()
def part(db: sqlite3.Connection, ref: str, at: str) -> str | None:
    """
    Take the merge back that made this reference another post's; gives what it was merged into.

    None where no person has merged it. Each has its own again; what was said since stays with the
    post it was said of.
    """
    found = db.execute(_MERGED, [ref]).fetchone()
    if found is None:
        return None
    key, post, other, into, moved = found
    with transaction(db):
        for action, name in actions_of(db, key):
            take_back(Act(db=db, kind="part", by=name, at=moment(at), undoes=action), action)
        unindex(db, [post, other])
        _bring_back(db, post, other, json.loads(moved))
        db.execute("UPDATE posts SET merged_into = NULL WHERE key = ?", [other])
        count_notes(db, post)
        count_notes(db, other)
        db.execute("UPDATE merges SET undone_at = ? WHERE key = ?", (at, key))
        likeness.decide(db, (post, other), "refused", at)
        index(db, [post, other])
    return str(into)


def ranked(db: sqlite3.Connection, keys: Sequence[int]) -> list[tuple[int, str]]:
    """Key and reference, the post first that stands for both."""
    found = db.execute(_RANK, [json.dumps(list(keys))]).fetchall()
    order = sorted(
        found,
        key=lambda row: (
            rank(row[2]),
            row[3].startswith(LOCAL),
            row[4],
        ),
    )
    return [(key, ref) for key, ref, *_rest in order]


def _bring_over(db: sqlite3.Connection, post: int, other: int) -> dict[str, Any]:
    """What hangs on a post goes over to another, where that has not the same; says what went."""
    moved: dict[str, Any] = {}
    for table in _GOES_OVER:
        if columns(db, table.table):
            moved[table.table] = [
                list(row)
                for row in db.execute(
                    f"UPDATE OR IGNORE {table.table} SET post = ?1 "  # noqa: S608
                    f"WHERE post = ?2 AND {table.where} RETURNING {', '.join(table.names)}",
                    (post, other),
                ).fetchall()
            ]
    below = db.execute(
        "UPDATE posts SET merged_into = ?1 WHERE merged_into = ?2 RETURNING key", (post, other)
    )
    moved["posts"] = [key for (key,) in below.fetchall()]
    return moved


def _bring_back(db: sqlite3.Connection, post: int, other: int, moved: dict[str, Any]) -> None:
    for table in (one for one in _WENT_OVER if moved.get(one.table)):
        names = " AND ".join(f"{name} = ?" for name in table.names)
        db.executemany(
            f"UPDATE OR IGNORE {table.table} SET post = ? "  # noqa: S608
            f"WHERE post = ? AND {table.where} AND {names}",
            [(other, post, *row) for row in moved[table.table]],
        )
    db.executemany(
        "UPDATE posts SET merged_into = ? WHERE key = ?",
        [(other, key) for key in moved["posts"]],
    )
    if "status" in moved:
        db.execute(_AS_IT_WAS, {"post": post, "other": other, "status": moved["status"]})


_PAIRS = """
SELECT d.post, d.other, d.likeness, d.at FROM proposals d
JOIN posts p ON p.key = d.post JOIN posts o ON o.key = d.other
WHERE d.state = 'open' AND p.merged_into IS NULL AND o.merged_into IS NULL
ORDER BY d.likeness DESC, d.post, d.other"""
_MERGES = """
SELECT p.ref, o.ref, m.at FROM merges m
JOIN posts p ON p.key = m.post JOIN posts o ON o.key = m.merged
WHERE m.undone_at IS NULL ORDER BY m.key DESC"""
_PAGE = "SELECT DISTINCT page FROM posts WHERE key IN (?, ?)"
_RANK = f"""
SELECT p.key, p.ref, p.strength, p.id, v.story IS NULL AND {IS_EXPORTED}
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key IN (SELECT value FROM json_each(?)) ORDER BY max(coalesce(v.updated_at, ''), coalesce(
    (SELECT max(as_of) FROM roads WHERE post = p.key AND hash = v.hash), '')) DESC, p.key"""  # noqa: S608
_MERGE = "INSERT INTO merges (post, merged, at, moved) VALUES (?, ?, ?, ?)"
_MERGED = """
SELECT m.key, m.post, m.merged, p.ref, m.moved FROM merges m
JOIN posts o ON o.key = m.merged AND o.ref = ? JOIN posts p ON p.key = m.post
WHERE m.undone_at IS NULL ORDER BY m.key DESC LIMIT 1"""
_AS_IT_WAS = """
UPDATE posts SET status = CASE posts.status WHEN o.status THEN :status ELSE posts.status END
FROM posts o WHERE posts.key = :post AND o.key = :other"""
