"""What fb-watch exports, it reads back without loss."""

import io
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import NOW, PAGE, new, opened, post, save
from fb_watch.archive.search import connect
from fb_watch.archive.selection import posts as selected
from fb_watch.archive.selection import select
from fb_watch.export.handing_over import Wishes
from fb_watch.export.tables import write_jsonl
from fb_watch.intake.format import Context
from fb_watch.model.archived import Query
from fb_watch.model.collected import KINDS, Counts, Link, Media, Place, Post
from intake.build import member, read
from make import about

FILM = (
    Media(kind="video", id="7", alt="A well", width=640, height=360),
    Media(kind="photo", id="7", poster=True),
)
TREE = ({"media_type": "video", "target": {"id": "7"}, "subattachments": {"data": [{"n": 1.5}]}},)
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
        200,
        links=LINKS,
        media=FILM,
        place=PLACE,
        parent_id="1_2",
        story="A shared a link.",
        attachments=TREE,
        mentions=({"id": "9", "name": "Ana Ruiz", "offset": 0, "length": 3},),
        flags={"is_published": True, "is_hidden": False},
        updated_at=NOW,
    )
    return [*told, rich, replace(rich, id="local:00", permalink=None, created_at=NOW)]


def exported(path: Path, told: list[Post], counts: Counts) -> bytes:
    """The posts saved, found and exported."""
    archive = opened(path)
    save(archive, [new(one, counts) for one in told])
    archive.close()
    reader = connect(path)
    out = io.StringIO()
    write_jsonl(selected(reader, select(reader, Query(limit=None))), about(), Wishes(), out)
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


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
said = st.none() | texts.filter(bool)  # an empty text is none
lines = st.none() | texts.map(str.strip).filter(bool)
leaves = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | texts
trees = st.recursive(
    leaves, lambda below: st.lists(below, max_size=2) | st.dictionaries(texts, below, max_size=2)
)
objects = st.lists(st.dictionaries(texts, trees, max_size=2), max_size=2).map(tuple)
sizes = st.none() | st.integers(0, 10_000)
numbers = st.integers(1, 10**15).map(str)


@st.composite
def any_posts(draw: st.DrawFn) -> list[Post]:
    """Up to three posts, whatever they hold."""
    media = st.builds(
        Media,
        kind=st.sampled_from(["photo", "video"]),
        id=st.none() | numbers,
        alt=said,
        width=sizes,
        height=sizes,
        poster=st.booleans(),
    )
    links = st.builds(
        Link,
        url=st.just("https://example.org/") | st.just("http://x.y"),
        title=said,
        description=said,
    )
    place = st.builds(Place, id=st.none() | numbers, name=lines, city=lines, country=lines)
    return [
        post(
            number,
            draw(said),
            created_precision=draw(st.sampled_from(["second", "minute", "day"])),
            author=draw(lines),
            kind=draw(st.sampled_from(KINDS)),
            story=draw(said),
            links=tuple(draw(st.lists(links, max_size=2))),
            media=tuple(draw(st.lists(media, max_size=2))),
            place=draw(st.none() | place.filter(lambda told: told != Place())),
            parent_id=draw(st.none() | numbers),
            attachments=draw(objects),
            mentions=draw(objects),
            flags=draw(st.dictionaries(texts, st.booleans(), max_size=2)),
            updated_at=draw(st.none() | st.just(NOW)),
        )
        for number in range(draw(st.integers(1, 3)))
    ]


@given(any_posts())
@settings(max_examples=80, deadline=None)
def test_whatever_a_post_holds_comes_back(told: list[Post]) -> None:
    """Random posts through an archive, JSON Lines and the reader are the same posts."""
    with TemporaryDirectory() as folder:
        data = exported(Path(folder) / "archive.db", told, Counts())

    found, problems = read(member(data), Context(pages=(PAGE,)))

    assert [] == problems
    back = {one.post.id: replace(one.post, is_personal=False) for one in found}
    assert {one.id: one for one in told} == back
