"""The notes of a template and ours: one row of numbers, which the list of references has too."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from export.documents import REFERENCE, document, quoted
from export.test_docx import W, part, written
from fb_watch.export.document import Bibliography
from fb_watch.export.footnotes import Footnotes
from fb_watch.export.numerals import numeral
from fb_watch.export.styles import Span
from fb_watch.export.word_text import element

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TOLD = document(
    quoted("A"),
    quoted("B", number=2),
    Bibliography(entries=((1, REFERENCE), (2, REFERENCE))),
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A letterhead with two notes of its own, and one whose mark is a star."""
    word = docx.Document()
    notes = Footnotes(word)
    for number in (1, 2):
        notes.add(word.add_paragraph(f"En-tête {number}"), [Span(f"note {number}")], lang="fr-FR")
    starred = word.add_paragraph("Étoile")
    notes.add(starred, [Span("note *")], lang="fr-FR")
    run = starred.runs[-1]._r
    for mark in run.iter(qn("w:footnoteReference")):
        mark.set(qn("w:customMarkFollows"), "1")
    star = element("w:t")
    star.text = "*"
    run.append(star)
    notes.close()
    word.save(str(tmp_path / "ngo.docx"))
    return tmp_path / "ngo.docx"


def listed(path: Path) -> list[str]:
    """The numbers in the list of references."""
    told = docx.Document(str(path)).paragraphs
    return [p.text.partition(".")[0] for p in told if p.style and p.style.name == "Reference"]


def made(tmp_path: Path, template: Path | None) -> Path:
    """The document, made on a template."""
    path = tmp_path / "dossier.docx"
    path.write_bytes(written(TOLD, template).getvalue())
    return path


def test_the_notes_of_a_template_stay_and_every_id_is_one_of_its_own(
    template: Path, tmp_path: Path
) -> None:
    """Each mark in the text leads to a note of its own."""
    path = made(tmp_path, template)

    whole = BytesIO(path.read_bytes())
    body, notes = part(whole, "word/document.xml"), part(whole, "word/footnotes.xml")
    marks = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    texts = {one.get(f"{W}id"): "".join(one.itertext()) for one in notes}
    assert 5 == len(set(marks))
    assert len(notes) == len(texts)
    assert ["note 1", "note 2", "note *"] == [texts[mark].strip() for mark in marks[:3]]
    assert all("Réseau <ONG>" in texts[mark] for mark in marks[3:])


def test_the_list_has_the_numbers_that_word_gives(template: Path, tmp_path: Path) -> None:
    """Two numbered notes stand in front: ours are the third and the fourth."""
    assert ["3", "4"] == listed(made(tmp_path, template))
    assert ["1", "2"] == listed(made(tmp_path, None))


def test_a_template_that_begins_elsewhere_or_on_each_page_anew(
    template: Path, tmp_path: Path
) -> None:
    """Where it counts from five, so do we; it counts through, or the list would lead nowhere."""
    word = docx.Document(str(template))
    told: Any = word.settings.element.find(qn("w:footnotePr"))
    told.insert(0, element("w:numRestart", **{"w:val": "eachPage"}))
    told.insert(0, element("w:numStart", **{"w:val": "5"}))
    word.save(str(template))

    path = made(tmp_path, template)

    assert ["7", "8"] == listed(path)
    with zipfile.ZipFile(path) as package:
        settings = ElementTree.fromstring(package.read("word/settings.xml"))
    assert None is settings.find(f".//{W}numRestart")


def _section(word: Any, **told: str) -> None:
    """The last section numbers its notes by these."""
    place = element("w:footnotePr")
    place.extend(element(f"w:{name}", **{"w:val": value}) for name, value in told.items())
    word.element.body.find(qn("w:sectPr")).insert(0, place)


def test_a_section_of_the_template_has_numerals_of_its_own(template: Path, tmp_path: Path) -> None:
    """Notes that Word writes as xii are xii in the list; settings say less than the section."""
    word = docx.Document(str(template))
    _section(word, numFmt="lowerRoman", numStart="10")
    told: Any = word.settings.element.find(qn("w:footnotePr"))
    told.insert(0, element("w:numStart", **{"w:val": "5"}))
    word.save(str(template))

    assert ["xii", "xiii"] == listed(made(tmp_path, template))


def test_only_the_notes_of_the_last_section_count_where_it_starts_anew(
    template: Path, tmp_path: Path
) -> None:
    """A preface with two notes of its own, then a section that begins at C."""
    word = docx.Document(str(template))
    word.add_section()
    _section(word, numFmt="upperLetter", numStart="3")
    word.save(str(template))

    assert ["C", "D"] == listed(made(tmp_path, template))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("lowerRoman", ["i", "iv", "xlix", "mcmxciv"]),
        ("upperRoman", ["I", "IV", "XLIX", "MCMXCIV"]),
        ("upperLetter", ["A", "D", "WW", "R" * 77]),
        ("chicago", ["*", "§", "*" * 13, "†" * 499]),
        ("decimalZero", ["01", "04", "49", "1994"]),
        ("hindiNumbers", ["1", "4", "49", "1994"]),
    ],
)
def test_numerals_are_those_of_word(form: str, expected: list[str]) -> None:
    """As the standard has them; those of other scripts are decimal numbers."""
    assert expected == [numeral(number, form) for number in (1, 4, 49, 1994)]


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["none", "plain", "roman"])
def test_libreoffice_shows_the_numbers_of_the_list(
    template: Path, tmp_path: Path, kind: str
) -> None:
    """Read by another program: the numbers of our notes are those of the list."""
    with_template = kind != "none"
    if kind == "roman":
        word = docx.Document(str(template))
        _section(word, numFmt="lowerRoman", numStart="10")
        word.save(str(template))
    path = made(tmp_path, template if with_template else None)

    subprocess.run(
        [
            *(str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    notes = ElementTree.parse(tmp_path / "dossier.fodt").iter(f"{TEXT}note")
    shown = {str(note.findtext(f"{TEXT}note-citation")): "".join(note.itertext()) for note in notes}
    ours = [number for number, text in shown.items() if "Réseau <ONG>" in text]
    assert listed(path) == ours
    assert (5 if with_template else 2) == len(shown)
