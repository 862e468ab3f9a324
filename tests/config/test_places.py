"""places.csv and ambiguous.csv: what they may say and what is said of mistakes."""

from pathlib import Path

import pytest

from config.problems import append, problems
from fb_watch.config.load import load_codebook
from fb_watch.config.mistake import MistakeError
from fb_watch.config.places import read_cues
from fb_watch.model.settings import AmbiguousTerm, PlaceTerm

WRONG_PLACES = [
    (
        "Bukavu,RDC,,city,,",
        "country = RDC: is not the code of a country. Did you mean CD?",
    ),
    (
        "Bukavu,,,city,,",
        "country: is not the code of a country."
        " Write the two capitals of ISO 3166-1, such as KE or CD.",
    ),
    (
        "Arab News,SA,,mask,,",
        "country = SA: a mask has no country."
        " Leave it empty, or write name, city or demonym under kind.",
    ),
    ("Bukavu,CD,FR,city,,", "language = FR: is not the code of a language. Did you mean fr?"),
    (
        "Bukavu,CD,,town,,",
        "kind = town: is not known here. Possible here: city, demonym, mask, name.",
    ),
    ("goma,CD,,city,,", "term = goma: stands in line 2 already. Delete one of the two."),
    (
        "Goma,RW,,city,,",
        "term = Goma: names another country in line 2."
        " A word of several countries belongs into ambiguous.csv.",
    ),
]


@pytest.mark.parametrize(("line", "said"), WRONG_PLACES, ids=[line for line, _ in WRONG_PLACES])
def test_wrong_place_is_explained(home: Path, line: str, said: str) -> None:
    """A mistake is named with file, line, column, cell, reason and remedy."""
    append(home, "places.csv", line + "\n")

    assert [f"places.csv:4: {said}"] == problems(home)


def test_a_name_may_mean_another_place_in_another_language(home: Path) -> None:
    """The same word is a line of its own in each language."""
    append(home, "places.csv", "Goma,BR,pt,name,exact,\n")

    assert (
        PlaceTerm(text="Goma", country="BR", language="pt", kind="name", case="exact")
        == load_codebook(home).places[-1]
    )


WRONG_AMBIGUOUS = [
    (
        "Guinée,fr,,,,,",
        "candidates: is not the code of a country."
        " Write the two capitals of ISO 3166-1, such as KE or CD.",
    ),
    ("Guinée,fr,GN UK,,,,", "candidates = GN UK: is not the code of a country. Did you mean GB?"),
    (
        "Guinée,fr,GN GW,GQ: Malabo,,,",
        "when = GQ: Malabo: GQ is not among the candidates. Possible here: GN, GW.",
    ),
    (
        "Guinée,fr,GN GW,Conakry,,,",
        "when = Conakry: has no country before the words: Conakry."
        " Write CD: Goma Bukavu | CG: Brazzaville.",
    ),
    (
        "Guinée,fr,GN GW,GN: | GW: Bissau,,,",
        "when = GN: | GW: Bissau: has no words after GN: Write CD: Goma Bukavu | CG: Brazzaville.",
    ),
    (
        "Guinée,fr,GN GW,,GQ,,",
        "otherwise = GQ: is not known here. Possible here: GN, GW, none, not-first, page.",
    ),
    ("congo,,CD CG,,,,", "term = congo: stands in line 2 already. Delete one of the two."),
]


@pytest.mark.parametrize(
    ("line", "said"), WRONG_AMBIGUOUS, ids=[line for line, _ in WRONG_AMBIGUOUS]
)
def test_wrong_rule_is_explained(home: Path, line: str, said: str) -> None:
    """A mistake is named with file, line, column, cell, reason and remedy."""
    append(home, "ambiguous.csv", line + "\n")

    assert [f"ambiguous.csv:3: {said}"] == problems(home)


def test_rule_of_one_country_has_its_defaults(home: Path) -> None:
    """Without words and fallback, the page decides; a fallback may be a country or none."""
    append(home, "ambiguous.csv", 'Malé,,MV,,,,\nGuinée,fr,"GN, GW",,GN,any,\nCali,,CO,,None,,\n')
    append(home, "ambiguous.csv", "Équateur,,EC CD,,Page EC,,\n")

    assert (
        AmbiguousTerm(text="Malé", language="", candidates=("MV",)),
        AmbiguousTerm(
            text="Guinée", language="fr", candidates=("GN", "GW"), otherwise="GN", case="any"
        ),
        AmbiguousTerm(text="Cali", language="", candidates=("CO",), otherwise="none"),
        AmbiguousTerm(
            text="Équateur", language="", candidates=("EC", "CD"), otherwise="page EC"
        ),
    ) == load_codebook(home).ambiguous[1:]


def test_phrases_among_the_words_stand_in_quotes() -> None:
    """Straight, curly and French quotes hold a phrase together; commas only part."""
    text = 'CR: "Costa Rica", “San Pedro” « Puerto Viejo » Limón; Heredia | US: LA | CR: Cartago'

    cues = read_cues(text, ("CR", "US"))

    assert (
        ("CR", ("Costa Rica", "San Pedro", "Puerto Viejo", "Limón", "Heredia", "Cartago")),
        ("US", ("LA",)),
    ) == cues


@pytest.mark.parametrize("text", [":", "|:", "CR:“”", "CR: ,;"])
def test_cues_without_words_are_refused(text: str) -> None:
    """Marks alone are no words."""
    with pytest.raises(MistakeError):
        read_cues(text, ("CR",))
