"""
In: a text. Out: the same in letters that every keyboard has. Pure.

The index takes accents away and no more: cœur is not coeur to it, nor a Hebrew word with points
the same without, nor क़ानून कानून, the dot of which many leave out; letters that only look bold, as
posts have them for headlines, are letters of their own, and underlined or struck through they are
others again. Texts that have such a letter are indexed in plain letters besides, and words are
searched for in plain letters.
"""

import re
import unicodedata
from functools import cache

_PAIRS = "œ:oe æ:ae ß:ss ø:o ł:l đ:d ð:d þ:th ħ:h ı:i ŧ:t ŋ:n ё:е ɓ:b ɗ:d ɖ:d ƙ:k ƴ:y ƒ:f ɛ:e ɔ:o"
_SMALL = {pair[0]: pair[2:] for pair in _PAIRS.split()}
_GREAT = {a.upper(): b.upper() for a, b in _SMALL.items() if len(a.upper()) == 1 and a != "ı"}
_POINTS = [*range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7]  # of Hebrew
_DOTS = (0x93C, 0xA3C)  # of Devanagari and Gurmukhi; ড় of Bengali is a letter of its own
_LINES = [  # marks over, under and through letters that the index does not drop by itself
    *(0x305, 0x30D, 0x30E, 0x310, *range(0x312, 0x31B), *range(0x31C, 0x323)),
    *(*range(0x329, 0x32D), 0x32F, *range(0x332, 0x370), *range(0x483, 0x488)),
    *(*range(0x1AB0, 0x1ABE), *range(0x1ABF, 0x1ACF), *range(0x1DC0, 0x1E00)),
    *(*range(0x20D0, 0x20DD), 0x20E1, *range(0x20E5, 0x20F1), *range(0xFE20, 0xFE30)),
]
_SAME = str.maketrans({**_SMALL, **_GREAT, "ẞ": "SS", "\u00ad": None})
_SAME |= dict.fromkeys((*_POINTS, *_DOTS, *_LINES))
_FORMS = (  # letters and digits that stand for others: raised, lowered, ligatures, bold, circled …
    "\u00aa\u00b2\u00b3\u00b9\u00ba\u0132\u0133\u013f\u0140\u0149\u01c4-\u01cc\u01e2\u01e3"
    "\u01f1-\u01f3\u01fc-\u01ff\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf"
    "\u0929\u0931\u0934\u0958-\u095f\u09dc\u09dd\u09df\u0a33\u0a36\u0a59-\u0a5b\u0a5e\u0b5c\u0b5d"
    "\u2070\u2071\u2074-\u2079\u207f-\u2089\u2090-\u209c\u2102\u2107\u210a-\u2113\u2115"
    "\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133-\u2139\u213c-\u213f\u2145-\u2149"
    "\u2160-\u217f\u24b6-\u24e9\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb4f"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
)
SELECTORS = "".join(map(chr, range(0xFE00, 0xFE10)))  # not seen: they make an emoji of ⚠
ODD_ONES = "".join(map(chr, _SAME)) + _FORMS  # for a class of a regular expression


@cache
def odd_letters() -> re.Pattern[str]:
    """What finds such letters; made when the first text is looked through."""
    return re.compile(f"[{ODD_ONES}]")


def plain(text: str) -> str:
    """The text in plain letters, capitals and accents as they are: the index knows those."""
    return text if text.isascii() else odd_letters().sub(lambda found: _plain(found[0]), text)


def folded(char: str) -> str:
    """One character as the index compares it: plain, small, without accents."""
    bare = unicodedata.normalize("NFKD", _plain(char).casefold())
    return "".join(c for c in bare if not "\u0300" <= c <= "\u036f")


def in_word(char: str) -> bool:
    """Whether a character is part of a word to the index (see `indexing`); vowel signs are."""
    category = unicodedata.category(char)
    is_sign = category in ("Mn", "Mc", "Co")
    return category[0] in "LN" or (is_sign and char not in SELECTORS)


@cache
def _plain(char: str) -> str:
    return unicodedata.normalize("NFKD", char).translate(_SAME)
