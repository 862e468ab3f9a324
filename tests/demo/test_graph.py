from pathlib import Path
from typing import Any

import pytest

from demo.client import NOW, PAGE, get, walk
from fb_watch.demo.compose import SamplePage, post_node
from fb_watch.demo.entries import Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

POST = f"{PAGE}_7"
FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
RECORDED = FIXTURES / "python-facebook" / "testdata" / "facebook" / "apidata"


def add_kind(world: World, kind: str, **line: Any) -> str:
    """A post of this kind, as the sample lines make it."""
    page = SamplePage(key="solidarity", id=PAGE, name="Solidarity Network")
    number = len(world.posts) + 1
    return world.add_node(PAGE, post_node({"kind": kind, **line}, page, number, NOW))


# Nodes and fields


def test_without_fields_a_post_says_little(server: GraphServer) -> None:
    """The default is id, created_time, message, story; what is not there is left out."""
    assert {
        "id": POST,
        "message": "Post 7",
        "created_time": "2026-11-22T12:00:00+0000",
    } == get(server, f"/v25.0/{POST}").json


def test_the_bytes_are_written_as_facebook_writes_them(world: World, server: GraphServer) -> None:
    """ASCII, surrogate pairs, the slash escaped, no spaces."""
    world.edit(POST, "é 🎉 a/b")

    assert b'{"message":"\\u00e9 \\ud83c\\udf89 a\\/b","id":"100000000000001_7"}' == (
        get(server, f"/{POST}", fields="message").body
    )


def test_a_page_is_found_by_user_name(server: GraphServer) -> None:
    """The user name does what the id does, in any case."""
    assert {"username": "solidarity", "id": PAGE} == (
        get(server, "/Solidarity", fields="username").json
    )


@pytest.mark.parametrize(
    ("path", "params", "code", "subcode"),
    [
        ("/v25.0/100000000000001_99", {}, 100, 33),
        ("/v25.0/4242", {}, 100, 33),
        ("/v25.0/nobody", {}, 803, None),
        (f"/v25.0/{PAGE}/nothing", {}, 2500, None),
        (f"/v99.0/{PAGE}", {}, 2500, None),
        (f"/v25.0/{PAGE}/posts", {"fields": "id,nothing"}, 100, None),
        (f"/v25.0/{PAGE}/posts", {"fields": "id,"}, 2500, None),
        (f"/v25.0/{PAGE}/posts", {"since": "soon"}, 100, None),
        (f"/v25.0/{PAGE}/posts", {"limit": "-1"}, 100, None),
    ],
)
def test_wrong_questions_get_their_codes(
    server: GraphServer, path: str, params: dict[str, Any], code: int, subcode: int | None
) -> None:
    """Gone objects, unknown names, paths, fields and values are told apart by code."""
    error = get(server, path, **params).error

    assert (code, subcode) == (error["code"], error.get("error_subcode"))


def test_a_field_of_old_is_refused_where_there_are_attachments(
    world: World, server: GraphServer
) -> None:
    """Aggregated fields kill the whole request with #12 as soon as one post has attachments."""
    before = get(server, f"/{PAGE}/posts", fields="id,link")

    add_kind(world, "photo")

    assert (200, 12) == (
        before.status,
        get(server, f"/{PAGE}/posts", fields="id,link").error["code"],
    )


def test_attachments_are_expanded(world: World, server: GraphServer) -> None:
    """An album holds its pictures in sub-attachments, as many as asked and no other field."""
    album = add_kind(world, "album", photos=4, alt=["first"])
    fields = "attachments{media_type,subattachments.limit(2){description,media{image{width}}}}"

    (found,) = get(server, f"/{album}", fields=fields).json["attachments"]["data"]

    picture = {"media": {"image": {"width": 48}}}
    assert {
        "media_type": "album",
        "subattachments": {"data": [{"description": "first", **picture}, picture]},
    } == found
    assert 4 == len(get(server, f"/{album}/attachments").json["data"][0]["subattachments"]["data"])


def test_reactions_are_counted_in_all_and_by_type(world: World, server: GraphServer) -> None:
    """Summaries carry the counts, under the alias where there is one."""
    world.set_counts(POST, reactions={"LIKE": 4, "LOVE": 3}, shares=2)
    fields = "shares,reactions.limit(0).summary(true),reactions.type(LOVE).summary(total_count)"

    found = get(server, f"/{POST}", fields=fields + ".limit(0).as(love)").json

    assert {
        "shares": {"count": 2},
        "reactions": {"data": [], "summary": {"total_count": 7, "viewer_reaction": "NONE"}},
        "love": {"data": [], "summary": {"total_count": 3}},
        "id": POST,
    } == found


def test_comments_are_counted_and_paged(world: World, server: GraphServer) -> None:
    """The edge pages from 25 to the next, the summary counts what is not here as well."""
    for number in range(30):
        world.comment(POST, "Visitor", f"Comment {number}")
    world.set_counts(POST, comments=40)

    pages = list(walk(server, f"/v25.0/{POST}/comments"))
    inside = get(server, f"/{POST}", fields="comments.filter(stream).summary(true).limit(0)").json

    assert [f"Comment {number}" for number in range(30)] == [
        comment["message"] for page in pages for comment in page.json["data"]
    ]
    assert {
        "data": [],
        "summary": {"order": "chronological", "total_count": 40, "can_comment": False},
    } == inside["comments"]


def test_a_user_token_sees_no_comments(world: World, server: GraphServer) -> None:
    """With a user token the edge is empty, not refused."""
    world.comment(POST, "Visitor", "Hello")
    world.add_token(Token(value="user", kind="USER"))

    reply = get(server, f"/{POST}/comments", token="user")

    assert (200, []) == (reply.status, reply.json["data"])


def test_posts_can_be_read_inside_a_page(server: GraphServer) -> None:
    """Field expansion reaches into edges."""
    found = get(server, f"/{PAGE}", fields="name,posts.limit(2){message}").json

    assert ["Post 7", "Post 6"] == [post["message"] for post in found["posts"]["data"]]


def test_several_ids_at_once(server: GraphServer) -> None:
    """`ids` gives an object by id, of posts and pages alike."""
    assert {PAGE: {"id": PAGE}, POST: {"id": POST}} == (
        get(server, "/v25.0/", ids=f"{PAGE},{POST}", fields="id").json
    )


def test_one_bad_id_fails_all(world: World, server: GraphServer) -> None:
    """A deleted post among the ids refuses the rest too."""
    world.delete(POST)

    assert 33 == get(server, "/", ids=f"{PAGE},{POST}").error["error_subcode"]


def test_no_more_than_fifty_ids(server: GraphServer) -> None:
    """The error counts them."""
    ids = ",".join(str(number) for number in range(54))

    assert (
        "(#100) Too many IDs. Maximum: 50. Provided: 54."
        == (get(server, "/v25.0/", ids=ids).error["message"])
    )


# Edges


def test_edges_differ_in_what_they_show(world: World, server: GraphServer) -> None:
    """`feed` has everything, `published_posts` and `posts` the page's own, public ones."""
    visitor = world.add_post(PAGE, "Hello", by=("Visitor", "77"))
    draft = world.add_post(PAGE, "Draft", is_published=False)

    shown = {
        edge: {visitor, draft} & set(get(server, f"/{PAGE}/{edge}").ids)
        for edge in ("feed", "posts", "published_posts", "visitor_posts")
    }

    assert {
        "feed": {visitor, draft},
        "posts": set(),
        "published_posts": set(),
        "visitor_posts": {visitor},
    } == shown


def test_a_page_can_refuse_an_edge(world: World, server: GraphServer) -> None:
    """One edge is refused, the next one answers."""
    world.refuse_edge(PAGE, "published_posts")

    refused, posts = (get(server, f"/{PAGE}/{edge}") for edge in ("published_posts", "posts"))

    assert (3, 200) == (refused.error["code"], posts.status)


def test_a_page_can_refuse_fields(world: World, server: GraphServer) -> None:
    """One refused field refuses the request, alias or not; without it all is well."""
    world.refuse_fields(PAGE, "comments", "reactions")

    asked = ["id,reactions.limit(0).as(love)", "comments.limit(0)", "id,message"]
    replies = [get(server, f"/{PAGE}/posts", fields=fields) for fields in asked]

    assert [403, 403, 200] == [reply.status for reply in replies]
    assert {10} == {reply.error["code"] for reply in replies[:2]}


def test_media_are_served_until_their_url_expires(world: World, server: GraphServer) -> None:
    """The URL in a post leads to a real picture; once expired it is refused and another given."""
    photo = add_kind(world, "photo")

    def picture() -> str:
        url: str = get(server, f"/{photo}", fields="full_picture").json["full_picture"]
        return url.removeprefix(server.url)

    old = picture()
    good = get(server, old, token=None)
    world.expire_media()
    expired = get(server, old, token=None)

    assert (200, "image/jpeg", b"\xff\xd8") == (
        good.status,
        good.headers["content-type"],
        good.body[:2],
    )
    assert (403, b"URL signature expired") == (expired.status, expired.body)
    assert good.body == get(server, picture(), token=None).body


def test_recorded_pages_are_served_and_walked(world: World, server: GraphServer) -> None:
    """Two recorded pages come as they were, save for `paging`."""
    files = [RECORDED / "posts" / f"feeds_default_fields_p{number}.json" for number in (1, 2)]
    if not all(file.is_file() for file in files):
        pytest.skip("the recorded responses are not here")
    bodies = [file.read_bytes() for file in files]
    world.replay("19292868552/feed", bodies)

    pages = list(walk(server, "/v25.0/19292868552/feed", limit=5))

    assert 2 == len(pages)
    assert [body.partition(b'"paging"')[0] for body in bodies] == [
        page.body.partition(b'"paging"')[0] for page in pages
    ]
