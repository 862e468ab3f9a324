"""Names of countries that people have too."""

import pytest

from fb_watch.enrich.persons import is_person


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Il s'appelle Jordan Dupont", "Jordan", True),
        ("Il s’appelle Jordan Dupont", "Jordan", True),
        ("Nous remercions Jordan Dupont", "Jordan", True),
        ("We thank Israel Gonzalez", "Israel", True),
        ("Merci à Israel Mbala", "Israel", True),
        ("with Chad Smith", "Chad", True),
        ("Kenya Moore is an actress", "Kenya", True),
        ("Kris Jordan", "Jordan", True),
        ("We are in Jordan", "Jordan", False),
        ("across the Jordan Valley", "Jordan", False),
        ("In Jordan Monday", "Jordan", False),
        ("refugees hit Jordan Tuesday", "Jordan", False),
        ("Schools in Kerak. Jordan must help", "Jordan", False),
        ("Mr. Jordan must help", "Jordan", True),
        ("UNICEF Jordan", "Jordan", False),
        ("Save the Children Jordan", "Jordan", False),
        ("Kenya Red Cross sends masks", "Kenya", False),
        ("Kenya UNICEF", "Kenya", False),
        ("Schools in Kenya close", "Kenya", False),
        ("Merci Kenya", "Kenya", False),
        ("Kenya", "Kenya", False),
        ("Nchini Chad, mafuriko", "Chad", False),
        ("Di Chad, sekolah", "Chad", False),
        ("Je m’appelle Jordan et j’ai douze ans", "Jordan", True),
        ("Mi hija se llama India y va a la escuela", "India", True),
        ("A girl named Kenya drew this", "Kenya", True),
        ("My name is Paris and I cook", "Paris", True),
        ("a country called Chad", "Chad", False),
    ],
)
def test_first_names_and_surnames(text: str, name: str, expected: bool) -> None:
    """A first name before or a surname after makes a person, whatever small word stands before."""
    start = text.index(name)

    assert expected is is_person(text, start, start + len(name))


def test_the_name_of_a_place_is_no_first_name() -> None:
    """In "Nairobi Kenya" both are places."""
    text = "Nairobi Kenya"

    assert is_person(text, 8, 13)
    assert not is_person(text, 8, 13, names={0, 7, 8, 13})
