"""
In: a candidate of the automaton. Out: whether it is the word meant, or why not. Pure.

Boundaries go by Unicode category, since `\\b` takes an Indic vowel sign for one; scripts without
spaces have none. Case and accents are judged on the text as written.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from fb_watch.enrich.text import fold, seen, undressed
from fb_watch.i18n import _
from fb_watch.model.settings import Case


class Reason(StrEnum):
    """Why a candidate does not count, in the order in which it is asked."""

    OTHER_LANGUAGE = "other-language"
    SMALL_LETTER = "small-letter"
    OTHER_SPELLING = "other-spelling"
    OTHER_ACCENTS = "other-accents"
    HIDDEN = "hidden"
    PERSON = "person"
    STREET = "street"
    NAMESAKE = "namesake"
    LANGUAGE = "language"
    ALL_CAPITALS = "all-capitals"
    FIRST_WORD = "first-word"
    AMBIGUOUS = "ambiguous"
    WEAK = "weak"
    BELOW_BAR = "below-bar"
    BOILERPLATE = "boilerplate"


def words(reason: Reason) -> str:
    """A reason as a sentence for people."""
    return {
        Reason.SMALL_LETTER: _("it begins with a small letter"),
        Reason.OTHER_SPELLING: _("capitals are not those of the term"),
        Reason.OTHER_ACCENTS: _("its accents are those of another word"),
        Reason.ALL_CAPITALS: _("it stands in a line all in capitals"),
        Reason.OTHER_LANGUAGE: _("the term belongs to another language"),
        Reason.LANGUAGE: _("it names a language"),
        Reason.HIDDEN: _("a longer term covers it"),
        Reason.NAMESAKE: _("it is a place of this name in another country"),
        Reason.STREET: _("it is the name of a street or a square"),
        Reason.PERSON: _("it looks like the name of a person"),
        Reason.FIRST_WORD: _("it begins a sentence, and nothing else says that it is a country"),
        Reason.AMBIGUOUS: _("it may be several countries and nothing tells which"),
        Reason.WEAK: _("it is a weak term: it takes a second one"),
        Reason.BELOW_BAR: _("too little of it stands here: a long text needs more"),
        Reason.BOILERPLATE: _("the page puts this passage under nearly every post"),
    }[reason]


class Shape(StrEnum):
    """How a word of a script ends."""

    WORD = "word"  # at what is no letter, mark or digit
    FREE = "free"  # anywhere: no spaces between words
    KATAKANA = "katakana"  # at what is no katakana: タイ is no part of タイプ
    ARABIC = "arabic"  # a few particles may be written together with the word
    ETHIOPIC = "ethiopic"


_FREE = (
    (0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x30A0), (0x3400, 0x4DC0),
    (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000),
)  # fmt: skip
_PARTICLES = {
    Shape.ARABIC: frozenset(
        f"{first}{second}"
        for first in ("", "و", "ف")
        # ل and the article become لل, where the article is no part of the term: للجراثيم.
        for second in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل", "لال")
    ),
    Shape.ETHIOPIC: frozenset(("የ", "በ", "ከ", "ለ", "ስለ", "እና", "ወደ", "በየ", "ለየ", "ከየ")),
}
_LONGEST_PARTICLE = 4
# Letters of case endings and particles written together with the word, measured per language.
SUFFIXES = {
    "bn": 3,
    "ko": 4,
    "mr": 4,
    "ne": 3,
    "fa": 2,
    "el": 2,
    "uk": 3,
    "so": 2,
    "am": 2,
    "ta": 10,
    "te": 4,
    "si": 3,
    "ml": 5,
    "kn": 5,
    "gu": 2,
}
_LANGUAGES_OF = {
    "HANGUL": frozenset({"ko"}), "BENGALI": frozenset({"bn"}), "DEVANAGARI": frozenset({"ne"}),
    "GREEK": frozenset({"el"}), "TAMIL": frozenset({"ta"}), "TELUGU": frozenset({"te"}),
    "SINHALA": frozenset({"si"}),
}  # fmt: skip
# Languages whose script others write too: their endings follow in their own texts, else "Kenya" and
# the two letters of Somali are "Kenyan". Hindi parts its endings from the word; so where nobody
# knows the language, what hangs on a word in its script is Marathi or Nepali.
_SHARING = frozenset({"fa", "mr", "ne", "so", "uk"})
_TELLING = frozenset({"mr", "ne"})
# Behind a short name a long ending is another word: பெரு is Peru, and the beginning of "great".
_SHORT = 6
_LONGEST_OF_SHORT, _FEW = 4, 3
_AROUND = 25  # characters that tell whether a writer shouts
_AS_ONE = str.maketrans("", "", " '")
_UNIFIED = str.maketrans(dict.fromkeys("’‘‛ʼʻ`´", "'") | dict.fromkeys("-‐‑‒–—_\u00a0\n\t", " "))


@dataclass(frozen=True, slots=True)
class Edges:
    """How a key begins and ends, and how many letters its language hangs on."""

    left: Shape
    right: Shape
    suffix: int


def edges(key: str, languages: frozenset[str]) -> Edges:
    """The edges of a normalised term."""
    return _edges(key[0], key[-1], len(key) < _SHORT, languages)


@lru_cache(maxsize=16384)
def _edges(first: str, last: str, is_short: bool, languages: frozenset[str]) -> Edges:
    suffix = max((SUFFIXES[language] for language in _inflecting(last, languages)), default=0)
    if is_short and suffix > _LONGEST_OF_SHORT:
        suffix = _FEW
    return _the_edges(_shape(first), _shape(last), suffix)


_the_edges = cache(Edges)  # some hundred different ones for tens of thousands of keys


def may_hang(last: str, languages: frozenset[str], written: frozenset[str]) -> bool:
    """Whether a text in the languages `written`, none where unknown, hangs endings on a term."""
    inflecting = _inflecting(last, languages)
    return bool(inflecting - _SHARING or inflecting & (written or _TELLING))


def _inflecting(last: str, languages: frozenset[str]) -> frozenset[str]:
    """The languages of a term that have endings; towns have none of their own, but a script."""
    script = unicodedata.name(last, "").partition(" ")[0]
    return (languages or _LANGUAGES_OF.get(script, frozenset())) & SUFFIXES.keys()


def stop(hay: str, start: int, end: int, edges: Edges, tail: int) -> int:
    """Where the word of a candidate ends, its tail included; -1 where it is no word of its own."""
    if start and not _may_begin(hay, start, edges.left):
        return -1
    if end == len(hay):
        return end
    if edges.right is Shape.FREE:
        return -1 if unicodedata.category(hay[end])[0] == "M" else end
    if edges.right is Shape.KATAKANA:
        return -1 if _shape(hay[end]) is Shape.KATAKANA else end
    limit = min(end + max(tail, edges.suffix) + 1, len(hay))
    at = end
    while at < limit and (hay[at].isalnum() or is_word(hay[at])):
        at += 1
    return at if at < limit or (at == len(hay) and at - end <= max(tail, edges.suffix)) else -1


def is_word(char: str) -> bool:
    """Whether a character is part of a word: letters, digits and the marks on them."""
    # The first mark is U+0300: most boundaries are signs of ASCII.
    return char.isalnum() or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


def is_cased(text: str) -> bool:
    """Whether the script of a text knows capitals."""
    return text.lower() != text.upper()


def refusal(surface: str, hashtag: bool, term: str, case: Case, accents: bool) -> Reason | None:
    """
    What speaks against a whole word, or None.

    Case: `initial` wants a capital first, `exact` the capitals of the term; hashtags are written in
    small letters and are let through from 4 letters on.
    Accents left out are forgiven in names, which are long and begin with a capital: "Benin" is
    Bénin; accents put in are another word: "Montaña" is not Montana.
    """
    lenient = hashtag and len(surface) >= 4
    accents = accents and not (surface.isascii() and term.isascii())
    if case == "any" and not accents:
        return None
    if "  " in surface or not surface.isascii():
        surface = undressed(seen(surface))
    if case == "initial" and not lenient and _first_letter(surface).islower():
        return Reason.SMALL_LETTER
    if case != "exact" and not accents:
        return None
    stem, written = term.rstrip("*").translate(_UNIFIED), surface.translate(_UNIFIED)
    if case == "exact" and not lenient and not written.startswith(stem):
        return Reason.OTHER_SPELLING
    if hashtag:  # its words are written as one: #CôteDIvoire
        stem, written = stem.translate(_AS_ONE), written.translate(_AS_ONE)
    if accents and not _same_accents(written, stem, forgiving=_is_name(surface, hashtag)):
        return Reason.OTHER_ACCENTS
    return None


def is_shouted(text: str, place: int) -> bool:
    """Whether the words around a place, on its line, have no small letters to speak of."""
    before = text[max(0, place - _AROUND) : place].rpartition("\n")[2]
    after = text[place : place + _AROUND].partition("\n")[0]
    small = sum(map(str.islower, before + after))
    capital = sum(map(str.isupper, before + after))
    return capital >= 10 and small * 4 < capital


def _may_begin(hay: str, start: int, shape: Shape) -> bool:
    if shape is Shape.FREE:
        return True
    if shape is Shape.KATAKANA:
        return _shape(hay[start - 1]) is not Shape.KATAKANA
    if not is_word(hay[start - 1]):
        return True
    if shape is Shape.WORD:
        return False
    at = start
    while at and start - at <= _LONGEST_PARTICLE and is_word(hay[at - 1]):
        at -= 1
    return hay[at:start] in _PARTICLES[shape]


def _shape(char: str) -> Shape:
    point = ord(char)
    if not is_word(char):
        return Shape.FREE  # "US$350": a sign ends by itself
    if point < 0x0600:
        return Shape.WORD
    if 0x30A0 <= point < 0x3100:
        return Shape.KATAKANA
    if point < 0x0780 or 0x08A0 <= point < 0x0900:
        return Shape.ARABIC
    if 0x1200 <= point < 0x13A0:
        return Shape.ETHIOPIC
    return Shape.FREE if any(first <= point < last for first, last in _FREE) else Shape.WORD


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalpha()), "")


def _same_accents(written: str, stem: str, *, forgiving: bool) -> bool:
    written, (plain, bare) = _plain(written), _spellings(stem)
    if written.startswith(plain):
        return True
    letters = zip(written, plain, bare, strict=False)
    return forgiving and all(w in (accented, letter) for w, accented, letter in letters)


@lru_cache(maxsize=16384)
def _spellings(stem: str) -> tuple[str, tuple[str, ...]]:
    """A term with its accents and, letter by letter, without."""
    plain = _plain(stem)
    return plain, tuple(map(fold, plain))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")


def _is_name(surface: str, hashtag: bool) -> bool:
    letters = sum(map(str.isalpha, surface))
    is_long = letters >= (7 if hashtag else 9) or " " in surface.strip()
    return letters >= 5 and (is_long or _first_letter(surface).isupper())
