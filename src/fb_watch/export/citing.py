"""In: References, the name of a style or a CSL file. Out: their spans; runs pandoc for a file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fb_watch.export.citation import Reference
from fb_watch.export.pandoc import cite_with
from fb_watch.export.styles import STYLES, Spans, cite, language_of


def cited(refs: Sequence[Reference], style: str, lang: str) -> list[Spans]:
    """The references in the order given, for a text in `lang` (en, fr, es)."""
    if style not in STYLES:
        return cite_with(refs, Path(style), lang)
    entries, own = cite(refs, style, lang), language_of(style, lang)
    if own == lang:
        return entries
    return [[replace(span, language=span.language or own) for span in entry] for entry in entries]
