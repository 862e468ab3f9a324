"""In: a cleaned post. Out: the pieces that may be of different languages. Pure."""

import re
from collections.abc import Iterator

from fb_watch.enrich import scripts

# Lines, signs set between two languages, ends of sentences (most scripts of Asia leave no space).
# Each begins with one of a few characters, which is how it is looked for: the sign that ends a
# sentence, which stays with it, or a blank.
_BOUNDARY = re.compile(
    r"[.!?…؟۔।॥။።。！？\s](?:(?<!\s)(?:\n+|\s+[/|•·–—]\s+|\s*(?=\S))"
    r"|(?<=\n)\n*|(?<=\s)(?:\s*[/|•·–—]\s+|-{2,}\s))"
)
_SHORTEST = 28  # letters; a detector is a poor judge of less


def split(text: str) -> list[scripts.Weighed]:
    """Pieces in order, weighed; a piece too short to judge goes with the one before."""
    pieces: list[tuple[list[str], scripts.Scripts]] = []
    for part, found in _parts(text):
        if not found:
            continue
        if pieces and min(scripts.letters(found), scripts.letters(pieces[-1][1])) < _SHORTEST:
            parts, before = pieces[-1]
            parts.append(part)
            for script, size in found.items():
                before[script] = before.get(script, 0.0) + size
        else:
            pieces.append(([part], found))
    return [(" ".join(parts), found) for parts, found in pieces]


def _parts(text: str) -> Iterator[scripts.Weighed]:
    """Lines and sentences, and within them the stretches in Latin letters and in others."""
    for sentence in _sentences(text):
        found = scripts.weigh(sentence)
        latin_letters = found.get(scripts.LATIN, 0.0)
        if min(latin_letters, scripts.letters(found) - latin_letters) < _SHORTEST:
            yield sentence, found
            continue
        stretch: list[str] = []
        latin: bool | None = None
        for word in sentence.split():
            kind = _is_latin(word)
            if kind is not None and latin is not None and kind != latin:
                yield _weighed(stretch)
                stretch = []
            stretch.append(word)
            latin = latin if kind is None else kind
        yield _weighed(stretch)


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for found in _BOUNDARY.finditer(text):
        first = found.start()
        yield text[at : first if text[first].isspace() else first + 1]
        at = found.end()
    yield text[at:]


def _weighed(words: list[str]) -> scripts.Weighed:
    text = " ".join(words)
    return text, scripts.weigh(text)


def _is_latin(word: str) -> bool | None:
    """None for a word without letters, which goes with its neighbours."""
    found = scripts.weigh(word).keys()
    return found == {scripts.LATIN} if found else None
