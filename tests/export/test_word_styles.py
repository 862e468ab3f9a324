from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from export.documents import document, quoted
from fb_watch.errors import UsageError
from fb_watch.export.document import Block, Heading, Points, Table
from fb_watch.export.docx import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = Table(caption="Thèmes", head=("Thème", "Publications"), rows=(("Eau", "3"), ("École", "2")))


def written(path: Path, template: Any, *blocks: Block) -> Any:
    """What a document of these blocks is, made on this template and opened again."""
    template.save(str(path))
    out = BytesIO()
    write_docx(document(*blocks), out, path)
    out.seek(0)
    return docx.Document(out)


def without(*names: str) -> Any:
    """A Word document that lacks these styles."""
    made = docx.Document()
    for name in names:
        made.styles[name].delete()
    return made


def test_styles_are_found_in_any_case(tmp_path: Path) -> None:
    """A template whose plain style is called `normal` is one like any other."""
    template = docx.Document()
    template.styles["Normal"].element.name_val = "normal"
    template.styles["Quote"].element.name_val = "quote"

    made = written(tmp_path / "ngo.docx", template, quoted("Une école"))

    names = [p.style.name for p in made.paragraphs if p.text == "Une école"]
    assert ["quote"] == names
    assert 1 == len([s for s in made.styles if s.name.lower() == "quote"])


def test_what_is_plain_goes_by_the_template_s_own_name(tmp_path: Path) -> None:
    """Where the default style is called Standard, paragraphs are of it."""
    template = docx.Document()
    template.styles["Normal"].element.name_val = "Standard"

    made = written(tmp_path / "ngo.docx", template, quoted())

    assert "Standard" == next(p for p in made.paragraphs if p.text.startswith("Requête")).style.name


def test_a_list_has_bullets_where_the_template_has_none(tmp_path: Path) -> None:
    """The style that is added names a list of the document, which has a sign."""
    made = written(tmp_path / "ngo.docx", without("List Bullet"), Points(items=("a", "b")))

    style = made.styles["List Bullet"].element
    number = style.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    numbering = made.part.numbering_part.element
    form = next(n for n in numbering.findall(f"{W}num") if n.get(f"{W}numId") == number)
    told = form.find(f"{W}abstractNumId").get(f"{W}val")
    signs = {
        one.get(f"{W}abstractNumId"): one.find(f"{W}lvl/{W}lvlText").get(f"{W}val")
        for one in numbering.findall(f"{W}abstractNum")
    }
    assert "•" == signs[told]
    # all forms before all lists: else Word wants to repair the file
    kinds = [child.tag for child in numbering]
    assert kinds == sorted(kinds, key=lambda tag: tag == f"{W}num")


def test_a_list_has_bullets_where_the_template_knows_no_lists(tmp_path: Path) -> None:
    """The part of the package that they live in is made."""
    template = without("List Bullet")
    relations = template.part.rels
    for name in [n for n, r in relations.items() if r.reltype.endswith("/numbering")]:
        relations.pop(name)

    made = written(tmp_path / "ngo.docx", template, Points(items=("a",)))

    assert 1 == len(made.part.numbering_part.element.findall(f"{W}num"))


def test_tables_have_lines_where_the_template_has_none(tmp_path: Path) -> None:
    """The style that is added draws them."""
    made = written(tmp_path / "ngo.docx", without("Table Grid"), TABLE)

    style = made.styles["Table Grid"]
    assert "Table Grid" == made.tables[0].style.name
    borders = [edge.tag.removeprefix(W) for edge in style.element.find(f"{W}tblPr/{W}tblBorders")]
    assert ["top", "left", "bottom", "right", "insideH", "insideV"] == borders


def test_a_name_that_is_taken_by_another_kind_is_left_alone(tmp_path: Path) -> None:
    """`Quote` of characters cannot be that of a paragraph."""
    template = without("Quote")
    template.styles.add_style("Quote", WD_STYLE_TYPE.CHARACTER)

    made = written(tmp_path / "ngo.docx", template, quoted("Une école"))

    (paragraph,) = [p for p in made.paragraphs if p.text == "Une école"]
    assert WD_STYLE_TYPE.PARAGRAPH == paragraph.style.type
    assert "Normal" != paragraph.style.name


def test_headings_that_are_added_stand_in_the_outline(tmp_path: Path) -> None:
    """Readers jump to them in a template without headings too."""
    template = without("Heading 1", "Heading 2")

    made = written(tmp_path / "ngo.docx", template, Heading(level=2, text="Eau"))

    (heading,) = [p for p in made.paragraphs if p.text == "Eau"]
    assert "Heading 2" == heading.style.name
    assert "1" == heading.style.element.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")


def test_a_template_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    """It is not said to be no Word document."""
    with pytest.raises(UsageError, match="There is no file"):
        write_docx(document(), BytesIO(), tmp_path / "ngo.docx")


def test_rows_stay_whole() -> None:
    """A row of a table does not go on on the next page."""
    out = BytesIO()
    write_docx(document(TABLE), out)
    out.seek(0)

    rows = docx.Document(out).tables[0]._tbl.tr_lst
    assert [True] * 3 == [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows]
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None


def test_arabic_is_as_large_as_what_stands_around_it(tmp_path: Path) -> None:
    """Word keeps a second size for complex scripts: whoever sets one sets both, to the same."""
    template = without("Title", "Heading 1", "Heading 2", "Heading 3", "Caption")
    blocks: list[Block] = [Heading(text="أ", level=1), quoted("مدرسة"), TABLE]

    made = written(tmp_path / "ngo.docx", template, *blocks)

    sized = [*made.styles.element.iter(f"{W}rPr"), *made.element.iter(f"{W}rPr")]
    sizes = [
        [one.get(f"{W}val") for name in ("sz", "szCs") for one in told.findall(f"{W}{name}")]
        for told in sized
    ]
    assert {("18", "18"), ("32", "32"), ("44", "44")} <= {tuple(one) for one in sizes}
    assert [] == [one for one in sizes if one and (len(one) < 2 or one[0] != one[1])]
    own = {s.style_id: s.element for s in made.styles}
    for name in ("PostDetails", "PostFlag", "PostNote", "footnotetext", "Caption"):
        assert ["18"] == [one.get(f"{W}val") for one in own[name].iter(f"{W}szCs")], name
