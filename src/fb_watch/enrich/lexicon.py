"""In: cleaned text. Out: its language by word lists, where no model can tell it; pure."""

import re
import unicodedata
from collections.abc import Container
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_LANGUAGES = ("bm", "mos", "wo")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
# Accents and Arabic vowel signs, which hurried writers leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0655]")
_EDGES = "'-–—.,;:!?¿¡،؛؟…\"«»“”()/|•·।॥。、！？"
_LONGEST_GREETING = 60
_SURE, _LIKELY = 0.9, 0.55


def by_function_words(text: str, hints: Container[str] = frozenset()) -> tuple[str, float] | None:
    """
    The language whose function words the text is made of, and a confidence.

    Two words or more, and a tenth of all; one word will do where it is a quarter of the text, or
    where the page says that it posts in this language.
    """
    words = _words(text)
    best: tuple[str, float] | None = None
    for code, (own, common) in _function_words().items():
        if own.isdisjoint(words):
            continue
        hits = sum(word in own for word in words)
        hits += sum(word in common for word in words)
        share = hits / len(words)
        enough = share >= 0.1 if hits >= 2 or code in hints else share >= 0.25
        if enough and (best is None or share > best[1]):
            best = code, share
    return best and (best[0], min(0.99, 0.8 + best[1]))


def by_greeting(text: str, hints: Container[str]) -> tuple[str, float] | None:
    """
    The language of "Merci !" and the like.

    A wording of several languages is that of the page, where it writes one of them, and else
    that of the first in the table, with little confidence.
    """
    if len(text) > _LONGEST_GREETING:
        return None
    key = _key(text)
    codes = _greetings().get(key) or _greetings().get(_DRAWN_OUT.sub(r"\1", key), ())
    if not codes:
        return None
    hinted = [code for code in codes if code in hints]
    return (hinted or codes)[0], _SURE if hinted or len(codes) == 1 else _LIKELY


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'").replace("ʼ", "'"))


def _key(text: str) -> str:
    """A greeting without punctuation, accents and repeated words: "Merci, MERCI !" is "merci"."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower().replace("’", "'")))
    return " ".join(dict.fromkeys(filter(None, (word.strip(_EDGES) for word in plain.split()))))


@cache
def _function_words() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Words of a language alone, and (lines that begin with ~) those it shares with others."""
    lists = {}
    for code in _LANGUAGES:
        lines = _lines(f"lexicon_{code}.txt")
        common = frozenset(w for line in lines if line[0] == "~" for w in line[1:].split())
        own = frozenset(w for line in lines if line[0] != "~" for w in line.split())
        lists[code] = own - common, common
    return lists


@cache
def _greetings() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _lines("greetings.tsv"))
    return {_key(text): tuple(codes.split()) for text, codes in rows}


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
