"""The archive of fb-watch with made-up posts, and its answers."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.search_posts import FIRST, PAGES, Made, Question

from fb_watch.archive.keys import stamp
from fb_watch.archive.saving import put_page
from fb_watch.archive.search import connect, facets, keys, search
from fb_watch.archive.store import Archive
from fb_watch.model.archived import Query
from fb_watch.model.collected import Capture, Link, Page, Post
from fb_watch.model.tagged import Change, Evidence, Language, Tag, TaggedPost, Verdict

NAME = "fb-watch"
_PAGES = {key: Page(key=key, id=f"1000000000001{key[-2:]}", name=key, region="r") for key in PAGES}
# what the index is made of; the texts themselves, which everybody keeps, are left out
_INDEX = ("search_%", "indexed", "tallies", "tally_sets", "sqlite_autoindex_tally_sets%")


class Own:
    """Posts saved as a round saves them, a hundred a transaction; opened to read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "archive" / "archive.db"

    def fill(self, posts: Iterable[Made]) -> None:
        """Save the posts."""
        archive = Archive.open(self._path, lambda: FIRST)
        with sqlite3.connect(self._path) as db:
            for page in _PAGES.values():
                put_page(db, page)
        db.close()
        for changes in _hundreds(posts):
            page = _PAGES[changes[0].post.page]
            capture = Capture(
                page=page.key,
                retrieved_at=changes[-1].post.created_at,
                request=f"/{page.id}/published_posts",
                status=200,
                body=changes[0].post.id.encode(),
            )
            archive.save(page, capture, changes)
        archive.close()

    def open(self) -> None:
        """Begin to read."""
        self.db = connect(self._path)
        self.db.execute("PRAGMA mmap_size = 0")

    def close(self) -> None:
        """End reading."""
        self.db.close()

    def ask(self, question: Question) -> list[int]:
        """The twenty keys that come first."""
        return keys(self.db, query(question))

    def show(self, question: Question) -> int:
        """The same twenty as a person gets them: whole posts, words marked."""
        return len(search(self.db, replace(query(question), fold=True))[0])

    def count(self, question: Question) -> int:
        """The sum of all facets."""
        counted = facets(self.db, query(question))
        return sum(number for rows in counted.values() for _value, number in rows)

    def bytes(self) -> int:
        """What the index takes, all its tables together."""
        return sum(
            size
            for pattern in _INDEX
            for (size,) in self.db.execute(
                "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name LIKE ?",
                [pattern],
            )
        )


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


def _hundreds(posts: Iterable[Made]) -> Iterator[list[Change]]:
    told = map(_change, posts)
    while some := list(islice(told, 100)):
        yield some


def _change(told: Made) -> Change:
    page = _PAGES[told.page]
    post = Post(
        id=f"{page.id}_{told.number}",
        page=page.key,
        created_at=told.created_at,
        message=told.message,
        permalink=f"https://www.facebook.com/{page.id}/posts/{told.number}",
        links=(Link(url="https://example.org/", title=told.title),) if told.title else (),
    )
    word = told.message[:6]
    evidence = (Evidence(term=word, surface=word, start=0, end=len(word)),)
    tags = [
        Tag(kind="theme", value=value, score=2.0, evidence=evidence, codebook="c0de")
        for value in told.themes
    ]
    tags += [
        Tag(kind="country", value=value, score=1.0, evidence=evidence, role="about")
        for value in told.countries
    ]
    language = Language(code=told.language, confidence=0.9, shares=((told.language, 1.0),))
    tagged = TaggedPost(post=post, language=language, tags=tuple(tags))
    return Change(verdict=Verdict.NEW, post=post, tagged=tagged, counts=None, known=None)
