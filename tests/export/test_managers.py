"""Files for reference managers, read back by libraries that others wrote."""

import io
import json
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.cases import CASES
from fb_watch.export.handing_over import Wishes
from fb_watch.export.leaving import leaving
from fb_watch.export.managers import write_biblatex, write_csl_json, write_ris
from fb_watch.export.title import flat
from fb_watch.model.archived import ArchivedPost
from make import about, archived

HOSTILE = 'x\n\nTY  - JOUR\r\nER  - \n}@online{a,\ntitle = {{y}_z $ % & # ~ ^ \\ </script><b>"'
TEXTS = st.text() | st.text('{}\\@%\n\r"#,=- TYER~^_$&', max_size=30)
WRITE = {"ris": write_ris, "biblatex": write_biblatex, "csl-json": write_csl_json}
# What Zotero's RIS translator makes of the tags of an ELEC record, of which the others are lost.
ZOTERO_RIS = {
    "TY": "type",
    "ID": "id",
    "AU": "author",
    "TI": "title",
    "T2": "websiteTitle",
    "M3": "websiteType",
    "DA": "date",
    "PY": "date",
    "UR": "url",
    "Y2": "accessDate",
    "LA": "language",
    "DB": "archive",
    "AN": "archiveLocation",
    "AB": "abstract",
    "N1": "note",
    "ER": "end",
}


def _written(form: str, *posts: ArchivedPost, **told: Any) -> str:
    out = io.StringIO(newline="")
    WRITE[form](list(posts), about(posts=len(posts), **told), Wishes(), out)
    return out.getvalue()


def _read_biblatex(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert [] == library.failed_blocks
    return [{f.key: f.value for f in entry.fields} for entry in library.entries]


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, name=TEXTS)
@example(text=HOSTILE, name=HOSTILE)
def test_ris_is_read_back_by_rispy(text: str, name: str) -> None:
    """Whatever posts say, two of them are two records, and title and text are theirs."""
    one = archived(message=text, page_name=f"N{name}")

    records = rispy.loads(_written("ris", one, archived()))

    assert 2 == len(records)
    assert flat(text) == records[0].get("abstract", "")
    assert "ELEC" == records[0]["type_of_reference"]
    assert [flat(f"N{name}").replace(",", "\u201a")] == records[0]["authors"]
    assert "fbw:2020-000123@9f2c41aa" == records[0]["id"]


def test_ris_keeps_to_what_zotero_reads() -> None:
    """Every tag is one that Zotero takes into a web page; dates are of its form; lines end CRLF."""
    for posts in CASES.values():
        text = _written("ris", *posts)

        lines = text.split("\r\n")
        assert "" == lines.pop()
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\n\r]*", line) for line in lines)
        assert {line[:2] for line in lines} <= set(ZOTERO_RIS)
        assert all(
            re.fullmatch(r"\d{4}/\d\d/\d\d/", line[6:])
            for line in lines
            if line[:2] in ("DA", "Y2")
        )
        assert not any("," in line for line in lines if line.startswith("AU"))


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, name=TEXTS)
@example(text=HOSTILE, name=HOSTILE)
def test_biblatex_is_read_back_by_bibtexparser(text: str, name: str) -> None:
    """Whatever posts say, two of them are two entries, and braces balance also where escaped."""
    one = archived(message=text, page_name=f"N{name}")

    written = _written("biblatex", one, archived(ref="fbw:2020-000124"))

    first, _second = _read_biblatex(written)
    assert written.count("{") == written.count("}")
    assert "2020-03-01" == first["date"]
    assert "https://www.facebook.com/100000000000005/posts/12" == first["url"]


@pytest.mark.parametrize(
    "text",
    ["plain words", "50 % of {all} & more", "a_b #c $d ~e ^f", r"C:\temp", "Été, niñas, 水, ماء"],
)
def test_biblatex_gives_back_what_the_post_says(text: str) -> None:
    """Signs that TeX would act on come back as the post has them."""
    written = _written("biblatex", archived(message=text))

    library = parse_string(written, append_middleware=[LatexDecodingMiddleware()])
    title = library.entries[0]["title"]
    assert text == title.removeprefix("{").removesuffix("}").replace("ˆ", "^")


def test_biblatex_is_an_online_source_of_one_organisation() -> None:
    """Zotero and biber take the author whole, and find the key that other formats have."""
    text = _written("biblatex", archived(page_name="Médecins, Sages-femmes et Cie"))

    assert "@online{fbw-2020-000123-9f2c41aa," in text
    assert "author = {{Médecins, Sages-femmes et Cie}}" in text


@settings(max_examples=40, deadline=None)
@given(asked=TEXTS)
def test_biblatex_says_the_query_in_a_comment(asked: str) -> None:
    """The query stands above the entries and cannot become one."""
    text = _written("biblatex", archived(), asked=asked)

    first, _blank, *_rest = text.split("\n", 2)
    assert first.startswith("% fb-watch")
    assert 1 == len(_read_biblatex(text))


@given(text=TEXTS, name=TEXTS)
@example(text=HOSTILE, name=HOSTILE)
def test_csl_json_is_one_post_each(text: str, name: str) -> None:
    """Each item is a `post` that Zotero reads: organisation, date in parts, archive in the note."""
    items = json.loads(_written("csl-json", archived(message=text, page_name=f"N{name}")))

    (item,) = items
    assert "post" == item["type"]
    assert [{"literal": flat(f"N{name}")}] == item["author"]
    assert [[2020, 3, 1]] == item["issued"]["date-parts"]
    assert flat(text) == item["abstract"]
    assert {"number", "publisher"}.isdisjoint(item)
    assert "Archive: fb-watch\nArchive Location: fbw:2020-000123@9f2c41aa\n" in item["note"]


def test_no_post_makes_a_valid_file() -> None:
    """Nothing found is an empty list in each format."""
    assert [] == json.loads(_written("csl-json"))
    assert [] == rispy.loads(_written("ris"))
    assert [] == _read_biblatex(_written("biblatex"))


@pytest.mark.parametrize("form", WRITE)
def test_references_for_everybody_hold_no_word_of_a_post(form: str) -> None:
    """--public leaves the kind of the post in the place of its text."""
    told = about(is_public=True)

    text = _written(form, leaving(archived(message="SECRET"), told), is_public=True)

    assert "SECRET" not in text
    assert "[Status update]" in text


@pytest.mark.parametrize(
    "address",
    ["https://[broken", "javascript:alert(1)", "https://x.example/{a}b\nc", "\ud800", "ftp://x"],
)
def test_an_odd_address_breaks_nothing(address: str) -> None:
    """An address that is none, or would run, is left out; what could end a field is escaped."""
    (item,) = json.loads(_written("csl-json", archived(permalink=address)))
    (entry,) = _read_biblatex(_written("biblatex", archived(permalink=address)))

    assert item.get("URL", "") in ("", "https://x.example/%7Ba%7Db%0Ac")
    assert item.get("URL", "") == entry.get("url", "")


@pytest.mark.skipif(which("biber") is None, reason="biber is not installed")
def test_biber_finds_every_entry_and_no_fault_in_the_data_model(tmp_path: Path) -> None:
    """The cases of the golden references, hostile texts, and a post whose address is not known."""
    nowhere = archived(id="local:a50e", permalink=None)
    hostile = [
        archived(message=text, page_name=text) for text in (HOSTILE, "{", "}", "\\", "%", '"')
    ]
    posts = [post for posts in CASES.values() for post in posts] + [nowhere, *hostile]
    posts = [{**post, "ref": f"fbw:2020-{n:06d}"} for n, post in enumerate(posts)]
    written, read = tmp_path / "written.bib", tmp_path / "read.bib"
    written.write_text(_written("biblatex", *posts), "utf-8")

    said = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", f"--output-file={read}", str(written)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
    )

    assert [] == [line for line in said.stdout.splitlines() if not line.startswith("INFO")]
    assert len(posts) == read.read_text("utf-8").count("\n@") + 1


def test_a_post_without_an_address_is_no_online_source() -> None:
    """BibLaTeX asks an address of @online; what is known of the post stays."""
    text = _written("biblatex", archived(id="local:a50e", permalink=None))

    assert "@misc{" in text
    assert "url" not in text
