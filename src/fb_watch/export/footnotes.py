"""
In: references. Out: the footnotes of a Word document, real ones that renumber themselves.

python-docx 1.2 knows no footnotes: this writes the part of the package they live in (ECMA-376,
part 1, 17.11), its two separators, and the styles of their number and text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from fb_watch.export.numerals import numeral
from fb_watch.export.references import safe_url
from fb_watch.export.styles import Span, Spans
from fb_watch.export.word_text import element, properties, set_size, text_run, text_runs

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS: Final = (("-1", "separator"), ("0", "continuationSeparator"))
_NUMBER, _TEXT = "footnote reference", "footnote text"
_NO: Final = (None, "0", "false", "off")
# what stands behind w:footnotePr in the settings of a document (CT_Settings is a sequence)
_AFTER: Final = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "themeFontLang")


class Footnotes:
    """The footnotes of one document, those of its template among them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._part = _part_of(document)
        self._notes = parse_xml(self._part.blob) if self._part else _empty()
        self._new_part = self._part or Part(
            PackURI("/word/footnotes.xml"), _TYPE, b"", document.part.package
        )
        self._next = 1 + max((int(note.get(qn("w:id"), "0")) for note in self._notes), default=0)
        self._before, self._form = _counting(document)
        self._number_style = _style(document, _NUMBER, WD_STYLE_TYPE.CHARACTER)
        self._text_style = _style(document, _TEXT, WD_STYLE_TYPE.PARAGRAPH)

    def add(self, paragraph: Paragraph, spans: Spans, *, lang: str) -> None:
        """A footnote at the end of the paragraph; its address can be followed."""
        number = str(self._next)
        self._next += 1
        run = paragraph.add_run()
        run._r.style = self._number_style
        run._r.append(element("w:footnoteReference", **{"w:id": number}))
        note = element("w:footnote", **{"w:id": number})
        text = element("w:p")
        text.append(properties("w:pPr", element("w:pStyle", **{"w:val": self._text_style})))
        mark = element("w:r")
        mark.append(properties("w:rPr", element("w:rStyle", **{"w:val": self._number_style})))
        mark.append(element("w:footnoteRef"))
        text.append(mark)
        text.append(text_run(Span(" "), lang))
        text.extend(piece for span in spans for piece in self._pieces(span, lang))
        note.append(text)
        self._notes.append(note)

    def number(self, place: int) -> str:
        """What stands at the n-th of our notes, as Word counts."""
        return numeral(self._before + place, self._form)

    def close(self) -> None:
        """Put the part into the document; nothing can be added afterwards."""
        self._new_part._blob = serialize_part_xml(self._notes)
        if self._part is None:
            self._document.part.relate_to(self._new_part, RELATIONSHIP_TYPE.FOOTNOTES)
            _declare(self._document)

    def _pieces(self, span: Span, lang: str) -> Iterator[Any]:
        address = safe_url(span.text) if span.url else ""
        if not address:
            yield from text_runs(span, lang)
            return
        link = self._new_part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        hyperlink = element("w:hyperlink", **{"r:id": link})
        hyperlink.append(text_run(span, lang))
        yield hyperlink


def _counting(document: Document) -> tuple[int, str]:
    """
    How far the notes of a template count, which stand in front of ours, and in what numerals.

    It counts through from here on: where each page or section begins anew, no number would lead
    to the list of references. Where sections say where they start or in what numerals, ours are
    those of the last one.
    """
    body, settings = document.element.body, document.settings.element
    told = list(settings.iter(qn("w:footnotePr")))
    for place in (*told, *body.iter(qn("w:footnotePr"))):
        for restart in place.findall(qn("w:numRestart")):
            place.remove(restart)
    given, form = _first(told, 1) - 1, _format(told, "decimal")
    ours = form
    waiting = 0  # marks of the section that is being read: what it says stands at its end
    for one in body.iter(qn("w:footnoteReference"), qn("w:sectPr")):
        if one.tag != qn("w:sectPr"):
            waiting += one.get(qn("w:customMarkFollows")) in _NO
            continue
        here = one.findall(qn("w:footnotePr"))
        given = _first(here, given + 1) - 1 + waiting
        waiting = 0
        ours = _format(here, form)
    return given + waiting, ours


def _first(told: Sequence[Any], number: int) -> int:
    starts = [start for one in told for start in one.findall(qn("w:numStart"))]
    return int(starts[0].get(qn("w:val"), "1")) if starts else number


def _format(told: Sequence[Any], form: str) -> str:
    forms = [one.get(qn("w:val"), form) for place in told for one in place.findall(qn("w:numFmt"))]
    return forms[0] if forms else form


def _part_of(document: Document) -> Part | None:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external:
            part: Part = relation.target_part
            return part
    return None


def _empty() -> Any:
    notes = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
    for number, kind in _SEPARATORS:
        note = element("w:footnote", **{"w:type": kind, "w:id": number})
        paragraph, run = element("w:p"), element("w:r")
        run.append(element(f"w:{kind}"))
        paragraph.append(run)
        note.append(paragraph)
        notes.append(note)
    return notes


def _style(document: Document, name: str, kind: WD_STYLE_TYPE) -> str:
    """The id of a style; made where the template lacks it."""
    there = [style for style in document.styles if (style.name or "").lower() == name]
    if there:
        return str(there[0].style_id)
    made = document.styles.add_style(name, kind)
    if kind is WD_STYLE_TYPE.CHARACTER:
        made.font.superscript = True
    else:
        set_size(made.font, 9)
        made.paragraph_format.space_after = Pt(2)
    return str(made.style_id)


def _declare(document: Document) -> None:
    """Name the separators in the settings, where Word looks for them."""
    told = element("w:footnotePr")
    told.extend(element("w:footnote", **{"w:id": number}) for number, _kind in _SEPARATORS)
    settings = document.settings.element
    after = {qn(f"w:{name}") for name in _AFTER}
    follower = next((child for child in settings if child.tag in after), None)
    if follower is None:
        settings.append(told)
    else:
        follower.addprevious(told)
