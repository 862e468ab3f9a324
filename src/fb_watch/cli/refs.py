"""In: references on the command line, `-` among them. Out: all of them, stdin read."""

import sys
from collections.abc import Sequence


def read_refs(given: Sequence[str]) -> tuple[str, ...]:
    """The references given; `-` stands for those on stdin, one a line."""
    refs: list[str] = []
    for ref in given:
        refs += [line.strip() for line in sys.stdin if line.strip()] if ref == "-" else [ref]
    return tuple(refs)
