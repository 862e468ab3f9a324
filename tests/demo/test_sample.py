import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.client import get, walk
from fb_watch.demo import sample
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World

LINES: list[dict[str, Any]] = [
    {"at": "2020-04-03T09:15:00", "kind": "status", "message": "Merci à l'UNESCO\u2028!"},
    {
        "at": "2020-04-04T09:15:00",
        "kind": "link",
        "link": {"url": "https://example.org/a?b=1", "title": "Title"},
        "edit": {"after_days": 2, "message": "Two"},
    },
    {
        "at": "2020-04-05T09:15:00",
        "kind": "share",
        "message": "Look",
        "shared": {"from": "Other page", "message": "Original"},
        "comments": [{"from": "Visitor 1", "message": "Yes"}],
    },
    {
        "at": "2020-04-06T09:15:00",
        "kind": "photo",
        "photos": 1,
        "alt": ["A tree"],
        "place": {"name": "Park", "city": "Lyon", "latitude": 45.7},
    },
    {"at": "2020-04-07T09:15:00", "kind": "video", "message": "Film"},
    {"at": "2020-04-08T09:15:00", "kind": "event", "event": {"name": "Fair"}},
    {"at": "2020-04-09T09:15:00", "kind": "status", "message": "Last"},
]
PAGE = sample.PAGES[8].id  # europe
ONE, LINK, SHARE, PHOTO, VIDEO, EVENT, LAST = (f"{PAGE}_{number}" for number in range(1, 8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven lines on one page, one of each kind."""
    truth = {"lang": "fr", "themes": ["education"], "countries": ["FR"]}
    text = "\n".join(json.dumps(line | truth, ensure_ascii=False) for line in LINES)
    (tmp_path / "europe.jsonl").write_text(text + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> World:
    """The world of these lines."""
    return sample.load_world(folder=folder)


def node(world: World, post_id: str) -> dict[str, Any]:
    """The node of a post as the world keeps it."""
    return world.posts[post_id].node


def test_ten_pages_with_their_ids(small: World) -> None:
    """The ten pages are there in order, with or without posts."""
    assert [str(100000000000000 + number) for number in range(1, 11)] == list(small.pages)
    assert 7 == len(small.posts)


def test_the_same_lines_give_the_same_world(small: World, folder: Path) -> None:
    """Nothing in the expansion is left to chance."""
    again = sample.load_world(folder=folder)

    assert {key: (post.node, post.reactions) for key, post in small.posts.items()} == {
        key: (post.node, post.reactions) for key, post in again.posts.items()
    }


def test_a_mention_is_placed_in_code_points(small: World) -> None:
    """A partner named in the message is tagged where it stands."""
    (tag,) = node(small, ONE)["message_tags"]

    start, end = tag["offset"], tag["offset"] + tag["length"]
    assert "UNESCO" == tag["name"] == node(small, ONE)["message"][start:end]


def test_a_link_stands_behind_the_shim(small: World) -> None:
    """`url` is Facebook's wrapper, `unshimmed_url` the address itself."""
    (found,) = node(small, LINK)["attachments"]

    assert "https://example.org/a?b=1" == found["unshimmed_url"]
    assert found["url"].startswith(
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26fbclid%3D"
    )


def test_a_share_has_a_parent_out_of_sight(small: World) -> None:
    """The shared text is in the attachment; the parent itself is 100/33."""
    shared = node(small, SHARE)

    with GraphServer(small) as server:
        parent = get(server, f"/v25.0/{shared['parent_id']}")

    assert ("Original", "Other page") == (
        shared["attachments"][0]["description"],
        shared["attachments"][0]["title"],
    )
    assert 33 == parent.error["error_subcode"]


def test_permalinks_have_the_forms_of_their_kind(small: World) -> None:
    """Posts, pictures, films, reels and events have addresses of their own."""
    forms = {
        post_id: node(small, post_id)["permalink_url"].removeprefix("https://www.facebook.com/")
        for post_id in (ONE, LINK, PHOTO, VIDEO, EVENT)
    }

    assert forms[ONE].startswith("permalink.php?story_fbid=1&id=")
    assert forms[LINK].startswith("solidarity.europe/posts/pfbid0")
    assert forms[PHOTO].startswith("photo.php?fbid=")
    assert forms[VIDEO].startswith("reel/")
    assert forms[EVENT].startswith("events/")


def test_base_time_moves_all_by_whole_days(folder: Path) -> None:
    """The newest post comes to lie in the day before the base time; hours stay."""
    base = datetime(2026, 11, 23, 8, tzinfo=UTC)

    moved = sample.load_world(base, folder=folder)

    assert "2026-11-22T09:15:00+0000" == node(moved, LAST)["created_time"]
    assert "2026-11-16T09:15:00+0000" == node(moved, ONE)["created_time"]


def test_edits_come_later(small: World, folder: Path) -> None:
    """The world begins unedited; the edit names post, time and new text."""
    (edit,) = sample.later_edits(folder=folder)
    before = node(small, LINK).get("message")

    small.edit(edit.post_id, edit.message, at=edit.at)

    assert (None, "Two") == (before, node(small, LINK)["message"])
    assert datetime(2020, 4, 4, 9, 15, tzinfo=UTC) + timedelta(days=2) == edit.at


def test_the_truth_is_told_by_post_id(folder: Path) -> None:
    """Language, themes and countries as the writer meant them."""
    truth = sample.load_truth(folder)

    assert (7, sample.Truth(language="fr", themes=("education",), countries=("FR",))) == (
        len(truth),
        truth[PHOTO],
    )


def test_the_shipped_sample_can_be_walked() -> None:
    """Every line that comes with the program is a post, found by a walk, with its truth."""
    world = sample.load_world()

    with GraphServer(world) as server:
        found = [
            post
            for page in sample.PAGES
            for answer in walk(server, f"/v25.0/{page.id}/published_posts", limit=100)
            for post in answer.json["data"]
        ]

    assert {post["id"] for post in found} == set(sample.load_truth()) == set(world.posts)
    assert len(found) == len(world.posts)
    assert all(
        post.get("message") or post.get("story") or node(world, post["id"]).get("attachments")
        for post in found
    )
