"""In: posts by key. Out: their entries in the search index, made from what the tables say."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson

from fb_watch.archive import alike, tally
from fb_watch.archive.facets import UNRESOLVED, tokens
from fb_watch.archive.letters import SELECTORS
from fb_watch.archive.shadow import BOUNDARY, shadow
from fb_watch.model.captions import captions, told_by, unsaid
from fb_watch.model.tagged import TaggedPost

FORM = "7"  # of the index and what it is told; a new one makes every archive's index anew
# to Unicode, what makes an emoji of ⚠ is a sign as vowels are, but no word goes on with it
TOKENIZER = f"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc' separators '{SELECTORS}'"
_COLUMNS = "message, links, alt, shadow, facets, comments"
_TABLE = f"""CREATE VIRTUAL TABLE search USING fts5 (
    {_COLUMNS},
    content = 'searchable', content_rowid = 'key',
    tokenize = "{TOKENIZER}"
)"""
_BATCH = 1_000
_Tag = tuple[str, str, str]  # kind, value, by
Row = tuple[int | str | None, ...]


class Entry(NamedTuple):
    """What the index is told of a post."""

    key: int
    page: str
    kind: str
    message: str | None
    titles: Sequence[str | None]  # and descriptions, of links; then the captions
    alt: Sequence[str | None]  # of pictures
    has: Sequence[str]  # media, place, comments
    tags: Sequence[_Tag]  # those that hold
    comments: Sequence[str] = ()


def is_current(db: sqlite3.Connection) -> bool:
    """Whether the index was made by a program that tells it the same of a post."""
    found = db.execute("SELECT value FROM settings WHERE name = 'index'").fetchone()
    return bool(found == (FORM,))


def renew(db: sqlite3.Connection) -> None:
    """Make the index anew, where no other process has done so; in the caller's transaction."""
    if is_current(db):
        return
    for anew in ("DROP TABLE search", _TABLE, "DELETE FROM indexed"):
        db.execute(anew)
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
    if not keys:  # asked to change anything, FTS5 first writes down all that waits
        return
    db.execute(
        f"INSERT INTO search (search, rowid, {_COLUMNS}) "  # noqa: S608
        f"SELECT 'delete', key, {_COLUMNS} FROM searchable WHERE key IN {_THESE} ORDER BY key",
        [json.dumps(keys)],
    )
    tally.forget(db, keys)


def index(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Put posts into the index, as the tables tell of them."""
    enter(db, read(db, keys))


def enter(db: sqlite3.Connection, posts: Sequence[Entry]) -> None:
    """
    Write what the index is told of posts.

    They come in the order of their keys: descending costs half as much more.
    """
    rows = [indexed(post) for post in posts]
    db.executemany(
        "INSERT INTO indexed VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "links = excluded.links, alt = excluded.alt, shadow = excluded.shadow, "
        "facets = excluded.facets, comments = excluded.comments",
        rows,
    )
    tell(db, posts, rows)
    tally.note(db, [(post.key, post.page, post.tags) for post in posts])


def tell(db: sqlite3.Connection, posts: Sequence[Entry], rows: Sequence[Row]) -> None:
    """Tell the index of posts what their rows of `indexed` say, without asking `searchable`."""
    told = ((key, post.message, *rest) for post, (key, *rest) in zip(posts, rows, strict=True))
    db.executemany(
        f"INSERT INTO search (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        told,
    )


def read(db: sqlite3.Connection, keys: Sequence[int]) -> list[Entry]:
    """
    What the tables tell of posts, in the order of their keys.

    Nothing of one that is merged into another: it is found as that one.
    """
    these = json.dumps(keys)
    tags = defaultdict[int, list[_Tag]](list)
    for post, kind, value, by in db.execute(_TAGS, [these]):
        tags[post].append((kind, value, by))
    written = comments(db, keys)
    return [
        Entry(
            key,
            page,
            kind,
            message,
            _titles(message, _list(links), attachments),
            [medium["alt"] for medium in _list(media)],
            has(media=media, place=place, comments=written.get(key)),
            tags[key],
            written.get(key, ()),
        )
        for key, page, kind, message, links, media, attachments, place in db.execute(
            _POSTS, [these]
        )
    ]


def comments(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    """What people wrote below posts, by key."""
    found = defaultdict[int, list[str]](list)
    for post, message in db.execute(_COMMENTS, [json.dumps(keys)]):
        found[post].append(message)
    return found


def entry_of(tagged: TaggedPost, key: int) -> Entry:
    """What `read` gives of a new post: what was just written of it is all that there is."""
    post, language = tagged.post, tagged.language
    return Entry(
        key,
        post.page,
        post.kind,
        post.message,
        [
            *(text for link in post.links for text in (link.title, link.description)),
            *post.captions,
        ],
        [medium.alt for medium in post.media],
        has(media=post.media, place=post.place),
        [
            ("language", language.code, "machine"),
            *((tag.kind, tag.value, "machine") for tag in tagged.tags),
            *((tag.kind, UNRESOLVED, "machine") for tag in tagged.unresolved),
        ],
    )


_THESE = "(SELECT value FROM json_each(?))"
_TAGS = f"""
SELECT post, kind, CASE role WHEN 'unresolved' THEN role ELSE value END, "by"
FROM current_tags WHERE post IN {_THESE}"""  # noqa: S608
_POSTS = f"""
SELECT p.key, p.page, v.kind, v.message, v.links, v.media, v.attachments, v.place
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key IN {_THESE} AND p.merged_into IS NULL ORDER BY p.key"""  # noqa: S608


_COMMENTS = f"""
SELECT c.post, coalesce(v.message, '') FROM comments c
JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.post IN {_THESE} ORDER BY c.post, c.key"""  # noqa: S608


def _titles(message: str | None, links: list[Any], attachments: str | None) -> list[str | None]:
    """Titles and descriptions of links, then what the attachments say besides."""
    titles = told_by(links)
    if not attachments:
        return titles
    return [*titles, *captions(_list(attachments), message, titles)]


def indexed(told: Entry) -> Row:
    """A row of `indexed`; what a picture says and a caption too stands in it once."""
    words = tokens(told.page, told.kind, told.has, told.tags, alike.marks(told.message))
    return (
        told.key,
        _said(told.titles),
        _said(unsaid(told.alt, told.titles)),
        shadow(told.message or ""),
        words,
        _said(told.comments),
    )


def has(**parts: object) -> list[str]:
    """The names of what a post has."""
    return [name for name, part in parts.items() if part]


def _said(texts: Iterable[str | None]) -> str | None:
    """What is not the post's own text: the words, then letters; no phrase reaches over an end."""
    said = f"\n{BOUNDARY}\n".join(filter(None, texts))
    return "\n".join(filter(None, (said, shadow(said)))) if said else None


def _list(text: str | None) -> list[dict[str, Any]]:
    if not text:
        return []
    found: list[dict[str, Any]] = orjson.loads(text)
    return found
