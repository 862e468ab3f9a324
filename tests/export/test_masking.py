"""What people wrote leaves the house without their names, numbers and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.export.masking import MASK, masked, masked_text
from make import archived


def _nobody(_words: str) -> bool:
    return False


def _awa(words: str) -> bool:
    return words.casefold() == "awa rakoto"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Écrivez à awa.r+x@ong.example.org, merci", "awa.r+x@ong.example.org"),
        ("Appelez +261 34 12 345 67 ce soir", "+261 34 12 345 67"),
        ("Appelez le 034 12 345 67 ce soir", "034 12 345 67"),
        ("Merci à Awa Rakoto pour les livres", "Awa Rakoto"),
        ("merci @Jean-Paul Rabe!", "@Jean-Paul Rabe"),
    ],
)
def test_what_names_or_reaches_a_person_is_masked(text: str, hidden: str) -> None:
    """One sign for each letter, so that offsets stay what they are."""
    found = masked_text(text, _awa, ["Jean-Paul Rabe"], ["MG"])

    assert text.replace(hidden, MASK * len(hidden)) == found


@pytest.mark.parametrize(
    "text",
    [
        "340 familles, 12 000 cahiers, le 30/05/2020 à 13:33",
        "Les écoles d’Antananarivo restent fermées. #école",
        "Awa est venue",
        "2020-05-30, 100 000 000 Ar, article 1234.567",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    """Figures, dates and places are what the text is kept for."""
    assert text == masked_text(text, _awa, ["Jean-Paul Rabe"], ["MG"])


def test_posts_of_a_page_are_left_whole() -> None:
    """An organisation's own number is there to be called."""
    post = archived(message="Appelez le +261 34 12 345 67", personal=False)

    assert post == masked(post, _awa)


def test_evidence_follows_the_text() -> None:
    """Words of a tag inside a masked stretch are masked there too, at the same place."""
    evidence = [{"term": "Rakoto", "surface": "Awa Rakoto", "start": 6, "end": 16, "rule": "term"}]
    country = {"country": "MG", "role": "about", "score": 1.0, "by": "machine", "codebook": "c"}
    post = archived(
        message="Merci Awa Rakoto",
        personal=True,
        countries=[{**country, "evidence": evidence}],
    )

    found = masked(post, _awa)

    assert "Merci ••••••••••" == found["message"]
    assert "••••••••••" == found["countries"][0]["evidence"][0]["surface"]


@given(st.text(max_size=200))
def test_any_text_keeps_its_length(text: str) -> None:
    """Whatever people write, no offset moves and nothing fails."""
    assert len(text) == len(masked_text(text, _nobody, ["a b"], ["MG", "FR"]))
