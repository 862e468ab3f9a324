"""What fb-watch exports, it reads back without loss."""

import io
from dataclasses import replace
from itertools import product
from pathlib import Path

from archive.build import NOW, PAGE, new, opened, post, save
from fb_watch.archive.search import connect, search
from fb_watch.export.handing_over import Wishes
from fb_watch.export.tables import write_jsonl
from fb_watch.intake.format import Context
from fb_watch.model.archived import Query
from fb_watch.model.collected import KINDS, Counts, Link, Media, Place, Post
from intake.build import member, read
from make import about

FILM = (
    Media(kind="video", id="7", alt="A well"),
    Media(kind="photo", id="7", poster=True),
)
PLACE = Place(id="3", name="Goma", street="Av. 1", latitude=-1.5, longitude=29.2)
LINKS = (Link(url="https://example.org/a", title="T"), Link(url="https://example.org/b"))
MESSAGES = (None, " Écoles\n\n«\u202fouvertes\u202f» \u2028🙂 \\u00e9 ", "x" * 5000)


def posts() -> list[Post]:
    """Posts that differ in everything an export says."""
    plain = product(MESSAGES, ("second", "minute", "day"), (None, PAGE.name, "Ana Ruiz"))
    told = [
        post(number, message, created_precision=precision, author=author)
        for number, (message, precision, author) in enumerate(plain, 1)
    ]
    told += [post(100 + number, kind=kind) for number, kind in enumerate(KINDS)]
    rich = post(
        200, links=LINKS, media=FILM, place=PLACE, parent_id="1_2", story="A shared a link."
    )
    return [*told, rich, replace(rich, id="local:00", permalink=None, created_at=NOW)]


def exported(path: Path, told: list[Post], counts: Counts) -> bytes:
    """The posts saved, found and exported."""
    archive = opened(path)
    save(archive, [new(one, counts) for one in told])
    archive.close()
    reader = connect(path)
    out = io.StringIO()
    hits, _notes = search(reader, Query(limit=None))
    write_jsonl([hit["post"] for hit in hits], about(), Wishes(), out)
    reader.close()
    return out.getvalue().encode()


def test_a_round_trip_loses_nothing(tmp_path: Path) -> None:
    """Content, id, times, author, place, parent and counts come back as they were."""
    counts = Counts(reactions=12, comments=0)
    told = {one.id: one for one in posts()}
    data = exported(tmp_path / "archive.db", list(told.values()), counts)

    found, problems = read(member(data), Context(pages=(PAGE,)))

    assert [] == problems
    said = {name: replace(one, is_personal=one.author == "Ana Ruiz") for name, one in told.items()}
    assert said == {one.post.id: one.post for one in found}
    assert {("graph", counts)} == {(one.source, one.counts) for one in found}
