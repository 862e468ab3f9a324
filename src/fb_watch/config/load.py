"""In: the home folder. Out: everything config/ says, or every mistake in it; reads disk."""

from pathlib import Path

from fb_watch.errors import ConfigError, ConfigProblem
from fb_watch.i18n import _
from fb_watch.model.settings import Codebook, Config, Heading


def load(home: Path) -> Config:
    """Read config/; raises ConfigError with all mistakes of all files, in their order."""
    # pydantic comes with these, and 100 ms with it: only who reads the configuration waits
    from fb_watch.config.pages import read_pages
    from fb_watch.config.settings import read_settings

    if not (home / "config").is_dir():
        remedy = _("Make one with fb-watch init, or name one with --home.")
        message = _("there is no such folder.")
        raise ConfigError((ConfigProblem("config", 0, "", str(home / "config"), message, remedy),))
    found: list[ConfigProblem] = []
    settings, regions = read_settings(home, found)
    pages = read_pages(home, settings, regions, found)
    codebook = _codebook(home, found)
    if found or settings is None:
        raise ConfigError(tuple(found))
    return Config(settings=settings, pages=pages, codebook=codebook)


def load_codebook(home: Path) -> Codebook:
    """Themes, terms and places alone; raises ConfigError with all mistakes in them."""
    found: list[ConfigProblem] = []
    codebook = _codebook(home, found)
    if found:
        raise ConfigError(tuple(found))
    return codebook


def load_headings(home: Path) -> Codebook:
    """Themes and questions without their terms, which take most of the time; no hash."""
    from fb_watch.config.themes import read_headings

    found: list[ConfigProblem] = []
    headings = read_headings(home, found)
    if found or headings is None:
        raise ConfigError(tuple(found))
    return Codebook(themes=headings.themes, questions=headings.questions, terms=())


def _codebook(home: Path, found: list[ConfigProblem]) -> Codebook:
    from fb_watch.config.edition import edition
    from fb_watch.config.places import read_ambiguous, read_places
    from fb_watch.config.terms import read_terms
    from fb_watch.config.themes import read_headings, without_terms

    before = len(found)
    headings = read_headings(home, found)
    terms = read_terms(home, headings, found)
    if headings and len(found) == before:  # a theme may lack the very terms that have a mistake
        found.extend(without_terms(headings, terms))
    places = read_places(home, found)
    ambiguous = read_ambiguous(home, found)
    themes, questions = (headings.themes, headings.questions) if headings else ((), ())
    return Codebook(
        themes=themes,
        questions=questions,
        terms=terms,
        places=places,
        ambiguous=ambiguous,
        hash=edition(themes, questions, terms, places, ambiguous),
    )
