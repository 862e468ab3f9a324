import json
from dataclasses import replace
from typing import Any

import pytest

from dialect.captures import capture
from fb_watch.collect.comments import ReadComments, read_comments
from fb_watch.model.comments import Comment

POST = "1_2"
AT = "2020-05-30T13:33:00+0000"


def _read(*nodes: Any, **members: Any) -> ReadComments:
    answer = replace(capture({}), edge="comments", payload={"data": list(nodes), **members})
    return read_comments(answer, POST, lambda person: f"hmac({person})")


def _comment(**node: Any) -> Comment:
    told = _read({"id": "2_1", "created_time": AT, **node})
    assert () == told.problems
    return told.comments[0]


def test_a_comment_is_read_without_its_author_s_name() -> None:
    """Id, time, words, likes and the comment it answers; the author only as the pseudonym."""
    found = _comment(
        message="Bravo",
        parent={"id": "2_0", "from": {"name": "Awa Diop", "id": "8"}},
        like_count=3,
        **{"from": {"name": "Jean Dupont", "id": "77"}},
    )

    expected = ("2_1", POST, "2_0", "hmac(77)", "Bravo", None, 3)
    assert expected == (
        found.id,
        found.post,
        found.parent_id,
        found.author,
        found.message,
        found.attachment,
        found.like_count,
    )


@pytest.mark.parametrize("author", [None, {}, {"name": "Jean Dupont"}, "Jean Dupont", []])
def test_nobody_is_told_where_no_id_is(author: object) -> None:
    """A name alone is as good as nothing."""
    assert _comment(message="Bravo", **{"from": author}).author is None


@pytest.mark.parametrize(
    ("message", "tags", "expected"),
    [
        ("Merci Jean Dupont !", [{"name": "Jean Dupont", "offset": 6, "length": 11}], "Merci @… !"),
        ("Merci Jean Dupont !", [{"name": "Jean Dupont"}], "Merci @… !"),
        ("Jean Dupont, Jean Dupont", [{"name": "Jean Dupont", "offset": 0}], "@…, @…"),
        ("Merci Jean !", [{"name": "Jean Dupont", "offset": 6, "length": 4}], "Merci @… !"),
        ("🙏🏾 Jean !", [{"name": "J. D.", "offset": 5, "length": 4}], "🙏🏾 @…"),
        ("Awa et Awa Diop", [{"name": "Awa"}, {"name": "Awa Diop"}], "@… et @…"),
        ("Merci", [{"name": "Jean Dupont", "offset": 90, "length": 11}], "Merci"),
        ("Merci", [], "Merci"),
        ("Jean ?", {"0": [{"name": "Jean", "offset": 0, "length": 4}]}, "@… ?"),
    ],
)  # fmt: skip
def test_names_that_a_message_tags_are_taken_out(message: str, tags: object, expected: str) -> None:
    """Wherever they stand, and where the tag says, in either unit of its offset."""
    found = _comment(message=message, message_tags=tags).message

    assert expected == found


def test_the_kept_body_names_nobody() -> None:
    """It is written anew, from what is wanted alone, and says the same when it is read again."""
    node = {
        "id": "2_1",
        "created_time": AT,
        "message": "Merci Jean Dupont, de Bouaké",
        "message_tags": [{"id": "8", "name": "Jean Dupont", "offset": 6, "length": 11}],
        "from": {"name": "Awa Diop", "id": "77"},
        "like_count": 2,
        "attachment": {
            "type": "photo",
            "title": "Awa Diop",
            "url": "https://facebook.com/awa.diop",
        },
        "likes": {"data": [{"name": "Awa Diop", "id": "77"}]},
    }
    paging = {"cursors": {"after": "x"}}

    kept = _read(node, paging=paging, summary={"total_count": 1}).capture

    attachment = {"type": "photo", "title": None, "description": None, "url": None}
    assert {
        "data": [
            {
                "id": "2_1",
                "created_time": AT,
                "like_count": 2,
                "message": "Merci @…, de Bouaké",
                "author": "hmac(77)",
                "attachment": attachment,
            }
        ],
        "paging": paging,
        "summary": {"total_count": 1},
    } == json.loads(kept.body)
    assert json.loads(kept.body) == kept.payload
    assert ("from", "message_tags", "attachment") == kept.taken_out
    assert "Bouaké".encode() in kept.body


def test_what_is_attached_is_told_where_it_lies_elsewhere() -> None:
    """A title on Facebook may be a person's name; that of a web page is content, shim aside."""
    shim = "https://l.facebook.com/l.php?u=https%3A%2F%2Fngo.example%2Fa%3Ffbclid%3DX&h=AT1"
    link = {"type": "share", "title": "Water", "description": None, "url": shim}

    assert {**link, "url": "https://ngo.example/a"} == _comment(attachment=link).attachment


def test_the_hash_is_that_of_words_and_attachment() -> None:
    """Likes and the author's id move it not, other words and another link do."""
    base = _comment(message="Water", like_count=1)
    link = {"type": "share", "url": "https://ngo.example/a"}

    assert base.hash == _comment(message="Water", like_count=2, **{"from": {"id": "9"}}).hash
    others = [_comment(message="Wind").hash, _comment(message="Water", attachment=link).hash]
    assert 3 == len({base.hash, *others})


@pytest.mark.parametrize(
    "node",
    [
        {"created_time": AT, "message": "Jean"},
        {"id": "2_1", "message": "Jean"},
        {"id": "2_1", "created_time": "soon"},
        "Jean",
        7,
    ],
)
def test_what_is_no_comment_is_a_problem_and_the_rest_is_read(node: object) -> None:
    """A Problem says where; the others of the response come all the same."""
    told = _read(node, {"id": "2_2", "created_time": AT})

    assert ["2_2"] == [comment.id for comment in told.comments]
    assert ["comments.data[0]"] == [problem.where for problem in told.problems]


def test_odd_members_are_left_out_with_a_problem() -> None:
    """The comment itself is kept."""
    node = {
        "id": "2_1",
        "created_time": AT,
        "message": {"Jean": 1},
        "parent": "x",
        "like_count": "y",
    }

    told = _read(node)

    assert [(None, None, None)] == [(c.message, c.parent_id, c.like_count) for c in told.comments]
    assert 3 == len(told.problems)
    assert b"Jean" not in told.capture.body


def test_texts_unfit_for_utf_8_are_mended() -> None:
    """A lone half of a surrogate pair stops nothing."""
    told = _read({"id": "2_1", "created_time": AT, "message": "a\ud83d"})

    assert "a\ufffd" == told.comments[0].message
    assert told.capture.body.decode()
