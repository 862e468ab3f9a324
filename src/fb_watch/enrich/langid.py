"""
In: bytes of a text. Out: py3langid's scores, the same to the last bit, in half the time. Pure.

Imports numpy and py3langid: to be imported where the first text is read, and not before.
"""

from collections import Counter
from typing import Any

import numpy
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_MAGNITUDE = numpy.uint32(0x7FFF)
_FURTHER = numpy.uint32(13)  # bits of a number of 32 bits beyond those of one of 16
_UNBIASED = numpy.float32(-(2.0**112))  # 127 - 15: where their exponents begin; and the sign


class Identifier(LanguageIdentifier):  # type: ignore[misc]
    """
    The model of py3langid, with what takes longest done in fewer steps.

    Its table holds half-precision numbers, and numpy widens those one by one. All of them are
    logarithms of probabilities, hence negative: shifting their bits widens them together.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        table = self.nb_ptc
        self._is_of_halves = table.dtype == numpy.float16 and table.view(numpy.int16).max() < 0

    def _raw_score(self, text: bytes) -> Any:
        moves, rows, told, state = self.tk_nextmove, self._rowbase, self.tk_output, 0
        visits = Counter([told[state := moves[rows[state] + byte]] for byte in text])
        visits.pop(-1, None)  # states that tell nothing
        return self._sparse_score(visits, self.nb_ptc) if visits else super()._raw_score(text)

    def _sparse_score(self, visits: Counter[int], table: Any) -> Any:
        if not self._is_of_halves:
            return super()._sparse_score(visits, table)
        places = numpy.fromiter(visits.keys(), dtype=numpy.intp, count=len(visits))
        counts = numpy.fromiter(visits.values(), dtype=numpy.float32, count=len(visits))
        wide = table.view(numpy.uint16).take(places, axis=0).astype(numpy.uint32)
        wide &= _MAGNITUDE
        wide <<= _FURTHER
        weights = wide.view(numpy.float32)
        weights *= _UNBIASED
        return numpy.log1p(counts) @ weights + self.nb_pc


def load() -> Identifier:
    """The model that comes with py3langid."""
    return Identifier.from_model_file(MODEL_FILE, norm_probs=True)  # type: ignore[no-any-return]
