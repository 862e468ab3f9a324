"""Names of countries that are everyday words with the capital of a first word."""

from pathlib import Path

import pytest

from fb_watch.config.load import load_codebook
from fb_watch.enrich import gazetteer
from fb_watch.enrich.countries import CountryTagger
from fb_watch.enrich.fit import Reason
from fb_watch.enrich.opening import is_first
from fb_watch.enrich.text import normalise
from fb_watch.model.collected import Page

TAGGER = CountryTagger(gazetteer.load(), load_codebook(Path(__file__).parents[2]))
OF_TURKEY = Page(key="p", id="1", name="P", countries=("TR",))


def countries(text: str, languages: str = "", of: Page | None = None) -> list[str]:
    """The countries of a text."""
    return [tag.value for tag in TAGGER.tag(normalise(text), of, None, tuple(languages.split()))]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Того, кто помогает, мы благодарим", "ru"),
        ("Того, кто помогает, мы благодарим", ""),
        ("Polish the floor with a soft cloth", "en"),
        ("China for the table and some flowers", "en"),
        ("Good evening. Turkey is on the menu tonight!", "en"),
        ("Turkey is served with rice", "en"),
        ("Chile verde para todos los vecinos", "es"),
        ("Chili con carne pour tous", "fr"),
        ("Peru de Natal para todas as famílias", "pt"),
        ("Peru de Natal", ""),
    ],
)
def test_a_first_word_is_no_country(text: str, languages: str) -> None:
    """Where a sentence begins, the capital says nothing; the near miss says so."""
    misses = TAGGER.misses(normalise(text), languages=tuple(languages.split()))

    assert [] == countries(text, languages)
    assert Reason.FIRST_WORD in {miss.reason for miss in misses}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China closes schools", ["CN"]),
        ("China: schools stay closed", ["CN"]),
        ("China’s schools stay closed", ["CN"]),
        ("China, Italy and Spain", ["CN", "IT", "ES"]),
        ("China", ["CN"]),
        ("#China for all", ["CN"]),
        ("Turkey is closing its schools", ["TR"]),
        ("Turkey is encircled by seas", ["TR"]),
        ("Turkey set up tents", ["TR"]),
        ("Turkey for all. Schools in Turkey", ["TR"]),
        ("Turkey for all, from Istanbul", ["TR"]),
        ("Polish nurses sew masks", ["PL"]),
        ("We thank Polish nurses", ["PL"]),
        ("Schools in China and Turkey", ["CN", "TR"]),
    ],
)
def test_a_second_sign_makes_it_one(text: str, expected: list[str]) -> None:
    """A verb, a list, another name of it, or the same within a sentence."""
    assert expected == sorted(countries(text, "en"), key=expected.index)


def test_the_page_may_be_the_second_sign() -> None:
    """A page of the country speaks of it."""
    assert [] == countries("Turkey for Christmas", "en")
    assert ["TR"] == countries("Turkey for Christmas", "en", OF_TURKEY)


def test_other_languages_know_no_such_word() -> None:
    """German has no other China, Spanish no other Turkey."""
    assert ["CN"] == countries("China für alle", "de")
    assert ["CL"] == countries("Chile aux enfants", "de")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x", True), ("« x", True), ("Oui. x", True), ("Oui\n• x", True), ("Oui, x", False)],
)
def test_where_sentences_begin(text: str, expected: bool) -> None:
    """At the beginning, after a full stop, on a new line; signs are no words."""
    assert expected is is_first(text, len(text) - 1)
