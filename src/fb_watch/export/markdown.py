"""In: a Document. Out: Markdown with footnotes, as pandoc, GitHub and wikis read it. Pure."""

import re
from itertools import chain

from fb_watch.export.document import (
    Bibliography,
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    Pointers,
    Points,
    Quotation,
    Table,
    printable,
)
from fb_watch.export.marks import marked
from fb_watch.export.references import safe_url
from fb_watch.export.styles import Span
from fb_watch.export.wording import NNBSP


def as_markdown(document: Document) -> str:
    """The whole document; no text of a post can become a mark, a link or HTML."""
    blocks = [f"# {_line(document.title)}", _line(document.about)]
    blocks += chain.from_iterable(map(_block, document.blocks))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _block(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{'#' * min(block.level + 1, 6)} {_line(block.text)}"]
        case Paragraph():
            return [_line(block.text)]
        case Pointers():
            told = block.joint.join(_line(told) for _ref, told in block.posts)
            return [f"{_line(block.lead)} {told}{marked(block.end)}"]
        case Points():
            return ["\n".join(f"- {_line(item)}" for item in block.items)]
        case Picture():
            return [_stressed(block.caption, "*"), _line(block.alt)]
        case Quotation():
            return _quotation(block)
        case Table():
            return [_stressed(block.caption, "*"), _table(block)]
        case Bibliography():
            return ["\n".join(f"{number}. {_spans(spans)}" for number, spans in block.entries)]


def _quotation(quoted: Quotation) -> list[str]:
    lines = [marked(line.strip()) for line in printable(quoted.text).split("\n")]
    quote = "\n".join(f"> {line}  " if line else ">" for line in lines).rstrip()
    remarks = [_line(quoted.told), *(_stressed(flag, "**") for flag in quoted.flags)]
    remarks.append(_stressed(quoted.note, "*"))
    return [
        f"{quote}[^{quoted.number}]",
        "  \n".join(filter(None, remarks)),
        f"[^{quoted.number}]: {_spans(quoted.reference)}",
    ]


def _table(told: Table) -> str:
    ruler = " | ".join("---:" if is_number else ":---" for is_number in told.numeric)
    rows = [" | ".join(map(_line, told.head)), ruler]
    rows += [" | ".join(map(_line, row)) for row in told.rows]
    return "\n".join(f"| {row} |" for row in rows)


def _spans(spans: list[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.url and (address := safe_url(span.text)):
        return f"<{address}>"
    if not span.italic:
        return marked(" ".join(printable(span.text).splitlines()))
    return _stressed(span.text, "*")


def _stressed(text: str, mark: str) -> str:
    """In italics or bold; nothing where there is nothing: the marks alone would be a rule."""
    line = _line(text)
    return f"{mark}{line}{mark}" if line else ""


def _line(text: str) -> str:
    """On one line; the spaces that French does not break at stay."""
    return marked(" ".join(re.findall(rf"[\S\u00a0{NNBSP}]+", printable(text))))
