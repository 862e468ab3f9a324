"""In: a name that may be several countries, or none, and where it stands. Out: which. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fb_watch.enrich import fit, opening
from fb_watch.enrich.text import Normalised, fold
from fb_watch.model.collected import Page
from fb_watch.model.settings import NOT_FIRST, AmbiguousTerm

_CUE_TAIL = 6  # letters after the `*` of a cue: "démocrat*" → "démocratique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a name stands: its text, its page, the country of the tagged place."""

    text: Normalised
    page: Page | None
    here: set[str]
    languages: tuple[str, ...]
    regions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One place where a doubtful name stands, in code points of the original."""

    start: int
    end: int
    hashtag: bool
    is_demonym: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a text names without doubt: the countries, where each name begins, how it reads."""

    countries: frozenset[str]
    begins: frozenset[int]
    names: frozenset[str] = frozenset()  # in the form that is compared


def choose(
    candidates: tuple[str, ...],
    rule: AmbiguousTerm | None,
    scene: Scene,
    known: Known,
    stands: Sequence[Stand] = (),
) -> tuple[str, ...]:
    """
    The countries meant, none where nothing tells.

    In order: the rule's words near by; what else the post names; its tagged place; the page's
    countries; the page's region. Each decides only where it leaves one candidate; where none does,
    a rule `page EC` names its country. A name of a rule `not-first` is meant where it stands within
    a sentence (`stands`: all its places), and at the beginning of one where something else speaks
    for it.
    """
    if rule is not None:
        said = _without_longer_names(scene.text, stands, known.names) if rule.when else ""
        named = tuple(c for c, cues in rule.when if any(_says(said, w) for w in cues))
        if named:
            return named
        if rule.otherwise == NOT_FIRST:
            meant = _is_vouched(candidates[0], scene, known) or any(
                _is_told(stand, scene.text.original, known) for stand in stands
            )
            return candidates[:1] if meant else ()
        if not rule.asks_page:
            return () if rule.otherwise == "none" else (rule.otherwise,)
    countries = set(scene.page.countries) if scene.page else set()
    regions = {scene.regions.get(country) for country in countries}
    neighbours = {c for c in candidates if c and scene.regions.get(c) in regions}
    for likely in (known.countries, scene.here, countries, neighbours):
        left = [country for country in candidates if country in likely]
        if len(left) == 1:
            return (left[0],)
    return (rule.usual,) if rule is not None and rule.usual else ()


def _without_longer_names(text: Normalised, stands: Sequence[Stand], names: frozenset[str]) -> str:
    """The text without names that hold this one: "Guinea-Bissau" says nothing of "Guinea"."""
    said = text.text
    own = {fold(text.original[stand.start : stand.end]) for stand in stands}
    for name in sorted(names, key=len, reverse=True):
        if any(one in name and one != name for one in own):
            said = said.replace(name, " ")
    return said


def _is_vouched(country: str, scene: Scene, known: Known) -> bool:
    """Whether the post names a country otherwise, or its page or its place is there."""
    of_page = scene.page.countries if scene.page else ()
    return country in known.countries or country in scene.here or country in of_page


def _is_told(stand: Stand, text: str, known: Known) -> bool:
    """Whether a name is more than the first word of a sentence, which has its capital anyway."""
    return (
        stand.hashtag
        or not opening.is_first(text, stand.start)
        or opening.is_country(text, stand.end, known.begins, is_demonym=stand.is_demonym)
    )


def _says(text: str, cue: str) -> bool:
    """Whether a normalised text has this word, whole as its script has it; `*` lets it end."""
    stem = fold(cue.rstrip("*")).strip()
    if not stem:
        return False
    edges, tail = fit.edges(stem, frozenset()), _CUE_TAIL if cue.endswith("*") else 0
    at = text.find(stem)
    while at >= 0:
        if fit.stop(text, at, at + len(stem), edges, tail) >= 0:
            return True
        at = text.find(stem, at + 1)
    return False
