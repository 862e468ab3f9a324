import pytest

from fb_watch.export.quoting import quotation
from fb_watch.export.styles import Span
from make import archived


@pytest.mark.parametrize(
    ("lang", "kind", "expected"),
    [
        ("en", "link", "[Shared link: Fête de l’eau]"),
        ("fr", "event", "[Événement\u202f: Fête de l’eau]"),
        ("es", "share", "[Publicación compartida: Fête de l’eau]"),
    ],
)
def test_a_post_without_text_is_quoted_by_what_it_shows(
    lang: str, kind: str, expected: str
) -> None:
    """The title of what a post shares stands for its text, in the words of the document."""
    link = {"url": "https://e.example/", "title": "Fête de l’eau", "description": None}
    post = archived(message=" ", kind=kind, links=[link])

    quoted = quotation(post, number=1, reference=[Span("r")], lang=lang)

    assert (expected, lang) == (quoted.text, quoted.language)


def test_a_picture_without_text_says_that_it_has_none() -> None:
    """The title that Facebook gives to pictures says nothing of them."""
    link = {"url": "https://e.example/", "title": "Photos", "description": None}
    post = archived(message=None, kind="photo", links=[link])

    quoted = quotation(post, number=1, reference=[Span("r")], lang="en")

    assert "[Post without text]" == quoted.text


def test_an_edit_is_dated_where_its_time_is_told() -> None:
    """When an edit was made and when it was seen are not the same."""
    edit: dict[str, object] = {"version": 2, "edited_at": "2020-04-05T10:00:00Z"}
    told = archived(source="dyi", **edit)
    seen = archived(**edit)

    flags = [
        quotation(post, number=1, reference=[Span("r")], lang="en").flags for post in (told, seen)
    ]

    assert [
        ("Edited on April 5, 2020: this is version 2.",),
        ("Edited: this is version 2, seen on April 5, 2020.",),
    ] == flags


def test_an_older_version_is_flagged() -> None:
    """Who reads the version kept in a dossier learns that the post was edited after it."""
    old = quotation(
        archived(version=1, newest_version=3), number=1, reference=[Span("r")], lang="en"
    )
    new = quotation(
        archived(version=3, newest_version=3), number=1, reference=[Span("r")], lang="en"
    )

    assert ("This is version 1: the post was edited after it, to version 3.",) == old.flags
    assert () == new.flags
