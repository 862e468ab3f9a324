import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import NOW, index_is_whole
from archive.desk import ANNA, BEN, standing
from fb_watch.archive import review
from fb_watch.archive.hand_tags import hand_history, tag_by_hand
from fb_watch.archive.saving import transaction
from fb_watch.archive.search import get
from fb_watch.archive.store import reviewing
from fb_watch.errors import ArchiveError, NotFoundError, UsageError
from fb_watch.model.retagged import HandTag

LATER = NOW + timedelta(hours=1)
NO_SCHOOL = HandTag(action="remove", kind="theme", value="education")
FRENCH = HandTag(action="add", kind="language", value="fr")
_KEYS = "SELECT key FROM posts"


def test_every_change_has_somebody_and_a_moment(db: sqlite3.Connection, refs: list[str]) -> None:
    """Who changed what, from what to what and when, stays readable, undone or not."""
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    review.set_status(db, refs[:1], "verified", f"  {BEN} ", LATER)
    review.undo(db, BEN, LATER)

    past = [
        (one["at"], one["name"], one["action"], one["before"], one["after"])
        for one in review.changes_of(db, refs[0])
    ]
    assert [
        ("2020-06-01T12:00:00Z", ANNA, "status", "new", "relevant"),
        ("2020-06-01T13:00:00Z", BEN, "status", "relevant", "verified"),
        ("2020-06-01T13:00:00Z", BEN, "undo", "verified", "relevant"),
    ] == past
    assert "relevant" == get(db, refs[0])["status"]


def test_what_others_decided_is_known_before_it_is_replaced(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Who decided what stands, and when; not one's own word, not the same, nothing taken back."""
    review.set_status(db, refs[:3], "relevant", ANNA, NOW)
    review.set_status(db, refs[2:], "verified", BEN, LATER)
    review.undo(db, BEN, LATER)
    review.set_status(db, refs[:1], "verified", BEN, LATER)

    overruled = review.overruled(db, refs, "set-aside", BEN)

    anna = {"status": "relevant", "name": ANNA, "at": "2020-06-01T12:00:00Z"}
    assert {refs[1]: anna, refs[2]: anna} == overruled
    assert {} == review.overruled(db, refs[1:], "relevant", BEN)
    assert [refs[0]] == list(review.overruled(db, refs, "new", ANNA))


def test_to_set_back_to_new_is_a_decision(db: sqlite3.Connection, refs: list[str]) -> None:
    """Who made a post new again has said something; where nobody did, new is nobody's word."""
    review.set_status(db, refs[:2], "verified", ANNA, NOW)
    review.set_status(db, refs[:1], "new", BEN, LATER)
    review.set_status(db, refs[1:2], "new", BEN, LATER)
    review.undo(db, BEN, LATER)

    overruled = review.overruled(db, refs, "relevant", "Chloé")

    ben = {"status": "new", "name": BEN, "at": "2020-06-01T13:00:00Z"}
    anna = {"status": "verified", "name": ANNA, "at": "2020-06-01T12:00:00Z"}
    assert {refs[0]: ben, refs[1]: anna} == overruled
    assert {} == review.overruled(db, refs[:1], "relevant", BEN)
    assert {} == review.overruled(db, refs[:1], "new", "Chloé")


def test_what_was_taken_back_is_nobodys_word(db: sqlite3.Connection, refs: list[str]) -> None:
    """A post that is new again because all was taken back was decided by nobody."""
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    review.set_status(db, refs[:1], "new", BEN, LATER)
    review.undo(db, BEN, LATER)
    review.undo(db, ANNA, LATER)

    assert "new" == get(db, refs[0])["status"]
    assert {} == review.overruled(db, refs[:1], "verified", "Chloé")


def test_what_an_undo_left_is_still_somebodys_word(db: sqlite3.Connection, refs: list[str]) -> None:
    """Where an action was taken back for other posts alone, it stands for those that were left."""
    review.set_status(db, refs[:2], "relevant", ANNA, NOW)
    review.set_status(db, refs[:1], "verified", BEN, NOW)
    review.undo(db, ANNA, LATER)
    review.undo(db, BEN, LATER)

    assert ["relevant", "new"] == [get(db, ref)["status"] for ref in refs[:2]]
    assert [refs[0]] == list(review.overruled(db, refs, "verified", "Chloé"))


def test_many_posts_are_one_action(db: sqlite3.Connection, refs: list[str]) -> None:
    """A status given to many posts is taken back for all of them at once."""
    news = review.set_status(db, refs, "set-aside", ANNA, NOW)
    again = review.set_status(db, refs, "set-aside", ANNA, NOW)

    undone = review.undo(db, ANNA, NOW)

    assert (4, 0) == (news, again)
    assert undone is not None
    assert ("status", 4, []) == (undone["kind"], undone["changes"], undone["left"])
    assert ["new"] * 4 == [get(db, ref)["status"] for ref in refs]
    assert review.undo(db, ANNA, NOW) is None


def test_undo_leaves_what_somebody_changed_since(db: sqlite3.Connection, refs: list[str]) -> None:
    """Nobody's word is lost by another one's undo: it is told, and the rest is taken back."""
    review.set_status(db, refs[:2], "set-aside", ANNA, NOW)
    review.set_status(db, refs[:1], "verified", BEN, NOW)

    undone = review.undo(db, ANNA, NOW)

    assert undone is not None
    assert (1, refs[:1]) == (undone["changes"], undone["left"])
    assert ["verified", "new"] == [get(db, ref)["status"] for ref in refs[:2]]


def undone(db: sqlite3.Connection, by: str) -> tuple[int, list[str], int]:
    """What an undo says: how many changes, what it left, how many actions it passed over."""
    told = review.undo(db, by, LATER)
    assert told is not None
    return told["changes"], told["left"], told["passed"]


def test_an_undo_of_nothing_uses_nothing_up(db: sqlite3.Connection, refs: list[str]) -> None:
    """What stood in the way once can be taken back when it does so no more."""
    review.set_status(db, refs[:1], "relevant", ANNA, NOW)
    review.set_status(db, refs[1:2], "relevant", ANNA, NOW)
    review.set_status(db, refs[1:2], "verified", BEN, NOW)

    assert (0, refs[1:2], 0) == undone(db, ANNA)
    assert {ANNA, BEN} == {*review.reviewers(db, [key for (key,) in db.execute(_KEYS)])}
    assert (1, [], 0) == undone(db, BEN)
    assert (1, [], 0) == undone(db, ANNA)
    assert ["relevant", "new"] == [get(db, ref)["status"] for ref in refs[:2]]
    assert (1, [], 0) == undone(db, ANNA)
    assert review.undo(db, ANNA, LATER) is None


def test_asked_again_an_undo_goes_further_back(db: sqlite3.Connection, refs: list[str]) -> None:
    """One in a row for each action in the way; whatever else is done, it begins anew."""
    for ref in refs[:3]:
        review.set_status(db, [ref], "relevant", ANNA, NOW)
    review.set_status(db, refs[1:3], "verified", BEN, NOW)

    assert (0, refs[2:3], 0) == undone(db, ANNA)
    assert (0, refs[1:2], 1) == undone(db, ANNA)
    assert (1, [], 2) == undone(db, ANNA)
    assert (0, refs[2:3], 0) == undone(db, ANNA)
    review.set_status(db, refs[3:], "relevant", ANNA, NOW)
    assert (1, [], 0) == undone(db, ANNA)
    assert (0, refs[2:3], 0) == undone(db, ANNA)
    assert (0, refs[1:2], 1) == undone(db, ANNA)
    assert review.undo(db, ANNA, LATER) is None


def test_tags_by_hand_are_taken_back_to_the_machine(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """After an undo the machine's word stands again, in the index too; both words stay readable."""
    before = get(db, refs[3]), standing(db)
    tag_by_hand(db, refs[3:], [NO_SCHOOL, FRENCH], ANNA, NOW)
    by_hand = get(db, refs[3])

    review.undo(db, ANNA, LATER)

    assert ([], "fr") == (by_hand["themes"], by_hand["language"]["code"])
    assert before == (get(db, refs[3]), standing(db))
    assert ["remove", "add", "withdraw", "withdraw"] == [
        word["action"] for word in hand_history(db, refs[3])
    ]
    assert index_is_whole(path)


def test_notes_keep_the_version_they_were_written_to(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Notes are kept as written, oldest first, counted on the post, and can be taken back."""
    review.add_note(db, refs[0], "  à vérifier ?\n¿Quién lo dijo?  ", ANNA, NOW)
    review.add_note(db, refs[0], "oui", BEN, LATER)

    told = review.notes(db, refs[0])
    counted = get(db, refs[0])["notes"]
    review.undo(db, ANNA, LATER)

    assert [(ANNA, "à vérifier ?\n¿Quién lo dijo?"), (BEN, "oui")] == [
        (one["name"], one["text"]) for one in told
    ]
    assert all(one["ref"].startswith(f"{refs[0]}@") for one in told)
    assert 2 == counted
    assert ["oui"] == [one["text"] for one in review.notes(db, refs[0])]
    assert 1 == get(db, refs[0])["notes"]


def test_what_was_given_is_free_again_when_it_is_read(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Posts given to somebody are theirs until they are decided on, or the time is up."""
    until = NOW + timedelta(days=7)
    review.assign(db, refs[:3], BEN, ANNA, NOW, until)
    review.set_status(db, refs[:1], "relevant", BEN, LATER)

    assert {refs[1], refs[2]} == set(review.holders(db, refs, LATER))
    assert {BEN: 2} == review.workload(db, LATER)
    assert {} == review.workload(db, until)
    assert 2 == review.assign(db, refs, "", ANNA, LATER)
    assert {} == review.workload(db, LATER)


@pytest.mark.parametrize("name", ["", "  ", "\u2003"])
def test_nobody_changes_anything(db: sqlite3.Connection, refs: list[str], name: str) -> None:
    """Without a name nothing is written, and the message says how to give one."""
    before = standing(db)

    with pytest.raises(UsageError, match="--by"):
        review.set_status(db, refs, "relevant", name, NOW)

    assert before == standing(db)


def test_an_unknown_post_stops_the_whole_action(db: sqlite3.Connection, refs: list[str]) -> None:
    """One wrong reference among many, and none of them is changed."""
    before = standing(db)

    with pytest.raises(NotFoundError):
        review.set_status(db, [*refs, "fbw:2020-999999"], "relevant", ANNA, NOW)

    assert before == standing(db)


def test_the_history_cannot_be_rewritten(db: sqlite3.Connection, refs: list[str]) -> None:
    """Actions and changes are only added to, whoever opens the file."""
    review.set_status(db, refs, "relevant", ANNA, NOW)

    for sql in (
        "UPDATE actions SET name = 'Ben'",
        "DELETE FROM actions",
        "UPDATE changes SET after = 'verified'",
        "DELETE FROM changes",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(sql)


def test_an_erased_post_takes_the_words_about_it_along(
    db: sqlite3.Connection, refs: list[str]
) -> None:
    """Notes of an erased post are emptied, in the history too; who did what stays."""
    review.add_note(db, refs[0], "Madame X, 12 rue Y", ANNA, NOW)

    with transaction(db):
        key, _version = db.execute("SELECT key, version FROM posts ORDER BY key").fetchone()
        review.forget(db, key)

    assert [] == review.notes(db, refs[0])
    assert not [line for line in db.iterdump() if "Madame" in line]
    assert [(ANNA, "note")] == [(c["name"], c["action"]) for c in review.changes_of(db, refs[0])]


def test_reviewing_does_not_make_an_archive(tmp_path: Path) -> None:
    """Where there is no archive there is nothing to review, and none is made."""
    with (
        pytest.raises(ArchiveError, match="no archive"),
        reviewing(tmp_path / "archive.db", lambda: NOW),
    ):
        pass

    assert [] == list(tmp_path.iterdir())
