"""In: a post as written. Out: its words alone, for language detection and nothing else. Pure."""

import re
import unicodedata
from functools import lru_cache

from fb_watch.enrich.text import CAPITAL, LINES, SMALL

# Facebook's own limit for a post is 63,206 characters; nothing real is cut, and a file of
# megabytes cannot hold up a round.
LONGEST = 63_206

# Bare domains are told from "fini.Et" by a small-letter ending: the usual, the network's countries.
_TLD = (
    "org|com|net|info|int|edu|gov|gouv|eu|fr|be|ch|ca|de|es|it|nl|uk|ie|pt|br|mx|pe|bo|gt|cu|mg|mu|"
    "sn|ci|cm|cd|bf|ml|tg|bj|rw|bi|tz|ke|ug|ht|ph|th|in|lk|np|bd|pk|id|vn|tw|jp|kr|lb|eg|tr|ru|"
    "io|co|me|ly|gl|tv"
)
# The lengths are those of the standards (63 letters a label, 64 a mailbox): without an end,
# "a.a.a.a…" would take time that grows with the square of its length.
_URL = re.compile(
    r"(?i:https?://|www\.)[!-~\u00a1-\u024f]+"  # no letters of other scripts: 见https://t.co/x我们
    rf"|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,8}}(?:{_TLD}|COM|NET|ORG)\b(?:/[!-~]*)?"
)
_DOTTED = re.compile(r"\.[a-zA-Z0-9]")  # a point within an address
_CAPITALS = re.compile(rf"[{CAPITAL}]\W*[{CAPITAL}]")  # two of them, as any line in capitals has
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MENTION = re.compile(r"@\[\d+:\d+:[^\]\n]{0,200}\]|(?<!\w)@[\w.·-]+")
# `\w` knows no vowel signs: without these a Hindi hashtag would end inside its first syllable.
_IN_WORD = (
    r"\w·\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u0900-\u0963\u0966-\u0dff"
    r"\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
_HASHTAG = re.compile(rf"(?<![\w&])[#＃]([{_IN_WORD}]+)")
_CAMEL = re.compile(rf"(?<=[{SMALL}])(?=[{CAPITAL}])|_+|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")  # whole: the point of 1.5 ends no sentence
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}\)")
_MARKDOWN_MARK = re.compile(r"\*+|~~+|__+|`+")
# Only where writers dress letters up: pseudo-bold, circled and full-width letters, Arabic forms.
# Normalising everything would break Thai (SARA AM) and more; ™ and ℹ are signs, not letters.
_DRESSED = re.compile(
    "[\U0001d400-\U0001d7ff\U0001f130-\U0001f169\u2460-\u24ff\u2100-\u211f\u2123-\u2138\u213a-\u214f"
    "\uff01-\uff5e\ufb00-\ufdff\ufe70-\ufefc]+"
)
_SPACES = re.compile(" [ \u200c\u200d]+")  # with the joiners that emoji leave behind
_BLANK = " \u200c\u200d"
_PUNCTUATION = frozenset("'’ʼ-‐–—.,;:!?¿¡،؛؟۔।॥။።。、！？…\"«»“”()/|•·")
_LINE_ENDS = frozenset("\n\r\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")  # Persian and Indic spelling
_EMOJI_MARKS = frozenset("\ufe0e\ufe0f\u20e3ℹ")  # marks and a letter, says Unicode
_STAYING: set[str] = set()  # characters that were met and stay as they are
_FEWEST_LETTERS = 6


def clean(text: str) -> str:
    """
    The words and punctuation of a text, one line each, without empty lines.

    Gone: URLs, addresses, mentions, hashtags, emoji, digits, Markdown marks. The words of the
    hashtags come back where fewer than six letters would remain.
    """
    text = _DRESSED.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text[:LONGEST])
    text = unicodedata.normalize("NFC", text)
    # one sign that each of them has is soon looked for, and most texts have none
    if "[" in text:
        text = _MARKDOWN_LINK.sub(r"\1 ", text)
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    if "://" in text or _DOTTED.search(text):
        text = _URL.sub(" ", text)
    if "@" in text:
        text = _MENTION.sub(" ", text)
    if "#" in text or "＃" in text:
        text = _without_hashtags(text)
    if "*" in text or "~~" in text or "__" in text or "`" in text:
        text = _MARKDOWN_MARK.sub("", text)
    text = _NUMBER.sub(" ", text)
    lines = (_SPACES.sub(" ", line).strip(_BLANK) for line in _words_only(text).split("\n"))
    return "\n".join(_without_shouting(line) for line in lines if line)


def without_hashtags(text: str) -> str:
    """A text with nothing in the place of its hashtags."""
    return _HASHTAG.sub(" ", text[:LONGEST])


def _without_hashtags(text: str) -> str:
    rest = _HASHTAG.sub(" ", text)
    if sum(unicodedata.category(c)[0] in "LM" for c in rest[:200]) >= _FEWEST_LETTERS:
        return rest
    return _HASHTAG.sub(lambda m: f" {_CAMEL.sub(' ', m.group(1))} ", text)


def _words_only(text: str) -> str:
    """Everything but letters, marks, spaces and punctuation becomes a space, or nothing."""
    changed = {}
    for char in set(text).difference(_STAYING):
        if (kept := _kept(char)) == char:
            _STAYING.add(char)
        else:
            changed[ord(char)] = kept
    return text.translate(changed) if changed else text


@lru_cache(maxsize=65_536)
def _kept(char: str) -> str:
    if char in _LINE_ENDS:
        return "\n"
    if char in _EMOJI_MARKS or char in LINES:
        return ""
    category = unicodedata.category(char)
    if category[0] in "LM" or char in _PUNCTUATION or char in _JOINERS:
        return char
    return " "


def _without_shouting(line: str) -> str:
    """A line in capitals in small letters: detectors learn from running text."""
    if not _CAPITALS.search(line):
        return line
    capitals = sum(map(str.isupper, line))
    return line.lower() if capitals > sum(map(str.islower, line)) else line
