import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.build import (
    NOW,
    OTHER,
    PAGE,
    capture,
    edit,
    index_is_whole,
    new,
    post,
    rows,
    same,
    save,
)
from fb_watch.archive.comments import REST
from fb_watch.archive.discussion import comments as below
from fb_watch.archive.search import search
from fb_watch.archive.store import Archive
from fb_watch.model.archived import Query
from fb_watch.model.collected import Counts
from fb_watch.model.comments import Comment, CommentedPost

LATER, NEXT_DAY = NOW + timedelta(hours=7), NOW + timedelta(days=1)


def _comment(number: int, message: str | None = "Bravo", **changes: Any) -> Comment:
    told: dict[str, Any] = {
        "id": f"1_{number}",
        "post": f"{PAGE.id}_1",
        "created_at": NOW + timedelta(minutes=number),
        "message": message,
        "author": f"{number:016x}",
    }
    return Comment(**(told | changes))


def _count(archive: Archive, number: int, comments: int | None, at: Any = NOW) -> None:
    """A response that says how many comments a post has."""
    told, counts = post(number), Counts(comments=comments)
    known = archive.known([told.id]).get(told.id)
    save(archive, [same(told, known, counts) if known else new(told, counts)], at)


def _due(archive: Archive, at: Any = NOW) -> list[str]:
    return [one.id.rpartition("_")[2] for one in archive.comments.due(PAGE, at)]


def _walk(
    archive: Archive, shown: Sequence[Comment], at: Any = NOW, *, counted: int = 3
) -> CommentedPost:
    """A whole look at post 1 that shows these."""
    key = archive.known([f"{PAGE.id}_1"])[f"{PAGE.id}_1"].key
    asked = CommentedPost(key=key, id=f"{PAGE.id}_1", counted=counted)
    archive.comments.save(asked, capture(at), shown)
    archive.comments.walked(asked, {comment.id for comment in shown}, at)
    return asked


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Post 1, of which nothing is archived but itself; it counts three comments."""
    _count(archive, 1, 3)
    return archive


def test_posts_that_count_comments_are_due(archive: Archive) -> None:
    """The newest first; neither those without nor those that do not say, nor other pages'."""
    for number, comments in ((1, 0), (2, 4), (3, None), (4, 1)):
        _count(archive, number, comments)

    assert ["2", "4"] == _due(archive)
    assert [] == archive.comments.due(OTHER, NOW)
    assert [4, 1] == [one.counted for one in archive.comments.due(PAGE, NOW)]


def test_a_post_is_due_again_when_its_count_moves(filled: Archive) -> None:
    """Up or down; not before, however often it is looked at."""
    _walk(filled, [_comment(1)])

    assert [] == _due(filled, NOW + timedelta(days=9))
    _count(filled, 1, 2, LATER)
    assert ["1"] == _due(filled, LATER)


def test_a_post_asked_in_vain_rests(filled: Archive) -> None:
    """It is due after a few hours, behind those never asked."""
    _count(filled, 2, 1)
    (first, _second) = filled.comments.due(PAGE, NOW)
    filled.comments.rest(first, NOW)

    assert ["2"] == _due(filled, NOW + REST - timedelta(seconds=1))
    assert ["2", "1"] == _due(filled, NOW + REST)


def test_a_settled_post_waits_for_its_count(filled: Archive) -> None:
    """What Facebook hides is not asked for for ever."""
    (asked,) = filled.comments.due(PAGE, NOW)
    filled.comments.settle(asked, NOW)

    assert [] == _due(filled, NEXT_DAY)


def test_comments_come_back_in_threads(filled: Archive, reader: sqlite3.Connection) -> None:
    """In order of time, replies after what they answer, orphans by themselves."""
    told = [
        _comment(5, parent_id="1_9"),
        _comment(4, "Second"),
        _comment(1, "First", like_count=2),
        _comment(7, parent_id="1_6"),
        _comment(6, "A reply", parent_id="1_1"),
    ]

    _walk(filled, told)

    found = below(reader, f"{PAGE.id}_1")
    assert ["1_1", "1_6", "1_7", "1_4", "1_5"] == [comment["id"] for comment in found]
    assert {
        "id": "1_1",
        "parent": None,
        "author": "0000000000000001",
        "created_at": "2020-06-01T12:01:00Z",
        "message": "First",
        "attachment": None,
        "likes": 2,
        "version": 1,
        "hash": told[2].hash,
        "edited_at": None,
        "availability": "online",
        "availability_since": "2020-06-01T12:00:00Z",
    } == found[0]


def test_comments_that_answer_one_another_are_all_told(
    filled: Archive, reader: sqlite3.Connection
) -> None:
    """A circle, which there cannot be, loses nothing."""
    _walk(filled, [_comment(1, parent_id="1_2"), _comment(2, parent_id="1_1"), _comment(3)])

    assert ["1_3", "1_1", "1_2"] == [one["id"] for one in below(reader, f"{PAGE.id}_1")]


def test_an_edited_comment_has_two_versions(
    filled: Archive, reader: sqlite3.Connection, path: Path
) -> None:
    """The old words stay; nothing can take them away."""
    _walk(filled, [_comment(1, "Fisrt")])
    _walk(filled, [_comment(1, "First")], LATER)

    (found,) = below(reader, f"{PAGE.id}_1")
    assert ("First", 2, "2020-06-01T19:00:00Z") == (
        found["message"],
        found["version"],
        found["edited_at"],
    )
    said = "SELECT number, message FROM comment_versions ORDER BY number"
    assert [(1, "Fisrt"), (2, "First")] == rows(path, said)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        rows(path, "DELETE FROM comment_versions")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        rows(path, "UPDATE comment_versions SET message = ''")


def test_the_same_response_writes_nothing(filled: Archive, path: Path) -> None:
    """No second capture, no second version."""
    asked = _walk(filled, [_comment(1), _comment(2)])
    before = rows(path, "SELECT count(*) FROM captures")

    assert 0 == filled.comments.save(asked, capture(LATER), [_comment(1), _comment(2)])
    assert before == rows(path, "SELECT count(*) FROM captures")


def test_a_response_tells_how_much_is_new(filled: Archive) -> None:
    """New comments and new words count, likes do not; told twice is told once."""
    asked = _walk(filled, [_comment(1), _comment(2)])
    told = [_comment(1, "Else"), _comment(2, like_count=9), _comment(3), _comment(3)]

    assert 2 == filled.comments.save(asked, capture(LATER), told)


def test_what_is_not_shown_is_missing_and_gone_on_another_day(
    filled: Archive, reader: sqlite3.Connection
) -> None:
    """Not on the same day; the post is due once more to make sure, and then no more."""

    def states() -> list[tuple[str, str]]:
        found = below(reader, f"{PAGE.id}_1")
        return [(one["availability"], one["availability_since"][:10]) for one in found]

    _walk(filled, [_comment(1), _comment(2)])
    _walk(filled, [_comment(2)], LATER)
    assert [("missing", "2020-06-01"), ("online", "2020-06-01")] == states()
    assert [] == _due(filled, LATER)
    _walk(filled, [_comment(2)], LATER + timedelta(hours=1))
    assert ("missing", "2020-06-01") == states()[0]

    assert ["1"] == _due(filled, NEXT_DAY)
    _walk(filled, [_comment(2)], NEXT_DAY)
    assert ("gone", "2020-06-02") == states()[0]
    assert [] == _due(filled, NEXT_DAY + timedelta(days=1))


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_shown_again_is_online(
    filled: Archive, reader: sqlite3.Connection, days: int
) -> None:
    """Missing or gone, it is back."""
    back = NEXT_DAY + timedelta(days=1)
    _walk(filled, [_comment(1), _comment(2)])
    _walk(filled, [_comment(2)])
    _walk(filled, [_comment(2)], NOW + timedelta(days=days))

    _walk(filled, [_comment(1), _comment(2)], back)

    found = below(reader, f"{PAGE.id}_1")[0]
    assert ("online", "2020-06-03T12:00:00Z") == (
        found["availability"],
        found["availability_since"],
    )


def test_comments_are_found(filled: Archive, reader: sqlite3.Connection, path: Path) -> None:
    """By words and by letters, and no phrase reaches from one comment into the next."""
    _count(filled, 2, 0)
    _walk(
        filled,
        [_comment(1, "Merci de Bouaké"), _comment(2, "Ensemble 我们一起"), _comment(3, None)],
    )

    def found(words: str) -> list[str]:
        hits, _notes = search(reader, Query(words=words))
        return [hit["post"]["id"].rpartition("_")[2] for hit in hits]

    assert [["1"]] * 4 == [found(w) for w in ("bouake", "ensem*", "一起", '"merci de bouaké"')]
    assert [[], []] == [found(w) for w in ('"bouake ensemble"', "Abidjan")]
    assert index_is_whole(path)


def test_the_index_follows_comments_and_posts(
    filled: Archive, reader: sqlite3.Connection, path: Path
) -> None:
    """Edited words are found and the old ones not; an edit of the post loses no comment."""
    _walk(filled, [_comment(1, "Fisrt")])
    _walk(filled, [_comment(1, "First")], LATER)
    edit(filled, post(1, "Hospital"), LATER)

    numbers = [len(search(reader, Query(words=w))[0]) for w in ("fisrt", "first", "hospital")]
    assert [0, 1, 1] == numbers
    assert index_is_whole(path)


def test_words_of_the_post_count_more(filled: Archive, reader: sqlite3.Connection) -> None:
    """The post that says it itself comes before the older one below which it was said."""
    save(filled, [new(post(2, "Water"))])
    _walk(filled, [_comment(1, "Water")])

    hits, _notes = search(reader, Query(words="water"))

    assert ["2", "1"] == [hit["post"]["id"].rpartition("_")[2] for hit in hits]


def test_has_comments_means_archived_ones(filled: Archive, reader: sqlite3.Connection) -> None:
    """A post that merely counts comments has none to show."""
    query = Query(has=("comments",))
    assert ([], []) == search(reader, query)

    _walk(filled, [_comment(1, None)])

    assert 1 == len(search(reader, query)[0])


def test_a_capture_says_what_was_taken_out_of_it(filled: Archive, path: Path) -> None:
    """Nothing of what came before; of comments, the members that name people."""
    asked = _walk(filled, [])
    taken = replace(capture(LATER), edge="comments", taken_out=("from",))

    filled.comments.save(asked, taken, [_comment(1)])

    expected = [("", "[]"), ("comments", '["from"]')]
    assert expected == rows(path, "SELECT edge, taken_out FROM captures ORDER BY key")
