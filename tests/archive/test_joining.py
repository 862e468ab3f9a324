"""Two posts that a person makes one: what people said of them, taken back, and parted again."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.build import NOW, index_is_whole, opened
from archive.desk import ANNA, BEN, filled, standing
from archive.merges import merge
from fb_watch.archive import chosen, dossiers, joining, review
from fb_watch.archive.hand_tags import hand_history, tag_by_hand
from fb_watch.archive.migrations import m015_own_words
from fb_watch.archive.search import get
from fb_watch.archive.store import reviewing
from fb_watch.model.archived import Query, versioned
from fb_watch.model.retagged import HandTag

AT = "2020-06-02T00:00:00Z"
LATER = NOW + timedelta(days=3)
ZOE = "Zoé"
POVERTY = HandTag(action="add", kind="theme", value="poverty")
NO_POVERTY = HandTag(action="remove", kind="theme", value="poverty")
FRENCH = HandTag(action="add", kind="language", value="fr")


@pytest.fixture
def refs(path: Path) -> list[str]:
    """Three posts: of two the older one stands."""
    return filled(path, 3)


def worked(db: sqlite3.Connection, ref: str, by: str = ZOE) -> None:
    """All that one can say of a post."""
    review.set_status(db, [ref], "relevant", by, NOW)
    tag_by_hand(db, [ref], [POVERTY, FRENCH], by, NOW)
    review.add_note(db, ref, "voir p. 4", by, NOW)
    dossiers.create(db, "dd", by, NOW)
    dossiers.add(db, "dd", ref, None, by, NOW)


def hands(db: sqlite3.Connection, ref: str) -> tuple[str, list[str], str, int]:
    """What people say of a post: status, themes by hand, language, how many notes."""
    post = get(db, ref)
    themes = [theme["theme"] for theme in post["themes"] if theme["by"] == "hand"]
    return post["status"], themes, post["language"]["code"], post["notes"]


def undone(db: sqlite3.Connection, by: str) -> tuple[str, int, list[str], list[str]]:
    """What an undo says: of what, how many changes, what it left and for whom."""
    told = review.undo(db, by, LATER)
    assert told is not None
    return told["kind"], told["changes"], told["left"], told["others"]


def test_what_was_said_goes_over_with_its_history(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """Status and tags hold of the post that stands, as the word of whoever has said them."""
    old = versioned(get(db, refs[1]))
    worked(db, refs[1])

    assert (refs[0], refs[1]) == joining.join(db, refs[:2], AT)

    assert ("relevant", ["poverty"], "fr", 1) == hands(db, refs[0])
    assert [
        (ZOE, "merge", "status", "new", "relevant"),
        (ZOE, "merge", "tag:language", None, "fr"),
        (ZOE, "merge", "tag:theme:poverty", None, "yes"),
    ] == [
        (one["name"], one["action"], one["field"], one["before"], one["after"])
        for one in review.changes_of(db, refs[0])
    ]
    assert [("add", "fr"), ("add", "poverty")] == [
        (word["action"], word["value"]) for word in hand_history(db, refs[0])
    ]
    decided = review.overruled(db, refs[:1], "verified", BEN)
    assert ("relevant", ZOE) == (decided[refs[0]]["status"], decided[refs[0]]["name"])
    assert [old] == [note["ref"] for note in review.notes(db, refs[0])]
    assert [old] == [entry["ref"] for entry in dossiers.entries(db, "dd")]
    assert [old] == chosen.refs(db, Query(dossiers=("dd",)))
    assert old == versioned(get(db, old))
    assert index_is_whole(path)


def test_an_undo_reaches_the_post_that_stands(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """What one has said of a post that became another's is taken back from both, word by word."""
    before = standing(db)
    worked(db, refs[1])
    joining.join(db, refs[:2], AT)

    assert ("dossier", 1, [], []) == undone(db, ZOE)
    assert [] == dossiers.entries(db, "dd")
    assert ("dossier", 1, [], []) == undone(db, ZOE)
    assert ("note", 1, [], []) == undone(db, ZOE)
    assert ("relevant", ["poverty"], "fr", 0) == hands(db, refs[0])
    assert ("tag", 2, [], []) == undone(db, ZOE)
    assert ("relevant", [], "en", 0) == hands(db, refs[0])
    assert ("status", 1, [], []) == undone(db, ZOE)
    assert ("new", [], "en", 0) == hands(db, refs[0])
    assert review.undo(db, ZOE, LATER) is None
    assert {} == review.overruled(db, refs[:1], "verified", BEN)
    assert refs[0] == joining.part(db, refs[1], AT)
    assert before == standing(db)
    assert index_is_whole(path)


def test_an_undo_brings_the_word_before_over(db: sqlite3.Connection, refs: list[str]) -> None:
    """What stands of the merged post after an undo is what holds of the one it became."""
    review.set_status(db, refs[1:2], "set-aside", BEN, NOW)
    review.set_status(db, refs[1:2], "relevant", ZOE, NOW)
    joining.join(db, refs[:2], AT)

    assert ("status", 1, [], []) == undone(db, ZOE)
    assert "set-aside" == get(db, refs[0])["status"]
    assert BEN == review.overruled(db, refs[:1], "new", ANNA)[refs[0]]["name"]
    assert ("status", 1, [], []) == undone(db, BEN)
    assert "new" == get(db, refs[0])["status"]


def test_what_others_said_since_of_the_post_that_stands_stays(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Also where it is the same word; they are named."""
    worked(db, refs[1])
    joining.join(db, refs[:2], AT)
    review.set_status(db, refs[:1], "verified", BEN, NOW)
    review.set_status(db, refs[:1], "relevant", BEN, NOW)
    tag_by_hand(db, refs[:1], [NO_POVERTY], BEN, NOW)
    for _deed in ("entry", "dossier", "note"):
        review.undo(db, ZOE, LATER)

    assert ("tag", 1, [refs[1]], [BEN]) == undone(db, ZOE)
    assert ("status", 0, [refs[1]], [BEN]) == undone(db, ZOE)
    assert ("relevant", [], "en", 0) == hands(db, refs[0])


def test_parted_each_has_its_own_again(db: sqlite3.Connection, refs: list[str], path: Path) -> None:
    """Whatever was the same of both, and whatever was taken back meanwhile."""
    review.set_status(db, refs[:1], "verified", ANNA, NOW)
    worked(db, refs[1])
    before = standing(db)

    joining.join(db, refs[:2], AT)
    assert ("verified", ["poverty"], "fr", 1) == hands(db, refs[0])
    joining.part(db, refs[1], AT)

    assert before == standing(db)
    assert [ZOE, ZOE, ZOE, ZOE] == [
        one["name"] for one in review.changes_of(db, refs[0]) if one["action"] != "status"
    ]
    assert index_is_whole(path)
    joining.join(db, refs[:2], AT)
    review.set_status(db, refs[:1], "set-aside", BEN, NOW)
    tag_by_hand(db, refs[:1], [NO_POVERTY], BEN, NOW)
    joining.part(db, refs[1], AT)
    assert ("set-aside", [], "en", 0) == hands(db, refs[0])
    assert ("relevant", ["poverty"], "fr", 1) == hands(db, refs[1])


def test_a_chain_of_merges(db: sqlite3.Connection, refs: list[str], path: Path) -> None:
    """A post that became one that became another: its words hold of the last and can be undone."""
    worked(db, refs[2])
    before = standing(db)
    joining.join(db, refs[1:], AT)
    joining.join(db, refs[:2], AT)

    assert ("relevant", ["poverty"], "fr", 1) == hands(db, refs[0])
    joining.part(db, refs[1], AT)
    joining.part(db, refs[2], AT)
    assert before == standing(db)

    joining.join(db, refs[1:], AT)
    joining.join(db, refs[:2], AT)
    for _deed in range(5):
        assert [] == undone(db, ZOE)[2]
    assert ("new", [], "en", 0) == hands(db, refs[0])
    joining.part(db, refs[1], AT)
    joining.part(db, refs[2], AT)
    assert [("new", [], "en", 0)] * 3 == [hands(db, ref) for ref in refs]
    assert index_is_whole(path)


def test_a_dossier_has_posts_that_became_one_once(db: sqlite3.Connection, refs: list[str]) -> None:
    """Asked for by either reference, the entry is the one that is there."""
    dossiers.create(db, "dd", ANNA, NOW)
    dossiers.add(db, "dd", refs[1], None, ANNA, NOW)
    joining.join(db, refs[:2], AT)

    assert 0 == dossiers.add_all(db, "dd", refs[:2], None, ANNA, NOW).posts
    dossiers.annotate(db, "dd", refs[0], "chiffres", ANNA, NOW)
    assert ["chiffres"] == [one["note"] for one in dossiers.entries(db, "dd")]
    assert 1 == dossiers.remove(db, "dd", refs[1:2], ANNA, NOW)


def test_a_copy_knows_what_was_carried_over(
    db: sqlite3.Connection, refs: list[str], path: Path, there: Path
) -> None:
    """Taken into an archive that has not merged them, a merge can be parted there too."""
    with closing(opened(there)):
        pass
    worked(db, refs[1])
    joining.join(db, refs[:2], AT)
    with closing(opened(there)) as archive:
        merge(archive, path)
    with reviewing(there, lambda: NOW) as copy:
        assert ("relevant", ["poverty"], "fr", 1) == hands(copy, refs[0])
        joining.part(copy, refs[1], AT)
        assert ("new", [], "en", 0) == hands(copy, refs[0])
        assert ("relevant", ["poverty"], "fr", 1) == hands(copy, refs[1])


def test_a_merge_of_an_older_program_is_parted(db: sqlite3.Connection, refs: list[str]) -> None:
    """It moved tags, notes and entries; notes and entries go home at once, tags when parted."""
    worked(db, refs[1])
    one, other, _third = (key for (key,) in db.execute("SELECT key FROM posts ORDER BY key"))
    before = standing(db)
    old = versioned(get(db, refs[1]))
    db.executescript(_MERGED.format(one=one, other=other))
    m015_own_words(Database(db))

    assert [old] == [entry["ref"] for entry in dossiers.entries(db, "dd")]
    assert ("relevant", ["poverty"], "en", 1) == hands(db, refs[0])
    joining.part(db, refs[1], AT)
    assert before == standing(db)


_MERGED = """
INSERT INTO merges (post, merged, at, moved) SELECT {one}, {other}, '', json_object(
    'tags', json_array(json_array('theme', 'poverty', 1)), 'posts', json_array(),
    'notes', (SELECT json_group_array(json_array(id)) FROM notes),
    'dossier_entries', (SELECT json_group_array(json_array(id)) FROM dossier_entries),
    'status', 'new');
UPDATE posts SET merged_into = {one} WHERE key = {other};
UPDATE posts SET status = 'relevant', notes = 1 WHERE key = {one};
UPDATE tags SET post = {one} WHERE post = {other} AND "by" = 'hand' AND kind = 'theme';
UPDATE notes SET post = {one};
UPDATE dossier_entries SET post = {one};
"""
