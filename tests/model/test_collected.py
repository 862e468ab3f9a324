import hashlib
from datetime import UTC, datetime
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.model.collected import Link, Media, Place, Post

# Texts reach a Post without lone surrogates: dialect.clean sees to it.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MAYBE = st.none() | TEXT


def _post(**changes: Any) -> Post:
    return Post(id="1_2", page="p", created_at=datetime(2020, 5, 30, tzinfo=UTC), **changes)


@given(
    message=MAYBE,
    links=st.lists(st.builds(Link, url=TEXT, title=MAYBE, description=MAYBE), max_size=3),
    media=st.lists(st.builds(Media, kind=st.just("photo"), id=MAYBE, alt=MAYBE), max_size=3),
    place=st.none() | st.builds(Place, id=MAYBE, name=MAYBE),
)
def test_the_hash_is_over_canonical_json(
    message: str | None, links: list[Link], media: list[Media], place: Place | None
) -> None:
    """The version hash is the SHA-256 of what RFC 8785 writes, whatever the post says."""
    post = _post(message=message, links=tuple(links), media=tuple(media), place=place)

    assert hashlib.sha256(rfc8785.dumps(post.content)).hexdigest() == post.hash


def test_the_hash_of_a_known_post_never_changes() -> None:
    """References are given for ever: this hash must be the same in every release."""
    post = _post(message="L’école reste fermée.", links=(Link(url="https://example.org/"),))

    assert "0c83a52406419603b7cc8323f5976130caebcd7bd5798b5043f49dfbb36b63dc" == post.hash


def test_what_moves_by_itself_is_not_in_the_hash() -> None:
    """Media URLs, permalink, story and updated_time make no other version."""
    plain = _post(message="School", media=(Media(kind="photo", id="7", url="https://a/1"),))
    moved = _post(
        message="School",
        media=(Media(kind="photo", id="7", url="https://a/2", width=100),),
        permalink="https://www.facebook.com/1/posts/2",
        story="A page updated its status.",
        updated_at=datetime(2021, 1, 1, tzinfo=UTC),
    )

    assert plain.hash == moved.hash
