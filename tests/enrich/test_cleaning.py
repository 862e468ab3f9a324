"""What is left of a post for language detection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.enrich.cleaning import clean

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("Voir https://example.org/en/the-page et www.example.org/x ici", "Voir et ici"),
        ("Détails sur example.org/dons et info@example.org merci", "Détails sur et merci"),
        ("C'est fini.Et maintenant.De retour", "C'est fini.Et maintenant.De retour"),
        ("详情见https://t.co/x1我们的网站", "详情见 我们的网站"),
        ("Merci @Jean.Dupont et @[123:2048:Marie Curie] pour tout", "Merci et pour tout"),
        ("Bonne rentrée à tous #BackToSchool", "Bonne rentrée à tous"),
        ("👉 #JournéeDesFemmes 2024", "Journée Des Femmes"),
        ("#शिक्षा_का_अधिकार", "शिक्षा का अधिकार"),
        (
            "**Grande** nouvelle : [la lettre](https://example.org/letter) !",
            "Grande nouvelle : la lettre !",
        ),
        ("Il y a 1.5 million de gens", "Il y a million de gens"),
        ("𝗕𝗼𝗻𝗷𝗼𝘂𝗿 à ⓣⓞⓤⓢ ™", "Bonjour à tous"),
        ("LA RÉUNION\nest reportée", "la réunion\nest reportée"),
        ("un\u00a0deux\r\n\r\n\x00trois\u2028quatre", "un deux\ntrois\nquatre"),
        ("می‌خواهم ℹ️ 👩‍👧", "می‌خواهم"),
        ("กำลังใจ", "กำลังใจ"),
        ("l\u0332e\u0332s\u0332 e\u0301\u0336c\u0336o\u0336l\u0336e\u0336s", "les écoles"),
    ],
)
def test_only_the_words_are_left(post: str, words: str) -> None:
    """Addresses, mentions, hashtags, emoji, digits and marks go; the words stay as they were."""
    assert words == clean(post)


def test_hashtags_come_back_when_they_are_all_there_is() -> None:
    """A post of hashtags alone is read by their words, a post of words without its hashtags."""
    assert "solidarité internationale" == clean("#solidarité #internationale")
    assert "Ensemble" == clean("Ensemble #solidarité #internationale")


@given(ANY_TEXT)
def test_any_text_comes_out_tidy(text: str) -> None:
    """Whatever the text, no empty line, no doubled space and no digit is left."""
    cleaned = clean(text)

    assert all(line == line.strip() and line for line in cleaned.split("\n") if cleaned)
    assert "  " not in cleaned
    assert not any(c.isdecimal() for c in cleaned)


@pytest.mark.parametrize("unit", ["a", "a.", "a-", "[", "[a](", "@", "#", "a@", "www.", "*_", "1."])
def test_a_megabyte_of_anything_is_cut_to_the_longest_post(unit: str) -> None:
    """No repetition makes the text grow past what Facebook allows, nor the patterns run away."""
    assert len(clean(unit * 500_000)) <= 63_206
