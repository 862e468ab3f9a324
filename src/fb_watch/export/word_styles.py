"""In: a Word document. Out: the ids of the styles we write in; those it lacks are made."""

from typing import Any, Final

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Cm, Pt

from fb_watch.export.word_text import set_size

_HEADINGS: Final = {"Heading 1": 16, "Heading 2": 13, "Heading 3": 12}  # points
_STYLES: Final = ("Title", *_HEADINGS, "Quote", "List Bullet", "Caption")
_OWN: Final = ("Post Details", "Post Flag", "Post Note", "Reference")
_GRID: Final = "Table Grid"
_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def style_ids(word: Word) -> dict[str, str]:
    """
    Name → id of every style we write in.

    Names are the same in any case: Word itself writes `normal`, LibreOffice `Normal`. What a
    paragraph is when nothing is said goes for "Normal", whatever the template calls it.
    """
    there = _there(word, WD_STYLE_TYPE.PARAGRAPH)
    normal: Any = word.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if normal is None:
        normal = there.get("normal") or _added(word, "Normal", WD_STYLE_TYPE.PARAGRAPH)
    ids = {"Normal": str(normal.style_id)}
    for name in (*_STYLES, *_OWN):
        style = there.get(name.lower())
        if style is None:
            style = _added(word, name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            _define(word, style, name)
        ids[name] = str(style.style_id)
    grid = _there(word, WD_STYLE_TYPE.TABLE).get(_GRID.lower())
    if grid is None:
        grid = _added(word, _GRID, WD_STYLE_TYPE.TABLE)
        grid.element.append(_ruled())
    return ids | {_GRID: str(grid.style_id)}


def _there(word: Word, kind: WD_STYLE_TYPE) -> dict[str, Any]:
    styles = [style for style in word.styles if style.type == kind and style.name]
    return {str(style.name).lower(): style for style in reversed(styles)}


def _added(word: Word, name: str, kind: WD_STYLE_TYPE) -> Any:
    """A new style; another name and id where styles of another kind have these already."""
    names = {str(style.name).lower() for style in word.styles}
    ids = {style.style_id for style in word.styles}
    own = name if name.lower() not in names else f"fb-watch {name}"
    style: Any = word.styles.add_style(own, kind, builtin=own == name and name not in _OWN)
    if style.style_id in ids:
        style.element.styleId = f"fbw{style.style_id}"
    style.hidden = False
    return style


def _define(word: Word, style: Any, name: str) -> None:
    """What a style looks like where the template says nothing of it."""
    style.quick_style = True
    form = style.paragraph_format
    if name == "Title" or name in _HEADINGS:
        style.font.bold = True
        set_size(style.font, _HEADINGS.get(name, 22))
        form.keep_with_next = True
        form.space_before, form.space_after = Pt(12), Pt(6)
        if name in _HEADINGS:
            _outline(style, int(name[-1]))
    elif name == "Quote":
        form.left_indent = form.right_indent = Cm(1)
    elif name == "List Bullet":
        form.left_indent, form.first_line_indent = Cm(1), Cm(-0.5)
        _number(style, _bullets(word))
    elif name == "Reference":
        form.left_indent, form.first_line_indent = Cm(1), Cm(-1)
    else:
        set_size(style.font, 9)
        style.font.bold = name in ("Post Flag", "Caption")
        style.font.italic = name == "Post Note"
        form.space_after = Pt(4)
        if name == "Post Details":
            form.space_before = Pt(2)


def _outline(style: Any, level: int) -> None:
    """Where a heading stands in the outline: what screen readers and contents go by."""
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>')
    )


def _number(style: Any, number: int) -> None:
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _bullets(word: Word) -> int:
    """The number of a list of bullets, added to those of the document."""
    numbering = _numbering(word)
    listed = numbering.findall(qn("w:abstractNum"))
    form = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in listed), default=-1)
    told = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{form}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum>'
    )
    # the forms stand before the lists that use them (CT_Numbering is a sequence)
    first = numbering.find(qn("w:num"))
    numbering.append(told) if first is None else first.addprevious(told)
    return int(numbering.add_num(form).numId)


def _numbering(word: Word) -> Any:
    try:
        return word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        empty: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        name = PackURI("/word/numbering.xml")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return empty


def _ruled() -> Any:
    """Lines around every cell."""
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0"/>' for e in _EDGES)
    margins = "".join(f'<w:{e} w:w="108" w:type="dxa"/>' for e in ("left", "right"))
    return parse_xml(
        f"<w:tblPr {nsdecls('w')}><w:tblBorders>{edges}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )
