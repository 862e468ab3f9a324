"""In: posts by key. Out: their entries in the search index, made from what the tables say."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from fb_watch.archive import alike, tally
from fb_watch.archive.facets import tokens
from fb_watch.archive.shadow import BOUNDARY, shadow

FORM = "3"  # of what the index is told; a new one makes every archive's index anew
_COLUMNS = "message, links, alt, shadow, facets, comments"
_BATCH = 1_000


def is_current(db: sqlite3.Connection) -> bool:
    """Whether the index was made by a program that tells it the same of a post."""
    found = db.execute("SELECT value FROM settings WHERE name = 'index'").fetchone()
    return bool(found == (FORM,))


def renew(db: sqlite3.Connection) -> None:
    """Make the index anew, where no other process has done so; in the caller's transaction."""
    if is_current(db):
        return
    for emptied in ("INSERT INTO search (search) VALUES ('delete-all')", "DELETE FROM indexed"):
        db.execute(emptied)
    tally.forget_all(db)
    keys = [
        key for (key,) in db.execute("SELECT key FROM posts WHERE merged_into IS NULL ORDER BY key")
    ]
    for at in range(0, len(keys), _BATCH):
        index(db, keys[at : at + _BATCH])
    db.execute(
        "INSERT INTO settings VALUES ('index', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [FORM],
    )


def unindex(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Take posts out of the index; to be called before anything of them changes."""
    db.execute(
        f"INSERT INTO search (search, rowid, {_COLUMNS}) "  # noqa: S608
        f"SELECT 'delete', key, {_COLUMNS} FROM searchable WHERE key IN {_THESE} ORDER BY key",
        [json.dumps(keys)],
    )
    tally.forget(db, keys)


def index(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """
    Put posts into the index, in the order of their keys: descending costs half as much more.

    One that is merged into another is not put there: it is found as that one.
    """
    these = json.dumps(keys)
    tags = defaultdict[int, list[tuple[str, str, str]]](list)
    for post, *tag in db.execute(_TAGS, [these]):
        tags[post].append((tag[0], tag[1], tag[2]))
    posts = db.execute(_POSTS, [these]).fetchall()
    comments = defaultdict[int, list[str]](list)
    for post, message in db.execute(_COMMENTS, [these]):
        comments[post].append(message)
    rows = [_indexed(row, tags[row[0]], comments.get(row[0])) for row in posts]
    db.executemany(
        "INSERT INTO indexed VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "links = excluded.links, alt = excluded.alt, shadow = excluded.shadow, "
        "facets = excluded.facets, comments = excluded.comments",
        rows,
    )
    # what `searchable` says of them by now, without asking for it
    told = ((key, post[3], *rest) for post, (key, *rest) in zip(posts, rows, strict=True))
    db.executemany(
        f"INSERT INTO search (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        told,
    )
    tally.note(db, [(key, page, tags[key]) for key, page, *_rest in posts])


_THESE = "(SELECT value FROM json_each(?))"
_TAGS = f"""
SELECT post, kind, CASE role WHEN 'unresolved' THEN role ELSE value END, "by"
FROM current_tags WHERE post IN {_THESE}"""  # noqa: S608
_POSTS = f"""
SELECT p.key, p.page, v.kind, v.message, v.links, v.media, v.place
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key IN {_THESE} AND p.merged_into IS NULL ORDER BY p.key"""  # noqa: S608


_COMMENTS = f"""
SELECT c.post, coalesce(v.message, '') FROM comments c
JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.post IN {_THESE} ORDER BY c.post, c.key"""  # noqa: S608


def _indexed(
    row: Sequence[Any], tags: list[tuple[str, str, str]], comments: list[str] | None
) -> tuple[int | str | None, ...]:
    """A row of `indexed`; `comments` is None where none are archived."""
    key, page, kind, message, links, media, place = row
    titles = _said(text for k in _list(links) for text in (k["title"], k["description"]))
    alt = _said(medium["alt"] for medium in _list(media))
    parts = (("media", media), ("place", place), ("comments", comments is not None))
    has = [name for name, there in parts if there]
    told = tokens(page, kind, has, tags, alike.marks(message))
    return (key, titles, alt, shadow(message or ""), told, _said(comments or ()))


def _said(texts: Iterable[str | None]) -> str | None:
    """What is not the post's own text: the words, then letters; no phrase reaches over an end."""
    said = f"\n{BOUNDARY}\n".join(filter(None, texts))
    return "\n".join(filter(None, (said, shadow(said)))) or None


def _list(text: str | None) -> list[dict[str, Any]]:
    if not text:
        return []
    found: list[dict[str, Any]] = orjson.loads(text)
    return found
