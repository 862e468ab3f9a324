"""Normalised texts: what becomes one, what stays two, and the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.enrich.text import fold, normalise

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("CÔTE D'IVOIRE", "cote d'ivoire"),
        ("Guinée–Bissau", "guinee bissau"),
        ("Cœur, Łódź, Straße, İstanbul, ışık", "coeur, lodz, strasse, istanbul, isik"),
        ("Ёлка й", "елка и"),
        ("𝗠𝗮𝗱𝗮𝗴𝗮𝘀𝗰𝗮𝗿 ＨＡＩＴＩ", "madagascar haiti"),
        ("لُبْنَان لبنـــان", "لبنان لبنان"),
        ("أإآ ى ة ک ی", "ااا ي ه ك ي"),
        ("ﻟﺒﻨﺎﻥ", "لبنان"),
        ("soft\u00adhyphen zero\u200bwidth \u202bbidi\u202c", "softhyphen zerowidth bidi"),
        (
            "s\u0332a\u0332n\u0332t\u0332e\u0301\u0332 e\u0336a\u0335u\u0338 po\u034ftable",
            "sante eau potable",
        ),
        ("a\x00b\nc\u00a0d", "a b c d"),
    ],
)
def test_one_form(written: str, expected: str) -> None:
    """Ways to write the same word become the same."""
    assert expected == fold(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ダイ", "タイ"),  # die, Thailand
        ("ต้องการ", "ตองการ"),
        ("กล่าว", "กลาว"),
        ("की", "का"),
        ("한국", "하국"),
    ],
)
def test_signs_that_make_words_stay(one: str, other: str) -> None:
    """Voicing, tone marks, vowel signs and finals keep words apart."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["Bénin", "한국", "ダイ", "Việt Nam", "বাংলাদেশ", "क़तर", "য়"])
def test_composition_does_not_matter(text: str) -> None:
    """Composed and decomposed texts have the same form."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "word", "surface"),
    [
        ("le Bénin ici", "benin", "Bénin"),
        (unicodedata.normalize("NFD", "le Bénin ici"), "benin", "Be\u0301nin"),
        (unicodedata.normalize("NFD", "à 한국!"), "한국", unicodedata.normalize("NFD", "한국")),
        ("\u200bMali\u200b sœur Togo", "togo", "Togo"),
        ("sœur", "soeur", "sœur"),
        ("🇲🇬🇲🇬 \ufe0fHaïti", "haiti", "Haïti"),
        ("\ud800 Haïti", "haiti", "Haïti"),
        ("وَلُبْنَانُ", "لبنان", "لُبْنَانُ"),
        ("en Côte  d'Ivoire", "cote d'ivoire", "Côte  d'Ivoire"),
        ("Sri \u00a0 Lanka ici", "sri lanka", "Sri \u00a0 Lanka"),
        ("le Burki\u00adna Faso", "burkina faso", "Burki\u00adna Faso"),
    ],
)
def test_way_back(text: str, word: str, surface: str) -> None:
    """A stretch of the form leads to the code points it came from."""
    form = normalise(text)
    at = form.text.index(word)

    start, end = form.locate(at, at + len(word))

    assert surface == text[start:end]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("#SolidaritéMadagascar", ["solidarite", "madagascar"]),
        ("#COVID19Mali", ["covid", "19", "mali"]),
        ("#RDCongo", ["rd", "congo"]),
        ("#لبنان_منكوب", ["لبنان", "منكوب"]),
        ("＃BurkinaFaso!", ["burkina", "faso"]),
        ("#ПомощьЛивану", ["помощь", "ливану"]),
        ("#ΕλλάδαΚύπρος", ["ελλαδα", "κυπροσ"]),
    ],
)
def test_hashtags_come_apart(text: str, parts: list[str]) -> None:
    """The words of a hashtag follow the text and know where they stand in it."""
    form = normalise(text)
    tail = form.text[len(text) :]

    assert parts == tail.split()
    for part in parts:
        at = len(text) + tail.index(part)
        start, end = form.locate(at, at + len(part))
        assert part == fold(text[start:end])
        assert form.in_hashtag(at)


@pytest.mark.parametrize(
    "text",
    [
        "voir https://mali.example.org/togo?x=benin",
        "voir www.mali.com",
        "voir mali.org/togo",
        "écrire à mali.togo@benin.org",
        "merci @Mali_Togo",
        "merci @[12:34:Mali Togo Benin]",
    ],
)
def test_addresses_are_no_text(text: str) -> None:
    """URLs, e-mail addresses and mentions leave blanks and move nothing."""
    form = normalise(text)

    assert len(text) == len(form.text)
    assert not {"mali", "togo", "benin"} & set(form.text.replace(".", " ").split())


def test_a_markdown_label_is_text() -> None:
    """Of a Markdown link the label stays."""
    form = normalise("Lire [l'appel du Togo](https://example.org/mali) **ici**")

    assert "l'appel du togo" in form.text
    assert "mali" not in form.text


def test_chinese_goes_on_after_a_url() -> None:
    """A URL ends where another script begins."""
    assert "我们在马里" in normalise("见https://t.co/x我们在马里").text


@given(ANY_TEXT)
def test_any_text_has_a_way_back(text: str) -> None:
    """Every character of any form lies within the original, and the way never runs backwards."""
    form = normalise(text)

    spans = [form.locate(at, at + 1) for at in range(len(form.text))]

    assert all(0 <= start <= end <= len(text) for start, end in spans)
    form.text.encode()  # whole characters only


@given(ANY_TEXT)
def test_a_form_is_its_own_form(text: str) -> None:
    """Folding twice is folding once: terms and texts meet in one form."""
    assert fold(text) == fold(fold(text))


def test_words_of_two_paragraphs_are_no_phrase() -> None:
    """One space stands for several; a blank line, an address and a hashtag keep words apart."""
    for text in ("Côte\n\nd'Ivoire", "Côte https://example.org d'Ivoire"):
        assert "cote d'ivoire" not in normalise(text).text
