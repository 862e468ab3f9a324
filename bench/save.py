"""
In: posts with tags, made up from words of six languages. Out: how fast they are saved, as ratios.

    python bench/save.py [--posts 20000]

Ready rows are what the archive itself wrote, put into an empty archive by executemany, response by
response, the search index with them: what SQLite costs, and nothing else.
"""

import argparse
import gc
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fb_watch.archive.saving import put_page
from fb_watch.archive.search import connect, count, facets, search
from fb_watch.archive.store import Archive
from fb_watch.dialect.parse import Parsed
from fb_watch.model.archived import Query
from fb_watch.model.collected import Capture, Counts, Link, Media, Page, Post
from fb_watch.model.tagged import Change, Evidence, Language, Tag, TaggedPost, Verdict
from fb_watch.pipeline import decide

NOW = datetime(2020, 6, 1, tzinfo=UTC)
PAGE = Page(key="south-asia", id="100000000000005", name="Network, South Asia", region="asia")
WORDS = """
la de les des pour écoles enfants masques savon eau marché Antananarivo solidarité avec nous
the of schools children water health workers Dakar Nairobi community together distance radio
las escuelas familias agua salud comunidad jabón niñas barrio maestra en casa aprender
स्कूल बच्चे पानी स्वास्थ्य शिक्षा परिवार समुदाय गाँव 学校 老师 健康 社区 المدارس الأطفال المياه الصحة
""".split()  # noqa: SIM905
THEMES = ("education", "health", "food", "water", "women", "youth", "culture", "digital")
COUNTRIES = ("IN", "BD", "KE", "MG", "CI", "LB", "MX", "PH")
# in the order of their references, each with the place of the post's key in its rows
TABLES = {
    "posts": 0, "versions": 0, "tags": 0, "media": 0, "aliases": 1, "indexed": 0, "counts": 0,
}  # fmt: skip
Row = tuple[Any, ...]
Response = tuple[Capture, Parsed, dict[str, TaggedPost]]
SEARCH = "SELECT key, message, links, alt, shadow, facets FROM searchable ORDER BY key"


def posts(number: int) -> Iterator[Post]:
    """The same posts every time, newest first, as new objects."""
    chance = random.Random(7)
    weights = [1 / (rank + 2) for rank in range(len(WORDS))]
    for n in range(number):
        words = chance.choices(WORDS, weights, k=chance.randint(8, 120))
        media = Media(kind="photo", id=f"9{n:014d}", url=f"https://scontent.example/{n}.jpg")
        link = Link(url=f"https://example.org/{n}", title=" ".join(words[:6]))
        yield Post(
            id=f"{PAGE.id}_{n}",
            page=PAGE.key,
            created_at=NOW - timedelta(minutes=11 * n),
            author=PAGE.name,
            message=" ".join(words),
            permalink=f"https://www.facebook.com/{PAGE.id}/posts/{n}",
            media=(media,) if n % 2 else (),
            links=(link,) if n % 3 == 0 else (),
            attachments=({"media_type": "photo", "target": {"id": f"9{n:014d}"}},),
        )


def tagged(post: Post, n: int) -> TaggedPost:
    """A post with what the taggers would say."""
    word = (post.message or "").split()[0]
    evidence = (Evidence(term=word, surface=word, start=0, end=len(word)),)
    theme = Tag(kind="theme", value=THEMES[n % 8], score=2.0, evidence=evidence, codebook="c0de")
    country = Tag(
        kind="country", value=COUNTRIES[n % 7], score=1.0, evidence=evidence, role="about"
    )
    language = Language(code="fr", confidence=0.9, shares=(("fr", 0.9), ("en", 0.1)))
    return TaggedPost(post=post, language=language, tags=(theme, country))


def counts(n: int) -> Counts:
    """Counts that depend on the number alone."""
    return Counts(reactions=n % 40, comments=n % 7, shares=n % 3)


def responses(number: int) -> Iterator[Response]:
    """A hundred posts a response, with a body as long as Facebook's, parsed and tagged."""
    chance = random.Random(8)
    told = list(posts(number))
    for at in range(0, number, 100):
        body = " ".join(f"{chance.random()}" for _ in range(6_000)).encode()
        capture = Capture(
            page=PAGE.key,
            retrieved_at=NOW + timedelta(seconds=at),
            request=f"/v25.0/{PAGE.id}/published_posts?after={at}",
            status=200,
            body=body,
        )
        some = dict(enumerate(told[at : at + 100], start=at))
        parsed = Parsed(
            posts=tuple(some.values()), counts={post.id: counts(n) for n, post in some.items()}
        )
        yield capture, parsed, {post.id: tagged(post, n) for n, post in some.items()}


def round_over(archive: Archive, told: Sequence[Response]) -> None:
    """What the pipeline does with each response, parsing and tagging left out."""
    for capture, parsed, tags in told:
        changes = [
            change if change.verdict is Verdict.SAME else ready(change, tags[change.post.id])
            for change in decide(parsed, archive.recognise(parsed.posts))
        ]
        archive.save(PAGE, capture, changes)


def ready(change: Change, tags: TaggedPost) -> Change:
    """The change with its tags."""
    return Change(
        verdict=change.verdict,
        post=change.post,
        tagged=tags,
        counts=change.counts,
        known=change.known,
    )


def ready_rows(source: Path, target: Path) -> Callable[[], None]:
    """Read every row of an archive; gives what writes them into another, a hundred posts each."""
    reader = sqlite3.connect(source)
    keys = [key for (key,) in reader.execute("SELECT key FROM posts ORDER BY key DESC")]
    part_of = {key: place // 100 for place, key in enumerate(keys)}
    parts: list[dict[str, list[Row]]] = [
        defaultdict(list) for _ in range(max(part_of.values()) + 1)
    ]
    for part, row in zip(parts, reader.execute("SELECT * FROM captures"), strict=True):
        part["captures"].append(row)
    for table, place in TABLES.items():
        for row in reader.execute(f"SELECT * FROM {table}"):  # noqa: S608
            parts[part_of[row[place]]][table].append(row)
    for row in reader.execute(SEARCH):
        parts[part_of[row[0]]]["search (rowid, message, links, alt, shadow, facets)"].append(row)
    reader.close()
    Archive.open(target, lambda: NOW).close()

    def write() -> None:
        db = sqlite3.connect(target, isolation_level=None)
        db.execute("PRAGMA foreign_keys = ON")
        put_page(db, PAGE)
        for part in parts:
            db.execute("BEGIN IMMEDIATE")
            for table, rows in part.items():
                marks = ", ".join("?" * len(rows[0]))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
            db.execute("COMMIT")
        db.close()

    return write


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time; what was made ready for it is left out of garbage collection."""
    gc.collect()
    gc.freeze()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def queries(path: Path) -> None:
    """Prints what the usual questions cost, in milliseconds, best of five."""
    db = connect(path)
    asked = {
        "a common word, by relevance": Query(words="schools"),
        "two words and a theme": Query(words="schools agua", themes=("education",)),
        "theme and country, newest": Query(themes=("education",), countries=("IN",)),
        "newest": Query(),
        "part of a word, Chinese": Query(words="学校"),
    }
    for name, query in asked.items():
        best = min(timed(lambda q=query: search(db, q)) for _ in range(5))  # type: ignore[misc]
        print(f"  {name:30} {best * 1000:7.1f} ms of {count(db, query)} posts")
    print(f"  {'facets over all':30} {timed(lambda: facets(db, Query())) * 1000:7.1f} ms")
    db.close()


def main() -> None:
    """Prints the ratios and what they are to be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=20_000)
    number = parser.parse_args().posts
    runs = [run(number, print_queries=last) for last in (False, False, True)]
    saving, looking, plain = map(min, zip(*runs, strict=True))
    print(f"saved {number} posts, best of {len(runs)}: {number / saving:,.0f} a second")
    print(f"  of the speed of ready rows   {plain / saving:5.2f}   at least 0.50")
    print(f"  a second look, of the first  {looking / saving:5.2f}   at most  0.15")


def run(number: int, *, print_queries: bool) -> tuple[float, float, float]:
    """Seconds of the first save, of a second look, and of writing the rows of the first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        archive = Archive.open(path, lambda: NOW)
        first, second = list(responses(number)), list(responses(number))
        saving = timed(lambda: round_over(archive, first))
        looking = timed(lambda: round_over(archive, second))
        archive.close()
        plain = timed(ready_rows(path, Path(folder) / "plain.db"))
        if print_queries:
            print(f"{path.stat().st_size / number:,.0f} bytes a post")
            queries(path)
    return saving, looking, plain


if __name__ == "__main__":
    main()
