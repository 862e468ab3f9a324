"""In: a cleaned post. Out: the pieces that may be of different languages. Pure."""

import re
from collections.abc import Iterator

from fb_watch.enrich import scripts

# Lines, signs set between two languages, ends of sentences (most scripts of Asia leave no space).
_BOUNDARY = re.compile(r"\n+|\s+[/|•·–—]\s+|(?<=[.!?…؟۔।॥။።。！？])\s*(?=\S)|\s-{2,}\s")
_SHORTEST = 20  # letters; a detector is a poor judge of less


def split(text: str) -> list[tuple[str, float]]:
    """Pieces with their letters, in order; a piece too short to judge goes with the one before."""
    pieces: list[tuple[list[str], float]] = []
    for part in _parts(text):
        size = scripts.letters(part)
        if not size:
            continue
        if pieces and (size < _SHORTEST or pieces[-1][1] < _SHORTEST):
            parts, before = pieces[-1]
            parts.append(part)
            pieces[-1] = (parts, before + size)
        else:
            pieces.append(([part], size))
    return [(" ".join(parts), size) for parts, size in pieces]


def _parts(text: str) -> Iterator[str]:
    """Lines and sentences, and within them the stretches in Latin letters and in others."""
    for sentence in _BOUNDARY.split(text):
        found = scripts.weigh(sentence)
        latin_letters = found.get(scripts.LATIN, 0.0)
        if min(latin_letters, sum(found.values()) - latin_letters) < _SHORTEST:
            yield sentence
            continue
        stretch: list[str] = []
        latin: bool | None = None
        for word in sentence.split():
            kind = _is_latin(word)
            if kind is not None and latin is not None and kind != latin:
                yield " ".join(stretch)
                stretch = []
            stretch.append(word)
            latin = latin if kind is None else kind
        yield " ".join(stretch)


def _is_latin(word: str) -> bool | None:
    """None for a word without letters, which goes with its neighbours."""
    found = scripts.weigh(word).keys()
    return found == {scripts.LATIN} if found else None
