import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.build import (
    NOW,
    PAGE,
    capture,
    country,
    evidence,
    index_is_whole,
    new,
    opened,
    post,
    save,
    tagged,
    theme,
)
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.search import connect, count, get
from fb_watch.archive.store import Archive
from fb_watch.model.archived import Query
from fb_watch.model.collected import KINDS, Counts, Link, Media, MediaFile, Place, Post
from fb_watch.model.tagged import Language, Tag, TaggedPost


def test_a_post_has_the_shape_others_rely_on(archive: Archive, reader: sqlite3.Connection) -> None:
    """Every key and every type of it, to the letter."""
    told = post(
        12,
        "Les écoles du Kenya",
        created_at=datetime(2020, 5, 30, 13, 33, tzinfo=UTC),
        created_precision="minute",
        author="A",
        kind="photo",
        story="A added a photo.",
        links=(Link(url="https://example.org"),),
        media=(Media(kind="photo", id="91", url="https://a/1", alt="a school"),),
        place=Place(id="7", name="Nairobi", latitude=-1.28, longitude=36.82),
        parent_id="1_2",
    )
    spoken = Language(code="fr", confidence=0.97, shares=(("fr", 0.6), ("en", 0.4)))
    tags = (
        theme("education", score=2.0, evidence=(evidence("écoles", 4),)),
        country("KE", evidence=(evidence("Kenya", 14),)),
        Tag(
            kind="question",
            value="challenges",
            score=1.0,
            codebook="c0de",
            evidence=(evidence("écoles", 4),),
        ),
    )
    change = new(
        TaggedPost(post=told, language=spoken, tags=tags), Counts(reactions=12, comments=0)
    )
    archive.save(PAGE, capture(), [change])
    (pending,) = archive.pending_media(PAGE, videos=False)
    archive.save_media(pending, MediaFile(sha256="ab", type="image/png", path="media/ab", bytes=1))

    words = {"codebook": "c0de", "by": "machine"}
    found = get(reader, "fbw:2020-000001")

    assert {
        "ref": "fbw:2020-000001",
        "version": 1,
        "newest_version": 1,
        "hash": told.hash,
        "id": "100000000000005_12",
        "page": "south-asia",
        "page_name": "Network, South Asia",
        "region": "asia",
        "author": "A",
        "personal": True,
        "created_at": "2020-05-30T13:33:00Z",
        "created_precision": "minute",
        "edited_at": None,
        "captured_at": "2020-06-01T12:00:00Z",
        "source": "graph",
        "kind": "photo",
        "is_comment": False,
        "message": "Les écoles du Kenya",
        "story": "A added a photo.",
        "permalink": "https://www.facebook.com/100000000000005/posts/12",
        "links": [{"url": "https://example.org", "title": None, "description": None}],
        "captions": [],
        "media": [
            {
                "sha256": "ab",
                "type": "image/png",
                "path": "media/ab",
                "alt": "a school",
                "kind": "photo",
                "id": "91",
                "poster": False,
                "width": None,
                "height": None,
            }
        ],
        "place": {
            "id": "7",
            "name": "Nairobi",
            "street": None,
            "city": None,
            "state": None,
            "zip": None,
            "country": None,
            "latitude": -1.28,
            "longitude": 36.82,
        },
        "parent_id": "1_2",
        "counts": {"reactions": 12, "comments": 0, "shares": None, "at": "2020-06-01T12:00:00Z"},
        "language": {
            "code": "fr",
            "confidence": 0.97,
            "all": [{"code": "fr", "share": 0.6}, {"code": "en", "share": 0.4}],
            "by": "machine",
        },
        "themes": [{"theme": "education", "score": 2.0, **words, "evidence": _told("écoles", 4)}],
        "countries": [
            {
                "country": "KE",
                "role": "about",
                "score": 1.0,
                "by": "machine",
                "codebook": "",
                "evidence": _told("Kenya", 14),
            }
        ],
        "unresolved": [],
        "questions": ["challenges"],
        "question_tags": [
            {"question": "challenges", "score": 1.0, **words, "evidence": _told("écoles", 4)}
        ],
        "availability": {
            "state": "online",
            "since": "2020-06-01T12:00:00Z",
            "checked_at": "2020-06-01T12:00:00Z",
        },
        "status": "new",
        "notes": 0,
    } == found


def _told(surface: str, start: int) -> list[dict[str, Any]]:
    end = start + len(surface)
    return [{"term": surface, "surface": surface, "start": start, "end": end, "rule": "term"}]


def test_lists_have_a_stable_order(archive: Archive, reader: sqlite3.Connection) -> None:
    """Themes by score, then by name; countries by role first."""
    tags = (
        theme("b"),
        theme("a"),
        theme("c", score=3.0),
        country("KE", role="page"),
        country("IN", role="mentioned", score=9.0),
        country("BD"),
    )
    save(archive, [new(tagged(post(1), *tags))])

    found = get(reader, "fbw:2020-1")

    assert ["c", "a", "b"] == [t["theme"] for t in found["themes"]]
    assert ["BD", "IN", "KE"] == [c["country"] for c in found["countries"]]


_BY_HAND = "INSERT INTO tags VALUES (?, 'hand', ?, ?, 1, NULL, ?, '', '[]', '2020-06-01T12:00:00Z')"


def test_hand_beats_machine(archive: Archive, reader: sqlite3.Connection, path: Path) -> None:
    """A tag by hand stands in the place of the machine's, and one taken away by hand is gone."""
    save(archive, [new(tagged(post(1), theme("education"), theme("health"), country("IN")))])
    connection = sqlite3.connect(path)
    ((key,),) = connection.execute("SELECT key FROM posts")
    unindex(connection, [key])
    by_hand = (("theme", "health", 0), ("theme", "education", 1), ("language", "fr", 1))
    connection.executemany(_BY_HAND, [(key, *tag) for tag in by_hand])
    index(connection, [key])
    connection.commit()
    connection.close()

    found = get(reader, "fbw:2020-1")

    assert [("education", "hand")] == [(t["theme"], t["by"]) for t in found["themes"]]
    assert [("IN", "machine")] == [(c["country"], c["by"]) for c in found["countries"]]
    assert ("fr", "hand") == (found["language"]["code"], found["language"]["by"])
    assert [{"code": "fr", "share": 1.0}] == found["language"]["all"]
    assert (0, 1) == tuple(count(reader, Query(themes=(t,))) for t in ("health", "education"))
    assert 1 == count(reader, Query(tagged_by=("hand",), languages=("fr",)))
    assert index_is_whole(path)


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe = st.none() | text
posts = st.builds(
    Post,
    id=st.just(f"{PAGE.id}_1"),
    page=st.just(PAGE.key),
    created_at=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    created_precision=st.sampled_from(["second", "minute", "day"]),
    updated_at=st.none(),
    author=maybe,
    author_id=maybe,
    kind=st.sampled_from(KINDS),
    message=maybe,
    story=maybe,
    permalink=maybe,
    parent_id=maybe,
    links=st.lists(st.builds(Link, url=text, title=maybe, description=maybe), max_size=3).map(
        tuple
    ),
    media=st.lists(
        st.builds(Media, kind=st.just("photo"), id=maybe, url=maybe, alt=maybe), max_size=3
    ).map(tuple),
    place=st.none() | st.builds(Place, id=maybe, name=maybe, latitude=st.floats(-90, 90)),
    attachments=st.lists(st.dictionaries(text, maybe, max_size=2), max_size=2).map(tuple),
    mentions=st.just(()),
    flags=st.just({}),
    aliases=st.lists(text, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with nothing in it; each example takes a copy."""
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    opened(path).close()
    return path


@given(told=posts)
def test_what_goes_in_comes_out(empty: Path, told: Post) -> None:
    """Any text, NUL and private characters too, any date: read back as saved, and indexed."""
    path = Path(shutil.copy(empty, empty.with_name("round.db")))
    archive = opened(path)
    save(archive, [new(told)])
    archive.close()
    reader = connect(path)

    found = get(reader, told.id)

    reader.close()
    assert told.hash == found["hash"]
    for name in ("author", "kind", "message", "story", "permalink", "parent_id"):
        assert getattr(told, name) == found[name]
    assert [link.title for link in told.links] == [link["title"] for link in found["links"]]
    assert [medium.alt for medium in told.media] == [medium["alt"] for medium in found["media"]]
    assert (told.place and told.place.name) == (found["place"] and found["place"].get("name"))
    assert told.created_at.replace(microsecond=0) == datetime.fromisoformat(found["created_at"])
    assert json.dumps(found)
    assert index_is_whole(path)


messages = st.sampled_from(["school", "école fermée", "学校关闭", "المدارس", "", "a\0b", "हिन्दी"])
steps = st.lists(st.tuples(st.integers(1, 4), messages | st.none()), max_size=12)


@settings(max_examples=30)
@given(steps=steps)
def test_the_index_follows_every_edit(empty: Path, steps: list[tuple[int, str | None]]) -> None:
    """After any row of new posts and edits the index holds the newest texts and nothing else."""
    from archive.build import edit

    path = Path(shutil.copy(empty, empty.with_name("edits.db")))
    archive = opened(path)
    newest: dict[int, str | None] = {}
    for number, message in steps:
        told = tagged(post(number, message), theme(f"t{len(message or '')}"))
        if number in newest:
            edit(archive, told)
        else:
            save(archive, [new(told)])
        newest[number] = message
    archive.close()

    assert index_is_whole(path)
    reader = connect(path)
    for message in set(newest.values()):
        expected = sum(len(told or "") == len(message or "") for told in newest.values())
        assert expected == count(reader, Query(themes=(f"t{len(message or '')}",)))
    reader.close()


def test_the_check_of_the_index_can_fail(archive: Archive, path: Path) -> None:
    """A text changed behind the index's back is found out."""
    save(archive, [new(post(1, "school", media=(Media(kind="photo", alt="a door"),)))])
    assert index_is_whole(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE indexed SET alt = 'a window'")
    connection.commit()
    connection.close()

    assert not index_is_whole(path)


def test_many_posts_are_loaded_in_their_order(archive: Archive, path: Path) -> None:
    """More posts than one query loads come back whole, newest first."""
    from fb_watch.archive.search import search

    save(archive, [new(post(n)) for n in range(1, 1203)], NOW)
    archive.close()
    reader = connect(path)

    hits, _notes = search(reader, Query(limit=None))

    reader.close()
    assert [f"{PAGE.id}_{n}" for n in range(1, 1203)] == [hit["post"]["id"] for hit in hits]
