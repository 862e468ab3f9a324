"""In: a cleaned text. Out: how likely each language is; pure, models load on first use."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from fb_watch.enrich import scripts

# The languages the network posts in; the model is right on these most often.
CORE = frozenset({
    "fr", "en", "es", "pt", "ar", "mg", "sw", "hi", "bn", "ur", "ne", "si", "ta", "th", "vi", "id",
    "tl", "zh", "ja", "ko", "it", "de", "nl", "ru", "tr", "ha", "am", "rw", "ln", "wo", "ht",
})  # fmt: skip
# Those a page may well post in next; every other one is a last resort. A hard list would be worse:
# four in five texts of an unlisted language then come out as a listed one, with confidence.
_NEAR = frozenset({
    "ca", "gl", "ro", "pl", "sv", "da", "no", "fi", "hu", "cs", "sk", "hr", "sr", "sl", "bg", "uk",
    "el", "fa", "ps", "mr", "pa", "gu", "te", "kn", "ml", "or", "my", "km", "lo", "ms", "jv", "so",
    "yo", "ig", "zu", "xh", "sn", "st", "om", "lg", "ti", "ka", "hy", "he", "kk", "mn", "az", "uz",
    "sq", "mt", "eu", "cy", "ga", "et", "lv", "lt", "mk", "be", "as", "ku", "pcm", "qu", "tg", "ky",
    "tk", "ceb", "rn", "af", "is", "nso", "ace",
})  # fmt: skip
_NEAR_WEIGHT, _FAR_WEIGHT = 0.3, 0.03
# Codes of the models that stand for another one here; "zxx" of a model is a text it cannot read.
_ALIASES = {
    "arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "zh-cn": "zh", "zh-tw": "zh",
    "gcf": "ht", "zxx": "und", "fil": "tl", "iw": "he", "in": "id", "jw": "jv",
}  # fmt: skip
_FLOOR = 1e-9
_NOTHING = 1e-6  # of the likelihood of the languages before


class _Written(dict[str, tuple[str, float]]):
    """A model's code → as this program writes it, and how likely the network posts in it."""

    def __init__(self, script: str) -> None:
        self._script = script

    def __missing__(self, raw: str) -> tuple[str, float]:
        prior = 1.0 if raw in CORE else _NEAR_WEIGHT if raw in _NEAR else _FAR_WEIGHT
        possible = scripts.possible(raw, self._script)
        self[raw] = told = (normal(raw) if possible else "", prior)
        return told


_loading = Lock()
_written_in = cache(_Written)

Guess = tuple[str, float]  # code and its share of all likelihood
Weights = dict[str, float]  # of the hinted languages


@lru_cache(maxsize=1024)
def normal(code: str) -> str:
    """A code as this program writes it: "fr_FR" → "fr", "zh-Hant" → "zh", "fil" → "tl"."""
    code = code.strip().lower().replace("_", "-")
    short = code.split("-", maxsplit=1)[0]
    return _ALIASES.get(code) or _ALIASES.get(short, short)


def py3langid(text: str, weights: Weights, script: str) -> Guess:
    """
    py3langid's 139 languages: likelihood × how likely the network posts in it × its weight.

    Only those written in this script are asked after.
    """
    with _loading:
        identifier = _py3langid()
    return _best(identifier.rank(text), weights, _written_in(script).__getitem__)


def langdetect(text: str, weights: Weights) -> Guess:
    """langdetect's 55 languages, its dice always thrown from the same seed; a hint weighs."""
    from langdetect import LangDetectException

    with _loading:
        factory = _langdetect()
    detector = factory.create()
    detector.append(text)
    try:
        found = [(one.lang, one.prob) for one in detector.get_probabilities()]
    except LangDetectException:  # no letter that it knows
        found = []
    return _best(found, weights, lambda raw: (normal(raw), 1.0))


def _best(
    told: Iterable[tuple[str, float]], weights: Weights, known: Callable[[str], tuple[str, float]]
) -> Guess:
    """
    The most likely language and its share of all likelihood.

    `told` has the likeliest first; `known` gives our code of a model's (none: not counted) and how
    likely the network posts in it.
    """
    merged: dict[str, float] = {}
    total = 0.0
    for raw, likelihood in told:
        if likelihood < _NOTHING * total:  # nor is any that follows worth counting
            break
        code, prior = known(raw)
        if code:
            score = (likelihood + _FLOOR) * prior
            if code in weights:
                score *= weights[code]
            merged[code] = merged.get(code, 0.0) + score
            total += score
    if not total:
        return "und", 0.0
    code = max(merged, key=merged.__getitem__)
    return (code, merged[code] / total) if code != "und" else ("und", 0.0)


@cache
def _py3langid() -> Any:
    # Half a second and 90 MB: once, and only where there is a text to read.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _langdetect() -> Any:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    # Our own factory: the one of the package is global, unlocked and unseeded.
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


@cache
def _cld2() -> Any:
    try:
        import pycld2
    except ImportError:  # an optional extra: no wheel on every machine
        return None
    return pycld2


def second_opinion(text: str) -> tuple[str, float] | None:
    """The language CLD2 is sure of and how much of the text it is; None without pycld2."""
    cld2 = _cld2()
    if cld2 is None:
        return None
    try:
        sure, _, found = cld2.detect(text, isPlainText=True, bestEffort=True)
    except (cld2.error, UnicodeError):  # a lone surrogate, which UTF-8 cannot say
        return None
    return (found[0][1], found[0][2] / 100) if sure else None
