"""Names that run from right to left, among words that run from left to right."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.documents import document, quoted
from export.test_docx import W, part, written
from fb_watch.export.bidi import CLOSE, OPEN, apart, apart_within, in_html, is_rtl, parts, plain
from fb_watch.export.citation import references
from fb_watch.export.document import Bibliography, Document, Paragraph, Quotation, Table
from fb_watch.export.dossier import compose
from fb_watch.export.handing_over import Dossier
from fb_watch.export.references import render
from fb_watch.export.styles import STYLES, cite
from fb_watch.export.webpage import as_html
from make import about, archived

ARABIC, HEBREW, URDU = "الإغاثة الدولية", "עזרה (ישראל)", "امدادی نیٹ ورک"
LRM = "\u200e"


def _runs(file: object, name: str, holding: str) -> list[tuple[str, bool, str | None]]:
    """The runs of the first paragraph that holds a text: text, from the right, bidi language."""
    body = part(file, name)  # type: ignore[arg-type]
    paragraph = next(p for p in body.iter(f"{W}p") if holding in "".join(p.itertext()))
    found = []
    for run in paragraph.iter(f"{W}r"):
        lang = run.find(f"{W}rPr/{W}lang")
        told = None if lang is None else lang.get(f"{W}bidi")
        text = "".join(one.text or "" for one in run.iter(f"{W}t"))
        found.append((text, run.find(f"{W}rPr/{W}rtl") is not None, told))
    return [one for one in found if one[0]]


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("name", [ARABIC, HEBREW, URDU])
def test_a_name_is_isolated_from_the_year_behind_it(style: str, name: str) -> None:
    """In HTML by <bdi>, in every style; as text the reference stays what it was."""
    refs = references([archived(page_name=name)])

    page = render(refs, style=style, form="html", lang=None)

    assert f"<bdi>{name}</bdi>" in page
    assert {OPEN, CLOSE}.isdisjoint(render(refs, style=style, form="text", lang=None))
    assert "<bdi>" not in render(references([archived()]), style=style, form="html", lang=None)


def test_the_group_that_somebody_wrote_in_is_isolated_too() -> None:
    """Whose name stands between our words."""
    refs = references([archived(page_name=ARABIC, personal=True)])

    assert f"In <bdi>{ARABIC}</bdi>, Facebook" in (
        render(refs, style="chicago", form="html", lang=None)
    )


@pytest.mark.parametrize(("name", "language"), [(ARABIC, "ar-SA"), (HEBREW, "he-IL")])
@pytest.mark.parametrize("style", ["iso690-fr", "chicago"])
def test_in_word_a_name_has_a_run_of_its_own(name: str, language: str, style: str) -> None:
    """From the right, in a language of its letters; what follows goes on from the left."""
    (spans,) = cite(references([archived(page_name=name)]), style)
    file = written(document(quoted(reference=spans), Bibliography(entries=((1, spans),))))

    for place in ("word/footnotes.xml", "word/document.xml"):
        runs = _runs(file, place, name)
        at = next(n for n, (text, _rtl, _lang) in enumerate(runs) if text == name)
        assert (name, True, language) == runs[at]
        assert (LRM, False, None) == runs[at + 1]
        assert runs[at + 2][0].endswith("2020. ")
        assert not runs[at + 2][1]


def _composed(**changes: object) -> Document:
    told = about(asked="--dossier 'تقرير المدارس' لبنان --country LB", lang="fr")
    return compose([archived(page_name=ARABIC, **changes)], told, Dossier(), Path("nowhere"))


def test_the_first_line_and_the_details_isolate_names() -> None:
    """The query, the line below a quotation, the title of what a post shows, a table."""
    link = {"url": "https://e.example/", "title": "مدرسة", "description": None}
    told = _composed(message=None, kind="link", links=[link])

    (quotation,) = [b for b in told.blocks if isinstance(b, Quotation)]
    page, file = as_html(told), written(told)

    assert f"'{OPEN}تقرير المدارس{CLOSE}' {OPEN}لبنان{CLOSE} --country LB. 1 " in told.about
    assert f" · {OPEN}{ARABIC}{CLOSE} · " in quotation.told
    assert f"{OPEN}مدرسة{CLOSE}]" in quotation.text
    assert "<bdi>تقرير المدارس</bdi>&#x27; <bdi>لبنان</bdi> --country LB. 1 " in page
    assert f" · <bdi>{ARABIC}</bdi> · " in page
    assert f"<td><bdi>{ARABIC}</bdi></td>" in page
    assert ("لبنان", True, "ar-SA") in _runs(file, "word/document.xml", "--dossier")
    assert any(ARABIC in row for b in told.blocks if isinstance(b, Table) for row in b.rows)
    core = part(file, "docProps/core.xml")
    assert OPEN not in "".join(core.itertext())


def test_quotations_stay_as_they_were_written() -> None:
    """A text from the right is one run, whatever signs of direction its author put in."""
    said = f"قال {OPEN}Paul{CLOSE} نعم"
    file = written(document(quoted(said, language="ar"), Paragraph(text="x")))

    assert [(said, True, "ar")] == _runs(file, "word/document.xml", "Paul")


def test_what_is_isolated_gives_a_line_no_direction() -> None:
    """A line of ours that begins with a name goes from left to right."""
    assert not is_rtl(f"{apart(ARABIC)}, page")
    assert is_rtl(f"{ARABIC}, page")


@given(st.text(st.sampled_from([*"aأ1 .'<", OPEN, CLOSE]), max_size=30))
def test_signs_are_paired_whatever_a_text_holds(text: str) -> None:
    """No element is left open, nothing of the text is lost."""
    page = in_html(text)

    assert page.count("<bdi>") == page.count("</bdi>")
    assert plain(text) == "".join(piece for piece, _is_apart in parts(text))
    assert plain(text) == plain(apart_within(text)) == plain(apart(text))
