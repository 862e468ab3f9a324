import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.documents import ANY_TEXT, HOSTILE, document, everything, quoted
from fb_watch.errors import UsageError
from fb_watch.export.document import Document, Heading, Paragraph, Photo, Picture
from fb_watch.export.docx import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(told: Document, template: Path | None = None) -> BytesIO:
    """The Word file, as bytes."""
    out = BytesIO()
    write_docx(told, out, template)
    out.seek(0)
    return out


def part(file: BytesIO, name: str) -> Any:
    """A part of the package, parsed by another parser than the one that wrote it."""
    with zipfile.ZipFile(file) as package:
        return ElementTree.fromstring(package.read(name))


def png(width: int = 2, height: int = 2) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _row in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_each_quotation_has_a_real_footnote_with_its_reference() -> None:
    """The number in the text is the number of a note that holds the whole reference."""
    file = written(document(quoted("A"), quoted("B", number=2)))

    body, notes = part(file, "word/document.xml"), part(file, "word/footnotes.xml")
    marks = [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")]
    texts = {
        note.get(f"{W}id"): "".join(text.text or "" for text in note.iter(f"{W}t"))
        for note in notes.iter(f"{W}footnote")
    }
    assert ["1", "2"] == marks
    assert {"-1", "0", "1", "2"} == set(texts)
    told = " Réseau <ONG>. (2020). Écoles *fermées*. Facebook. https://www.facebook.com/1/posts/2"
    assert [told, told] == [texts["1"], texts["2"]]


@pytest.mark.parametrize(("lang", "region"), [("en", "en-GB"), ("fr", "fr-FR"), ("es", "es-ES")])
def test_what_a_writer_adds_is_in_the_language_of_the_document(lang: str, region: str) -> None:
    """Word proofs new paragraphs in the language that the styles begin with."""
    styles = part(written(document(lang=lang)), "word/styles.xml")

    assert region == styles.find(f"{W}docDefaults//{W}lang").get(f"{W}val")


def test_the_quotation_is_marked_with_its_language() -> None:
    """Word underlines nothing: the post is French, Arabic or of no language that can be told."""
    file = written(
        document(
            quoted("École"), quoted("مدرسة", language="ar"), quoted("?", language=""), lang="en"
        )
    )

    quotes = [p for p in docx.Document(file).paragraphs if p.style and p.style.name == "Quote"]
    languages = [p.runs[0]._r.find(f"{W}rPr/{W}lang") for p in quotes]
    assert ["fr", "ar", None] == [
        (one is not None and one.get(f"{W}val")) or None for one in languages
    ]
    assert [False, True, False] == [p._p.find(f"{W}pPr/{W}bidi") is not None for p in quotes]
    assert quotes[2].runs[0]._r.find(f"{W}rPr/{W}noProof") is not None


def test_pictures_carry_their_alternative_text(tmp_path: Path) -> None:
    """A chart and a photograph are read aloud by what they show."""
    photo = tmp_path / "a.png"
    photo.write_bytes(png())
    chart = Picture(svg="<svg/>", png=png(), alt="Douze publications en mars", caption="Par mois")
    shown = Photo(path=photo, type="image/png", alt="Une école")

    file = written(document(chart, quoted(photo=shown)))

    told = [shape._inline.docPr.get("descr") for shape in docx.Document(file).inline_shapes]
    assert ["Douze publications en mars", "Une école"] == told


def test_a_picture_that_word_does_not_know_is_told_in_words(tmp_path: Path) -> None:
    """A damaged file leaves its description."""
    photo = tmp_path / "a.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\nnothing")

    file = written(document(quoted(photo=Photo(path=photo, type="image/png", alt="Une école"))))

    assert "Une école" in [p.text for p in docx.Document(file).paragraphs]


def test_a_template_lends_its_styles_and_keeps_its_text(tmp_path: Path) -> None:
    """The letterhead stays in front; a style it defines is not defined anew."""
    template = docx.Document()
    template.add_paragraph("Papier à en-tête")
    template.styles["Quote"].font.name = "Garamond"
    path = tmp_path / "ngo.docx"
    template.save(str(path))

    made = docx.Document(written(document(quoted()), path))

    assert "Papier à en-tête" == made.paragraphs[0].text
    assert "Garamond" == made.styles["Quote"].font.name


def test_a_document_written_before_can_be_a_template(tmp_path: Path) -> None:
    """Its footnotes stay, and new ones are numbered after them."""
    path = tmp_path / "old.docx"
    path.write_bytes(written(document(quoted("alt"))).getvalue())

    notes = part(written(document(quoted("neu")), path), "word/footnotes.xml")

    assert ["-1", "0", "1", "2"] == [note.get(f"{W}id") for note in notes.iter(f"{W}footnote")]


def test_a_template_that_is_none_is_said(tmp_path: Path) -> None:
    """A text file is refused with its name."""
    path = tmp_path / "ngo.docx"
    path.write_text("no zip", "utf-8")

    with pytest.raises(UsageError, match=r"ngo\.docx"):
        written(document(), path)


def test_headings_are_headings() -> None:
    """A reader jumps from chapter to chapter."""
    made = docx.Document(written(document(Heading(level=1, text="A"), Heading(level=2, text="B"))))

    told = [(p.style.name, p.text) for p in made.paragraphs if p.style and p.text in "AB"]
    assert [("Heading 1", "A"), ("Heading 2", "B")] == told


@settings(max_examples=15, deadline=None)
@given(text=st.just(HOSTILE) | ANY_TEXT)
def test_any_text_makes_a_whole_document(text: str) -> None:
    """Control characters, half characters and marks of XML leave every part readable."""
    file = written(everything(text))

    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    assert docx.Document(file).paragraphs


def test_a_long_alternative_text_ends_behind_an_entry() -> None:
    """It stops where one entry ends, not in the middle of a name."""
    alt = "Par pays. " + "; ".join(f"Pays numéro {n} : {n}" for n in range(200))
    file = written(document(Picture(svg="<svg/>", png=png(), alt=alt, caption="")))

    (shape,) = docx.Document(file).inline_shapes
    told = shape._inline.docPr.get("descr") or ""
    assert len(told) <= 1000
    assert alt.startswith(told.removesuffix(" …"))
    assert told.endswith("; …")


def test_what_introduces_a_chapter_stands_on_the_page_of_its_first_post() -> None:
    """Neither a heading nor the sentence below it is left alone at the foot of a page."""
    told = docx.Document(
        written(
            document(
                Heading(level=1, text="Ne parlant d'aucun pays"),
                Paragraph(text="2 de ces publications", leads=True),
                quoted("A"),
                Paragraph(text="autre chose"),
            )
        )
    )

    kept = {p.text: p.paragraph_format.keep_with_next for p in told.paragraphs}
    assert kept["2 de ces publications"]
    assert not kept["autre chose"]
