"""Streets and squares called after countries and towns."""

import pytest

from enrich.alone import shipped
from fb_watch.enrich.namesakes import is_street

STREETS = [
    ("Rendez-vous 12, rue de Lisbonne, salle 3", "Lisbonne"),
    ("Place d’Italie, la maraude", "Italie"),
    ("boulevard du Portugal", "Portugal"),
    ("au centre (rue de l’Argentine)", "Argentine"),
    ("en la calle Bolivia 123", "Bolivia"),
    ("en la Avda Bolivia, 12", "Bolivia"),
    ("Avda. de Portugal 3", "Portugal"),
    ("Avda de Portugal 3", "Portugal"),
    ("Plaza Italia, 18 h", "Italia"),
    ("na Avenida Brasil, 1200", "Brasil"),
    ("in via Roma 12 alle nove", "Roma"),
    ("in piazza Venezia", "Venezia"),
    ("at 14 Lisbon Street at noon", "Lisbon"),
    ("on Berlin Road, next to the bakery", "Berlin"),
    ("في شارع باريس", "باريس"),
    ("sur l'avenue de Suisse", "Suisse"),
    ("sur l’avenue du Congo", "Congo"),
    ("in der Berliner Straße 12", "Berliner"),
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


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("fr", "Les habitants de la rue du Brésil à Lyon ont planté des arbres", {"FR"}),
        ("fr", "L'école de la rue de Suisse à Tunis", {"TN"}),
        ("fr", "La fête de la place du Togo à Paris", {"FR"}),
        ("es", "En la calle de Ecuador en Barcelona", {"ES"}),
        ("fr", "Sur l'avenue de Suisse à Dakar", {"SN"}),
        ("it", "La scuola in via Etiopia a Roma", {"IT"}),
        ("de", "Wir trafen uns am Schweizer Platz in Frankfurt", {"DE"}),
        ("fr", "Les enfants de la rue de Bamako à l'école", {"ML"}),
        ("fr", "Les enfants de la rue du Congo à Kinshasa", {"CD"}),
        ("fr", "La place du Togo dans le monde", {"TG"}),
        ("fr", "Les enfants de la rue du Togo à Lomé", {"TG"}),
        ("en", "They travel via Kenya to Kampala", {"KE", "UG"}),
    ],
)
def test_a_street_in_prose_is_known_by_the_town_of_another_country(
    language: str, text: str, countries: set[str]
) -> None:
    """Who live in the street of a country's town are there, and no street is in its own country."""
    assert countries == shipped(text, language)
