"""
In: a text as written. Out: the same for matching, with the way back to every place in it. Pure.

Texts and terms are both brought into one form: small letters, without accents on Latin, Greek and
Cyrillic letters, without signs that are not seen, one apostrophe, a space for each dash. Signs that
make another word stay: vowel signs of India, tone marks of Thai, voicing marks of kana.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i",
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه", "ۃ": "ه",
    "ٱ": "ا", "ـ": "",
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘‛ʼʻʽʾʿ`´ʹ′＇")
_SPACERS = frozenset("_−‿⁀")
# Pseudo-bold, circled, squared, full-width letters and Arabic presentation forms: letters dressed
# up, read as what they stand for. Regional indicators are flags and no letters.
_DRESSED = (
    (0x24B6, 0x24EA), (0xFB00, 0xFDFB), (0xFE70, 0xFEFD), (0xFF01, 0xFF5F), (0x1D400, 0x1D800),
    (0x1F130, 0x1F18A),
)  # fmt: skip
_FIRST_DRESSED = chr(_DRESSED[0][0])

# Class 0 signs that still join the sign before them: Hangul vowels and finals, parts of vowels.
_JOINING = (
    "\u1161-\u1175\u11a8-\u11c2\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6"
    "\u0d3e\u0d57\u0dcf\u0ddf\u102e"
)
_LONGEST_RUN = 30  # marks in a row, the limit of Unicode's stream-safe form: keeps sorting linear

# Printable ASCII and accented Latin only: Chinese goes on without a space after a URL.
_URL = re.compile(r"(?:https?://|www\.)[!-'*-Z\\^-~\u00a1-\u024f]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MENTION = re.compile(r"@\[\d+:\d+:[^\]\n]{0,200}\]|(?<!\w)[@＠][\w.·-]+")
_DOMAIN = re.compile(
    r"(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,5}(?:org|com|net|info|int|edu|gov|io)\b(?:/[!-~]*)?",
    re.IGNORECASE,
)
_DOMAIN_HINT = re.compile(r"\.(?:org|com|net|info|int|edu|gov|io)", re.IGNORECASE)

_HASHTAG = re.compile(r"[#＃]([^\s#＃.,;:!?…()\[\]{}<>«»\"“”/\\|*。、，！？：]{1,200})")
# Latin, Greek, Cyrillic and Armenian, without their rarest letters
CAPITAL, SMALL = (
    "".join(char for char in map(chr, range(0x41, 0x590)) if is_such(char))
    for is_such in (str.isupper, str.islower)
)
# solidarité|Madagascar, RD|Congo, COVID|19, 19|Madagascar
_SEAM = re.compile(
    rf"_+|(?<=[^\W\d_{CAPITAL}])(?=[{CAPITAL}])|(?<=[{CAPITAL}])(?=[{CAPITAL}][{SMALL}])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
# A space more than one stands for nothing; those of a blank line keep phrases apart.
_SPACES = re.compile(r"(?<=[^\S\n])[^\S\n]+")
_UNSEEN = "\u200b"
_JOINER = "\u034f"  # of graphemes: a mark to Unicode, and as little seen
# Over, under and through letters: text that is underlined or struck through is made of these.
LINES = frozenset(
    "\u0305\u0332\u0333\u0334\u0335\u0336\u0337\u0338\u033f\u0347\u035e\u035f\u1ab6\u20d2\u20d3\u20e5\u20e6"
)
_GAP = "\n\n"


class _Fold(dict[int, str]):
    """Code point → what it becomes; learns each one when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.moving: set[str] = set()  # those that become none or several

    def __missing__(self, point: int) -> str:
        folded = _fold(chr(point))
        if len(folded) != 1:
            self.moving.add(chr(point))
        self[point] = folded
        return folded


_FOLDED = _Fold()


@dataclass(frozen=True, kw_only=True)
class Normalised:
    """
    A text for matching, and the text it came from.

    `text` is followed, after a gap, by its hashtags taken apart ("#SolidaritéMadagascar" →
    "solidarite madagascar"), so that one search finds both. `locate` knows where each stands.
    """

    original: str
    text: str
    source: str = field(repr=False)  # original with blanks for URLs …, then the hashtags' parts
    tail: tuple[int, ...] = field(default=(), repr=False)  # where the parts stand in the original

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `text` → the stretch of `original`, in code points."""
        places = self._places
        if type(places) is range and end <= len(self.original):
            return start, end  # nothing was dropped, nothing became several
        first, last = places[start], places[end - 1]
        stop = max(last + 1, places[end] if end < len(places) else len(self.source))
        while stop > last + 1 and _is_filler(self.source[stop - 1]):
            stop -= 1
        if first < len(self.original):
            return first, min(stop, len(self.original))
        offset = len(self.original)
        return self.tail[first - offset], self.tail[stop - 1 - offset] + 1

    def in_hashtag(self, start: int) -> bool:
        """Whether a stretch of `text` that begins here stands in a hashtag."""
        if not self._hashtags:
            return False
        place = self._places[start]
        if place >= len(self.original):
            return True
        tag = bisect_right(self._hashtags, place, key=itemgetter(0)) - 1
        return tag >= 0 and place < self._hashtags[tag][1]

    def is_joined(self, start: int) -> bool:
        """Whether a stretch that begins here stands in a hashtag whose parts come again later."""
        return bool(self.tail) and self._places[start] in self._joined

    @cached_property
    def _joined(self) -> frozenset[int]:
        apart = frozenset(self.tail)
        spans = (span for span in self._hashtags if span[0] in apart)
        return frozenset(place for first, last in spans for place in range(first, last))

    @cached_property
    def _hashtags(self) -> list[tuple[int, int]]:
        if "#" not in self.original and "＃" not in self.original:
            return []
        return [found.span(1) for found in _HASHTAG.finditer(self.original)]

    @cached_property
    def _places(self) -> "range | list[int]":
        """For each code point of `text` its place in `source`; built for texts that have a hit."""
        composed = unicodedata.is_normalized("NFC", self.source)
        if composed and _FOLDED.moving.isdisjoint(self.source):
            return range(len(self.source))
        if composed:
            return [i for i, c in enumerate(self.source) for _ in _FOLDED[ord(c)]]
        return [
            found.start()
            for found in _units().finditer(self.source)
            for _ in unicodedata.normalize("NFC", found.group()).translate(_FOLDED)
        ]


def normalise(text: str) -> Normalised:
    """Any string → its form for matching. Linear in its length."""
    masked = _without_addresses(_evenly_spaced(text))
    parts, tail = _taken_apart(masked)
    source = masked + parts
    return Normalised(original=text, text=fold(source), source=source, tail=tail)


def fold(text: str) -> str:
    """A text or a term → small letters without accents; see the top of this file."""
    if not unicodedata.is_normalized("NFC", text):
        text = "".join(unicodedata.normalize("NFC", unit) for unit in _units().findall(text))
    return text.translate(_FOLDED)


def _evenly_spaced(text: str) -> str:
    """A text as long as before, with one space where there are several."""
    if not any(blank in text for blank in ("  ", "\t", "\u00a0", "\u202f")):
        return text
    return _SPACES.sub(lambda found: _UNSEEN * len(found.group()), text)


def seen(text: str) -> str:
    """A text without signs that nobody sees, with one space for several."""
    if not _FOLDED.moving.isdisjoint(text):
        text = "".join(char for char in text if not _is_filler(char))
    return " ".join(text.split())


def undressed(text: str) -> str:
    """A text with plain letters for dressed ones, without lines: 𝗠𝗮𝗹𝗶 and M̲a̲l̲i̲ are Mali."""
    if not LINES.isdisjoint(text):
        text = "".join(char for char in text if char not in LINES)
    if not text or max(text) < _FIRST_DRESSED:
        return text
    return "".join(unicodedata.normalize("NFKC", c) if _is_dressed(ord(c)) else c for c in text)


def _is_dressed(point: int) -> bool:
    return any(start <= point < end for start, end in _DRESSED)


def _fold(char: str) -> str:
    point = ord(char)
    if 0xD800 <= point < 0xE000:
        return "\ufffd"  # half a character: the automaton takes whole ones
    if char in _APOSTROPHES:
        return "'"
    category = unicodedata.category(char)
    if category == "Pd" or char in _SPACERS or category[0] == "Z" or category == "Cc":
        return " "
    if (
        category in ("Cf", "Me")
        or char == _JOINER
        or 0xFE00 <= point < 0xFE10
        or 0xE0100 <= point < 0xE01F0
    ):
        return ""
    if _is_dressed(point):
        char = unicodedata.normalize("NFKC", char)
    bare = "".join(
        _LETTERS.get(c, c)
        for c in unicodedata.normalize("NFD", char.casefold())
        if not _falls(unicodedata.combining(c))
    )
    return unicodedata.normalize("NFC", bare)


def _falls(combining: int) -> bool:
    """
    Whether a mark is dropped, by its canonical combining class.

    Lines through letters (1), nukta (7), points of Hebrew and Arabic (10-36) and accents above and
    below (202-240) fall; vowel signs (0), voicing of kana (8), virama (9), marks of Telugu, Thai,
    Lao, Tibetan stay.
    """
    return combining in (1, 7) or 10 <= combining <= 36 or 202 <= combining <= 240


def _is_filler(char: str) -> bool:
    """Whether a sign is dropped and is no accent either: nothing of the letter before it."""
    return not _FOLDED[ord(char)] and not unicodedata.category(char).startswith("M")


def _without_addresses(text: str) -> str:
    """URLs, e-mail addresses, mentions → as many spaces: names inside them are no statement."""
    patterns = []
    if "://" in text or "www." in text.lower():
        patterns.append(_URL)
    if "@" in text or "＠" in text:
        patterns += [_EMAIL, _MENTION]
    if _DOMAIN_HINT.search(text):
        patterns.append(_DOMAIN)
    for pattern in patterns:
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def _taken_apart(text: str) -> tuple[str, tuple[int, ...]]:
    """The hashtags made of several words: the words, and the place of each of their characters."""
    if "#" not in text and "＃" not in text:
        return "", ()
    parts: list[str] = []
    places: list[int] = []
    for found in _HASHTAG.finditer(text):
        start, word = found.start(1), found.group(1)
        seams = [(seam.start(), seam.end()) for seam in _SEAM.finditer(word)]
        if not seams:
            continue
        parts.append(_GAP)
        places += [start] * len(_GAP)
        at = 0
        for begin, end in [*seams, (len(word), len(word))]:
            parts.append(word[at:begin] + " ")
            places += [*range(start + at, start + begin), start + max(begin - 1, 0)]
            at = end
    return "".join(parts), tuple(places)


@cache
def _units() -> "re.Pattern[str]":
    """One character with the marks that join it: what composes, composes within one unit."""
    marks = "".join(
        re.escape(chr(point))
        for point in range(0x300, 0x1E94B)
        if unicodedata.combining(chr(point))
    )
    return re.compile(f"(?s:.)[{marks}{_JOINING}]{{0,{_LONGEST_RUN}}}")
