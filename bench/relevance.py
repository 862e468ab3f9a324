"""
In: posts and questions judged by hand (relevance.toml). Out: whether the best posts come first.

    python -m bench.relevance

nDCG@10 (Järvelin and Kekäläinen 2002) with gains 2^grade - 1, the mean over all questions, and the
worst of them: 1 where no order would be better.
"""

import math
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure, print_table

from fb_watch.archive.search import connect, search
from fb_watch.archive.store import Archive
from fb_watch.model.archived import Query
from fb_watch.model.collected import Capture, Counts, Link, Page, Post
from fb_watch.model.comments import Comment
from fb_watch.model.tagged import Change, Language, TaggedPost, Verdict

JUDGED = Path(__file__).with_suffix(".toml")
NOW = datetime(2021, 7, 1, tzinfo=UTC)
PAGE = Page(key="page", id="100000000000009", name="Page", region="r")
DEEP = 10


def figures() -> list[Figure]:
    """The mean over the questions, and the worst."""
    told = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        _fill(path, told["posts"])
        db = connect(path)
        found = {
            question["typed"]: ndcg(
                [
                    hit["post"]["id"].partition("_")[2]
                    for hit in search(db, Query(words=question["typed"], limit=DEEP))[0]
                ],
                question["judged"],
            )
            for question in told["questions"]
        }
        db.close()
    worst = min(found, key=lambda typed: found[typed])
    mean = sum(found.values()) / len(found)
    return [
        Figure(name=f"nDCG@10 of {len(found)} questions", measured=mean, digits=3, at_least=0.95),
        Figure(name=f"  the worst: {worst}", measured=found[worst], digits=3),
    ]


def ndcg(found: Sequence[str], judged: Mapping[str, int]) -> float:
    """How good an order is, of the best there is; what is not judged is worth nothing."""
    gains = [judged.get(name, 0) for name in found[:DEEP]]
    return _gain(gains) / _gain(sorted(judged.values(), reverse=True)[:DEEP])


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _fill(path: Path, posts: Mapping[str, Mapping[str, Any]]) -> None:
    """An archive with the posts, and what was written below them."""
    archive = Archive.open(path, lambda: NOW)
    capture = Capture(page=PAGE.key, retrieved_at=NOW, request="/", status=200, body=b"{}")
    archive.save(PAGE, capture, [_change(name, told) for name, told in posts.items()])
    said = {
        f"{PAGE.id}_{name}": told["comment"] for name, told in posts.items() if "comment" in told
    }
    for due in archive.comments.due(PAGE, NOW):
        comment = Comment(id=f"{due.id}_1", post=due.id, created_at=NOW, message=said[due.id])
        archive.comments.save(due, capture, [comment])
    archive.close()


def _change(name: str, told: Mapping[str, Any]) -> Change:
    title = told.get("title")
    post = Post(
        id=f"{PAGE.id}_{name}",
        page=PAGE.key,
        created_at=NOW - timedelta(days=told["days"]),
        message=told["text"],
        links=(Link(url="https://example.org/", title=title),) if title else (),
    )
    tagged = TaggedPost(post=post, language=Language(code="und", confidence=0, shares=()), tags=())
    counts = Counts(comments=1) if "comment" in told else None
    return Change(verdict=Verdict.NEW, post=post, tagged=tagged, counts=counts, known=None)


if __name__ == "__main__":
    print_table(figures())
