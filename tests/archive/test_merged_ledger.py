"""Pages of two archives: the same by Facebook's id."""

from dataclasses import replace
from pathlib import Path

from archive.build import PAGE, new, post, save
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
