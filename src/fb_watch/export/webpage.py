"""In: a Document. Out: one HTML file that opens anywhere, prints well and fetches nothing."""

import base64
import re
from html import escape
from typing import Final

from fb_watch.export.bidi import apart, in_html, is_rtl
from fb_watch.export.document import (
    Bibliography,
    Block,
    Document,
    Heading,
    Paragraph,
    Photo,
    Picture,
    Pointers,
    Points,
    Quotation,
    Table,
    printable,
)
from fb_watch.export.references import safe_url, spoken
from fb_watch.export.styles import Span
from fb_watch.i18n import in_language

# nothing is loaded and nothing runs, whatever a post says
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_REF: Final = re.compile(r"fbw:\d{4}-\d{6,}(?:@[0-9a-f]+)?")
_TYPES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
_STYLE: Final = """
:root { color-scheme: light; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
  font: 1rem/1.55 "Noto Serif", Georgia, serif; overflow-wrap: break-word; }
h1, h2, h3, figcaption, caption, .told, .flag, nav { font-family: "Noto Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { margin-top: 2.5rem; padding-top: .6rem; border-top: 2px solid #1a1a1a; }
figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; }
.ref { white-space: nowrap; }
i:is(:lang(ar), :lang(fa), :lang(he), :lang(ur)) { font-style: normal; }
figcaption, caption { font-size: .85rem; text-align: start; padding: .3rem 0; }
.post { margin: 1.6rem 0; }
blockquote { margin: 0 0 .3rem; padding: .1rem 1rem; border-inline-start: 3px solid #555;
  white-space: pre-line; }
.post img { max-width: 20rem; max-height: 20rem; display: block; margin: .5rem 1rem; }
.told, .flag, .note { margin: .1rem 1rem; font-size: .85rem; color: #444; }
.flag { font-weight: bold; color: #1a1a1a; } .note { font-style: italic; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { border: 1px solid #888; padding: .25rem .6rem; text-align: start; vertical-align: top; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
ol.references { padding-inline-start: 2.2rem; } ol.references li { margin: .4rem 0; }
a { color: #0b4f8a; }
@media screen and (max-width: 40rem) {  /* a chart as small as a telephone cannot be read */
  figure { overflow-x: auto; } figure svg { max-width: none; width: 40rem; }
  .post img { max-width: 100%; }
}
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; } nav { display: none; }
  h2 { break-after: avoid; } .post, figure, tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def as_html(document: Document) -> str:
    """The whole page; pictures are inside it, every text is escaped."""
    title = _text(document.title)
    chapters = [block for block in document.blocks if isinstance(block, Heading)]
    numbers = {id(heading): f"c{place}" for place, heading in enumerate(chapters, start=1)}
    blocks = "\n".join(_block(block, numbers) for block in document.blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{document.lang}" dir="ltr">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="{_escaped(document.program)}">\n'
        f"<title>{_escaped(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n"
        f"<h1{_direction(document.title)}>{title}</h1>\n<p>{_text(document.about)}</p>\n</header>\n"
        f"{_contents(chapters, document.lang, numbers)}<main>\n{blocks}\n</main>\n"
        "</body>\n</html>\n"
    )


def _contents(chapters: list[Heading], lang: str, numbers: dict[int, str]) -> str:
    _ = in_language(lang)
    items = "".join(
        f'<li><a href="#{numbers[id(one)]}">{_text(apart(one.text))}</a></li>'
        for one in chapters
        if one.level == 1
    )
    return f'<nav aria-label="{_escaped(_("Contents"))}"><ul>{items}</ul></nav>\n' if items else ""


def _block(block: Block, numbers: dict[int, str]) -> str:
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            anchor = numbers[id(block)]
            text = _text(block.text)
            return f'<h{level} id="{anchor}"{_direction(block.text)}>{text}</h{level}>'
        case Paragraph():
            return f"<p{_direction(block.text)}>{_text(block.text)}</p>"
        case Pointers():
            links = (f'<a href="#{escape(ref)}">{_text(told)}</a>' for ref, told in block.posts)
            return f"<p>{_text(block.lead)} {block.joint.join(links)}{_text(block.end)}</p>"
        case Points():
            return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
        case Picture():
            caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
            return f"<figure>{block.svg}{caption}</figure>"
        case Quotation():
            return _quotation(block)
        case Table():
            return _table(block)
        case Bibliography():
            items = "".join(_entry(number, spans) for number, spans in block.entries)
            return f'<ol class="references">{items}</ol>'


def _quotation(quoted: Quotation) -> str:
    mark = f'<sup><a href="#r{quoted.number}">{quoted.number}</a></sup>'
    spoken = f' lang="{escape(quoted.language)}"' if quoted.language else ""
    text = f"<span{spoken}{_direction(quoted.text)}>{_escaped(quoted.text)}</span>"
    lines = [
        f'<article class="post" id="{escape(quoted.ref)}">',
        f"<blockquote{_direction(quoted.text)}>{text}{mark}</blockquote>",
        _photo(quoted.photo) if quoted.photo else "",
        f'<p class="told">{_text(quoted.told)}</p>',
        *(f'<p class="flag">{_text(flag)}</p>' for flag in quoted.flags),
        f'<p class="note"{_direction(quoted.note)}>{_text(quoted.note)}</p>' if quoted.note else "",
        "</article>",
    ]
    return "\n".join(filter(None, lines))


def _photo(photo: Photo) -> str:
    if photo.type not in _TYPES:
        return f'<p class="told">{_text(photo.alt)}</p>'
    data = base64.b64encode(photo.path.read_bytes()).decode()
    return f'<img src="data:{photo.type};base64,{data}" alt="{_escaped(photo.alt)}">'


def _table(told: Table) -> str:
    marks = [' class="number"' if is_number else "" for is_number in told.numeric]
    head = "".join(
        f'<th scope="col"{mark}>{_text(name)}</th>'
        for name, mark in zip(told.head, marks, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{mark}>{_text(apart(text))}</td>" for text, mark in zip(row, marks, strict=True)
        )
        + "</tr>"
        for row in told.rows
    )
    return (
        f"<table><caption>{_text(told.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _entry(number: int, spans: list[Span]) -> str:
    text = "".join(map(_span, spans))
    return f'<li id="r{number}" value="{number}">{text}</li>'


def _span(span: Span) -> str:
    text = _text(span.text)
    if span.url and (address := safe_url(span.text)):
        return f'<a href="{escape(address)}" rel="noreferrer">{text}</a>'
    told = spoken(span)
    if span.italic:
        return f"<i{told}>{text}</i>"
    return f"<span{told}>{text}</span>" if told else text


def _direction(text: str) -> str:
    """Written out: some printers of HTML do not work it out themselves."""
    return ' dir="rtl"' if is_rtl(text) else ""


def _text(text: str) -> str:
    """A text between elements; a reference of ours is not parted by the end of a line."""
    return in_html(_REF.sub(r'<span class="ref">\g<0></span>', _escaped(text)))


def _escaped(text: str) -> str:
    return escape(printable(text))
