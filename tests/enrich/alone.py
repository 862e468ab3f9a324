"""The gazetteer without a codebook, and with the one that comes along, built once for all tests."""

from pathlib import Path

from fb_watch.config.load import load_codebook
from fb_watch.enrich import gazetteer
from fb_watch.enrich.countries import CountryTagger
from fb_watch.enrich.text import normalise
from fb_watch.model.settings import Codebook

COUNTRIES = CountryTagger(gazetteer.load(), Codebook(themes=(), questions=(), terms=()))
SHIPPED = CountryTagger(gazetteer.load(), load_codebook(Path(__file__).parents[2]))


def shipped(text: str, language: str = "") -> set[str]:
    """The countries of a text with the rules of the shipped codebook."""
    return {tag.value for tag in SHIPPED.tag(normalise(text), languages=tuple(language.split()))}
