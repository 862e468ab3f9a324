"""In: a reference. Out: what was written below the post, replies after what they answer."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.archived import CommentShape


@sqlite_trouble()
def comments(db: sqlite3.Connection, ref: str) -> list[CommentShape]:
    """The archived comments of a post in order of time, each followed by its replies."""
    key, _version = resolve(db, ref)
    told = [_shape(*row) for row in db.execute(_COMMENTS, [key])]
    ids = {comment["id"] for comment in told}
    replies = defaultdict[str | None, list[CommentShape]](list)
    for comment in told:
        # a reply to what was never seen stands by itself
        replies[comment["parent"] if comment["parent"] in ids else None].append(comment)
    ordered = list(_threads(replies))
    shown = {comment["id"] for comment in ordered}
    return [*ordered, *(comment for comment in told if comment["id"] not in shown)]


def _threads(replies: dict[str | None, list[CommentShape]]) -> Iterator[CommentShape]:
    """Top level first, each with what hangs on it; what answers itself hangs on nothing."""
    todo = list(reversed(replies[None]))
    while todo:
        comment = todo.pop()
        yield comment
        todo += reversed(replies[comment["id"]])


def _shape(*row: Any) -> CommentShape:
    name, parent, author, created, message, attachment, likes, number, version_hash, *rest = row
    seen, state, since = rest
    return {
        "id": name,
        "parent": parent,
        "author": author,
        "created_at": created,
        "message": message,
        "attachment": json.loads(attachment) if attachment else None,
        "likes": likes,
        "version": number,
        "hash": version_hash,
        "edited_at": seen if number > 1 else None,
        "availability": state,
        "availability_since": since,
    }


_COMMENTS = """
SELECT c.id, c.parent, c.author, c.created_at, v.message, v.attachment, c.likes, v.number, v.hash,
    v.captured_at, c.availability, c.availability_since
FROM comments c JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.post = ? ORDER BY c.created_at, c.key"""
