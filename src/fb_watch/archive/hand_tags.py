"""In: what people say of posts. Out: tags by hand, which beat the machine's, and who said what."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import resolve
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.retagged import HandTag

UNDETERMINED = "und"


class HandWord(TypedDict):
    """One word of one person, as it was said; `tags` holds what stands."""

    at: str
    name: str
    action: str
    kind: str
    value: str


@sqlite_trouble()
def tag_by_hand(
    db: sqlite3.Connection, refs: Sequence[str], words: Sequence[HandTag], name: str, at: datetime
) -> int:
    """
    Say the words of all the posts, in one transaction; gives how many were news.

    Taking away holds too: no retag brings the tag back. A post has one language: another one takes
    its place, and what is taken away leaves `und`. Raises NotFoundError before anything is written.
    """
    posts = dict.fromkeys(resolve(db, ref)[0] for ref in refs)
    with transaction(db):
        unindex(db, list(posts))
        news = sum(_say(db, post, word, name, stamp(at)) for post in posts for word in words)
        index(db, list(posts))
    return news


@sqlite_trouble()
def hand_history(db: sqlite3.Connection, ref: str) -> list[HandWord]:
    """What hands have said of a post, the first word first."""
    key, _version = resolve(db, ref)
    return [
        {"at": when, "name": name, "action": action, "kind": kind, "value": value}
        for when, name, action, kind, value in db.execute(_HISTORY, [key])
    ]


def _say(db: sqlite3.Connection, post: int, word: HandTag, name: str, when: str) -> bool:
    """One word of one post; whether it changed what hands say."""
    value, holds = word.value, word.action == "add"
    if word.kind == "language":
        if not holds and not _speaks(db, post, value):
            return False
        value, holds = (value if holds else UNDETERMINED), True
    role = "about" if word.kind == "country" else None
    said = db.execute(_SAID, (post, word.kind, value)).fetchone()
    if said == (float(holds),):
        return False
    if word.kind == "language":
        db.execute(_SILENCE, [post])
    db.execute(_SAY, (post, word.kind, value, role, float(holds), when))
    log = (post, when, name, word.action, word.kind, word.value)
    db.execute(
        "INSERT INTO hand_tags (post, at, name, action, kind, value) VALUES (?, ?, ?, ?, ?, ?)", log
    )
    return True


def _speaks(db: sqlite3.Connection, post: int, language: str) -> bool:
    """Whether this is the language of the post as it stands."""
    found = db.execute(
        "SELECT 1 FROM current_tags WHERE post = ? AND kind = 'language' AND value = ?",
        (post, language),
    )
    return found.fetchone() is not None


_HISTORY = "SELECT at, name, action, kind, value FROM hand_tags WHERE post = ? ORDER BY key"
_SAID = """SELECT score FROM tags WHERE post = ? AND "by" = 'hand' AND kind = ? AND value = ?"""
_SILENCE = """DELETE FROM tags WHERE post = ? AND "by" = 'hand' AND kind = 'language'"""
_SAY = """
INSERT INTO tags (post, "by", kind, value, version, role, score, codebook, evidence, made_at)
SELECT key, 'hand', ?2, ?3, version, ?4, ?5, '', '[]', ?6 FROM posts WHERE key = ?1
ON CONFLICT (post, kind, value) WHERE "by" = 'hand' DO UPDATE SET
score = excluded.score, version = excluded.version, made_at = excluded.made_at"""
