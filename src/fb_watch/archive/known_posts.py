"""In: Facebook's ids, or the posts a response shows. Out: what is archived of them."""

import sqlite3
from collections.abc import Sequence

from fb_watch.archive import identity, naming
from fb_watch.archive.roads import strength_of
from fb_watch.archive.rows import compact, counts_of
from fb_watch.model.collected import Post
from fb_watch.model.tagged import Known


def known(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Known]:
    """What is archived of posts, by the Facebook id asked for; one query."""
    found = db.execute(_KNOWN, [compact(list(ids))]).fetchall()
    return {
        asked: Known(
            key=key,
            page=page,
            hash=version_hash,
            counts=counts_of(tuple(counts)) if at else None,
            availability=availability,
            source=source,
            strength=strength_of(strength),
        )
        for asked, key, page, availability, strength, version_hash, source, at, *counts in found
    }


def recognise(db: sqlite3.Connection, posts: Sequence[Post]) -> dict[str, Known]:
    """
    What is archived of posts that a response shows, by their ids.

    Also where the page has got a new id since: same source, same number, same second.
    """
    found = known(db, [post.id for post in posts])
    strangers = [post for post in posts if post.id not in found]
    if strangers:
        moved = naming.moved(db, strangers)
        old = known(db, list(moved.values())) if moved else {}
        found |= {new: old[was] for new, was in moved.items()}
    strangers = [post for post in strangers if post.id not in found]
    return found | _by_words(db, strangers) if strangers else found


def _by_words(db: sqlite3.Connection, posts: Sequence[Post]) -> dict[str, Known]:
    """What is archived of posts that a file told of before Facebook's id was known."""
    if not db.execute(_ANY_OF_FILES).fetchone():
        return {}
    matches = identity.by_words(db, posts, range(len(posts)))
    ids = {match.key: posts[place].id for place, match in matches.items()}
    names = dict(db.execute(_NAMES, [compact(list(ids))]).fetchall())
    told = known(db, list(names.values()))
    return {ids[key]: told[name] for key, name in names.items()}


_ANY_OF_FILES = "SELECT 1 FROM roads LIMIT 1"  # what a file tells of a post stands there
_NAMES = "SELECT key, id FROM posts WHERE key IN (SELECT value FROM json_each(?))"
# The id itself before the aliases: another post may have been seen under it. And the post itself,
# not the one a person merged it into: each would be edited into the other, round after round.
_KNOWN = """
SELECT a.value, p.key, p.page, p.availability, p.strength, v.hash, v.source,
    c.at, c.reactions, c.comments, c.shares, c.by_type
FROM json_each(?) a
JOIN posts p ON p.key = coalesce(
    (SELECT key FROM posts WHERE id = a.value), (SELECT post FROM aliases WHERE alias = a.value))
JOIN versions v ON v.post = p.key AND v.number = p.version
LEFT JOIN counts c ON c.post = p.key AND c.at = (SELECT max(at) FROM counts WHERE post = p.key)"""
