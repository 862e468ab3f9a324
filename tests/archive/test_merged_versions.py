"""Versions of two archives: none is lost, and which one stands is decided once."""

from datetime import timedelta
from pathlib import Path

from archive.build import NOW, edit, index_is_whole, new, post, rows, save
from archive.merges import merge, posts
from fb_watch.archive.store import Archive


def test_the_later_version_stands(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """An edit that only the other archive saw becomes the newest version here."""
    save(archive, [new(post(1, "Before"))])
    save(other, [new(post(1, "Before"))])
    edit(other, post(1, "After"), NOW + timedelta(hours=1))

    merged = merge(archive, there)

    assert ["After"] == [post["message"] for post in posts(path)]
    assert 1 == merged.versions
    assert index_is_whole(path)


def test_an_earlier_version_does_not(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """It is kept, and the newest one stays; a later edit goes on behind it."""
    save(archive, [new(post(1, "After"))], NOW + timedelta(hours=2))
    save(other, [new(post(1, "Before"))])

    merge(archive, there)
    assert ["After"] == [post["message"] for post in posts(path)]
    edit(archive, post(1, "Later"), NOW + timedelta(hours=3))

    assert ["Later"] == [post["message"] for post in posts(path)]
    assert [1, 2, 3] == [n for (n,) in rows(path, "SELECT number FROM versions ORDER BY number")]
