"""In: posts at versions the index does not know, an expression of it. Out: those that it finds."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing

from fb_watch.archive import indexing
from fb_watch.archive.facets import UNRESOLVED
from fb_watch.archive.shape import load
from fb_watch.model.archived import ArchivedPost


def found_in(db: sqlite3.Connection, those: Mapping[int, int], expression: str) -> list[int]:
    """
    The keys of the posts, key → version number, that the expression finds at these versions.

    An index of the same form in memory answers as that of the archive would if they stood in it.
    """
    comments = indexing.comments(db, list(those))
    posts = load(db, list(those.items()))
    entries = [
        _entry(key, post, comments.get(key, ())) for key, post in zip(those, posts, strict=True)
    ]
    (form,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    with closing(sqlite3.connect(":memory:")) as aside:
        aside.execute(form)
        indexing.tell(aside, entries, [indexing.indexed(one) for one in entries])
        found = aside.execute("SELECT rowid FROM search WHERE search MATCH ?", [expression])
        return [key for (key,) in found]


def _entry(key: int, post: ArchivedPost, comments: Sequence[str]) -> indexing.Entry:
    language = post["language"]
    return indexing.Entry(
        key,
        post["page"],
        post["kind"],
        post["message"],
        [text for link in post["links"] for text in (link["title"], link["description"])],
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
