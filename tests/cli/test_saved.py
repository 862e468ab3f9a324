from pathlib import Path

import pytest

from cli.typed import Typed


@pytest.fixture
def saved(typed: Typed, own: Path) -> Typed:
    """A home of its own with a saved search."""
    assert own
    line = ("eau", "OR", "agua", "--language", "fr", "--until", "2020", "-Kenya")
    assert 0 == typed("saved", "add", "water", *line, "--by", "Anna").code
    return typed


def test_a_saved_search_works_wherever_filters_do(saved: Typed) -> None:
    """It finds what it found when it was kept, in search, export, review and by its own verb."""
    expected = saved.refs("eau", "OR", "agua", "-Kenya", "--language", "fr", "--until", "2020")

    run = saved("saved", "run", "water", "--format", "refs", "--limit", "99").lines
    exported = saved("export", "--saved", "water", "--format", "jsonl").lines
    queue = saved("review", "next", "--saved", "water", "--take", "99", "--json").json

    assert expected
    assert expected == saved.refs("--saved", "water") == run
    assert len(expected) == len(exported)
    assert set(expected) == {post["ref"] for post in queue}


def test_what_is_typed_besides_goes_first(saved: Typed) -> None:
    """A filter on the command line takes the place of the saved one of its kind."""
    assert saved.refs("eau", "OR", "agua", "-Kenya", "--language", "es", "--until", "2020") == (
        saved.refs("--saved", "water", "--language", "es")
    )


def test_saved_searches_are_listed_as_one_types_them(saved: Typed) -> None:
    """The list shows words and options; a search forgotten is known no more."""
    listed = saved("saved", "list").out
    saved("saved", "remove", "water", "--by", "Ben")
    gone = saved("search", "--saved", "watr")

    assert "eau OR agua  -Kenya" in listed
    assert "--language fr --until 2021-01-01T00:00:00Z" in listed
    assert 1 == gone.code
    assert "no saved search" in gone.err


def test_a_slip_is_told_when_a_search_is_kept(saved: Typed) -> None:
    """What no post has is said at once, and that a search without words or filters finds all."""
    slip = saved("saved", "add", "bad", "--theme", "educaton", "--by", "Anna")
    empty = saved("saved", "add", "empty", "--by", "Anna")
    sound = saved("saved", "add", "sound", "--theme", "education", "--by", "Anna")

    assert (0, 0, 0) == (slip.code, empty.code, sound.code)
    assert "No post has --theme educaton. Did you mean education?" in slip.err
    assert "finds every post" in empty.err
    assert "" == sound.err
