from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from export.documents import HOSTILE, document, everything, quoted
from export.test_docx import png
from fb_watch.export.document import Photo, printable
from fb_watch.export.webpage import as_html

VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """What a browser would see: elements with attributes, and the text of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It is closed where it should be."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """What is read."""
        self.texts.append(data)


@settings(max_examples=60, deadline=None)
@given(
    text=st.just(HOSTILE) | st.text(st.characters(exclude_categories=()), min_size=1, max_size=80)
)
def test_no_text_becomes_an_element(text: str) -> None:
    """Whatever a post says, the page has the elements of a page that says nothing of it."""
    page = Page(as_html(everything(text)))

    assert {"script", "iframe", "link"}.isdisjoint(tag for tag, _attributes in page.elements)
    plain = Page(as_html(everything("x")))
    assert [tag for tag, _a in plain.elements if tag not in ("a", "bdi")] == [
        tag for tag, _a in page.elements if tag not in ("a", "bdi")
    ]
    assert [] == page.open
    if printable(text).strip():
        assert printable(text) in page.texts


def test_a_reference_is_not_parted_by_the_end_of_a_line() -> None:
    """It is copied out of the page; what a post says is left as it is."""
    ref = "fbw:2020-000123@9f2c41aa"

    page = as_html(document(quoted(f"Voir {ref}", told=f"Madagascar · {ref}")))

    assert f'Madagascar · <span class="ref">{ref}</span></p>' in page
    assert f">Voir {ref}<" in page


def test_the_page_fetches_nothing(tmp_path: Path) -> None:
    """Its own policy forbids it, and every picture is inside."""
    photo = tmp_path / "a.png"
    photo.write_bytes(png())
    shown = Photo(path=photo, type="image/png", alt="Une école")

    page = Page(as_html(document(quoted(photo=shown))))

    policies = [a["content"] for tag, a in page.elements if "http-equiv" in a]
    assert ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"] == policies
    (image,) = [a for tag, a in page.elements if tag == "img"]
    assert (image["src"] or "").startswith("data:image/png;base64,iVBOR")
    assert "Une école" == image["alt"]


def test_arabic_runs_from_right_to_left() -> None:
    """The quotation says its direction and its language."""
    page = Page(as_html(document(quoted("مدرسة", language="ar"))))

    (told,) = [a for tag, a in page.elements if tag == "span"]
    assert {"lang": "ar", "dir": "rtl"} == told


def test_the_note_leads_to_its_reference() -> None:
    """The number behind the quotation is a link to the entry of the list."""
    page = Page(as_html(everything("école")))

    targets = {a["href"] for tag, a in page.elements if tag == "a"}
    anchors = {f"#{a['id']}" for _tag, a in page.elements if "id" in a}
    assert {"#r1", "#c1"} <= targets & anchors
