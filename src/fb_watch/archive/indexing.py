"""In: posts by key. Out: their entries in the search index, made from what the tables say."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from fb_watch.archive.facets import tokens
from fb_watch.archive.shadow import BOUNDARY, shadow

_COLUMNS = "message, links, alt, shadow, facets, comments"


def unindex(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Take posts out of the index; to be called before anything of them changes."""
    db.execute(
        f"INSERT INTO search (search, rowid, {_COLUMNS}) "  # noqa: S608
        f"SELECT 'delete', key, {_COLUMNS} FROM searchable WHERE key IN {_THESE} ORDER BY key",
        [json.dumps(keys)],
    )


def index(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Put posts into the index, in the order of their keys: descending costs half as much more."""
    these = json.dumps(keys)
    tags = defaultdict[int, list[tuple[str, str, str]]](list)
    for post, *tag in db.execute(_TAGS, [these]):
        tags[post].append((tag[0], tag[1], tag[2]))
    comments = defaultdict[int, list[str]](list)
    for post, message in db.execute(_COMMENTS, [these]):
        comments[post].append(message)
    db.executemany(
        "INSERT INTO indexed VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "links = excluded.links, alt = excluded.alt, shadow = excluded.shadow, "
        "facets = excluded.facets, comments = excluded.comments",
        [_indexed(row, tags[row[0]], comments.get(row[0])) for row in db.execute(_POSTS, [these])],
    )
    db.execute(
        f"INSERT INTO search (rowid, {_COLUMNS}) "  # noqa: S608
        f"SELECT key, {_COLUMNS} FROM searchable WHERE key IN {_THESE} ORDER BY key",
        [these],
    )


_THESE = "(SELECT value FROM json_each(?))"
_TAGS = f"""
SELECT post, kind, CASE role WHEN 'unresolved' THEN role ELSE value END, "by"
FROM current_tags WHERE post IN {_THESE}"""  # noqa: S608
_POSTS = f"""
SELECT p.key, p.page, v.kind, v.message, v.links, v.media, v.place
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key IN {_THESE} ORDER BY p.key"""  # noqa: S608


_COMMENTS = f"""
SELECT c.post, coalesce(v.message, '') FROM comments c
JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.post IN {_THESE} ORDER BY c.post, c.key"""  # noqa: S608


def _indexed(
    row: Sequence[Any], tags: list[tuple[str, str, str]], comments: list[str] | None
) -> tuple[int | str | None, ...]:
    """A row of `indexed`; `comments` is None where none are archived."""
    key, page, kind, message, links, media, place = row
    titles = _joined(text for k in _list(links) for text in (k["title"], k["description"]))
    alt = _joined(medium["alt"] for medium in _list(media))
    parts = (("media", media), ("place", place), ("comments", comments is not None))
    has = [name for name, there in parts if there]
    texts = "\n".join(filter(None, (message, titles, alt)))
    return (key, titles, alt, shadow(texts), tokens(page, kind, has, tags), _said(comments or ()))


def _said(comments: Iterable[str]) -> str | None:
    """What stands below a post: the words, then their letters; no phrase reaches over an end."""
    said = f"\n{BOUNDARY}\n".join(filter(None, comments))
    return "\n".join(filter(None, (said, shadow(said)))) or None


def _list(text: str | None) -> list[dict[str, Any]]:
    if not text:
        return []
    found: list[dict[str, Any]] = orjson.loads(text)
    return found


def _joined(texts: Any) -> str | None:
    return "\n".join(filter(None, texts)) or None
