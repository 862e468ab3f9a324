"""In: a stream of bytes that is text. Out: its encoding, its lines. Pure."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO

from fb_watch.errors import IntakeError
from fb_watch.i18n import _

_BLOCK = 2**18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRAY = re.compile("[\udc80-\udcff]")


def encoding(head: bytes) -> str:
    """How a text is written, by its first bytes: a mark, UTF-8 where that fits, else Windows."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def text_lines(stream: IO[bytes], name: str, most: int) -> Iterator[str]:
    """
    Every line with its end, in constant memory.

    Bytes that the encoding does not have come as lone surrogates: `is_damaged` sees them. A
    line of more than `most` characters is no table: IntakeError.
    """
    errors = "surrogateescape" if name.startswith("utf-8") else "replace"
    decoder = codecs.getincrementaldecoder(name)(errors)
    rest = ""
    is_last = False
    while not is_last:
        block = stream.read(_BLOCK)
        is_last = not block
        rest += decoder.decode(block, is_last)
        cut = len(rest) if is_last else max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
        if cut:
            yield from io.StringIO(rest[:cut], newline="")
            rest = rest[cut:]
        elif len(rest) > most:
            raise IntakeError(
                _("A line is longer than {number} MB: this is no table.").format(
                    number=most // 2**20
                ),
                remedy=_("Look into the file; export it again as CSV."),
            )


def is_damaged(text: str) -> bool:
    """Whether the text held bytes that are not of its encoding."""
    return _STRAY.search(text) is not None
