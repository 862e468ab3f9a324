"""
In: what posts were seen under. Out: which post of the archive each of them is.

Two posts are never made one by a name they share: a name stays with the post that had it first,
and the other's claim is kept beside it. Only Facebook's ids say which post is which.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from fb_watch.archive.keys import stamp
from fb_watch.archive.rows import compact
from fb_watch.dialect.refs import aliases
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Post
from fb_watch.model.tagged import Change

Name = tuple[str, int]  # alias, key of the post


def names_of(post: Post, key: int) -> list[Name]:
    """Everything a post is to be found under."""
    return [(alias, key) for alias in aliases(post.id, post.permalink, *post.aliases)]


def fresh(db: sqlite3.Connection, changes: Sequence[Change]) -> list[Name]:
    """Names a known post was not seen under before: Facebook rewrites permalinks, even ids."""
    seen = {
        text: change.known.key
        for change in changes
        if change.known is not None
        for text in (change.post.id, change.post.permalink, *change.post.aliases)
        if text
    }
    unknown = db.execute(_UNKNOWN, [compact(list(seen))]).fetchall()
    return [(alias, seen[text]) for (text,) in unknown for alias in aliases(text)]


def enter(db: sqlite3.Connection, names: Iterable[Name], at: str) -> None:
    """Write names down; one that is another post's already stays with it, and that is noted."""
    ordered = sorted(names)
    new = db.executemany("INSERT INTO aliases VALUES (?, ?) ON CONFLICT DO NOTHING", ordered)
    if new.rowcount < len(ordered):  # some were there: whose are they?
        db.execute(_CONFLICTS, (at, compact(ordered)))


def rename(db: sqlite3.Connection, changes: Sequence[Change], names: Iterable[Name]) -> None:
    """A known post seen under an id for the first time is asked for under it from now on."""
    new = {alias for alias, _key in names}
    moved = [(c.post.id, c.known.key) for c in changes if c.known and c.post.id in new]
    db.executemany(_RENAME, moved)


def moved(db: sqlite3.Connection, posts: Sequence[Post]) -> dict[str, str]:
    """
    New id → the id in the archive, of posts whose page has got another id.

    `OLD_123` has become `NEW_123`: the same source, the same number, the same second.
    """
    told = [
        (post.id, post.id.rpartition("_")[2], post.page, stamp(post.created_at))
        for post in posts
        if "_" in post.id
    ]
    return dict(db.execute(_MOVED, [compact(told)]).fetchall()) if told else {}


def conflicts(db: sqlite3.Connection, page: Page, since: datetime) -> list[str]:
    """One line on each post that was first seen, since then, under names of another."""
    return [
        _("{id} was seen as {name}, which is {ref}.").format(id=fb_id, name=name, ref=ref)
        for fb_id, ref, name in db.execute(_CLAIMS, (page.key, stamp(since)))
    ]


_UNKNOWN = """
SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE alias = value)"""
_CONFLICTS = """
INSERT INTO alias_conflicts (alias, post, at)
SELECT a.alias, json_extract(n.value, '$[1]'), ?1 FROM json_each(?2) n
JOIN aliases a ON a.alias = json_extract(n.value, '$[0]')
WHERE a.post <> json_extract(n.value, '$[1]') ON CONFLICT DO NOTHING"""
_RENAME = (
    "UPDATE posts SET id = ?1 WHERE key = ?2 AND NOT EXISTS (SELECT 1 FROM posts WHERE id = ?1)"
)
_MOVED = """
SELECT json_extract(a.value, '$[0]'), p.id FROM json_each(?) a
JOIN posts p ON substr(p.id, instr(p.id, '_') + 1) = json_extract(a.value, '$[1]')
WHERE p.id LIKE '%!_%' ESCAPE '!' AND p.page = json_extract(a.value, '$[2]')
    AND p.created_at = json_extract(a.value, '$[3]')
ORDER BY p.key DESC"""
_CLAIMS = """
SELECT p.id, o.ref, min(c.alias) FROM alias_conflicts c
JOIN posts p ON p.key = c.post JOIN aliases a ON a.alias = c.alias JOIN posts o ON o.key = a.post
WHERE p.page = ? AND c.at >= ? GROUP BY c.post, a.post ORDER BY p.key"""
