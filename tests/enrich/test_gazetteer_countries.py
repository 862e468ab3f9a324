"""The gazetteer holds the world: each country by name, in its continent, by its capital."""

import pytest

from enrich.alone import COUNTRIES
from fb_watch.enrich import gazetteer
from fb_watch.enrich.text import normalise
from fb_watch.model.settings import PlaceTerm

SENTENCES = {
    "en": "There is good news from {name} today.",
    "fr": "Voici de bonnes nouvelles : {name} aujourd'hui.",
    "es": "Hay buenas noticias: {name} hoy.",
}
# UN M49 sub-region → continent.
CONTINENTS = {
    "002": ("011", "014", "015", "017", "018"),
    "019": ("005", "013", "021", "029"),
    "142": ("030", "034", "035", "143", "145"),
    "150": ("039", "151", "154", "155"),
    "009": ("053", "054", "057", "061"),
}


def names(language: str) -> dict[str, list[str]]:
    """Country → its names in a language."""
    found: dict[str, list[str]] = {}
    for pattern in gazetteer.load().patterns:
        sense = pattern.value
        if isinstance(sense, PlaceTerm) and sense.kind == "name" and language in pattern.languages:
            found.setdefault(sense.country, []).append(pattern.text)
    return found


def countries(text: str, *languages: str) -> list[str]:
    """What the gazetteer alone sees."""
    return [tag.value for tag in COUNTRIES.tag(normalise(text), languages=languages)]


@pytest.mark.parametrize("language", list(SENTENCES))
def test_each_country_is_found_by_its_name(language: str) -> None:
    """All 249 countries and territories of ISO 3166-1 are seen in a sentence that names them."""
    by_country = names(language)

    unseen = [
        country
        for country in gazetteer.load().regions
        if not any(
            countries(SENTENCES[language].format(name=name), language) == [country]
            for name in by_country.get(country, [])
        )
    ]

    assert [] == unseen


def test_each_country_has_its_continent() -> None:
    """Every country rolls up to one of the five continents of UN M49, Antarctica to none."""
    regions = gazetteer.load().regions
    continents = {part: whole for whole, parts in CONTINENTS.items() for part in parts}

    homeless = {country for country, region in regions.items() if region not in continents}
    sizes = {
        whole: sum(continents.get(region) == whole for region in regions.values())
        for whole in CONTINENTS
    }

    assert {"AQ"} == homeless
    assert {"002": 60, "019": 57, "142": 51, "150": 51, "009": 29} == sizes
