"""What people said in two archives: it comes along, and what differs is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.build import NOW, PAGE, new, post, rows, save, tagged, theme
from archive.merges import merge, posts
from fb_watch.archive.store import Archive
from fb_watch.model.retagged import HandTag


def test_hand_tags_come_along_and_conflicts_are_listed(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Who said last is believed, and that they differ is told."""
    for one in (archive, other):
        save(one, [new(tagged(post(1), theme("education")))])
    ref = f"{PAGE.id}_1"
    said = HandTag(action="add", kind="theme", value="education")
    denied = replace(said, action="remove")
    archive.tag_by_hand([ref], [said], "A", NOW)
    other.tag_by_hand([ref], [denied], "B", NOW + timedelta(days=1))
    other.tag_by_hand([ref], [replace(said, value="health")], "B", NOW)

    merged = merge(archive, there)

    (found,) = posts(path)
    assert ["health"] == [told["theme"] for told in found["themes"]]
    assert ["tags fbw:2020-000001 theme education: score 1.0 / 0.0"] == merged.conflicts
    assert [("A",), ("B",), ("B",)] == rows(path, "SELECT name FROM hand_tags ORDER BY name")


def test_a_post_has_one_language_by_hand(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Of two the later one, and both are told."""
    for one, language, day in ((archive, "fr", 1), (other, "mg", 0)):
        save(one, [new(post(1))])
        word = HandTag(action="add", kind="language", value=language)
        one.tag_by_hand([f"{PAGE.id}_1"], [word], "A", NOW + timedelta(days=day))

    merged = merge(archive, there)

    assert ["fr"] == [post["language"]["code"] for post in posts(path)]
    assert 1 == len(merged.conflicts)
