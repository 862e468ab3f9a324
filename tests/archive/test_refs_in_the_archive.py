import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.build import NOW, OTHER, PAGE, edited, new, post, rows, same, save
from dialect.forms import FORMS, STORY, Form
from dialect.forms import PAGE as OWNER
from fb_watch.archive.search import get
from fb_watch.archive.store import Archive
from fb_watch.errors import NotFoundError
from fb_watch.model.collected import Post

LONG = "10158316421783553"
MOVED = "756683176461261"  # the id that a page got when it became another kind of page


def _numbered(owner: str, number: str, **changes: Any) -> Post:
    """A post with this id and the address the Graph API would give it."""
    address = f"https://www.facebook.com/{owner}/posts/{number}"
    return post(1, id=f"{owner}_{number}", permalink=address, **changes)


@pytest.mark.parametrize(
    "form", [form for form in FORMS if form.kind == "story" and form.number == STORY], ids=str
)
def test_every_form_of_an_address_finds_the_post(
    archive: Archive, reader: sqlite3.Connection, form: Form
) -> None:
    """The id alone is known; whoever is named as its page, no other source is of that name."""
    save(archive, [new(_numbered(OWNER, STORY))])

    assert "fbw:2020-000001" == get(reader, form.address)["ref"]


@pytest.mark.parametrize(
    "form", [form for form in FORMS if form.kind == "object" and form.number == STORY], ids=str
)
def test_a_post_seen_as_an_object_is_found_under_every_form(
    archive: Archive, reader: sqlite3.Connection, form: Form
) -> None:
    """A film whose address became /reel/ and that people know by another one."""
    told = replace(_numbered(PAGE.id, "7"), permalink=f"https://www.facebook.com/reel/{STORY}/")
    save(archive, [new(told)])

    assert told.id == get(reader, form.address)["id"]


def test_pages_with_the_same_number_keep_their_posts(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """Each is found under its own page; the number alone is said to be of several."""
    mine, theirs = _numbered(PAGE.id, LONG), _numbered(OTHER.id, LONG, page=OTHER.key)
    save(archive, [new(mine)])
    save(archive, [new(theirs)], page=OTHER)

    for told in (mine, theirs):
        assert told.id == get(reader, told.id)["id"]
        assert told.id == get(reader, f"https://m.facebook.com/{told.id}")["id"]
        assert told.id == get(reader, str(told.permalink))["id"]
    with pytest.raises(NotFoundError, match="several") as caught:
        get(reader, LONG)
    assert "fbw:2020-000001, fbw:2020-000002" in caught.value.remedy
    assert {mine.id, theirs.id} == set(archive.recognise([mine, theirs]))


def test_another_source_never_answers_for_a_page(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """An address of a page of ours whose post is not archived is not a post of another one."""
    save(archive, [new(_numbered(PAGE.id, LONG))])
    save(archive, [new(_numbered(OTHER.id, "1", page=OTHER.key))], page=OTHER)

    with pytest.raises(NotFoundError):
        get(reader, f"https://www.facebook.com/{OTHER.id}/posts/{LONG}")


def test_a_page_with_another_id_has_the_same_posts(
    archive: Archive, reader: sqlite3.Connection, path: Path
) -> None:
    """OLD_123 is NEW_123: no new post, asked for under its new id, found under both."""
    old, now = _numbered(PAGE.id, "123"), _numbered(MOVED, "123")
    save(archive, [new(old)])

    known = archive.recognise([now])
    save(archive, [same(now, known[now.id])])

    assert [(1, now.id)] == rows(path, "SELECT count(*), max(id) FROM posts")
    for text in (old.id, now.id, str(old.permalink), str(now.permalink)):
        assert "fbw:2020-000001" == get(reader, text)["ref"]
    assert {old.id, now.id} == set(archive.known([old.id, now.id]))


def test_an_edit_under_another_id_is_an_edit(archive: Archive, path: Path) -> None:
    """The page moved and somebody edited the post: a version, not a post."""
    save(archive, [new(_numbered(PAGE.id, "123"))])
    now = _numbered(MOVED, "123", message="closed")

    save(archive, [edited(now, archive.recognise([now])[now.id])])

    assert [(2, now.id)] == rows(path, "SELECT version, id FROM posts")


@pytest.mark.parametrize(
    "changes",
    [
        {"page": OTHER.key},
        {"created_at": NOW - timedelta(hours=1, seconds=1)},
        {"id": f"{MOVED}_1234"},
        {"id": f"{MOVED}_0123"},
        {"id": "123", "message": "other words"},
    ],
    ids=str,
)
def test_less_than_page_number_and_second_is_another_post(
    archive: Archive, changes: dict[str, Any]
) -> None:
    """Only where all three are the same, or all the words, a new id is that of an old post."""
    save(archive, [new(_numbered(PAGE.id, "123"))])

    assert {} == archive.recognise([replace(_numbered(MOVED, "123"), **changes)])


def test_an_address_never_makes_one_post_of_two(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """A post seen under an address that reads like another one's id is not that post."""
    first = replace(
        _numbered(PAGE.id, "7"), permalink=f"https://www.facebook.com/{PAGE.id}/posts/{LONG}"
    )
    second = _numbered(PAGE.id, LONG)
    save(archive, [new(first)])

    assert {} == archive.recognise([second])
    assert {} == archive.known([second.id])
    save(archive, [new(second)])

    assert ["fbw:2020-000001", "fbw:2020-000002"] == [
        get(reader, one.id)["ref"] for one in (first, second)
    ]


def test_a_name_that_two_claim_stays_with_the_first(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """It is said once, with both, and both are found under their own ids."""
    address = f"https://www.facebook.com/reel/{LONG}"
    first = replace(_numbered(PAGE.id, "7"), permalink=address)
    second = replace(_numbered(PAGE.id, "8"), permalink=address)
    save(archive, [new(first)])
    save(archive, [new(second)], at=NOW + timedelta(hours=6))

    later = archive.known([second.id])[second.id]
    said = archive.troubles(PAGE, NOW + timedelta(hours=6))
    save(archive, [same(second, later)], at=NOW + timedelta(hours=12))

    assert first.id == get(reader, address)["id"]
    assert second.id == get(reader, second.id)["id"]
    name = f"facebook.com/{LONG}"
    assert [f"{second.id} was seen as {name}, which is fbw:2020-000001."] == said
    assert [] == archive.troubles(PAGE, NOW + timedelta(hours=12))
    assert [] == archive.troubles(OTHER, NOW)
