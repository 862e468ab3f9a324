import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from export.test_docx import W, part, written
from fb_watch.errors import FbWatchError
from fb_watch.export.document import (
    Bibliography,
    Document,
    Heading,
    Paragraph,
    Picture,
    Pointers,
    Points,
    Quotation,
    Table,
)
from fb_watch.export.dossier import compose
from fb_watch.export.dossier_forms import write_printed, write_webpage, write_word
from fb_watch.export.handing_over import Dossier, Headed, Wishes
from fb_watch.export.markdown import as_markdown
from fb_watch.export.webpage import as_html
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.settings import Codebook
from fb_watch.model.settings import Heading as Theme
from make import about, archived

CODEBOOK = Codebook(
    themes=(
        Theme(id="health", labels={"en": "Health", "fr": "Santé"}, definitions={}),
        Theme(id="education", labels={"en": "Education", "fr": "Éducation"}, definitions={}),
    ),
    questions=(),
    terms=(),
    hash="c0deb00c",
)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def post(number: int, *themes: str, **changes: Any) -> ArchivedPost:
    """A post with these themes, the first one the strongest."""
    tags = [
        {"theme": t, "score": 9.0 - n, "by": "machine", "codebook": "c", "evidence": []}
        for n, t in enumerate(themes)
    ]
    return archived(ref=f"fbw:2020-{number:06}", themes=tags, **changes)


def composed(
    *posts: ArchivedPost, lang: str = "en", measured: Sequence[str] = (), **wishes: Any
) -> Document:
    """The dossier of posts."""
    told = about(posts=len(posts), lang=lang, codebook=CODEBOOK, measured={lang: tuple(measured)})
    return compose(posts, told, Dossier(**wishes), Path("nowhere"))


def outline(document: Document) -> list[str]:
    """Chapters and what is quoted in them, by reference."""
    return [
        b.text if isinstance(b, Heading) else b.ref.partition("@")[0]
        for b in document.blocks
        if isinstance(b, Heading | Quotation)
    ]


def test_each_post_stands_once_under_its_strongest_theme() -> None:
    """The chapters follow the codebook; a post of two themes is pointed to in the other one."""
    document = composed(post(1, "education", "health"), post(2), post(3, "health"), by="theme")

    parts = ["References", "Method", "Counts"]
    chapters = [
        *("Health", "fbw:2020-000003"),
        *("Education", "fbw:2020-000001"),
        *("Without a theme", "fbw:2020-000002"),
    ]
    assert ["Overview", *chapters, *parts] == outline(document)
    (pointers,) = [block for block in document.blocks if isinstance(block, Pointers)]
    (quotation,) = [
        b
        for b in document.blocks
        if isinstance(b, Quotation) and b.ref.startswith("fbw:2020-000001")
    ]
    told = "March 1, 2020, Solidarity Network, South Asia (fbw:2020-000001)"
    assert ((quotation.ref, told),) == pointers.posts
    assert ("See also, in other chapters:", ".") == (pointers.lead, pointers.end)


@pytest.mark.parametrize(
    ("by", "first"), [("theme", "fbw:2020-000014"), ("question", "fbw:2020-000001")]
)
def test_of_many_posts_of_other_chapters_the_strongest_are_pointed_to(by: str, first: str) -> None:
    """Ten links, and how many more there are: nobody follows a thousand."""
    many = [
        post(n, "education", "health", questions=["a", "b"], question_tags=[]) for n in range(1, 15)
    ]
    for n, one in enumerate(many):
        one["themes"][1]["score"] = n / 10

    document = composed(*many, by=by)

    (pointers,) = [block for block in document.blocks if isinstance(block, Pointers)]
    assert 10 == len(pointers.posts)
    assert first in pointers.posts[0][0]
    assert "; and 4 more." == pointers.end


def test_pointers_are_links_in_every_form() -> None:
    """In Word to a bookmark around the quotation, in HTML to its place; Markdown names it."""
    told = composed(post(1, "education", "health"), post(3, "health"), by="theme")
    (ref,) = [ref for b in told.blocks if isinstance(b, Pointers) for ref, _told in b.posts]

    page, text, file = as_html(told), as_markdown(told), written(told)
    body = part(file, "word/document.xml")

    assert f'<article class="post" id="{ref}">' in page
    assert f'<a href="#{ref}">March 1, 2020, ' in page
    assert "See also, in other chapters: March 1, 2020, Solidarity Network, South Asia (fbw" in text
    (anchor,) = [a for link in body.iter(f"{W}hyperlink") if (a := link.get(f"{W}anchor"))]
    starts = list(body.iter(f"{W}bookmarkStart"))
    assert anchor in [mark.get(f"{W}name") for mark in starts]
    ids = [mark.get(f"{W}id") for mark in starts]
    assert sorted(ids) == sorted({mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkEnd")})


def test_a_dossier_keeps_its_own_order_headings_and_notes() -> None:
    """What a person put together is not sorted anew."""
    document = composed(
        post(2),
        post(1),
        headings={"fbw:2020-000001": Headed("Écoles", "what reopened")},
        notes={"fbw:2020-000002": "!"},
    )

    assert ["Overview", "fbw:2020-000002", "Écoles", "fbw:2020-000001"] == outline(document)[:4]
    assert ["!", ""] == [b.note for b in document.blocks if isinstance(b, Quotation)]
    below = document.blocks[document.blocks.index(Heading(level=1, text="Écoles")) + 1]
    assert Paragraph(text="what reopened", leads=True) == below


def test_the_number_of_a_quotation_is_that_of_its_reference() -> None:
    """
    Footnote and list of references are the same text, and count from 1 as the chapters go: Word,
    pandoc and GitHub number footnotes by where they stand.
    """
    document = composed(post(1, "education"), post(2, "health"), by="theme")

    (listed,) = [block for block in document.blocks if isinstance(block, Bibliography)]
    quotations = [block for block in document.blocks if isinstance(block, Quotation)]
    assert ["fbw:2020-000002", "fbw:2020-000001"] == [q.ref.partition("@")[0] for q in quotations]
    assert [1, 2] == [quoted.number for quoted in quotations]
    assert listed.entries == tuple((q.number, q.reference) for q in quotations)


def test_a_style_with_numbers_does_not_number_twice() -> None:
    """The document counts its footnotes and its list; the reference itself has no number."""
    (listed,) = [
        b for b in composed(post(1), style="vancouver").blocks if isinstance(b, Bibliography)
    ]

    assert "Solidarity Network, South Asia. " == listed.entries[0][1][0].text


def test_a_style_of_another_language_is_marked_with_it() -> None:
    """References in English in a French document are read aloud in English."""
    document = composed(post(1), style="mla", lang="fr")

    (quoted,) = [b for b in document.blocks if isinstance(b, Quotation)]
    assert {"en"} == {span.language for span in quoted.reference}
    assert {"", "en"} == {
        span.language
        for b in composed(post(1), lang="fr").blocks
        if isinstance(b, Quotation)
        for span in b.reference
    }


def test_what_a_reader_must_know_of_a_text_is_said() -> None:
    """Edited, gone, without a text: the line below says it, in the language of the document."""
    edited = archived(
        message=None,
        version=2,
        edited_at="2020-04-01T10:00:00Z",
        availability={"state": "gone", "since": "2020-05-01T00:00:00Z", "checked_at": None},
    )

    (quoted,) = [b for b in composed(edited, lang="fr").blocks if isinstance(b, Quotation)]

    assert ("[Publication sans texte]", "fr") == (quoted.text, quoted.language)
    assert (
        "Modifiée\u202f: voici la version 2, vue le 1er avril 2020.",
        "Plus en ligne au 1er mai 2020.",
    ) == quoted.flags
    assert quoted.told.startswith("1er mars 2020 · Solidarity Network, South Asia · anglais")


def test_the_method_note_tells_what_is_known_of_the_selection() -> None:
    """Edition of the codebook, whose days, roads, quality as measured, who reviewed."""
    document = composed(post(1), measured=("Themes: precision 0.91",), reviewers=("A", "B"))

    told = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert any("edition c0deb00c" in text for text in told)
    assert "Days are those of Coordinated Universal Time (UTC)." in told
    assert "Roads the posts came by: Facebook’s Graph API (1)." in told
    assert "Reviewed by: A, B." in told
    points = [item for b in document.blocks if isinstance(b, Points) for item in b.items]
    assert "Themes: precision 0.91" in points


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["graph"], "Posts were collected from the public pages named below."),
        (["4cat", "dyi"], "Posts were read from files that left Facebook by other roads."),
        (["hand"], "Posts were added by hand."),
    ],
)
def test_the_method_note_tells_the_roads_that_there_are(sources: list[str], expected: str) -> None:
    """A selection of collected posts alone claims no files, and one of files no collecting."""
    document = composed(*(post(n, source=road) for n, road in enumerate(sources, 1)))

    method = document.blocks.index(Heading(level=1, text="Method"))
    assert Paragraph(text=expected) == document.blocks[method + 1]


def test_one_document_writes_its_numbers_in_one_way() -> None:
    """At the head, in the key figures, in tables and in the roads, as in the charts."""
    many = composed(*(post(n) for n in range(1, 1205)), lang="fr")

    texts = [b.text for b in many.blocks if isinstance(b, Paragraph)]
    points = [item for b in many.blocks if isinstance(b, Points) for item in b.items]
    cells = [cell for b in many.blocks if isinstance(b, Table) for row in b.rows for cell in row]
    assert "1\u202f204 publications" in many.about
    assert "Publications\u202f: 1\u202f204" in points
    assert "1\u202f204" in cells
    assert any("(1\u202f204)" in text for text in texts)
    assert not [told for told in (many.about, *points, *cells, *texts) if "1204" in told]


def test_counts_add_up() -> None:
    """Each value has its number of posts."""
    document = composed(post(1, "education", "health"), post(2, "health"))

    tables = {b.caption: b.rows for b in document.blocks if isinstance(b, Table)}
    assert (("Health", "2"), ("Education", "1")) == tables["Posts by theme"]
    assert (("English", "2"),) == tables["Posts by language"]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_an_empty_result_is_a_document_that_says_so(lang: str, tmp_path: Path) -> None:
    """Nothing found: a whole file with a note."""
    path = tmp_path / "empty.docx"

    write_word([], about(posts=0, lang=lang, codebook=CODEBOOK), Wishes(), path)

    told = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    said = {
        "en": "No post was found.",
        "fr": "Aucune publication n’a été trouvée.",
        "es": "No se encontró ninguna publicación.",
    }
    assert said[lang] in told


def test_a_picture_of_a_post_comes_where_it_is_wished(tmp_path: Path) -> None:
    """The page holds the file of the archive; without the wish it does not."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    medium = {"sha256": "a", "type": "image/png", "path": "media/a.png", "alt": None}
    shown = archived(media=[medium | {"kind": "photo", "id": "1", "poster": False}])

    pages = []
    for is_wished in (True, False):
        wishes = Wishes(archive=tmp_path, dossier=Dossier(with_pictures=is_wished))
        path = tmp_path / "page.html"
        with path.open("w", encoding="utf-8") as out:
            write_webpage([shown], about(codebook=CODEBOOK), wishes, out)
        pages.append("data:image/png;base64,iVBOR" in path.read_text("utf-8"))

    assert [True, False] == pages


def test_pdf_without_libreoffice_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is not installed, the message names what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(FbWatchError) as caught:
        write_printed([], about(codebook=CODEBOOK), Wishes(), tmp_path / "a.pdf")

    assert "apt install libreoffice-writer" in caught.value.remedy


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_document(tmp_path: Path) -> None:
    """Another program reads every quotation and its footnote."""
    path = tmp_path / "dossier.pdf"

    write_printed([post(1), post(2)], about(codebook=CODEBOOK), Wishes(), path)

    pdf = path.read_bytes()
    assert pdf.startswith(b"%PDF")
    assert (
        b"/MarkInfo" in pdf
    )  # tagged: headings and alternative texts are there for screen readers
    assert b"/Lang(en" in pdf
    if reader := shutil.which("pdftotext"):
        told = subprocess.run(
            [reader, str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        assert {"fbw:2020-000001", "fbw:2020-000002"} <= set(told.replace("@", " ").split())


def test_the_first_page_says_which_time_is_complete() -> None:
    """Who reads no further knows it."""
    assert "Complete: the beginning – June 1, 2020." in composed(post(1)).about


@pytest.mark.parametrize(
    ("query", "pages"),
    [(Query(refs=("fbw:2020-000001",)), 1), (Query(dossiers=("d",)), 1), (Query(words="a"), 2)],
)
def test_of_posts_chosen_one_by_one_only_their_pages_are_told(query: Query, pages: int) -> None:
    """Other pages were not gone through for them; a search goes through all."""
    page = about().coverage[0]
    other = {**page, "page": "lebanon", "complete": []}
    document = compose(
        [post(1)], about(query=query, coverage=(page, other)), Dossier(), Path("nowhere")
    )

    (table,) = [b for b in document.blocks if isinstance(b, Table) and len(b.head) > 2]
    assert pages == len(table.rows)
    assert (pages == 2) == ("1 page has no complete stretch" in document.about)


def test_files_have_a_column_where_there_are_any() -> None:
    """A column of dashes takes the room of the others."""
    page = about().coverage[0]
    file = {"since": "2020-03-01", "until": "2020-04-01", "file": "a.zip", "format": "dyi"}

    heads = [
        b.head
        for imports in ([], [file])
        for b in compose(
            [post(1)], about(coverage=({**page, "imports": imports},)), Dossier(), Path("nowhere")
        ).blocks
        if isinstance(b, Table) and len(b.head) > 2
    ]

    assert [("Page", "Complete", "Not complete")] == heads[:1]
    assert [("Page", "Complete", "From files", "Not complete")] == heads[1:]


def test_the_method_is_in_the_language_of_the_document() -> None:
    """Reasons of gaps and roads of posts are words, no codes; files by hand are told as such."""
    told = about(
        lang="fr",
        coverage=(
            {
                "page": "south-asia",
                "complete": [],
                "gaps": [
                    {
                        "since": "2020-03-01T00:00:00Z",
                        "until": "2020-04-01T00:00:00Z",
                        "received": 0,
                        "reason": "never asked for",
                    }
                ],
                "imports": [],
            },
        ),
    )
    document = compose([post(1, source="hand")], told, Dossier(), Path("nowhere"))

    (table,) = [b for b in document.blocks if isinstance(b, Table) and len(b.head) > 2]
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert "never asked for" not in table.rows[0][-1]
    assert not [text for text in texts if "hand (1)" in text]


def countries(**roles: str) -> list[dict[str, Any]]:
    """Tags of countries: code → role."""
    return [
        {"country": code, "role": role, "score": 1.0, "by": "machine", "codebook": "c"}
        for code, role in roles.items()
    ]


def test_counts_by_country_can_be_told_from_those_of_a_search() -> None:
    """
    A search finds a post that names no country by that of its page; a dossier does not say that
    it speaks of it. Table, pictures and chapter say how many these are.
    """
    document = composed(
        post(1, "health", countries=countries(KE="about")),
        post(2, "health", countries=countries(KE="page", UG="page")),
        post(3, countries=countries(KE="mentioned")),
        post(4),
        by="country",
    )

    (table,) = [b for b in document.blocks if isinstance(b, Table) and "country" in b.caption]
    charts = [b.svg for b in document.blocks if isinstance(b, Picture)]
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert ("Country", "Speak of it", "Only by their page") == table.head
    assert (("Kenya", "2", "1"), ("Uganda", "0", "1")) == table.rows
    assert "1 of these posts is found by the country of its page." in texts
    assert ["Kenya", "fbw:2020-000001", "fbw:2020-000003", "Speaking of no country"] == outline(
        document
    )[1:5]
    said = "Not in it: 1 post that is found only by the country of its page."
    assert [False, True, True] == [said in chart.replace("\n", " ") for chart in charts]


def test_counts_by_country_are_plain_where_each_post_names_one() -> None:
    """No column of zeros."""
    document = composed(post(1, countries=countries(KE="about")))

    (table,) = [b for b in document.blocks if isinstance(b, Table) and "country" in b.caption]
    assert (("Country", "Posts"), (("Kenya", "1"),)) == (table.head, table.rows)


def test_chapters_stand_in_the_order_of_the_alphabet() -> None:
    """An accent does not put Égypte behind Zambie."""
    posts = [
        post(
            n,
            countries=[
                {"country": code, "role": "about", "score": 1.0, "by": "machine", "codebook": "c"}
            ],
        )
        for n, code in enumerate(("ZM", "EG", "ES"), start=1)
    ]

    titles = outline(composed(*posts, lang="fr", by="country"))

    found = [t for t in titles if t in ("Égypte", "Espagne", "Zambie")]
    assert ["Égypte", "Espagne", "Zambie"] == found
