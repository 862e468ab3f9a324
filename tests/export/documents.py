"""Documents to write in every form, with what breaks forms inside."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from fb_watch.export.document import (
    Bibliography,
    Block,
    Document,
    Heading,
    Paragraph,
    Photo,
    Picture,
    Pointers,
    Points,
    Quotation,
    Table,
)
from fb_watch.export.styles import Span, Spans

HOSTILE = (
    '<script>alert(1)</script> ]]> & "q" [^1]: x\n\n# y\n- z\n1. a | b ``` \x00\x0b\x1b[31m \ud800'
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=80)
REFERENCE: Spans = [
    Span("Réseau <ONG>. (2020). "),
    Span("Écoles *fermées*", italic=True),
    Span(". Facebook. "),
    Span("https://www.facebook.com/1/posts/2", url=True),
]


def quoted(text: str = "Les écoles restent fermées", **changes: object) -> Quotation:
    """A quotation in French, edited, without a picture."""
    told: dict[str, object] = {
        "number": 1,
        "ref": "fbw:2020-000123@9f2c41aa",
        "text": text,
        "language": "fr",
        "told": "1er mars 2020 · Madagascar",
        "flags": ("Modifiée",),
        "note": "à garder",
        "reference": REFERENCE,
    }
    return Quotation(**(told | changes))  # type: ignore[arg-type]


def document(*blocks: Block, title: str = "Dossier", lang: str = "fr") -> Document:
    """A document of these blocks."""
    return Document(
        title=title,
        about="Requête : école.",
        lang=lang,
        at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        program="fb-watch 1.0",
        blocks=blocks,
    )


def everything(text: str, photo: Path | None = None) -> Document:
    """Every kind of block, each with this text wherever a text can stand."""
    spans = [Span(text), Span(text, italic=True), Span(text, url=True)]
    shown = Photo(path=photo, type="image/png", alt=text) if photo else None
    return document(
        Heading(level=1, text=text),
        Paragraph(text=text),
        Points(items=(text, text)),
        Pointers(lead=text, posts=(("fbw:2020-000123@9f2c41aa", text),), joint=text, end=text),
        Picture(svg="<svg xmlns='http://www.w3.org/2000/svg'/>", png=None, alt=text, caption=text),
        quoted(text, told=text, flags=(text,), note=text, reference=spans, photo=shown),
        Table(caption=text, head=(text, text), rows=((text, "1"),)),
        Bibliography(entries=((1, spans),)),
        title=text,
    )
