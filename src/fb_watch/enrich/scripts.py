"""In: cleaned text. Out: its scripts, and the language where the script settles it. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

LATIN = "Latn"

Scripts = dict[str, float]  # script → its letters, in Latin letters' worth
Weighed = tuple[str, Scripts]  # a text and what it is written in

# Start of the block, end (not included), script; ISO 15924 codes, Kana for both kana.
_BLOCKS = (
    (0x41, 0x250, LATIN), (0x250, 0x2B0, LATIN), (0x1E00, 0x1F00, LATIN), (0x2C60, 0x2C80, LATIN),
    (0xA720, 0xA800, LATIN), (0xAB30, 0xAB70, LATIN), (0x370, 0x400, "Grek"),
    (0x1F00, 0x2000, "Grek"), (0x400, 0x530, "Cyrl"), (0x530, 0x590, "Armn"),
    (0x590, 0x600, "Hebr"), (0x600, 0x700, "Arab"), (0x750, 0x780, "Arab"),
    (0x8A0, 0x900, "Arab"), (0x780, 0x7C0, "Thaa"), (0x7C0, 0x800, "Nkoo"),
    (0x900, 0x980, "Deva"), (0x980, 0xA00, "Beng"), (0xA00, 0xA80, "Guru"),
    (0xA80, 0xB00, "Gujr"), (0xB00, 0xB80, "Orya"), (0xB80, 0xC00, "Taml"),
    (0xC00, 0xC80, "Telu"), (0xC80, 0xD00, "Knda"), (0xD00, 0xD80, "Mlym"),
    (0xD80, 0xE00, "Sinh"), (0xE00, 0xE80, "Thai"), (0xE80, 0xF00, "Laoo"),
    (0xF00, 0x1000, "Tibt"), (0x1000, 0x10A0, "Mymr"), (0x10A0, 0x1100, "Geor"),
    (0x1100, 0x1200, "Hang"), (0x1200, 0x13A0, "Ethi"), (0x1780, 0x1800, "Khmr"),
    (0x3040, 0x3100, "Kana"), (0x3130, 0x3190, "Hang"), (0x3400, 0x4DC0, "Hani"),
    (0x4E00, 0xA000, "Hani"), (0xAC00, 0xD7B0, "Hang"), (0x20000, 0x32000, "Hani"),
)  # fmt: skip

# How many Latin letters one sign is worth: these scripts write a syllable or a word with it.
_WEIGHTS = {"Hani": 3.0, "Kana": 2.0, "Hang": 2.0, "Ethi": 2.0}

# Scripts that write one language of the network, or hardly any other.
_ONE_LANGUAGE = {
    "Armn": "hy", "Beng": "bn", "Ethi": "am", "Geor": "ka", "Grek": "el", "Gujr": "gu",
    "Guru": "pa", "Hang": "ko", "Hebr": "he", "Khmr": "km", "Knda": "kn", "Laoo": "lo",
    "Mlym": "ml", "Mymr": "my", "Nkoo": "nqo", "Orya": "or", "Sinh": "si", "Taml": "ta",
    "Telu": "te", "Thaa": "dv", "Thai": "th", "Tibt": "bo",
}  # fmt: skip

# Scripts that write several: the model chooses among these.
_LANGUAGES = {
    "Arab": {"ar", "fa", "ur", "ps", "ku", "sdh", "ug", "arz", "ary"},
    "Cyrl": {"ru", "uk", "be", "bg", "mk", "sr", "mn", "kk", "ky", "tg", "tt", "ba"},
    "Deva": {"hi", "ne", "mr", "sa", "gom"},
}
# Kurdish and Serbian are written in Latin letters too.
_NEVER_LATIN = frozenset(
    {*_ONE_LANGUAGE.values(), "zh", "ja", "yue", "wuu", "as", "ti", "grc", "hbo", "dz"}
    | {code for codes in _LANGUAGES.values() for code in codes} - {"ku", "sr"}
)
_ASSAMESE = re.compile("[ৰৱ]")


@lru_cache(maxsize=65_536)
def script_of(char: str) -> str:
    """The script of one letter or mark; "Zyyy" for a letter of no block above, "" for others."""
    category = unicodedata.category(char)[0]
    if category not in "LM":
        return ""
    point = ord(char)
    rest = "" if category == "M" else "Zyyy"
    return next((name for start, end, name in _BLOCKS if start <= point < end), rest)


def weigh(text: str) -> Scripts:
    """The letters of each script, in Latin letters' worth."""
    if text.isascii():
        size = sum(map(str.isalpha, text))
        return {LATIN: float(size)} if size else {}
    scripts: Scripts = {}
    for char, count in Counter(text).items():
        if script := script_of(char):
            scripts[script] = scripts.get(script, 0.0) + count * _WEIGHTS.get(script, 1.0)
    return scripts


def together(parts: Iterable[Scripts]) -> Scripts:
    """The letters of each script in all parts of a text."""
    scripts: Scripts = {}
    for found in parts:
        for script, size in found.items():
            scripts[script] = scripts.get(script, 0.0) + size
    return scripts


def letters(found: Scripts) -> float:
    """How much text there is, in Latin letters' worth."""
    return sum(found.values())


def leading(scripts: Scripts) -> str:
    """The script that decides: any beside Latin from 30 % on, names and brands being Latin."""
    others = {name: n for name, n in scripts.items() if name not in (LATIN, "Zyyy")}
    # Chinese and Japanese share the Han signs.
    han, kana = others.pop("Hani", 0.0), others.pop("Kana", 0.0)
    if han + kana:
        others["Kana" if kana >= 0.08 * (han + kana) else "Hani"] = han + kana
    best = max(others, key=lambda name: others[name], default=LATIN)
    if others.get(best, 0.0) >= 0.3 * sum(scripts.values()) or not scripts.get(LATIN):
        return best
    return LATIN


def settled(text: str, script: str, scripts: Scripts) -> tuple[str, float] | None:
    """Language and confidence where the script alone tells; None where a model has to."""
    if script == "Kana":
        return "ja", min(1.0, 0.7 + scripts["Kana"] / (scripts["Kana"] + scripts.get("Hani", 0.0)))
    if script == "Hani":
        return "zh", 0.95 if scripts["Hani"] >= 12 else 0.8
    if script == "Beng" and _ASSAMESE.search(text):
        return "as", 0.9
    # Tigrinya writes these three often and አ where Amharic writes it rarely.
    if script == "Ethi" and sum(map(text.count, "ኣቐኸ")) > max(2, text.count("አ")):
        return "ti", 0.9
    code = _ONE_LANGUAGE.get(script)
    return (code, 0.99) if code else None


def possible(code: str, script: str) -> bool:
    """Whether a language is written in this script."""
    if script == LATIN:
        return code not in _NEVER_LATIN
    allowed = _LANGUAGES.get(script)
    return allowed is None or code in allowed


def without_latin(text: str) -> str:
    """A text of another script without its Latin words: names, brands, borrowed words."""
    rest = " ".join(w for w in text.split() if not any(script_of(c) == LATIN for c in w))
    return rest or text
