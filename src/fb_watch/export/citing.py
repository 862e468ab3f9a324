"""In: References, the name of a style or a CSL file. Out: their spans; runs pandoc for a file."""

from collections.abc import Sequence
from pathlib import Path

from fb_watch.export.citation import Reference
from fb_watch.export.pandoc import cite_with
from fb_watch.export.styles import STYLES, Spans, cite


def cited(refs: Sequence[Reference], style: str, lang: str) -> list[Spans]:
    """The references in the order given; `lang` (en, fr, es) is that of the words around."""
    return cite(refs, style, lang) if style in STYLES else cite_with(refs, Path(style), lang)
