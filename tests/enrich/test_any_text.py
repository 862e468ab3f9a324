"""Whatever a post says, the whole enrichment gives a result, in time that grows as its length."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.config.load import load_codebook
from fb_watch.enrich.boilerplate import boilerplate
from fb_watch.enrich.language import Detector
from fb_watch.enrich.tagger import Tagger
from fb_watch.model.collected import Page, Post
from fb_watch.model.tagged import TaggedPost

PAGE = Page(key="p", id="1", name="P", countries=("CD",), languages=("fr",))
FOOTER = boilerplate(f"Numéro {n}\nL’école pour tous" for n in range(50))
MILLION = 1_000_000


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The taggers as they are delivered: full codebook, gazetteer, language model."""
    return Tagger(load_codebook(Path(__file__).parents[2]), Detector().detect)


def tag(tagger: Tagger, message: str) -> TaggedPost:
    """A post with this message, tagged."""
    post = Post(id="1_2", page="p", created_at=datetime(2020, 4, 1, tzinfo=UTC), message=message)
    return tagger.tag(post, PAGE, FOOTER)


@settings(max_examples=60, deadline=None)
@given(message=st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_is_tagged(tagger: Tagger, message: str) -> None:
    """Random code points, half characters among them, have a language and tags that stand there."""
    tagged = tag(tagger, message)

    assert tagged.language.code
    for found in (*tagged.tags, *tagged.unresolved):
        for evidence in found.evidence:
            assert evidence.surface == message[evidence.start : evidence.end]


@pytest.mark.parametrize(
    "message",
    [
        *("a" * MILLION, "A" * MILLION, "é" * MILLION, "\u0301" * MILLION, "ا" * MILLION),
        *("学" * MILLION, "🇫" * (MILLION // 4), "\ud800" * MILLION, "." * MILLION, "#" * MILLION),
        *("a." * (MILLION // 2), "a " * (MILLION // 2), "\n" * MILLION, "@a" * (MILLION // 2)),
        "école " * 10_000,
        "Congo " * 10_000,
        "L’école pour tous\n" * 10_000,
        " ".join(f"#École{n}RDC" for n in range(10_000)),
        "#" + "ÉcoleRDC" * 10_000,
    ],
    ids=lambda message: ascii(message[:6]),
)
def test_a_monstrous_text_is_tagged(tagger: Tagger, message: str) -> None:
    """A megabyte of anything comes to its end: what grew with the square would take days."""
    assert tag(tagger, message).language.code


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and built-in ones."""
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize(
    "piece",
    [
        "#ÉcoleRDC{n} ",
        "école fermée ",
        "Congo et Punjab, ",
        "a.b{n} ",
        "L’école pour tous\n",
        "{n}",
    ],
)
def test_steps_grow_as_the_text_does(tagger: Tagger, piece: str) -> None:
    """Four times the text takes about four times the calls, not sixteen times."""
    short = "".join(piece.format(n=n) for n in range(200))
    long = "".join(piece.format(n=n) for n in range(800))
    tag(tagger, short)  # what is made only once is made now

    assert calls(lambda: tag(tagger, long)) < 6 * calls(lambda: tag(tagger, short))
