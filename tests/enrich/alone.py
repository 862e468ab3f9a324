"""The gazetteer without a codebook, built once for all tests."""

from fb_watch.enrich import gazetteer
from fb_watch.enrich.countries import CountryTagger
from fb_watch.model.settings import Codebook

COUNTRIES = CountryTagger(gazetteer.load(), Codebook(themes=(), questions=(), terms=()))
