"""
In: a text. Out: what the index is told of it besides, where words alone would not be found. Pure.

Chinese, Japanese, Thai, Lao, Khmer and Burmese write words without blanks between them; in Arabic
article and pronouns are part of the word. An index of words finds next to nothing there; single
letters, searched as phrases, find every part of a word. Sentences with letters that not everybody
can type are told once more in plain ones (see letters.py), and those with letters taken apart (학교
in five signs) in whole ones; all of the sentence, so that phrases are found too.
"""

import re
import unicodedata
from functools import cache, lru_cache

from fb_watch.archive.letters import ODD_ONES, odd_letters, plain

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
UNSPACED = (  # for a class of a regular expression
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"  # Thai Lao Burmese Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese characters
)
_SCRIPTS = _ARABIC + UNSPACED
RUN = re.compile(f"[{_SCRIPTS}]+")
ARABIC = re.compile(f"[{_ARABIC}]")
# Letters that people write for one another.
_SAME = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ـ": None})
BOUNDARY = "\ue000"  # between two runs: no phrase reaches over it
_SENTENCE = re.compile(r"[^.!?\n]+")


def shadow(text: str) -> str | None:
    """Runs of such scripts, letter by letter, and sentences in plain letters; None for neither."""
    if text.isascii():
        return None
    is_whole = unicodedata.is_normalized("NFC", text)
    if is_whole and not _any().search(text):  # one look is enough for most texts
        return None
    told = [letters for run in RUN.findall(text) if (letters := spelled(run))]
    if not is_whole or odd_letters().search(text):
        sentences = [(one, _whole(one)) for one in _SENTENCE.findall(RUN.sub(" ", text))]
        told += [whole for sentence, whole in sentences if whole != sentence]
    return f" {BOUNDARY} ".join(told) or None


def _whole(sentence: str) -> str:
    return plain(unicodedata.normalize("NFC", sentence))


@cache
def _any() -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPTS}{ODD_ONES}]")  # takes a moment, which a search does not need


@lru_cache(maxsize=8_192)
def spelled(run: str) -> str:
    """One run: letters and vowel signs with blanks between, Arabic without points."""
    return " ".join(fold(run))


def fold(run: str) -> str:
    """One run in the form that is compared: what is no letter, sign or digit falls out."""
    if ARABIC.search(run):
        bare = unicodedata.normalize("NFKD", run)
        run = "".join(c for c in bare if unicodedata.category(c) != "Mn").translate(_SAME)
    else:
        run = unicodedata.normalize("NFKC", run)
    return "".join(c for c in run if unicodedata.category(c)[0] in "LN" or _is_sign(c))


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc")
