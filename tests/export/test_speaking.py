from typing import Any

import pytest

from export.documents import document, quoted
from export.test_docx import W, part, written
from fb_watch.export.citation import references
from fb_watch.export.document import Bibliography
from fb_watch.export.references import render
from fb_watch.export.speaking import in_own_language
from fb_watch.export.styles import STYLES, Span, cite
from fb_watch.export.webpage import as_html
from make import archived

ARABIC = "وصلت القافلة: 12 طن من الأدوية"
HINDI = "विद्यालय फिर से खुल गए हैं"


def in_language(code: str) -> dict[str, Any]:
    """The language of a post, as the archive tells it."""
    return {"code": code, "confidence": 0.9, "all": [], "by": "machine"}


def entry(text: str, code: str, style: str = "apa") -> list[Span]:
    """The reference of a post with this text."""
    refs = references([archived(message=text, language=in_language(code))])
    (made,) = in_own_language(cite(refs, style), refs)
    return made


@pytest.mark.parametrize("style", STYLES)
def test_the_words_of_the_post_have_its_language(style: str) -> None:
    """In every style; the words around them have none of their own, and nothing is lost."""
    text = 'She said "reopen" and “now”, it is done.'
    refs = references([archived(message=text, language=in_language("sw"))])

    made = entry(text, "sw", style)

    assert "".join(s.text for e in cite(refs, style) for s in e) == "".join(s.text for s in made)
    (told,) = [span.text for span in made if span.language]
    assert "sw" == next(span.language for span in made if span.text == told)
    assert told.startswith("She said")
    assert "it is done" in told


def test_a_language_that_nobody_could_tell_is_none() -> None:
    """Words of no known language are not those of the list around them."""
    assert ["zxx"] == [span.language for span in entry("Ok !", "und") if span.language]


def test_the_author_s_name_is_not_the_post_s_words() -> None:
    """A post that says the name of its page is found behind it."""
    refs = references([archived(message="South Asia", language=in_language("en"))])

    (made,) = in_own_language(cite(refs, "apa"), refs)

    assert "Solidarity Network, South Asia." in made[0].text


def test_html_marks_the_words_alone() -> None:
    """The list has the language of the words around the posts."""
    refs = references([archived(message=ARABIC, language=in_language("ar"))])

    made = render(refs, style="iso690-fr", form="html", lang=None)

    assert '<ul class="references" lang="fr">' in made
    assert f'<span lang="ar" dir="rtl">{ARABIC}</span>' in made
    assert "<li id=" in made
    assert '<li id="fbw:2020-000123@9f2c41aa" lang' not in made


def test_the_page_marks_them_too() -> None:
    """The list of references of a document in HTML."""
    made = as_html(document(Bibliography(entries=((1, entry(ARABIC, "ar")),))))

    assert f'<i lang="ar" dir="rtl">{ARABIC}</i>' in made


@pytest.mark.parametrize(("text", "code", "mark"), [(ARABIC, "ar", "rtl"), (HINDI, "hi", "cs")])
def test_word_knows_language_and_script(text: str, code: str, mark: str) -> None:
    """Quotation, footnote and list have the language that Word asks complex scripts for."""
    spans = entry(text, code)
    file = written(
        document(quoted(text, language=code, reference=spans), Bibliography(entries=((1, spans),)))
    )

    for name in ("word/document.xml", "word/footnotes.xml"):
        runs = [
            run.find(f"{W}rPr")
            for run in part(file, name).iter(f"{W}r")
            if text in "".join(t.text or "" for t in run.iter(f"{W}t"))
        ]
        assert runs
        for told in runs:
            assert told.find(f"{W}{mark}") is not None
            assert code == told.find(f"{W}lang").get(f"{W}bidi")
            order = [child.tag.removeprefix(W) for child in told]
            assert order.index(mark) < order.index("lang")
