"""Authors of group posts are people: what is kept of them tells nobody who they are."""

import html
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.intake.persons import without_names
from fb_watch.model.collected import Post
from fb_watch.model.comments import Comment
from fb_watch.model.intake import Found

AT = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)


def _sign(person: str) -> str:
    return f"{sum(map(ord, person)):016x}"


def _found(author: str | None, raw: bytes = b"", **changes: Any) -> Found:
    told: dict[str, Any] = {
        "id": "local:abc",
        "page": "volunteers",
        "created_at": AT,
        "author": author,
        "message": "Bonjour",
        "story": f"{author} a publié.",
    }
    return Found(post=Post(**(told | changes)), where="line 1", raw=raw, is_person=True)


def _broken(text: str) -> str:
    return text.encode().decode("latin-1")


@pytest.mark.parametrize(
    "raw",
    [
        "Zoé Añez".encode(),
        json.dumps("Zoé Añez").encode(),
        json.dumps(_broken("Zoé Añez")).encode(),
        html.escape("Zoé Añez").encode(),
        "Zoé Añez".encode("utf-16-le"),
        "Zoé Añez".encode("latin-1"),
    ],
)
def test_the_name_is_in_no_writing_of_it(raw: bytes) -> None:
    """Evidence keeps everything but the name, however the file writes it."""
    found = without_names(_found("Zoé Añez", b"x" + raw + b"y"), _sign, named=False)

    assert raw not in found.raw
    assert (found.raw[:1], found.raw[-1:]) == (b"x", b"y")
    assert found.post.author is None
    assert "Zoé" not in (found.post.story or "")


def test_one_person_is_one_sign() -> None:
    """Blanks and capitals of a name do not matter; an id goes before it."""
    signs = {
        without_names(_found(name), _sign, named=False).post.author_id
        for name in ("Zoé Añez", "zoé  añez ")
    }

    assert 1 == len(signs)
    by_id = without_names(_found("Zoé Añez", author_id="4711"), _sign, named=False)
    assert _sign("4711") == by_id.post.author_id


def test_an_id_made_of_the_name_is_made_anew() -> None:
    """Else somebody could try names until one gives the id."""
    assert "local:abc" != without_names(_found("Zoé"), _sign, named=False).post.id
    given_id = _found("Zoé", id="1_2")
    assert "1_2" == without_names(given_id, _sign, named=False).post.id


def test_named_sources_keep_the_name() -> None:
    """The display name stays, with the sign beside it; nothing is taken out."""
    found = without_names(_found("Zoé", b"Zo\xc3\xa9"), _sign, named=True)

    assert ("Zoé", b"Zo\xc3\xa9", True) == (found.post.author, found.raw, found.post.is_personal)
    assert found.post.author_id is not None


def test_authors_of_comments_are_never_named() -> None:
    """A comment holds a sign or nothing."""
    comment = Comment(id="1", post="2", created_at=AT, author="Awa Rakoto", message="Merci")
    told = Found(post=_found("Zoé").post, where="", raw=b"", comments=(comment,))

    (kept,) = without_names(told, _sign, named=True).comments

    assert _sign("name:awa rakoto") == kept.author


@given(st.text(min_size=1, max_size=20).filter(str.strip), st.text(max_size=40))
def test_any_name_is_taken_out(name: str, rest: str) -> None:
    """No name survives in its own writing, whatever surrounds it."""
    raw = json.dumps({"title": f"{rest} {name}"}, ensure_ascii=False).encode("utf-8", "replace")

    found = without_names(_found(name, raw), _sign, named=False)

    assert found.post.author is None
    if len(name) > 3 and name.isalpha():
        assert name.encode() not in found.raw
