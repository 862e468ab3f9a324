"""In: cleaned text. Out: its language by word lists, where no model can tell it; pure."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import cache
from pathlib import Path

Shares = tuple[tuple[str, float], ...]  # codes, each with its share of the letters

_DATA = Path(__file__).parent / "data"
_LANGUAGES = ("bm", "mos", "wo")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
# Accents and Arabic vowel signs, which hurried writers leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0655]")
_EDGES = "'-–—.,;:!?¿¡،؛؟…\"«»“”()/|•·।॥。、！？"
_LONGEST_GREETING = 60
_MOST_WORDS = 5
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


def by_greeting(text: str, hints: Container[str]) -> tuple[Shares, float] | None:
    """
    The languages of "Merci !" and of "Merci ! Thank you!", with their shares, and a confidence.

    A wording of several languages is that of the page, where it writes one of them, and else
    that of the first in the table, with little confidence.
    """
    if len(text) > _LONGEST_GREETING:
        return None
    words = _plain(text)
    whole = _greeting(words)
    sizes: dict[str, int] = {}
    sure = _SURE
    for codes, size in [(whole, 1)] if whole else _greetings_in(words):
        hinted = [code for code in codes if code in hints]
        code = (hinted or codes)[0]
        sizes[code] = sizes.get(code, 0) + size
        sure = sure if hinted or len(codes) == 1 else _LIKELY
    total = sum(sizes.values())
    ranked = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    return (tuple((code, size / total) for code, size in ranked), sure) if total else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'").replace("ʼ", "'"))


def _plain(text: str) -> list[str]:
    """The words without punctuation and accents."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower().replace("’", "'")))
    return [word for written in plain.split() if (word := written.strip(_EDGES))]


def _key(words: Iterable[str]) -> str:
    """A greeting without repeated words: "Merci, MERCI !" is "merci"."""
    return " ".join(dict.fromkeys(words))


def _greeting(words: Sequence[str]) -> tuple[str, ...]:
    """The languages in which these words together are a greeting."""
    key = _key(words)
    return _greetings().get(key) or _greetings().get(_DRAWN_OUT.sub(r"\1", key), ())


def _greetings_in(words: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """Greetings one after the other, the longest first, with their letters; all words or none."""
    found = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _MOST_WORDS), at, -1):
            if codes := _greeting(words[at:end]):
                found.append((codes, sum(map(len, words[at:end]))))
                at = end
                break
        else:
            return []
    return found


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
    return {_key(_plain(text)): tuple(codes.split()) for text, codes in rows}


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
