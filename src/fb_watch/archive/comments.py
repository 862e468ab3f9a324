"""Comments in the archive: which are due, what a response brought, which are to be seen no more."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import stamp
from fb_watch.archive.rows import Row, compact
from fb_watch.archive.saving import keep, transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.collected import Capture, Page
from fb_watch.model.comments import Comment, CommentedPost

MOST = 500  # posts of one look; those left out are due the next time
REST = timedelta(hours=6)  # before a post that was asked in vain is asked again


@dataclass(frozen=True, slots=True)
class _Known:
    """What is archived of a comment."""

    key: int
    post: int
    version: int
    hash: str
    availability: str
    likes: int | None


class Comments:
    """The door for comments that are written; `discussion.comments` is the one for reading."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.folder = path.parent
        self._db = connection
        self._path = path

    def due(self, page: Page, now: datetime) -> list[CommentedPost]:
        """
        The posts of a page whose comments are to be asked for, never asked ones first.

        Due are posts that count another number of comments than when they were asked last, those
        asked in vain some hours ago, and those with a comment missing since an earlier day.
        """
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {
            "page": page.key,
            "rested": stamp(now - REST),
            "midnight": stamp(midnight),
            "most": MOST,
        }
        with sqlite_trouble(self._path):
            rows = self._db.execute(_DUE, values).fetchall()
        return [
            CommentedPost(key=key, id=name, counted=counted, known=tuple(json.loads(known)))
            for key, name, counted, known in rows
        ]

    def save(self, post: CommentedPost, capture: Capture, comments: Sequence[Comment]) -> int:
        """
        Write one response in one transaction, nothing where it brought nothing.

        Gives how many comments are new or have new words.
        """
        with sqlite_trouble(self._path):
            return save_comments(self._db, post.key, capture, comments)

    def walked(self, post: CommentedPost, shown: Collection[str], at: datetime) -> None:
        """All that can be seen was shown: others are missing; on a later day they are gone."""
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {
            "post": post.key,
            "shown": json.dumps(sorted(shown)),
            "at": stamp(at),
            "midnight": stamp(midnight),
        }
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(_GONE, values)
            self._db.execute(_MISSING, values)
            self._db.execute(_WALKED, (post.key, stamp(at), post.counted))

    def settle(self, post: CommentedPost, at: datetime) -> None:
        """Nothing can be concluded; it is asked again when it counts another number."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(_WALKED, (post.key, stamp(at), post.counted))

    def rest(self, post: CommentedPost, at: datetime) -> None:
        """It was asked in vain; it is asked again after REST."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(_WALKED, (post.key, stamp(at), None))

    def are_there(self) -> bool:
        """Whether a comment or post of anybody known is archived."""
        with sqlite_trouble(self._path):
            found = (
                "SELECT 1 FROM comments WHERE author IS NOT NULL "
                "UNION ALL SELECT 1 FROM posts WHERE personal LIMIT 1"
            )
            return self._db.execute(found).fetchone() is not None

    def author_key(self) -> str | None:
        """What the key of the authors is known by; None before its first use."""
        with sqlite_trouble(self._path):
            return key_known_by(self._db)

    def use_author_key(self, known_by: str) -> None:
        """Note what the key of the authors is known by."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(
                "INSERT INTO settings VALUES ('author_key', ?1) "
                "ON CONFLICT DO UPDATE SET value = ?1",
                [known_by],
            )


def key_known_by(db: sqlite3.Connection) -> str | None:
    """What the key of the authors is known by; None before its first use."""
    row = db.execute("SELECT value FROM settings WHERE name = 'author_key'").fetchone()
    return str(row[0]) if row else None


def save_comments(
    db: sqlite3.Connection,
    post: int,
    capture: Capture,
    comments: Sequence[Comment],
    kept: int | None = None,
) -> int:
    """Write what is new of them; `kept` is the key of the capture where that is archived."""
    told = {comment.id: comment for comment in comments}
    rows = db.execute(_KNOWN, [json.dumps(list(told))])
    known = {name: _Known(*row) for name, *row in rows}
    new = [comment for comment in told.values() if comment.id not in known]
    pairs = [(known[comment.id], comment) for comment in told.values() if comment.id in known]
    edited = [(old, comment) for old, comment in pairs if old.hash != comment.hash]
    back = [old.key for old, _comment in pairs if old.availability != "online"]
    liked = [(c.like_count, old.key) for old, c in pairs if c.like_count not in (None, old.likes)]
    if not (new or edited or back or liked):
        return 0
    seen = stamp(capture.retrieved_at)
    with transaction(db):
        if new or edited:
            posts = sorted({post, *(old.post for old, _comment in edited)})
            unindex(db, posts)
            _write(db, post, (capture, kept or keep(db, capture)), new, edited)
            index(db, posts)
        db.executemany(_BACK, [(seen, key) for key in back])
        db.executemany("UPDATE comments SET likes = ? WHERE key = ?", liked)
    return len(new) + len(edited)


def _write(
    db: sqlite3.Connection,
    post: int,
    came: tuple[Capture, int],
    new: Sequence[Comment],
    edited: Sequence[tuple[_Known, Comment]],
) -> None:
    """New comments and new versions, with the response they came in."""
    seen, kept = stamp(came[0].retrieved_at), came[1]
    written = [(old.key, old.version + 1, comment) for old, comment in edited]
    for comment in sorted(new, key=lambda comment: (comment.created_at, comment.id)):
        created = stamp(comment.created_at)
        row = (post, comment.id, comment.parent_id, comment.author, created, comment.like_count)
        key = db.execute(_COMMENT, (*row, seen)).lastrowid or 0
        written.append((key, 1, comment))
    db.executemany(
        "UPDATE comments SET version = version + 1 WHERE key = ?",
        [(old.key,) for old, _comment in edited],
    )
    db.executemany(
        "INSERT INTO comment_versions VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_version_row(key, number, comment, seen, kept) for key, number, comment in written],
    )


def _version_row(key: int, number: int, comment: Comment, seen: str, capture: int) -> Row:
    attachment = compact(comment.attachment) if comment.attachment else None
    return (key, number, comment.hash, comment.message, attachment, seen, capture)


# Posts that did not come from the pages themselves have ids that cannot be asked.
_DUE = """
WITH counted AS (
    SELECT p.key, p.id, (SELECT comments FROM counts WHERE post = p.key ORDER BY at DESC LIMIT 1)
        AS comments
    FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
    WHERE p.page = :page AND p.availability = 'online' AND v.source = 'graph')
SELECT c.key, c.id, c.comments, (SELECT json_group_array(id) FROM comments
    WHERE post = c.key AND availability = 'online')
FROM counted c LEFT JOIN comment_walks w ON w.post = c.key
WHERE c.comments IS NOT NULL AND (
    (w.post IS NULL AND c.comments > 0)
    OR w.counted <> c.comments
    OR (w.post IS NOT NULL AND w.counted IS NULL AND w.at <= :rested)
    OR (w.at < :midnight AND w.counted IS NOT NULL AND EXISTS (
        SELECT 1 FROM comments WHERE post = c.key AND availability = 'missing')))
ORDER BY w.at NULLS FIRST, c.key DESC LIMIT :most"""
_KNOWN = """
SELECT c.id, c.key, c.post, c.version, v.hash, c.availability, c.likes
FROM comments c JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.id IN (SELECT value FROM json_each(?))"""
_COMMENT = """
INSERT INTO comments (post, id, parent, author, created_at, likes, version, availability_since)
VALUES (?, ?, ?, ?, ?, ?, 1, ?)"""
_BACK = "UPDATE comments SET availability = 'online', availability_since = ? WHERE key = ?"
_WALKED = """
INSERT INTO comment_walks VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at, counted = excluded.counted"""
_ABSENT = "post = :post AND id NOT IN (SELECT value FROM json_each(:shown))"
_GONE = f"""
UPDATE comments SET availability = 'gone', availability_since = :at
WHERE availability = 'missing' AND availability_since < :midnight AND {_ABSENT}"""  # noqa: S608
_MISSING = f"""
UPDATE comments SET availability = 'missing', availability_since = :at
WHERE availability = 'online' AND {_ABSENT}"""  # noqa: S608
