import subprocess
from shutil import which
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from fb_watch.export.citation import references
from fb_watch.export.marks import marked
from fb_watch.export.references import render
from make import archived

READER = MarkdownIt("commonmark")
ADDRESSES = (
    "https://fr.wikipedia.org/wiki/Test_(a)_b",
    "https://exemple.org/a?b=c&d=%20&e=*x*y",
    "https://fr.wikipedia.org/wiki/Été_~2020#haut",
    "HTTP://exemple.org/$a$b@c",
)


def links(text: str) -> list[str]:
    """The addresses that links lead to."""
    inline = [child for token in READER.parse(text) for child in token.children or ()]
    return [unquote(str(one.attrs["href"])) for one in inline if one.type == "link_open"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("around", ["voir {}", "({}).", "« {} »", "{}, et", "请看{}，谢谢", "{}…"])
def test_an_address_leads_where_it_says(address: str, around: str) -> None:
    """Whatever it holds, and without the marks that follow it."""
    assert [unquote(address)] == links(marked(around.format(address)))


@pytest.mark.skipif(which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("form", ["gfm", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        *ADDRESSES,
        "x^2^ $x^2$ H~2~O @book{key, title} -@key [@key]",
        "www.exemple.org/a_b ftp://exemple.org/a_b",
        "a. one",
        "(1) one",
        "M. Dupont",
        ": told",
        "(@) one",
        "#. one",
    ],
)
def test_pandoc_reads_the_text_as_it_was(form: str, text: str) -> None:
    """No mathematics, citation, list or raised letter comes out, in either kind of Markdown."""
    read = subprocess.run(
        ["pandoc", f"--from={form}-smart", "--to=plain", "--wrap=none"],
        input=f"Avant\n{marked(text)}\n\n{marked(text)}",
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert f"Avant {text}\n\n{text}\n" == read


@pytest.mark.skipif(which("pandoc") is None, reason="pandoc is not installed")
def test_an_address_without_a_scheme_is_no_link() -> None:
    """GitHub would make one of it that ends at the first escape."""
    read = subprocess.run(
        ["pandoc", "--from=gfm", "--to=html"],
        input=marked("www.exemple.org/a_b and ftp://exemple.org/a_b"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "<a" not in read


def test_references_are_escaped_as_documents_are() -> None:
    """`cite --format md` and a dossier in Markdown have one escaper."""
    text = "@book{a} costs $x^2$, see https://exemple.org/a_b"

    told = render(references([archived(message=text)]), style="iso690-fr", form="md", lang=None)

    assert r" \@book\{a\} costs \$x\^2\$, see <https://exemple.org/a_b>. *Facebook*" in told


def test_a_hostile_address_takes_no_time() -> None:
    """However many brackets it ends with."""
    assert "<https://a>" == marked(f"https://a{')' * 5000}")[:11]


@given(text=st.text(st.characters(exclude_categories=()), max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """A reader of Markdown shows every letter that was written, on lines without indent."""
    text = "\n".join(line.strip() for line in text.splitlines())
    words = "".join(c for c in text if c.isalnum() and c.isascii())

    shown = "".join(
        child.content for token in READER.parse(marked(text)) for child in token.children or ()
    )

    assert words == "".join(c for c in shown if c.isalnum() and c.isascii())
