from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from export.documents import HOSTILE, document, everything, quoted
from fb_watch.export.document import Paragraph
from fb_watch.export.markdown import as_markdown

READER = MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def kinds(text: str) -> list[str]:
    """The marks that a reader of Markdown sees in the document of a text."""
    tokens = READER.parse(as_markdown(everything(text)))
    inline = [child.type for token in tokens for child in token.children or ()]
    return [t.type for t in tokens] + [
        kind for kind in inline if kind not in ("text", "softbreak", "hardbreak", "text_special")
    ]


@settings(max_examples=100, deadline=None)
@given(
    text=st.just(HOSTILE) | st.text(st.characters(exclude_categories=()), min_size=1, max_size=80)
)
def test_no_text_becomes_a_mark(text: str) -> None:
    """No heading, list, link, code or HTML comes out of a post."""
    found = set(kinds(text))

    assert {"html_inline", "html_block", "fence", "code_block", "code_inline", "image"}.isdisjoint(
        found
    )
    assert found <= set(kinds("x https://x.example")) | {"link_open", "link_close"}


def test_what_is_indented_stays_a_text() -> None:
    """Blanks in front of a line of a post, or a tab, do not make code of it."""
    page = READER.render(as_markdown(document(quoted("Un\n\n      deux\n\n\ttrois"))))

    assert "<code>" not in page


def test_narrow_spaces_stay() -> None:
    """French has them before its colons, and no line ends there."""
    assert "Requête\u202f: école" in as_markdown(document(Paragraph(text="Requête\u202f:  école")))


def test_the_reference_is_a_footnote() -> None:
    """A reader finds the reference behind the number."""
    page = READER.render(as_markdown(document(quoted())))

    assert '<section class="footnotes">' in page
    assert "Réseau &lt;ONG&gt;. (2020). <em>Écoles *fermées*</em>. Facebook." in page
