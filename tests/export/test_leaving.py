"""Whose post it is does not leave the house by its address either."""

from collections.abc import Callable
from typing import cast

import pytest

from fb_watch.export.citation import references
from fb_watch.export.leaving import leaving, without_people
from fb_watch.model.archived import ArchivedPost
from make import about, archived

ID = "900000000000002_77"


def _public(post: ArchivedPost) -> ArchivedPost:
    return leaving(post, about(is_public=True))


@pytest.mark.parametrize("leave", [without_people, _public])
@pytest.mark.parametrize(
    "permalink",
    [
        "https://www.facebook.com/paul.ranaivo/posts/77",
        "https://www.facebook.com/permalink.php?story_fbid=77&id=4711",
        "https://m.facebook.com/story.php?story_fbid=77&id=4711",
        "https://www.facebook.com/photo.php?fbid=77&set=a.1.2.4711",
        "https://www.facebook.com/groups/1/user/4711/posts/77",
        "https://www.facebook.com/groups/1/posts/77?reply=paul.ranaivo",
    ],
)
def test_the_address_of_a_profile_becomes_that_of_the_post(
    permalink: str, leave: Callable[[ArchivedPost], ArchivedPost]
) -> None:
    """A reference leads to the post by its id, and names nobody."""
    told = leave(archived(id=ID, personal=True, permalink=permalink))

    assert f"https://www.facebook.com/{ID}" == told["permalink"]
    assert f"https://www.facebook.com/{ID}" == references([told])[0].url


@pytest.mark.parametrize("leave", [without_people, _public])
def test_where_no_address_is_left_none_is_told(
    leave: Callable[[ArchivedPost], ArchivedPost],
) -> None:
    """An id of our own is no address of Facebook's."""
    at = "https://www.facebook.com/paul.ranaivo/posts/77"
    told = leave(archived(id="local:a50e", personal=True, permalink=at))

    assert None is told["permalink"]


@pytest.mark.parametrize("leave", [without_people, _public])
@pytest.mark.parametrize(
    ("permalink", "personal"),
    [
        ("https://www.facebook.com/groups/reseau.liban/posts/77/", True),
        ("https://m.facebook.com/groups/4711/permalink/77", True),
        ("https://forum.example.org/77", True),
        ("https://www.facebook.com/an.organisation/posts/77", False),
        (None, True),
    ],
)
def test_other_addresses_stay(
    permalink: str | None, personal: bool, leave: Callable[[ArchivedPost], ArchivedPost]
) -> None:
    """A post in a group stands under the group; a page is no person."""
    assert permalink == leave(archived(personal=personal, permalink=permalink))["permalink"]


def test_with_authors_the_address_is_the_author_s() -> None:
    """Who asks for names of people has their posts where they stand."""
    at = "https://www.facebook.com/paul.ranaivo/posts/77"
    post = archived(personal=True, author="Paul Ranaivo", permalink=at)

    assert post == leaving(post, about(with_authors=True))


@pytest.mark.parametrize("personal", [True, False])
@pytest.mark.parametrize("leave", [without_people, _public])
def test_whom_a_post_tags_and_what_was_received_stay_in_the_house(
    leave: Callable[[ArchivedPost], ArchivedPost], personal: bool
) -> None:
    """Whoever wrote it: ids of people and addresses of profiles leave with --with-authors only."""
    kept = {
        "mentions": [{"id": "7", "name": "Marie Lova"}],
        "attachments": [{"target": {"url": "https://www.facebook.com/marie.lova"}}],
    }
    post = cast("ArchivedPost", {**archived(personal=personal), **kept})

    assert not kept.keys() & leave(post).keys()
    assert post == leaving(post, about(with_authors=True))
