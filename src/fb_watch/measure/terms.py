"""In: texts. Out: their words and pairs of words, and which of them set some texts apart. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from pathlib import Path

PSEUDO = 10.0  # texts that the prior counts for
LEAST = 0.5  # of a text that it counts a term for: else what stands nowhere outside weighs nothing
OFTEN = 0.5  # share of a page's texts above which a word is the page's own habit
FEWEST = 20  # texts of a page below which that may be chance
MOSTLY = 0.8  # of a word's texts that have it in a phrase: then the phrase is meant
_SHORTEST = 3  # letters of a word
_LONGEST = 40
# written without blanks: runs of two to four letters stand for words
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(f"[{_UNSPACED}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A term that stands more often in some texts than in others."""

    term: str
    z: float  # of the log-odds ratio; 1.96 and more is hardly chance
    inside: int  # texts that have it, of those asked about
    outside: int  # of the others


def stop_words(language: str) -> frozenset[str]:
    """Words of a language that say nothing of what a text is about; none where it has no list."""
    return _stop_words().get(language, frozenset())


def terms_of(text: str, stop: frozenset[str] = frozenset()) -> frozenset[str]:
    """
    Words and pairs of neighbours, in small letters; each once.

    Stop words are no terms and begin and end none; between two words they hold them together.
    """
    found: set[str] = set()
    before: list[str] = []  # a word, and the stop word behind it
    end = -1
    for match in _word().finditer(text):
        word = unicodedata.normalize("NFC", match.group().casefold())
        if _RUN.search(word):
            found |= {piece for piece in _pieces(word) if piece not in stop}
            before = []
            continue
        if text[end : match.start()] != " ":
            before = []
        end = match.end()
        if len(word) > _LONGEST:
            before = []
        elif word in stop:
            before = [*before, word] if len(before) == 1 else []
        else:
            if before:
                found.add(" ".join([*before, word]))
            if len(word) >= _SHORTEST:
                found.add(word)
            before = [word]
    return frozenset(found)


def without_habits(texts: Sequence[tuple[str, frozenset[str]]]) -> list[frozenset[str]]:
    """The terms of texts, each with its page, less those that its page puts nearly everywhere."""
    number = Counter(page for page, _terms in texts)
    stands = Counter((page, term) for page, terms in texts for term in terms)
    habits = {
        (page, term)
        for (page, term), n in stands.items()
        if number[page] >= FEWEST and n > OFTEN * number[page]
    }
    return [
        frozenset(term for term in terms if (page, term) not in habits) for page, terms in texts
    ]


def telling(inside: Sequence[frozenset[str]], outside: Sequence[frozenset[str]]) -> list[Telling]:
    """
    The terms of two texts inside or more that set them apart from those outside, best first.

    Log-odds ratio with an informative Dirichlet prior, the prior being the share of all texts that
    have the term, or half a text (Haldane, Anscombe); by texts, not by mentions. B. Monroe,
    M. Colaresi, K. Quinn, "Fightin' words", Political Analysis 16 (2008), equations 15, 16, 19
    to 22.
    """
    ours = Counter(term for terms in inside for term in terms)
    theirs = Counter(term for terms in outside for term in terms)
    number = len(inside) + len(outside)
    found = []
    for term, n in ours.items():
        if n < 2:
            continue
        prior = max(LEAST, PSEUDO * (n + theirs[term]) / number)
        one = _log_odds(n + prior, len(inside) + PSEUDO)
        other = _log_odds(theirs[term] + prior, len(outside) + PSEUDO)
        spread = sqrt(1 / (n + prior) + 1 / (theirs[term] + prior))
        z = (one - other) / spread
        found.append(Telling(term=term, z=z, inside=n, outside=theirs[term]))
    return sorted(found, key=lambda t: (-t.z, -t.inside, len(t.term), t.term))


def apart(found: Sequence[Telling], most: int) -> list[Telling]:
    """The first that do not contain one another; a phrase before the words that stand in it."""
    texts = {one.term: one.inside for one in found}
    within = {
        word
        for one in found
        for word in one.term.split()
        if word != one.term and one.inside >= MOSTLY * texts.get(word, 0)
    }
    kept: list[Telling] = []
    for one in found:
        if len(kept) == most:
            break
        if one.term not in within and not any(_overlap(one.term, other.term) for other in kept):
            kept.append(one)
    return kept


def phrases_around(word: str, texts: Iterable[str]) -> Counter[str]:
    """Pairs and triples of words that hold a word, by how many texts have them."""
    counted: Counter[str] = Counter()
    for text in texts:
        words = [match.group().casefold() for match in _word().finditer(text)]
        found = set()
        for at, told in enumerate(words):
            if told == word:
                spans: Collection[tuple[int, int]]
                spans = ((at - 1, at + 1), (at, at + 2), (at - 1, at + 2), (at, at + 3))
                found |= {" ".join(words[a:b]) for a, b in spans if a >= 0 and b <= len(words)}
        counted.update(phrase for phrase in found if phrase in " ".join(text.casefold().split()))
    return counted


def _log_odds(n: float, number: float) -> float:
    return log(n / max(number - n, 1e-9))


def _overlap(one: str, other: str) -> bool:
    if _RUN.search(one):
        return one in other or other in one
    return bool(set(one.split()) & set(other.split()))


def _pieces(run: str) -> set[str]:
    return {run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1)}


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    lines = (Path(__file__).parent / "stop_words.txt").read_text("utf-8").splitlines()
    told = (line.split() for line in lines if not line.startswith("#"))
    return {language: frozenset(words) for language, *words in told}


@cache
def _word() -> "re.Pattern[str]":
    """Letters with their marks: in many scripts vowels are marks."""
    marks = "".join(
        re.escape(chr(point))
        for point in range(0x300, 0x1E95A)
        if unicodedata.category(chr(point))[0] == "M"
    )
    return re.compile(rf"[^\W\d_](?:[^\W\d_]|[{marks}])*")
