from pathlib import Path
from shutil import which

import pytest

from fb_watch.errors import FbWatchError, UsageError
from fb_watch.export.citation import references
from fb_watch.export.pandoc import FORMATS, cite_with, with_style
from fb_watch.export.styles import Span
from make import archived

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix="."><names variable="author"/><text prefix=": " variable="title"/>
</layout></bibliography></style>"""
needs_pandoc = pytest.mark.skipif(which("pandoc") is None, reason="pandoc is not installed")


@pytest.fixture
def style(tmp_path: Path) -> Path:
    """A small style of our own."""
    path = tmp_path / "own.csl"
    path.write_text(STYLE)
    return path


@needs_pandoc
@pytest.mark.parametrize("form", FORMATS)
def test_another_style_names_the_archived_copy(style: Path, form: str) -> None:
    """A style from elsewhere is followed, and our sentence on the archived copy stands behind."""
    refs = references([archived(message="Schools stay closed")])

    told = with_style(refs, style, form=form, lang="fr")

    assert "Solidarity Network, South Asia: " in told
    assert "Schools stay closed" in told
    assert "fbw:2020-000123@9f2c41aa, 1er juin 2020." in told


@needs_pandoc
@pytest.mark.parametrize(
    ("own", "lang", "expected"),
    [
        ("", "fr", "[Publication sans texte]. Photographie. Copie archivée"),
        ("", None, "[Post without text]. Photo. Archived"),
        ("es-ES", None, "[Publicación sin texto]. Fotografía. Copia archivada"),
        ("es-ES", "fr", "[Publication sans texte]. Photographie. Copie archivée"),
    ],
)
def test_another_style_is_in_one_language(
    tmp_path: Path, own: str, lang: str | None, expected: str
) -> None:
    """What stands for a title, the kind and the archived copy speak as asked, or as the style."""
    path = tmp_path / "own.csl"
    path.write_text(
        STYLE.replace("<style ", f'<style default-locale="{own}" ' if own else "<style ").replace(
            'variable="title"/>\n</layout></bib',
            'variable="title"/><text prefix=". " variable="genre"/></layout></bib',
        )
    )
    refs = references([archived(message=None, kind="photo")])

    page = with_style(refs, path, form="html", lang=lang)

    assert expected in with_style(refs, path, form="text", lang=lang)
    assert page.startswith(f'<div lang="{lang or own[:2] or "en"}">')


@needs_pandoc
def test_a_file_that_is_no_style_is_told(tmp_path: Path) -> None:
    """What pandoc does not take is said with the name of the file."""
    path = tmp_path / "no.csl"
    path.write_text("no style")

    with pytest.raises(FbWatchError, match=r"no\.csl"):
        with_style(references([archived()]), path, form="text", lang=None)


def test_without_pandoc_the_way_out_is_told(style: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandoc is not installed, the remedy names it and the styles that need nothing."""
    monkeypatch.setenv("PATH", str(style.parent))

    with pytest.raises(UsageError, match="pandoc") as raised:
        with_style(references([archived()]), style, form="text", lang=None)

    assert "built-in" in raised.value.remedy


def test_a_style_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A name without a file is wrong use."""
    with pytest.raises(UsageError, match=r"none\.csl"):
        with_style([], tmp_path / "none.csl", form="text", lang=None)


MARKED = "Titre <b>gras</b> & <i>5 < 6</i>"


@needs_pandoc
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", MARKED),
        ("html", "Titre &lt;b&gt;gras&lt;/b&gt; &amp; &lt;i&gt;5 &lt; 6&lt;/i&gt;"),
        ("md", r"Titre \<b\>gras\</b\> & \<i\>5 \< 6\</i\>"),
    ],
)
def test_marks_of_a_post_stay_text(style: Path, form: str, expected: str) -> None:
    """What a post writes like mark-up is neither taken away nor carried out."""
    told = with_style(references([archived(message=MARKED)]), style, form=form, lang=None)

    assert expected in told


@needs_pandoc
def test_another_style_as_spans(style: Path) -> None:
    """Footnotes and the list of a document have the style's words, in the order of the posts."""
    refs = references(
        [archived(ref="fbw:2020-000002", message="B <i>"), archived(ref="fbw:2020-000001")]
    )

    first, second = cite_with(refs, style, "fr")

    assert "".join(span.text for span in first) == (
        "Solidarity Network, South Asia: B <i>. Copie archivée\u202f: fb-watch, "
        "fbw:2020-000002@9f2c41aa, 1er juin 2020."
    )
    assert "fbw:2020-000001@9f2c41aa" in "".join(span.text for span in second)


@needs_pandoc
def test_addresses_and_italics_of_another_style(tmp_path: Path) -> None:
    """An address can be followed, what the style sets in italics is, its numbers are left out."""
    path = tmp_path / "numbered.csl"
    path.write_text(
        STYLE.replace('<names variable="author"/>', '<text variable="citation-number"/>')
        .replace('<layout suffix=".">', "<layout>")
        .replace("<bibliography>", '<bibliography second-field-align="flush">')
        .replace('<text prefix=": " variable="title"/>', NUMBERED)
    )

    (entry,) = cite_with(references([archived(message="Schools")]), path, "en")

    assert [
        Span("Schools", italic=True),
        Span(", "),
        Span("https://www.facebook.com/100000000000005/posts/12", url=True),
        Span(" Archived June 1, 2020, at fb-watch, fbw:2020-000123@9f2c41aa."),
    ] == entry


NUMBERED = """<group delimiter=", "><text variable="title" font-style="italic"/>
<text variable="URL"/></group>"""


@needs_pandoc
def test_a_style_without_a_list_is_told(tmp_path: Path) -> None:
    """A document needs the list of a style; one that has none is said by its name."""
    path = tmp_path / "bare.csl"
    path.write_text(STYLE[: STYLE.index("<bibliography>")] + "</style>")

    with pytest.raises(FbWatchError, match=r"bare\.csl"):
        cite_with(references([archived()]), path, "en")
