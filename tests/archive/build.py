"""Records to save, each valid; a test changes what matters to it."""

import sqlite3
from collections.abc import Sequence
from ctypes import c_int
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from fb_watch.archive.store import Archive
from fb_watch.model.collected import Capture, Counts, Page, Post
from fb_watch.model.tagged import Change, Evidence, Known, Language, Tag, TaggedPost, Verdict

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)
PAGE = Page(key="south-asia", id="100000000000005", name="Network, South Asia", region="asia")
OTHER = Page(key="madagascar", id="100000000000004", name="Réseau, Madagascar", region="africa")


def opened(path: Path) -> Archive:
    """An archive, as of NOW."""
    return Archive.open(path, lambda: NOW)


def post(number: int, message: str | None = "School", **changes: Any) -> Post:
    """A post of PAGE, the higher its number the older."""
    told: dict[str, Any] = {
        "id": f"{PAGE.id}_{number}",
        "page": PAGE.key,
        "created_at": NOW - timedelta(hours=number),
        "message": message,
        "permalink": f"https://www.facebook.com/{PAGE.id}/posts/{number}",
    }
    return Post(**(told | changes))


def theme(value: str, **changes: Any) -> Tag:
    """A theme tag."""
    told: dict[str, Any] = {"kind": "theme", "value": value, "score": 1.0, "codebook": "c0de"}
    return Tag(**(told | changes))


def country(value: str, **changes: Any) -> Tag:
    """A country tag."""
    told: dict[str, Any] = {"kind": "country", "value": value, "score": 1.0, "role": "about"}
    return Tag(**(told | changes))


def tagged(told: Post, *tags: Tag, language: str = "en") -> TaggedPost:
    """A post with its tags."""
    shares = ((language, 1.0),)
    spoken = Language(code=language, confidence=0.9, shares=shares)
    return TaggedPost(post=told, language=spoken, tags=tags)


def evidence(surface: str, start: int) -> Evidence:
    """The words that earned a tag."""
    return Evidence(term=surface, surface=surface, start=start, end=start + len(surface))


def new(told: TaggedPost | Post, counts: Counts | None = None) -> Change:
    """A post not known yet."""
    ready = told if isinstance(told, TaggedPost) else tagged(told)
    return Change(verdict=Verdict.NEW, post=ready.post, tagged=ready, counts=counts, known=None)


def edited(told: TaggedPost | Post, known: Known, counts: Counts | None = None) -> Change:
    """A post with other words than before."""
    ready = told if isinstance(told, TaggedPost) else tagged(told)
    return Change(verdict=Verdict.EDITED, post=ready.post, tagged=ready, counts=counts, known=known)


def same(told: Post, known: Known, counts: Counts | None = None) -> Change:
    """A post as it was."""
    return Change(verdict=Verdict.SAME, post=told, tagged=None, counts=counts, known=known)


def capture(at: datetime = NOW, body: bytes = b'{"data":[]}', page: Page = PAGE) -> Capture:
    """A response."""
    request = f"/v25.0/{page.id}/published_posts?limit=100"
    return Capture(page=page.key, retrieved_at=at, request=request, status=200, body=body)


def save(
    archive: Archive, changes: Sequence[Change], at: datetime = NOW, page: Page = PAGE
) -> None:
    """Save the changes as one response."""
    archive.save(page, capture(at, page=page), changes)


def edit(archive: Archive, told: TaggedPost | Post, at: datetime = NOW) -> None:
    """Save a post known already, as edited."""
    ready = told if isinstance(told, TaggedPost) else tagged(told)
    save(archive, [edited(ready, archive.known([ready.post.id])[ready.post.id])], at)


def save_for_ever(path: Path, told: c_int) -> None:
    """Ten posts a response, until killed; `told` counts the responses that are saved."""
    archive = opened(path)
    for batch in count():
        save(archive, [new(post(batch * 10 + n, f"school {n}")) for n in range(10)])
        told.value += 1


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a plain connection reads."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def index_is_whole(path: Path) -> bool:
    """Whether the search index says exactly what the tables say."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return True
