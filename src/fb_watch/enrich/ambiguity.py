"""In: a name that may be several countries, or a person, and where it stands. Out: which. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fb_watch.enrich.fit import is_word
from fb_watch.enrich.text import Normalised, fold
from fb_watch.model.collected import Page
from fb_watch.model.settings import AmbiguousTerm

# A capital after these begins no surname and ends no first name.
_NO_FIRST_NAME = frozenset(
    (
        *("from", "with", "the", "and", "across", "visit", "help", "hello", "dear", "our", "all"),
        *("in", "to", "at", "for", "of", "via", "north", "south", "east", "west"),
        *("northern", "southern", "eastern", "western"),
        *("pour", "dans", "avec", "sur", "vers", "depuis", "les", "nos", "bonjour"),
        *("desde", "para", "con", "por", "hola", "los", "las", "nuestro"),
    )
)
_BEFORE = re.compile(r"([^\W\d_][\w'’.-]*) $")
_AFTER = re.compile(r" ([^\W\d_][\w'’.-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a name stands: its text, its page, the country of the tagged place."""

    text: Normalised
    page: Page | None
    here: set[str]
    languages: tuple[str, ...]
    regions: Mapping[str, str]


def choose(
    candidates: tuple[str, ...], rule: AmbiguousTerm | None, scene: Scene, settled: set[str]
) -> tuple[str, ...]:
    """
    The countries meant, none where nothing tells.

    In order: the rule's words near by; what else the post names; its tagged place; the page's
    countries; the page's region. Each decides only where it leaves one candidate.
    """
    if rule is not None:
        named = tuple(c for c, cues in rule.when if any(_says(scene.text.text, w) for w in cues))
        if named:
            return named
        if rule.otherwise != "page":
            return () if rule.otherwise == "none" else (rule.otherwise,)
    countries = set(scene.page.countries) if scene.page else set()
    regions = {scene.regions.get(country) for country in countries}
    neighbours = {c for c in candidates if c and scene.regions.get(c) in regions}
    for known in (settled, scene.here, countries, neighbours):
        left = [country for country in candidates if country in known]
        if len(left) == 1:
            return (left[0],)
    return ()


def is_person(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands beside a name as a first name or surname would."""
    before = _BEFORE.search(text[max(0, start - 40) : start])
    if before:
        word = before.group(1)
        if word[0].islower():
            return False  # "in Jordan", "à Paris"
        if fold(word) not in _NO_FIRST_NAME:
            return True
    after = _AFTER.match(text[end : end + 40])
    return not before and after is not None and after.group(1)[0].isupper()


def _says(text: str, word: str) -> bool:
    """Whether a normalised text has this word, whole."""
    cue = fold(word)
    at = text.find(cue) if cue else -1
    while at >= 0:
        end = at + len(cue)
        if not (at and is_word(text[at - 1])) and not (end < len(text) and is_word(text[end])):
            return True
        at = text.find(cue, at + 1)
    return False
