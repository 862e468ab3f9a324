"""In: a text. Out: the countries whose flags it shows, with their places. Pure."""

import re
from collections.abc import Iterator

_FLAG = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4\U000e0067\U000e0062[\U000e0061-\U000e007a]{3}\U000e007f"
)
_SIGN = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4]")  # that any of them begins with
_FIRST = 0x1F1E6  # the regional indicator A


def flags(text: str) -> Iterator[tuple[str, int, int]]:
    """
    Country code, start, end of each flag; England, Scotland and Wales are GB.

    Where two or more lines begin with a flag, flags say which language follows and count for
    nothing.
    """
    if text.isascii() or not _SIGN.search(text):
        return
    opening = {found.group() for line in text.split("\n") if (found := _FLAG.match(line.lstrip()))}
    if len(opening) >= 2:
        return
    for found in _FLAG.finditer(text):
        signs = found.group()
        code = "GB" if len(signs) > 2 else "".join(chr(ord(s) - _FIRST + ord("A")) for s in signs)
        yield code, found.start(), found.end()
