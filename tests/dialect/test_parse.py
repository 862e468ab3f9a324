import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialect.captures import capture, parsed, post
from fb_watch.dialect.parse import parse_capture
from fb_watch.model.collected import KINDS, Counts, Problem

TIME = "2020-05-30T13:33:00+0000"
NODE = {"id": "1_2", "created_time": TIME, "message": "Open"}

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([TIME, "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org&h=1", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "id", "30", "url", "summary", "x"]), inner)
    ),
    max_leaves=8,
)
MEMBERS = """
message story from shares comments reactions likes love attachments place coordinates message_tags
story_tags properties actions parent_id parent updated_time link picture full_picture source type
object_id call_to_action child_attachments is_hidden permalink_url to status_type
"""
members = st.dictionaries(st.sampled_from(MEMBERS.split()), anything)


@pytest.mark.parametrize(
    "payload",
    [
        NODE,
        {"data": [NODE], "paging": {}},
        {"1_2": NODE},
        {"1_2": {"created_time": TIME, "message": "Open"}},
        [NODE],
    ],
)
def test_a_post_is_found_in_every_shape_of_a_response(payload: Any) -> None:
    """One object, a list, an edge and the answer to `ids=` say the same."""
    found = parse_capture(capture(payload))

    assert [("1_2", "Open")] == [(post.id, post.message) for post in found.posts]
    assert () == found.problems


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (b"<html>", Problem(where="body", reason="holds no posts in any known shape")),
        ({}, Problem(where="body", reason="holds no posts in any known shape")),
        ({"data": {"1": 2}}, Problem(where="body", reason="holds no posts in any known shape")),
        (
            {"error": {"message": "Gone \ud800"}},
            Problem(where="error", reason="an error in place of posts: Gone \ufffd"),
        ),
        ({"likes": 4}, Problem(where="post", reason="has no id")),
        ({"data": [NODE, None]}, Problem(where="data[1]", reason="is not an object")),
        ({"data": [{"message": "x"}]}, Problem(where="data[0]", reason="has no id")),
        ({"data": [{"id": "1_2"}]}, Problem(where="data[0]", reason="the post 1_2 has no time")),
        (
            {"data": [{**NODE, "created_time": "soon"}]},
            Problem(where="data[0]", reason="the post 1_2 has a time that cannot be read"),
        ),
    ],
)
def test_what_is_no_post_is_reported(payload: Any, problem: Problem) -> None:
    """Nothing is passed over in silence."""
    assert (problem,) == parse_capture(capture(payload)).problems


def test_one_odd_post_does_not_hide_the_others() -> None:
    """The posts beside it are there."""
    found = parse_capture(capture({"data": [{"id": "1_1"}, NODE, 7]}))

    assert ["1_2"] == [post.id for post in found.posts]
    assert ["data[0]", "data[2]"] == [problem.where for problem in found.problems]


def test_a_member_of_a_wrong_shape_is_reported_and_the_post_kept() -> None:
    """The rest of the post is as it should be."""
    found = parsed(
        message={"text": "?"}, story="Kept", place=7, attachments="none", shares={"count": "many"}
    )

    assert ["Kept"] == [post.story for post in found.posts]
    assert {
        "data[0].shares": "is not a count",
        "data[0].attachments": "is not a list",
        "data[0].message": "is not a text",
        "data[0].place": "is not an object",
    } == {problem.where: problem.reason for problem in found.problems}


@given(members)
def test_no_shape_is_a_crash(node: dict[str, Any]) -> None:
    """Whatever the members hold: the post is there, and can be written as UTF-8 and hashed."""
    found = parse_capture(
        capture(json.dumps({"data": [{"id": "1_2", "created_time": TIME, **node}]}).encode())
    )

    (made,) = found.posts
    assert made.kind in KINDS
    assert 64 == len(made.hash)
    told = (made.attachments, made.mentions, made.message, made.author, made.parent_id)
    json.dumps(told, ensure_ascii=False, allow_nan=False).encode()


def test_the_same_number_or_text_is_the_same_id() -> None:
    """An id that some tool made a number of is a text again."""
    found = parse_capture(capture({"data": [{**NODE, "id": 12, "parent_id": 13}]}))

    assert [("12", "13")] == [(post.id, post.parent_id) for post in found.posts]


def test_unfit_characters_are_replaced_everywhere() -> None:
    """NUL and lone surrogates become U+FFFD; emoji and line separators stay."""
    body = (
        rb'{"data":[{"id":"1_2","created_time":"2020-05-30T13:33:00+0000","message":'
        rb'"a\u0000b\ud83dc\ud83c\udf89\u2028\f","attachments":{"data":[{"title":"\udf89"}]},'
        rb'"message_tags":[{"name":"\u0000"}]}]}'
    )

    (made,) = parse_capture(capture(body)).posts

    assert "a\ufffdb\ufffdc\U0001f389\u2028\f" == made.message
    assert ({"title": "\ufffd"},) == made.attachments
    assert ({"name": "\ufffd"},) == made.mentions


def test_a_very_long_message_is_kept_whole() -> None:
    """Nothing cuts a message."""
    assert "écoles " * 6000 == post(message="écoles " * 6000).message


def test_attachments_a_hundred_deep_are_kept_whole() -> None:
    """The deepest picture is among the media, the tree can be written as JSON."""
    tree: dict[str, Any] = {"type": "photo", "target": {"id": "deepest"}}
    for _level in range(100):
        tree = {"type": "album", "subattachments": {"data": [tree]}}

    made = post(attachments={"data": [tree]})

    assert ["deepest"] == [medium.id for medium in made.media]
    assert [tree] == json.loads(json.dumps(made.attachments))


def test_attachments_deeper_than_can_be_written_are_reported() -> None:
    """The post is kept without what lies deepest."""
    inside = '{"type":"album","subattachments":[' * 300 + "]}" * 300
    body = f'{{"data":[{{"id":"1_2","created_time":"{TIME}","attachments":[{inside}]}}]}}'

    found = parse_capture(capture(body.encode()))

    assert ["is nested too deeply; what lies deepest is left out"] == [
        problem.reason for problem in found.problems
    ]
    assert json.dumps(found.posts[0].attachments)


def test_json_deeper_than_can_be_read_is_reported() -> None:
    """A body made to break readers breaks none."""
    found = parse_capture(capture(b"[" * 100_000))

    assert ["body"] == [problem.where for problem in found.problems]


def test_who_when_and_where_are_read() -> None:
    """Author, times, permalink, parent and flags of an ordinary post."""
    made = post(
        message="Open",
        story="X shared a link.",
        updated_time="2020-06-01T00:00:00+0000",
        permalink_url="https://www.facebook.com/1/posts/2",
        parent_id="9_8",
        is_hidden=False,
        is_published=True,
        **{"from": {"name": "X", "id": "1"}},
    )

    assert ("X", "1") == (made.author, made.author_id)
    assert datetime(2020, 5, 30, 13, 33, tzinfo=UTC) == made.created_at
    assert datetime(2020, 6, 1, tzinfo=UTC) == made.updated_at
    assert "https://www.facebook.com/1/posts/2" == made.permalink
    assert "9_8" == made.parent_id
    assert "X shared a link." == made.story
    assert {"is_hidden": False, "is_published": True} == made.flags


def test_an_update_time_that_cannot_be_read_costs_nothing_else() -> None:
    """The post stays; the time is not known, and that is said."""
    found = parsed(updated_time="later")

    assert [None] == [post.updated_at for post in found.posts]
    assert ["data[0].updated_time"] == [problem.where for problem in found.problems]


def test_other_addresses_of_the_post_are_aliases() -> None:
    """Links to comment on it lead to the post; an application's own button does not."""
    made = post(
        permalink_url="/solidarity/posts/2",
        actions=[
            {"name": "Comment", "link": "https://www.facebook.com/1/posts/2"},
            {"name": "Like", "link": "https://www.facebook.com/1/posts/2"},
            {"name": "Enter me to win", "link": "http://apps.facebook.com/bigprize"},
        ],
    )

    assert "https://www.facebook.com/solidarity/posts/2" == made.permalink
    assert ("https://www.facebook.com/1/posts/2",) == made.aliases


@pytest.mark.parametrize(
    "tags",
    [
        [{"name": "OMEP", "offset": 3}],
        {"3": [{"name": "OMEP", "offset": 3}]},
        {"data": [{"name": "OMEP", "offset": 3}]},
    ],
)
def test_mentions_are_read_in_every_form(tags: Any) -> None:
    """A list, the dict of old API versions, an edge."""
    assert ({"name": "OMEP", "offset": 3},) == post(message_tags=tags).mentions


@pytest.mark.parametrize("tags", [[], {}, None, ""])
def test_no_mentions_are_none(tags: Any) -> None:
    """Facebook has many ways to say nothing."""
    assert () == post(message_tags=tags, story_tags=tags).mentions


def test_counts_stand_beside_the_post() -> None:
    """They come by id, and a post of which none are told has none."""
    found = parse_capture(
        capture({"data": [{**NODE, "shares": {"count": 2}}, {**NODE, "id": "1_3"}]})
    )

    assert {"1_2": Counts(shares=2)} == found.counts


def test_what_a_page_has_not_published_is_no_post() -> None:
    """A draft is told by its id; what is hidden or has expired was published, and is a post."""
    shown = [
        {**NODE, "id": "1_1", "is_published": False},
        {**NODE, "id": "1_2", "is_published": True, "is_hidden": True, "is_expired": True},
        {**NODE, "id": "1_3"},
    ]

    found = parse_capture(capture({"data": shown}))

    assert ["1_2", "1_3"] == [post.id for post in found.posts]
    assert ("1_1",) == found.drafts
    assert () == found.problems
