"""In: a cleaned text. Out: how likely each language is; pure, models load on first use."""

import os
from functools import cache, lru_cache
from threading import Lock
from typing import Any, NamedTuple

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
# The model weighs what it sees against the root of the length, but of what is said again and again
# it sees the logarithm alone. So a word's length counts four times at most, as often as words
# come in a long text that does not repeat itself; up to so many characters every time.
_LONG, _OFTEN = 500, 4

_loading = Lock()

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
    import numpy

    written = _written(script)
    # `rank` would make a sorted list of pairs of it, which takes as long as all the rest
    likely = identifier._decide(text)
    if len(text) > _LONG:
        said = _OFTEN * sum(len(word) + 1 for word in set(text.split()))
        if (length := max(said, _LONG)) < len(text):
            likely = (likely / likely.max()) ** (len(text) / length) ** 0.5
            likely /= likely.sum()
    scores = numpy.bincount(written.places, (likely + _FLOOR) * written.priors)
    for code in weights.keys() & written.places_of.keys():
        scores[written.places_of[code]] *= weights[code]
    total = float(scores.sum())
    if not total:
        return "und", 0.0
    best = int(scores.argmax())
    code = written.codes[best]
    return (code, float(scores[best]) / total) if code != "und" else ("und", 0.0)


class _Written(NamedTuple):
    """The model's columns for one script."""

    codes: tuple[str, ...]  # as this program writes them
    places_of: dict[str, int]  # code → its place among them
    places: Any  # of each column, the place of its code
    priors: Any  # of each column; 0 where the language has another script


@cache
def _written(script: str) -> _Written:
    import numpy

    columns = _py3langid().nb_classes
    codes = tuple(dict.fromkeys(map(normal, columns)))
    places_of = {code: place for place, code in enumerate(codes)}
    seen: set[str] = set()
    priors = []
    for raw in columns:
        is_told = raw not in seen and scripts.possible(raw, script)
        seen.add(raw)  # a second column of a language has been added to the first
        priors.append(_prior(raw) if is_told else 0.0)
    places = numpy.array([places_of[normal(raw)] for raw in columns])
    return _Written(codes, places_of, places, numpy.array(priors))


def _prior(raw: str) -> float:
    """How likely the network posts in a language, by the model's code."""
    return 1.0 if raw in CORE else _NEAR_WEIGHT if raw in _NEAR else _FAR_WEIGHT


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
    scores: dict[str, float] = {}
    for raw, probability in found:
        code = normal(raw)
        scores[code] = scores.get(code, 0.0) + probability * weights.get(code, 1.0)
    if not scores:
        return "und", 0.0
    best = max(scores, key=scores.__getitem__)
    return best, scores[best] / sum(scores.values())


@cache
def _py3langid() -> Any:
    # Its products are small: threads for them take longer to start than all of them together.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Half a second and 90 MB: once, and only where there is a text to read.
    from fb_watch.enrich import langid

    return langid.load()


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
