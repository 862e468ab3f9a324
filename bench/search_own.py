"""An archive of fb-watch with made-up posts, and its answers."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from bench.search_posts import FIRST, PAGES, Made, Question

from fb_watch.archive.indexing import index
from fb_watch.archive.keys import key as key_of
from fb_watch.archive.keys import ref, stamp
from fb_watch.archive.rows import post_row, tag_rows, version_row
from fb_watch.archive.saving import keep, put_page, transaction
from fb_watch.archive.schema import connect_to_write
from fb_watch.archive.search import connect, facets, keys, search
from fb_watch.archive.store import Archive
from fb_watch.config.default import write_default
from fb_watch.model.archived import Query
from fb_watch.model.collected import Capture, Link, Page, Post
from fb_watch.model.tagged import Language, Tag, TaggedPost

NAME = "fb-watch"
_TOGETHER = 5_000  # posts of one transaction; how fast a round saves is measured by save.py
_PAGES = {key: Page(key=key, id=f"1000000000001{key[-2:]}", name=key, region="r") for key in PAGES}
KEPT = "texts kept for it"
_INDEX = {
    "words": ("search_%",),
    KEPT: ("indexed",),
    "counting": ("tallies", "tally_sets", "sqlite_autoindex_tally_sets%"),
}


class Own:
    """Posts in the rows that a round writes, indexed as a round indexes them; opened to read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "archive" / "archive.db"

    def fill(self, posts: Iterable[Made]) -> None:
        """Save the posts; an archive that is there already is taken as it is."""
        if self._path.exists():
            return self.open()
        write_default(self._path.parents[1])
        Archive.open(self._path, lambda: FIRST).close()
        db = connect_to_write(self._path)
        db.execute("PRAGMA synchronous = OFF")
        for page in _PAGES.values():
            put_page(db, page)
        capture = Capture(page=PAGES[0], retrieved_at=FIRST, request="/", status=200, body=b"{}")
        with transaction(db):
            kept = keep(db, capture)
        given = iter(map(_tagged, posts))
        while some := list(islice(given, _TOGETHER)):
            with transaction(db):
                _write(db, some, capture, kept)
        db.close()
        return self.open()

    def open(self) -> None:
        """Begin to read."""
        self.db = connect(self._path)

    def close(self) -> None:
        """End reading."""
        self.db.close()

    def ask(self, question: Question) -> list[int]:
        """The twenty keys that come first."""
        return keys(self.db, query(question))

    def show(self, question: Question) -> int:
        """The same twenty as a person gets them: whole posts, words marked."""
        return len(search(self.db, query(question)._replace(fold=True))[0])

    def count(self, question: Question) -> int:
        """The sum of all facets."""
        counted = facets(self.db, query(question))
        return sum(number for rows in counted.values() for _value, number in rows)

    def bytes(self) -> int:
        """What the index takes, without the texts it is made of."""
        return sum(size for name, size in self.parts() if name != KEPT)

    def parts(self) -> list[tuple[str, int]]:
        """Each part of the index, and the texts kept for it, and their bytes."""
        sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name LIKE ?"
        return [
            (name, sum(self.db.execute(sql, [one]).fetchone()[0] for one in patterns))
            for name, patterns in _INDEX.items()
        ]


def query(question: Question) -> Query:
    """The question as it is typed."""
    words = " ".join(question.words)
    return Query(
        words=f'"{words}"' if question.is_phrase else words + "*" * question.is_prefix,
        themes=(question.theme,) if question.theme else (),
        countries=(question.country,) if question.country else (),
        languages=(question.language,) if question.language else (),
        since=stamp(question.since) if question.since else "",
        order="newest" if question.newest else None,
    )


def _write(
    db: sqlite3.Connection, posts: Sequence[TaggedPost], capture: Capture, kept: int
) -> None:
    """The rows that a round would write, and the index as it makes it."""
    told = [(key_of(one.post.created_at, int(one.post.id)), one) for one in posts]
    seen = stamp(FIRST)
    db.executemany(
        "INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, "
        "availability, availability_since, availability_checked, strength, personal) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            post_row(one.post, key, ref(one.post.created_at.year, int(one.post.id)), capture)
            for key, one in told
        ],
    )
    db.executemany(
        f"INSERT INTO versions VALUES ({', '.join('?' * 22)})",  # noqa: S608
        [version_row(one.post, key, 1, capture, kept) for key, one in told],
    )
    db.executemany(
        "INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [row for key, one in told for row in tag_rows(one, key, 1, seen)],
    )
    index(db, [key for key, _one in told])


def _tagged(told: Made) -> TaggedPost:
    post = Post(
        id=str(told.number),
        page=told.page,
        created_at=told.created_at,
        message=told.message,
        permalink=f"https://www.facebook.com/{told.page}/posts/{told.number}",
        links=(Link(url="https://example.org/", title=told.title),) if told.title else (),
    )
    themes = [Tag(kind="theme", value=value, score=2.0) for value in told.themes]
    countries = [
        Tag(kind="country", value=value, score=1.0, role="about") for value in told.countries
    ]
    language = Language(code=told.language, confidence=0.9, shares=((told.language, 1.0),))
    return TaggedPost(post=post, language=language, tags=(*themes, *countries))
