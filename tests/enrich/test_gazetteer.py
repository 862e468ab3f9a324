"""The gazetteer: every country in every main language, tables in order, measured on sentences."""

import csv
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from enrich.alone import COUNTRIES
from fb_watch.config.load import load
from fb_watch.enrich import gazetteer
from fb_watch.enrich.text import fold, normalise
from fb_watch.model.settings import PlaceTerm

SENTENCES = Path(__file__).parents[3] / "shared" / "dev-data" / "parallel_sentences_46langs.tsv"


def names(language: str) -> set[str]:
    """The countries that have a name in a language."""
    found = set()
    for pattern in gazetteer.load().patterns:
        sense = pattern.value
        if isinstance(sense, PlaceTerm) and sense.kind == "name" and language in pattern.languages:
            found.add(sense.country)
    return found


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar", "it", "de", "sw", "hi", "zh"])
def test_all_countries_have_a_name(language: str) -> None:
    """Every country of ISO 3166-1 is named, but for those whose only name is an everyday word."""
    missing = set(gazetteer.load().regions) - names(language)

    assert missing <= {"MU", "RE", "ML"}


# What the network's pages and their neighbours write.
SPOKEN = (
    "fr", "en", "es", "pt", "it", "de", "ar", "ru", "tr", "zh", "ja", "he", "sw", "mg", "hi", "bn",
    "rw", "ln", "ht", "ha", "am", "ur", "ta", "si", "ne", "tl", "id", "vi", "th",
)  # fmt: skip


@cache
def network() -> set[str]:
    """The countries of the ten pages of the default configuration."""
    pages = load(Path(__file__).parents[2]).pages
    return {country for page in pages for country in page.countries}


def demonyms(language: str) -> set[str]:
    """The countries whose people have a word in a language."""
    return {
        pattern.value.country
        for pattern in gazetteer.load().patterns
        if isinstance(pattern.value, PlaceTerm)
        and pattern.value.kind == "demonym"
        and language in pattern.languages
    }


@pytest.mark.parametrize("language", SPOKEN)
def test_the_countries_of_the_network_have_demonyms(language: str) -> None:
    """Each has one; that of the Central African Republic is that of a region in most languages."""
    assert set() == network() - demonyms(language) - {"CF"}


def places(terms: list[str]) -> list[str]:
    """The places among the names of a country: those in Latin letters, each spelling group once."""
    found: list[str] = []
    for name in filter(str.isascii, map(fold, terms)):
        if all(SequenceMatcher(None, name, other).ratio() < 0.6 for other in found):
            found.append(name)
    return found


def test_the_countries_of_the_network_have_places() -> None:
    """At least ten well-known places stand for each of them; Malé, Male and 马累 are one."""
    towns = {row["country"]: row["terms"].split(", ") for row in gazetteer.rows("cities.tsv")}

    assert [] == [
        country for country in sorted(network()) if len(places(towns.get(country, []))) < 10
    ]


def test_countries_are_those_of_iso() -> None:
    """The tables know the 249 codes of ISO 3166-1, Namibia among them, and no others."""
    known = gazetteer.load().regions
    used = {
        pattern.value.country
        for pattern in gazetteer.load().patterns
        if isinstance(pattern.value, PlaceTerm) and not pattern.mask
    }

    assert 249 == len(known)
    assert {"NA", "NO", "PS", "TW"} <= set(known)
    assert set() == used - set(known)


@pytest.mark.parametrize(
    "table", ["names.tsv", "names_by_hand.tsv", "demonyms.tsv", "cities.tsv", "masks.tsv"]
)
def test_a_wildcard_stands_at_the_end(table: str) -> None:
    """A `*` elsewhere would be looked for as it stands; blanks at the edges would be too."""
    for row in gazetteer.rows(table):
        for cell in row.values():
            for term in filter(None, cell.split(", ")):
                assert "*" not in term[:-1], term
                assert term == term.strip()


def test_no_two_lines_of_a_table_say_the_same() -> None:
    """names.tsv has each name of a country once, in order."""
    rows = [(row["text"], row["country"]) for row in gazetteer.rows("names.tsv")]

    assert sorted(set(rows)) == rows


def test_careful_names_exist() -> None:
    """Each name to be careful with is one that the gazetteer has."""
    texts = {fold(pattern.text) for pattern in gazetteer.load().patterns}
    every = texts | {fold(row["text"]) for row in gazetteer.rows("names.tsv")}

    assert [] == [
        row["text"] for row in gazetteer.rows("careful.tsv") if fold(row["text"]) not in every
    ]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_measured_on_parallel_sentences(language: str) -> None:
    """
    Precision is at least .97 and recall .90 in the languages of the program.

    The sentences are labelled by names and demonyms: a country seen by a town alone is no error.
    """
    if not SENTENCES.exists():
        pytest.skip("the labelled sentences are not at hand")
    counts: Counter[str] = Counter()
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["lang"] != language:
                continue
            gold = set(filter(None, row["labels"].split(",")))
            apart = set(filter(None, row["ignore"].split(",")))
            tags = COUNTRIES.tag(normalise(row["text"]), languages=(language,))
            towns = {t.value for t in tags if {"city"} == {e.rule for e in t.evidence}}
            found = {tag.value for tag in tags}
            counts["right"] += len(found & gold)
            counts["wrong"] += len(found - gold - apart - towns)
            counts["missed"] += len(gold - found)

    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.97
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.90
