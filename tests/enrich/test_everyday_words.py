"""Everyday words: what a language says every day is no town of another."""

from pathlib import Path

import pytest

from enrich.alone import COUNTRIES
from fb_watch.config.load import load_codebook
from fb_watch.enrich.text import normalise
from fb_watch.model.collected import Page

ROOT = Path(__file__).parents[2]
GREETINGS = ROOT / "src" / "fb_watch" / "enrich" / "data" / "greetings.tsv"
# Terms that do name a country, its people or a place in it.
MEANT = (
    *("bénin", "beirut", "beyrut", "بيروت", "贝鲁特", "calais"),
    *("venezolan", "kirusi", "افغان"),
)


def words() -> list[tuple[str, str]]:
    """Terms of the shipped codebook and greetings, each with its language."""
    found = [
        (term.text.rstrip("*"), term.language)
        for term in load_codebook(ROOT).terms
        if term.strength != "mask"
    ]
    for line in GREETINGS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, languages = line.split("\t")
            found += [(text, language) for language in languages.split()]
    return found


def countries(text: str, *languages: str, page: Page | None = None) -> list[str]:
    """What the gazetteer sees."""
    return [t.value for t in COUNTRIES.tag(normalise(text), page, languages=languages) if t.score]


def test_terms_and_greetings_are_no_countries() -> None:
    """At the beginning of a sentence, with a capital, each says nothing of a country."""
    wrong = [
        (language, word, found)
        for word, language in words()
        if not any(name in word.lower() for name in MEANT)
        if (found := countries(word[0].upper() + word[1:], language))
    ]

    assert [] == wrong


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Okay, we will be there tomorrow"),
        ("fr", "Seul le virus circule"),
        ("tr", "Okullar karantina nedeniyle kapalı"),
        ("id", "Sekolah ditutup karena karantina"),
        ("tl", "Maraming salamat sa lahat. Salamat po!"),
        ("tl", "Puno ng pag-asa ang mga ina. Masaya kami na makatulong"),
        ("de", "Das Leiden der Menschen ist groß"),
        ("sw", "Ngozi yako inahitaji maji safi"),
        ("en", "Ngozi Okonjo-Iweala was elected"),
        ("mg", "Menaka sy vary no nozaraina"),
        ("id", "Nyeri itu biasa. Anak-anak di taman kanak-kanak"),
        ("es", "Mosca blanca ataca los cultivos. Damas y caballeros"),
        ("pt", "Praga de gafanhotos. Rim e coração"),
        ("it", "Rom e sinti vivono nei campi. Madri e figli"),
        ("de", "Genes. Die Gene"),
        ("ro", "Campania de vaccinare. Bursa. Pune masca"),
        ("vi", "Pháp luật và trường học"),
        ("ln", "Mokolo ya lelo"),
    ],
)
def test_an_everyday_word_is_no_town(language: str, text: str) -> None:
    """A word of the language it stands in is that word."""
    assert [] == countries(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("it", "Mosca chiude le scuole", ["RU"]),
        ("pt", "As escolas de Seul e de Praga", ["KR", "CZ"]),
        ("nl", "Scholen in Leiden", ["NL"]),
        ("fr", "Menaka et le nord du Mali", ["ML"]),
        ("fr", "La province du Salamat", ["TD"]),
        ("es", "Las escuelas de Puno", ["PE"]),
    ],
)
def test_elsewhere_it_is_the_town(language: str, text: str, expected: list[str]) -> None:
    """The same word in another language is still the place."""
    assert expected == countries(text, language)


def test_of_an_unknown_language_the_page_tells() -> None:
    """Of one word nobody can tell the language; what the page says it writes in is likely."""
    page = Page(key="p", id="1", name="P", countries=(), languages=("tl",))

    assert [] == countries("Masaya!", page=page)
    assert [] == countries("Malabo", page=page)
    assert ["GQ"] == countries("Malabo")
