"""In: what people say of posts. Out: tags by hand, which beat the machine's, and who said what."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from fb_watch.archive.actions import Act
from fb_watch.archive.hand_log import log
from fb_watch.archive.indexing import index, unindex
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
        act = Act(db=db, kind="tag", by=name, at=at)
        unindex(db, list(posts))
        news = sum(say(act, post, word) for post in posts for word in words)
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


def say(act: Act, post: int, word: HandTag) -> bool:
    """One word of one post, which is out of the index meanwhile; whether it was news."""
    holds = word.action == "add"
    if word.kind == "language":
        if not holds and not _speaks(act.db, post, word.value):
            return False
        is_news = act.put("tag:language", post, word.value if holds else UNDETERMINED)
    else:
        is_news = act.put(f"tag:{word.kind}:{word.value}", post, "yes" if holds else "no")
    if is_news:
        log(act.db, post, act.when, act.by, word.action, word.kind, word.value)
    return is_news


def _speaks(db: sqlite3.Connection, post: int, language: str) -> bool:
    """Whether this is the language of the post as it stands."""
    found = db.execute(
        "SELECT 1 FROM current_tags WHERE post = ? AND kind = 'language' AND value = ?",
        (post, language),
    )
    return found.fetchone() is not None


_HISTORY = "SELECT at, name, action, kind, value FROM hand_tags WHERE post = ? ORDER BY key"
