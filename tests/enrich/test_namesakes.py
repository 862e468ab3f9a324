"""Streets and squares called after countries and towns."""

import pytest

from fb_watch.enrich.namesakes import is_street

STREETS = [
    ("Rendez-vous 12, rue de Lisbonne, salle 3", "Lisbonne"),
    ("Place d’Italie, la maraude", "Italie"),
    ("boulevard du Portugal", "Portugal"),
    ("au centre (rue de l’Argentine)", "Argentine"),
    ("en la calle Bolivia 123", "Bolivia"),
    ("Plaza Italia, 18 h", "Italia"),
    ("na Avenida Brasil, 1200", "Brasil"),
    ("in via Roma 12 alle nove", "Roma"),
    ("in piazza Venezia", "Venezia"),
    ("at 14 Lisbon Street at noon", "Lisbon"),
    ("on Berlin Road, next to the bakery", "Berlin"),
    ("في شارع باريس", "باريس"),
]
NO_STREETS = [
    ("les enfants de la rue de Bamako", "Bamako"),
    ("la place du Togo dans le monde", "Togo"),
    ("Refugees travel via Kenya", "Kenya"),
    ("Mumbai Street Children Project", "Mumbai"),
    ("the Bangkok Street food fair", "Bangkok"),
    ("niños de la calle en Bolivia", "Bolivia"),
    ("moradores de rua de Angola", "Angola"),
    ("76 Samora Machel Avenue Harare", "Harare"),
    ("at View Park Plaza Nairobi", "Nairobi"),
]


@pytest.mark.parametrize(("text", "name"), STREETS)
def test_streets_are_no_countries(text: str, name: str) -> None:
    """What is called after a place says where the street is as little as what the post is about."""
    start = text.index(name)

    assert is_street(text, start, start + len(name))


@pytest.mark.parametrize(("text", "name"), NO_STREETS)
def test_what_happens_in_the_street_of_a_town_is_there(text: str, name: str) -> None:
    """Who live in the street do so in the town that is named."""
    start = text.index(name)

    assert not is_street(text, start, start + len(name))
