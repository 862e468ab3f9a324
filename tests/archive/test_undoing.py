"""What an undo leaves, since others have changed it, and how it is taken up again."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.build import NOW, index_is_whole, opened
from archive.desk import ANNA, BEN, filled, standing
from archive.merges import merge
from fb_watch.archive import review
from fb_watch.archive.hand_tags import tag_by_hand
from fb_watch.archive.migrations import migrations
from fb_watch.archive.schema import APPLICATION_ID
from fb_watch.archive.search import get
from fb_watch.archive.store import reviewing
from fb_watch.model.retagged import HandTag

LATER = NOW + timedelta(hours=1)
HEALTH = HandTag(action="add", kind="theme", value="health")
NO_HEALTH = HandTag(action="remove", kind="theme", value="health")


def undone(db: sqlite3.Connection, by: str) -> tuple[int, list[str], int]:
    """What an undo says: how many changes, what it left, how many actions it passed over."""
    told = review.undo(db, by, LATER)
    assert told is not None
    return told["changes"], told["left"], told["passed"]


def statuses(db: sqlite3.Connection) -> list[str]:
    """Of all posts, in order."""
    return [status for (status,) in db.execute("SELECT status FROM posts ORDER BY key")]


def test_what_an_undo_left_can_be_taken_back_later(db: sqlite3.Connection, refs: list[str]) -> None:
    """An action taken back in part is taken up again where nothing stands in the way any more."""
    review.set_status(db, refs[3:], "relevant", ANNA, NOW)
    review.set_status(db, refs[:3], "set-aside", ANNA, NOW)
    review.set_status(db, refs[:1], "verified", BEN, NOW)
    review.set_status(db, refs[1:2], "verified", BEN, NOW)

    assert (1, refs[:2], 0) == undone(db, ANNA)
    review.undo(db, BEN, LATER)
    assert (1, refs[:1], 0) == undone(db, ANNA)
    assert ["verified", "new", "new", "relevant"] == statuses(db)
    assert (1, [], 1) == undone(db, ANNA)
    assert review.undo(db, ANNA, LATER) is None

    review.undo(db, BEN, LATER)
    assert (1, [], 0) == undone(db, ANNA)
    assert ["new"] * 4 == statuses(db)
    assert review.undo(db, ANNA, LATER) is None


def test_an_undo_says_who_stands_in_the_way(db: sqlite3.Connection, refs: list[str]) -> None:
    """Of what is left it is told who has changed it since."""
    review.set_status(db, refs, "set-aside", ANNA, NOW)
    review.set_status(db, refs[:2], "verified", BEN, NOW)
    review.set_status(db, refs[1:2], "relevant", "Chloé", NOW)

    told = review.undo(db, ANNA, LATER)

    assert told is not None
    assert [BEN, "Chloé"] == told["others"]


def test_who_decides_the_same_anew_has_decided(db: sqlite3.Connection, refs: list[str]) -> None:
    """A status that somebody else has brought back is theirs: it is left, and they are named."""
    review.set_status(db, refs, "relevant", ANNA, NOW)
    review.set_status(db, refs[:2], "set-aside", BEN, NOW)
    review.set_status(db, refs[:2], "relevant", BEN, NOW)
    review.set_status(db, refs[1:2], "verified", ANNA, NOW)
    review.undo(db, ANNA, LATER)

    told = review.undo(db, ANNA, LATER)

    assert told is not None
    assert (2, refs[:2], [BEN]) == (told["changes"], told["left"], told["others"])
    assert ["relevant", "relevant", "new", "new"] == statuses(db)
    assert (2, [], 0) == undone(db, BEN)
    assert (2, [], 0) == undone(db, BEN)
    assert (2, [], 0) == undone(db, ANNA)
    assert ["new"] * 4 == statuses(db)


def test_who_tags_the_same_anew_has_said_so(db: sqlite3.Connection, refs: list[str]) -> None:
    """The same of tags; whoever has taken all back stands in nobody's way."""
    tag_by_hand(db, refs[:2], [HEALTH], ANNA, NOW)
    tag_by_hand(db, refs[:1], [NO_HEALTH], BEN, NOW)
    tag_by_hand(db, refs[:1], [HEALTH], BEN, NOW)
    tag_by_hand(db, refs[1:2], [NO_HEALTH], BEN, NOW)
    review.undo(db, BEN, LATER)

    told = review.undo(db, ANNA, LATER)

    assert told is not None
    assert (1, refs[:1], [BEN]) == (told["changes"], told["left"], told["others"])
    assert ["health"] == [t["theme"] for t in get(db, refs[0])["themes"] if t["by"] == "hand"]


def test_words_that_contradict_each_other_in_one_deed(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """An action that says, denies and says again is taken back whole."""
    before = standing(db)
    tag_by_hand(db, refs, [HEALTH, NO_HEALTH, HEALTH], ANNA, NOW)

    assert (12, [], 0) == undone(db, ANNA)
    assert before == standing(db)


def test_tags_left_by_an_undo_are_taken_up_too(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """Also what is told to the index comes back, and each word is undone once."""
    before = [get(db, ref)["themes"] for ref in refs]
    tag_by_hand(db, refs, [HEALTH], ANNA, NOW)
    tag_by_hand(db, refs[:1], [NO_HEALTH], BEN, NOW)

    assert (3, refs[:1], 0) == undone(db, ANNA)
    assert (1, [], 0) == undone(db, BEN)
    assert (1, [], 0) == undone(db, ANNA)

    assert before == [get(db, ref)["themes"] for ref in refs]
    assert review.undo(db, ANNA, LATER) is None
    assert index_is_whole(path)


def test_who_reviewed_is_whose_word_stands(db: sqlite3.Connection, refs: list[str]) -> None:
    """Of an action taken back in part the words that were left have their reviewer."""
    one, other, *_rest = [key for (key,) in db.execute("SELECT key FROM posts ORDER BY key")]
    review.set_status(db, refs[:2], "relevant", ANNA, NOW)
    review.set_status(db, refs[:1], "verified", BEN, NOW)
    review.undo(db, ANNA, LATER)
    review.undo(db, BEN, LATER)

    assert ([ANNA], []) == (review.reviewers(db, [one]), review.reviewers(db, [other]))


def test_many_statuses_are_taken_back_at_once(path: Path) -> None:
    """What an undo asks of the database does not grow with the posts, whoever had them."""
    refs = filled(path, 60)
    asked = []
    with reviewing(path, lambda: NOW) as db:
        for some in (refs[:5], refs):
            review.set_status(db, some, "set-aside", ANNA, NOW)
            lines: list[str] = []
            db.set_trace_callback(lines.append)
            assert (len(some), [], 0) == undone(db, ANNA)
            db.set_trace_callback(None)
            asked.append(len([line for line in lines if not line.startswith("--")]))
        assert ["new"] * 60 == statuses(db)

    assert asked[0] == asked[1]


def test_two_copies_may_have_undone_the_same(
    db: sqlite3.Connection, refs: list[str], path: Path, there: Path
) -> None:
    """Of archives that are joined each has its undo of an action; what both left is still left."""
    review.set_status(db, refs, "set-aside", ANNA, NOW)
    review.set_status(db, refs[:2], "verified", BEN, NOW)
    db.execute("VACUUM INTO ?", [str(there)])
    with reviewing(there, lambda: NOW) as copy:
        assert (2, refs[:2], 0) == undone(copy, ANNA)
    assert (2, refs[:2], 0) == undone(db, ANNA)
    with closing(opened(path)) as archive:
        merge(archive, there)

    assert (2, [], 0) == undone(db, BEN)
    assert (2, [], 0) == undone(db, ANNA)
    assert ["new"] * 4 == statuses(db)
    assert review.undo(db, ANNA, LATER) is None


def test_what_an_older_program_left_can_be_taken_back(path: Path) -> None:
    """Its archive held one undo of an action at most; brought to the new form it takes more."""
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(old), stop_before="m014_undone_in_part")
        old.executescript(_LEFT)

    with reviewing(path, lambda: NOW) as db:
        assert (1, [], 0) == undone(db, ANNA)
        assert ["new", "new"] == statuses(db)
        assert [] == db.execute("PRAGMA foreign_key_check('changes')").fetchall()
        assert [(1,)] == db.execute("PRAGMA foreign_keys").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("DELETE FROM actions")


_LEFT = """
INSERT INTO pages (key, id, name, region) VALUES ('asia', '5', 'NGO', 'asia');
INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, availability_since,
    availability_checked, status) VALUES
    (1, 'fbw:2020-000001', '5_1', 'asia', '', 'day', 1, '', '', 'new'),
    (2, 'fbw:2020-000002', '5_2', 'asia', '', 'day', 1, '', '', 'relevant');
INSERT INTO actions VALUES (1, 'a', '2020-01-01T00:00:00Z', 'Anna', 'status', NULL);
INSERT INTO actions VALUES (2, 'b', '2020-01-01T00:00:01Z', 'Anna', 'undo', 1);
INSERT INTO changes (action, post, field, before, after) VALUES
    (1, 1, 'status', 'new', 'relevant'), (1, 2, 'status', 'new', 'relevant'),
    (2, 1, 'status', 'relevant', 'new');
"""
