"""In: a Document. Out: a Word file that a writer opens and goes on writing in."""

import re
import struct
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from fb_watch.errors import UsageError
from fb_watch.export.bidi import LEFT_TO_RIGHT, is_rtl, parts, plain
from fb_watch.export.document import (
    Bibliography,
    Block,
    Document,
    Heading,
    Photo,
    Picture,
    Pointers,
    Points,
    Quotation,
    Table,
    printable,
    shortened,
)
from fb_watch.export.document import Paragraph as Text
from fb_watch.export.footnotes import Footnotes
from fb_watch.export.references import safe_url
from fb_watch.export.styles import NO_LANGUAGE, Span, Spans
from fb_watch.export.word_styles import style_ids
from fb_watch.export.word_tables import SIZE, keep_together, widths
from fb_watch.export.word_text import element, is_complex, set_size, spoken, text_run, text_runs
from fb_watch.i18n import _

_REGION: Final = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
_CHART: Final = Cm(16), Cm(6.5)  # at most: the three of the overview go on one page
_LEAST: Final = Cm(6)  # for a table, whatever the margins of a template
_LONG: Final = 600  # characters; a longer text may be parted from the line below it
_PHOTO: Final = Cm(8), Cm(8)
_ALT: Final = 1000  # characters: more than anybody listens to
# what must stand behind w:bidi in the properties of a paragraph (CT_PPrBase is a sequence)
_AFTER_BIDI: Final = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
    *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
    *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
# what python-docx says of files that are damaged, or of a form Word does not know
_NO_PICTURE: Final = (
    *(InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError),
    *(ValueError, KeyError, ZeroDivisionError, struct.error),
)


def write_docx(document: Document, out: BinaryIO, template: Path | None = None) -> None:
    """
    Write the document; a template lends its styles, and what it holds stays in front.

    Raises UsageError where the template is missing or no Word document.
    """
    word = _opened(template, document.lang)
    pen = _Pen(word, document.lang)
    word.core_properties.title = printable(document.title)[:255]
    word.core_properties.author = document.program
    word.core_properties.language = _REGION[document.lang]
    word.core_properties.comments = printable(plain(document.about))[:255]
    word.core_properties.created = word.core_properties.modified = _naive(document.at)
    word.core_properties.last_modified_by = document.program
    pen.paragraph(document.title, "Title")
    pen.paragraph(document.about, "Normal")
    for block in document.blocks:
        pen.write(block)
    pen.footnotes.close()
    word.save(out)


def _opened(template: Path | None, lang: str) -> Word:
    if template is None:
        return _blank(lang)
    if not template.is_file():
        raise UsageError(_("There is no file {file}.").format(file=template))
    try:
        return docx.Document(str(template))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise UsageError(
            _("{file} is no Word document.").format(file=template),
            remedy=_("--template takes a .docx or .dotx saved as .docx."),
        ) from error


def _blank(lang: str) -> Word:
    """An empty document on A4, in whose language Word reads what is added to it."""
    word = docx.Document()
    for told in word.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), _REGION[lang])
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2)
    return word


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)  # python-docx writes UTC and takes no zone


class _Pen:
    """Writes blocks at the end of a Word document."""

    def __init__(self, word: Word, lang: str) -> None:
        self._word = word
        self._lang = _REGION[lang]
        self.footnotes = Footnotes(word)
        marks = word.element.body.iter(qn("w:bookmarkStart"))
        self._marks = 1 + max((int(mark.get(qn("w:id"), "0")) for mark in marks), default=0)
        # python-docx looks through every style for each paragraph: nine tenths of the time
        self._ids = style_ids(word)

    def write(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self.paragraph(block.text, f"Heading {min(block.level, 3)}")
            case Text():
                paragraph = self.paragraph(block.text, "Normal")
                leads = block.leads and len(block.text) < _LONG
                paragraph.paragraph_format.keep_with_next = leads or None
            case Pointers():
                self._pointers(block)
            case Points():
                for item in block.items:
                    self.paragraph(item, "List Bullet")
            case Picture():
                self._chart(block)
            case Quotation():
                self._quotation(block)
            case Table():
                self._table(block)
            case Bibliography():
                self._bibliography(block)

    def paragraph(self, text: str, style: str, *, lang: str = "") -> Paragraph:
        """A paragraph in its language and direction; line breaks stay."""
        paragraph = self._word.add_paragraph()
        paragraph._p.style = self._ids[style]
        _speak(paragraph, text, lang or self._lang)
        return paragraph

    def _pointers(self, told: Pointers) -> None:
        """Links within the document, to the bookmarks of quotations."""
        paragraph = self.paragraph(f"{told.lead} ", "Normal")
        for place, (ref, words) in enumerate(told.posts):
            if place:
                _speak(paragraph, told.joint, self._lang)
            hyperlink = element("w:hyperlink", **{"w:anchor": _bookmark(ref), "w:history": "1"})
            hyperlink.extend(text_runs(Span(words), self._lang))
            paragraph._p.append(hyperlink)
        _speak(paragraph, told.end, self._lang)

    def _mark(self, paragraph: Paragraph, ref: str) -> None:
        """A bookmark around a quotation, which a link can lead to."""
        number = str(self._marks)
        self._marks += 1
        start = element("w:bookmarkStart", **{"w:id": number, "w:name": _bookmark(ref)})
        paragraph._p.get_or_add_pPr().addnext(start)
        paragraph._p.append(element("w:bookmarkEnd", **{"w:id": number}))

    def _quotation(self, quoted: Quotation) -> None:
        language = quoted.language or NO_LANGUAGE
        paragraph = self.paragraph(quoted.text, "Quote", lang=language)
        paragraph.paragraph_format.space_before = Pt(12)
        paragraph.paragraph_format.keep_with_next = len(quoted.text) < _LONG
        self.footnotes.add(paragraph, quoted.reference, lang=self._lang)
        self._mark(paragraph, quoted.ref)
        if quoted.photo:
            self._photo(quoted.photo)
        self.paragraph(quoted.told, "Post Details")
        for flag in quoted.flags:
            self.paragraph(flag, "Post Flag")
        if quoted.note:
            self.paragraph(quoted.note, "Post Note")

    def _photo(self, photo: Photo) -> None:
        with photo.path.open("rb") as file:
            if not self._picture(file, photo.alt, _PHOTO):
                self.paragraph(photo.alt, "Caption")

    def _chart(self, chart: Picture) -> None:
        if chart.png is None or not self._picture(BytesIO(chart.png), chart.alt, _CHART):
            self.paragraph(chart.alt, "Normal")
        if chart.caption:
            self.paragraph(chart.caption, "Caption")

    def _picture(self, file: BinaryIO, alt: str, most: tuple[Length, Length]) -> bool:
        """A picture with its alternative text; False where Word knows no such form."""
        paragraph = self._word.add_paragraph()
        try:
            shape = paragraph.add_run().add_picture(file)
        except _NO_PICTURE:
            self._word.element.body.remove(paragraph._p)
            return False
        shrunk = min(most[0] / shape.width, most[1] / shape.height)
        shape.width = Length(shape.width * shrunk)
        shape.height = Length(shape.height * shrunk)
        paragraph.paragraph_format.space_after = Pt(4)
        shape._inline.docPr.set("descr", shortened(printable(alt), _ALT))
        return True

    def _table(self, told: Table) -> None:
        caption = self.paragraph(told.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        table = self._word.add_table(rows=0, cols=len(told.head))
        table._tbl.tblStyle_val = self._ids["Table Grid"]
        table.autofit = False
        for column, width in zip(table.columns, widths(told, self._room()), strict=True):
            column.width = Pt(width)  # new cells take it from here
        for place, row in enumerate([told.head, *told.rows]):
            cells = table.add_row().cells
            for cell, text, is_number in zip(cells, row, told.numeric, strict=True):
                paragraph = cell.paragraphs[0]
                self._cell(paragraph, text, is_head=place == 0)
                if is_number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        keep_together(table)
        self._word.add_paragraph()

    def _room(self) -> float:
        """Points between the margins of the page, and some also where a template leaves none."""
        page = self._word.sections[-1]
        margins = (page.left_margin or Cm(2.5)) + (page.right_margin or Cm(2.5))
        return float(max(Length((page.page_width or Cm(21)) - margins), _LEAST).pt)

    def _cell(self, paragraph: Paragraph, text: str, *, is_head: bool) -> None:
        paragraph.paragraph_format.space_after = Pt(0)
        _speak(paragraph, text, self._lang)
        for run in paragraph.runs:
            run.bold = is_head
            set_size(run.font, SIZE)

    def _bibliography(self, listed: Bibliography) -> None:
        for number, spans in listed.entries:
            paragraph = self._word.add_paragraph()
            paragraph._p.style = self._ids["Reference"]
            paragraph.add_run(f"{self.footnotes.number(number)}.\t")
            self._spans(paragraph, spans)

    def _spans(self, paragraph: Paragraph, spans: Spans) -> None:
        for span in spans:
            address = safe_url(span.text) if span.url else ""
            if not address:
                paragraph._p.extend(text_runs(span, self._lang))
                continue
            link = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            hyperlink = element("w:hyperlink", **{"r:id": link})
            hyperlink.append(text_run(span, self._lang))
            paragraph._p.append(hyperlink)


def _bookmark(ref: str) -> str:
    """fbw:2020-000123@9f2c41aa as a name that Word takes."""
    return re.sub(r"\W", "_", ref)


def _speak(paragraph: Paragraph, text: str, lang: str) -> None:
    """Put a text in, its language and direction marked: nothing underlined, Arabic right."""
    pieces = [(text, False)] if is_rtl(text) else list(parts(text))
    for words, is_apart in pieces:
        _run(paragraph, words, lang)
        if is_apart:
            _run(paragraph, LEFT_TO_RIGHT, lang)
    if is_rtl(text):
        properties = paragraph._p.get_or_add_pPr()
        after = {qn(f"w:{name}") for name in _AFTER_BIDI}
        follower = next((child for child in properties if child.tag in after), None)
        bidi = element("w:bidi")
        properties.append(bidi) if follower is None else follower.addprevious(bidi)


def _run(paragraph: Paragraph, words: str, lang: str) -> None:
    run = paragraph.add_run(printable(words))
    run._r.get_or_add_rPr().extend(spoken(words, lang))
    if is_complex(words):
        run.font.cs_italic = False  # these scripts have no italics, whatever the style says
