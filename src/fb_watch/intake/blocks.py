"""In: a stream of Facebook's export in HTML. Out: its blocks, byte for byte, and their parts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from fb_watch.dialect.clean import clean_text
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, too_long
from fb_watch.model.collected import Problem

# Where an entry begins, in the layouts from 2018 to 2021 and since.
BLOCK = re.compile(
    rb"<(div|section)\b[^>]{0,500}?\bclass=[\"'][^\"'>]{0,300}?\b(?:uiBoxWhite|_a6-g)\b[^>]*>",
    re.IGNORECASE,
)
# The same with its title: an entry of its own, which no other one holds.
_ENTRY = re.compile(
    BLOCK.pattern + rb"\s*(?:<div[^>]{0,200}>\s*)?<\w+[^>]{0,200}?"
    rb"\bclass=[\"'][^\"'>]{0,200}?\b(?:_2lel|_a6-h)\b",
    re.IGNORECASE,
)
_END_OF_PAGE = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_TITLES = frozenset(("_2lel", "_a6-h"))
_FEET = frozenset(("_2lem", "_a6-o"))
_NOT_SAID = frozenset(("table", "script", "style", "head"))  # tables hold EXIF data, IP addresses
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOXES = ("div", "p", "section", "article", "main", "header", "footer", "blockquote", "body")
_LINES = frozenset((*_BOXES, "ul", "ol", "li")) | _HEADINGS
_WRITTEN = frozenset(("p", "li", "blockquote"))  # what Facebook lays out stands in none of these


@dataclass(frozen=True, slots=True)
class Line:
    """What one element says; more than one line of text where it holds line breaks."""

    text: str
    is_box: bool = True  # a box of the layout; else a paragraph within what somebody wrote

    @property
    def is_alone(self) -> bool:
        """Whether a box holds this one line: Facebook's labels and dates stand so."""
        return self.is_box and "\n" not in self.text


@dataclass(slots=True, kw_only=True)
class Block:
    """What stands in one entry. `links`: address and words; `files`: pictures of the export."""

    title: str = ""
    lines: list[Line] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # links at the foot
    notes: dict[str, str] = field(default_factory=dict)  # what tables say: of the camera


def blocks(
    parts: Iterable[bytes], most: int, *, is_file: bool = False
) -> Iterator[Element | Problem]:
    """
    Every outermost block, cut at its own closing tag.

    Cut by bytes, since the bytes are the evidence; what lies in a block is read by libxml2. A
    block that is never closed ends where the next one begins; in the last one of a file that does
    not close its page either, half a text would stand for a whole one.
    """
    buffer, index, is_over = b"", 0, False
    incoming = iter(parts)
    while True:
        begin = BLOCK.search(buffer)
        end = _end(buffer, begin) if begin else -1
        if begin is None and len(buffer) > 2**16:
            buffer = buffer[-1024:]  # the tag may be half there
        is_long = begin is not None and len(buffer) - begin.start() > most
        if end < 0 and not is_over and not is_long:
            block = next(incoming, b"")
            is_over = not block
            buffer += block
            continue
        if begin is None:
            return
        own = _ENTRY.search(buffer, begin.end(), max(end, 0))
        end = own.start() if own else end
        where = f"[{index}]"
        index += 1
        if end < 0:
            following = BLOCK.search(buffer, begin.end())
            end = following.start() if following else len(buffer)
            if is_file and not following and not _END_OF_PAGE.search(buffer, begin.end()):
                yield Problem(where=where, reason=_("the file ends within an entry"))
                return
        if end - begin.start() > most:
            yield too_long(where, most)
        else:
            yield Element(where=where, raw=buffer[begin.start() : end])
        buffer = buffer[end:]


def _end(buffer: bytes, begin: re.Match[bytes]) -> int:
    """Where the block's own closing tag ends; -1 where that is not there (yet)."""
    tag = re.compile(rb"<(/?)" + begin[1] + rb"\b[^>]*>", re.IGNORECASE)
    depth = 0
    for found in tag.finditer(buffer, begin.start()):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    return -1


def look_into(raw: bytes) -> Block:
    """The parts of one block; what cannot be read as HTML is as if it were not there."""
    block = Block()
    if (root := _root(raw)) is not None:
        _Walk(block).over(root)
    return block


def texts(raw: bytes) -> list[str]:
    """All that is said in these bytes, piece by piece, whatever it stands in."""
    root = _root(raw)
    told = () if root is None else root.itertext()
    return [clean_text(line) for one in told if (line := " ".join(str(one).split()))]


def _root(raw: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Walk:
    """One pass over the tree, without recursion."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._part = "lines"  # title, lines, foot
        self._words: list[str] = []
        self._anchor: list[str] | None = None  # words of the link that is open
        self._is_link = False  # the line at hand holds a link
        self._paragraphs = 0  # of what somebody wrote that are open

    def over(self, root: etree._Element) -> None:
        """Every element, opened and closed."""
        silent: etree._Element | None = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(node.tag, str):
                continue
            if silent is None and node.tag in _NOT_SAID:
                silent = node
                self._block.notes |= dict(_rows(node))
            if silent is None:
                self._open(node) if event == "start" else self._close(node)
            elif silent is node and event == "end":
                silent = None
                self._say(node.tail)
        self._end_line()

    def _open(self, node: etree._Element) -> None:
        if node.tag in _LINES:
            self._end_line()
            self._paragraphs += node.tag in _WRITTEN
            self._part = _part(node) or self._part
        if node.tag == "br":
            self._words.append("\n")
        source = node.get("src")
        if node.tag in ("img", "video", "source", "audio") and source:
            self._file(source)
        if node.tag == "a" and node.get("href"):
            self._anchor = []
        self._say(node.text)

    def _close(self, node: etree._Element) -> None:
        if node.tag == "a" and self._anchor is not None:
            self._link(node.get("href") or "", " ".join("".join(self._anchor).split()))
            self._anchor = None
        if node.tag in _LINES:
            self._end_line()
            self._paragraphs -= node.tag in _WRITTEN
            if _part(node):
                self._part = "lines"
        self._say(node.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(text.replace("\r", "").replace("\n", " "))
            if self._anchor is not None:
                self._anchor.append(text)

    def _link(self, address: str, words: str) -> None:
        if not address.lower().startswith(("http:", "https:", "//")):
            if not address.lower().startswith(("#", "javascript:", "mailto:", "data:")):
                self._file(address)
        elif self._part == "foot":
            self._block.addresses.append(address)
        else:
            self._block.links.append((address, words))
            self._is_link = True

    def _file(self, name: str) -> None:
        if not name.lower().startswith(("data:", "http:", "https:", "//")):
            self._block.files.append(name)

    def _end_line(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        line = clean_text("\n".join(" ".join(part.split()) for part in text.split("\n")).strip())
        is_link = self._is_link and line in {words for _address, words in self._block.links}
        self._is_link = False
        if not line or is_link:  # a line that is nothing but a link is the link
            return
        if self._part == "title" and not self._block.title:
            self._block.title = " ".join(line.split())
        elif self._part == "foot":
            self._block.foot.append(line)
        else:
            self._block.lines.append(Line(line, is_box=not self._paragraphs))


def _rows(table: etree._Element) -> Iterator[tuple[str, str]]:
    """What stands beside what in the rows of a table that have two sides."""
    for row in table.iter("tr"):
        told = [text for one in row.itertext() if (text := str(one).strip())]
        if len(told) == 2:
            yield told[0].strip(" :").casefold(), told[1]


def _part(node: etree._Element) -> str:
    """The part of the block that this element is: its title, its foot, or neither."""
    classes = frozenset((node.get("class") or "").split())
    if classes & _TITLES or node.tag in _HEADINGS:
        return "title"
    return "foot" if classes & _FEET or node.tag == "footer" else ""
