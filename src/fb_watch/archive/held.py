"""In: posts at versions the index does not know, an expression of it. Out: those that it finds."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from fb_watch.archive import indexing
from fb_watch.archive.facets import UNRESOLVED
from fb_watch.archive.shape import load
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.captions import told_by


def found_in(
    db: sqlite3.Connection, those: Sequence[tuple[int, int]], expression: str
) -> list[int]:
    """
    The places of the posts, each with a version number, that the expression finds at these.

    An index of the same form in memory answers as that of the archive would if they stood in it.
    """
    comments = indexing.comments(db, [key for key, _version in those])
    posts = load(db, those)
    entries = [
        _entry(place, post, comments.get(key, ()))
        for place, ((key, _version), post) in enumerate(zip(those, posts, strict=True))
    ]
    (form,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    with closing(sqlite3.connect(":memory:")) as aside:
        aside.execute(form)
        indexing.tell(aside, entries, [indexing.indexed(one) for one in entries])
        found = aside.execute("SELECT rowid FROM search WHERE search MATCH ?", [expression])
        return [place for (place,) in found]


def _entry(place: int, post: ArchivedPost, comments: Sequence[str]) -> indexing.Entry:
    """What the index is told; a post can be there twice, so its place is its number."""
    language = post["language"]
    return indexing.Entry(
        place,
        post["page"],
        post["kind"],
        post["message"],
        [*told_by(post["links"]), *post["captions"]],
        [medium["alt"] for medium in post["media"]],
        indexing.has(media=post["media"], place=post["place"], comments=comments),
        [
            ("language", language["code"], language["by"]),
            *(("theme", tag["theme"], tag["by"]) for tag in post["themes"]),
            *(("country", tag["country"], tag["by"]) for tag in post["countries"]),
            *(("country", UNRESOLVED, "machine") for _tag in post["unresolved"]),
            *(("question", tag["question"], tag["by"]) for tag in post["question_tags"]),
        ],
        comments,
    )
