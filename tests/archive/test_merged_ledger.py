"""Pages of two archives: the same by Facebook's id."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.build import PAGE, new, post, rows, save
from archive.merges import merge, posts
from fb_watch.archive.store import Archive
from fb_watch.model.collected import Page


def test_a_key_of_another_page_is_changed(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Pages are the same by Facebook's id, whatever people call them."""
    save(archive, [new(post(1))])
    namesake = Page(key=PAGE.key, id="4711", name="Another", region="europe")
    theirs = replace(post(2), id="4711_2")
    save(other, [new(theirs)], page=namesake)
    renamed = replace(PAGE, key="asia-of-theirs")
    save(other, [new(replace(post(3), page=renamed.key))], page=renamed)

    merged = merge(archive, there)

    told = {post["id"]: post["page"] for post in posts(path)}
    assert {"4711_2": "south-asia-2", f"{PAGE.id}_1": PAGE.key, f"{PAGE.id}_3": PAGE.key} == told
    assert 1 == len(merged.conflicts)


def _told(path: Path) -> dict[str, str]:
    return {post["id"]: post["page"] for post in posts(path)}


@pytest.mark.parametrize("known_as", [(), ("NetworkSouthAsia",)])
@pytest.mark.parametrize("key", ["south-asia", "asia-of-theirs"])
def test_a_page_that_is_only_watched_here_keeps_its_key(
    key: str, known_as: tuple[str, ...], archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Nothing of it is archived here yet: pages.toml says what it is called, and known as."""
    page_id = known_as[0].upper() if known_as else PAGE.id
    save(other, [new(replace(post(1), page=key))], page=replace(PAGE, key=key, id=page_id))

    for _time in range(2):
        merged = merge(archive, there, pages=[replace(PAGE, known_as=known_as)])

    assert {f"{PAGE.id}_1": PAGE.key} == _told(path)
    assert [] == merged.conflicts
    assert [(PAGE.key, PAGE.id)] == rows(path, "SELECT key, id FROM pages")


def test_a_key_that_another_page_is_to_have_is_changed(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """pages.toml gives it to a page of which nothing is archived yet."""
    save(other, [new(post(1))])

    merged = merge(archive, there, pages=[replace(PAGE, id="4711")])

    assert {f"{PAGE.id}_1": "south-asia-2"} == _told(path)
    assert 1 == len(merged.conflicts)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("key", ["south-asia", "asia-of-theirs"])
def test_a_user_name_and_a_number(
    key: str, turned: bool, archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """The posts of the one tell its number, whatever pages.toml calls it, here or there."""
    names = [replace(PAGE, id="NetworkSouthAsia"), replace(PAGE, key=key)]
    mine, theirs = names[::-1] if turned else names
    save(archive, [new(replace(post(1), page=mine.key))], page=mine)
    save(other, [new(replace(post(2), page=theirs.key))], page=theirs)

    merged = merge(archive, there, pages=[mine])

    assert {f"{PAGE.id}_{n}": mine.key for n in (1, 2)} == _told(path)
    assert [] == merged.conflicts


@pytest.mark.parametrize(("name", "expected"), [(PAGE.name, PAGE.key), ("Zoo", f"{PAGE.key}-2")])
def test_where_no_post_tells_the_number(
    name: str, expected: str, archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """One key and one name are one page, unless both numbers are known and differ."""
    save(other, [new(post(1))], page=replace(PAGE, name=name))

    merge(archive, there, pages=[replace(PAGE, id="NetworkSouthAsia")])

    assert {f"{PAGE.id}_1": expected} == _told(path)
