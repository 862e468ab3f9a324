"""In: text and its language. Out: runs of WordprocessingML that say both. Pure."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.font import Font

from fb_watch.export.bidi import LEFT_TO_RIGHT, is_rtl, language_of_script, parts
from fb_watch.export.document import printable
from fb_watch.export.styles import NO_LANGUAGE, Span
from fb_watch.i18n import LANGUAGES

# Hebrew to Arabic, Devanagari to Myanmar, Khmer, their further blocks: the scripts for which Word
# keeps a second font, size and language (ECMA-376, part 1, 17.3.2.7)
_COMPLEX: Final = (
    *((0x0590, 0x08FF), (0x0900, 0x109F), (0x1780, 0x17FF), (0x1950, 0x1AAF), (0x1B00, 0x1C4F)),
    *((0xA980, 0xAAFF), (0xABC0, 0xABFF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF)),
)


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes named by prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made


def properties(tag: str, *told: Any) -> Any:
    """The properties of a paragraph or run, in the order that the schema wants."""
    made = element(tag)
    made.extend(told)
    return made


def set_size(font: Font, points: float) -> None:
    """The size of a style or run, for complex scripts too: Word keeps theirs apart."""
    font.size = Pt(points)
    told: Any = font._element
    size = told.rPr.find(qn("w:sz"))
    size.addnext(element("w:szCs", **{"w:val": size.get(qn("w:val"))}))


def text_runs(span: Span, lang: str) -> Iterator[Any]:
    """
    The runs of a span: a name that runs from right to left has one of its own.

    Behind such a one stands a mark that the line goes on from left to right: LibreOffice goes by
    letters alone, where Word goes by runs.
    """
    for words, is_apart in parts(span.text):
        yield text_run(replace(span, text=words), lang)
        if is_apart or (span.language and is_rtl(words)):
            yield text_run(Span(LEFT_TO_RIGHT), lang)


def text_run(span: Span, lang: str) -> Any:
    """A run of text: italic where the style says so, in its language, never an instruction."""
    run = element("w:r")
    told = [element("w:i")] if span.italic else []
    run.append(properties("w:rPr", *told, *spoken(span.text, span.language or lang)))
    text = element("w:t")
    text.text = printable(span.text)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return run


def spoken(text: str, lang: str) -> list[Any]:
    """
    What a run says of the language of its text, so that Word underlines nothing.

    Scripts that Word calls complex have a language of their own (w:bidi) and a mark that it is
    the one that counts; those from the right have their direction besides.
    """
    rtl, has_own = is_rtl(text), is_complex(text)
    marks = [element("w:rtl")] if rtl else [element("w:cs")] if has_own else []
    if lang == NO_LANGUAGE:
        return [element("w:noProof"), *marks]
    told = {"w:val": lang, "w:eastAsia": lang}
    if rtl and lang.partition("-")[0] in LANGUAGES:  # a name among words of ours
        told["w:bidi"] = language_of_script(text)
    elif rtl or has_own:
        told["w:bidi"] = lang
    return [*marks, element("w:lang", **told)]


def is_complex(text: str) -> bool:
    """Whether the first letter is of a script with a font and a language of its own in Word."""
    letter = next((ord(c) for c in text if unicodedata.category(c)[0] == "L"), 0)
    return any(first <= letter <= last for first, last in _COMPLEX)
