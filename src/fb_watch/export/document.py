"""What a document consists of, whatever form it is written in: blocks, in their order. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fb_watch.export.styles import Spans

_NUMBER = re.compile(r"[\d\u202f,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title of a chapter; level 1 is the highest below the title of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Plain text of our own, in the language of the document."""

    text: str
    leads: bool = False  # to what follows: not to be left alone at the foot of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """A paragraph of links to quotations: `ref` of each, and what is told of it."""

    lead: str
    posts: tuple[tuple[str, str], ...]
    joint: str  # what stands between two
    end: str  # what is said of those that are left out, or a full stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart: SVG where a form can hold it, PNG where it cannot; `alt` says what is seen."""

    svg: str
    png: bytes | None
    alt: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of a post, as the archive keeps it."""

    path: Path
    type: str  # image/jpeg …
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A post as a report quotes it; its reference is the footnote."""

    number: int  # of its reference in the list, from 1
    ref: str  # fbw:2020-000123@9f2c41aa
    text: str  # "" where the post has none: then `story` of the document's language stands there
    language: str  # BCP 47; "" where it is not known
    told: str  # date, page, place, language: the line below
    flags: tuple[str, ...] = ()  # edited, no longer online
    note: str = ""  # of whoever put it into the dossier
    reference: Spans
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; a column that holds numbers alone is set as one."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Of each column, whether every cell below its head is a number."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.head)
        return tuple(bool(cells) and all(map(_NUMBER.fullmatch, cells)) for cells in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """The list of references, each with the number that the quotations use."""

    entries: tuple[tuple[int, Spans], ...]


Block = Heading | Paragraph | Pointers | Points | Picture | Quotation | Table | Bibliography


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A title and blocks, in one language; `about` says in a sentence what was asked."""

    title: str
    about: str
    lang: str
    at: datetime
    program: str
    blocks: Sequence[Block]


def shortened(text: str, most: int) -> str:
    """The text, cut with … behind its last whole entry or word where it has more characters."""
    if len(text) <= most:
        return text
    head = text[: most - 2]
    for end in ("; ", ". ", " "):
        whole = head.rpartition(end)[0]
        if len(whole) > most // 2:
            return f"{whole}{end[0]} …" if end != " " else f"{whole} …"
    return f"{head}…"


def printable(text: str) -> str:
    """The text with everything taken out that XML 1.0 forbids; half characters become U+FFFD."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    if whole.isprintable():
        return whole
    return "".join(c for c in whole.replace("\r", "\n") if _is_allowed(c))


def _is_allowed(char: str) -> bool:
    return char in "\n\t" or (char >= " " and char not in "\x7f\ufffe\uffff")
