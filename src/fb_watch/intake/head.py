"""In: the first bytes of a file. Out: what kind of file it is and what it speaks of. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fb_watch.intake.member import Member
from fb_watch.intake.rows import read_header
from fb_watch.intake.text import encoding

HEAD = 2**18  # bytes looked at
_FIRST = 4096  # of pictures and films, which are most of an export: bytes that tell
_DEEPEST = 8
_MOST = 3000  # different paths
# How the first thing in a workbook is called, which is a zip too, and one file to its owner.
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|([{\[])|([}\]])|[^\s{}\[\]:"]+', re.DOTALL)

Kind = Literal["table", "json", "html", "sqlite", "workbook", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """
    What the beginning of a file shows.

    `paths`: of JSON, the keys and where they stand: "data[].id"; [] stands for each list. A
    second document behind the first (NDJSON) counts as the same.
    """

    kind: Kind
    text: str = ""
    columns: frozenset[str] = frozenset()  # of a table, in one spelling
    paths: frozenset[str] = frozenset()

    def has_columns(self, *names: str) -> bool:
        """Whether this is a table with all of these columns."""
        return self.columns.issuperset(names)

    def has_paths(self, *paths: str) -> bool:
        """Whether this is JSON with keys at all of these places."""
        return self.paths.issuperset(paths)


def head_of(member: Member) -> Head:
    """Look at the first bytes; IntakeError where the file cannot be opened."""
    with member.open() as stream:
        data = stream.read(_FIRST)
        if not _is_binary(data) or data.startswith(b"SQLite"):
            data += stream.read(HEAD - len(data))
        return look(data)


def look(data: bytes) -> Head:
    """What these first bytes of a file show."""
    if data.startswith(b"SQLite format 3\0"):
        return Head(kind="sqlite", text=data.decode("latin-1"))
    if data.startswith(b"PK\x03\x04"):
        return Head(kind="workbook" if is_workbook(data) else "other")
    if _is_binary(data):
        return Head(kind="other")
    text = data.decode(encoding(data), "replace").lstrip("\ufeff")
    begin = text.lstrip()[:1]
    if begin in ("{", "["):
        return Head(kind="json", text=text, paths=frozenset(_paths(text)))
    if begin == "<":
        return Head(kind="html", text=text)
    header = read_header(data[: 2**16])
    if header is None:
        return Head(kind="other")
    return Head(kind="table", text=text, columns=frozenset(header.names))


def _is_binary(data: bytes) -> bool:
    """Whether this is no text: NUL stands in nothing else but UTF-16."""
    return b"\0" in data[:_FIRST] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def is_workbook(data: bytes) -> bool:
    """Whether these first bytes of a zip are those of an Excel workbook."""
    return data[30:].startswith(_OFFICE)


def _paths(text: str) -> Iterator[str]:
    """Where each key of JSON stands; lists are [], whatever their length."""
    stack: list[tuple[str, bool]] = []  # of each open bracket: its path, whether it is a list
    seen: set[str] = set()
    key = ""  # path of the value that comes next in an object
    for found in _TOKEN.finditer(text):
        name, colon, opens, closes = found.groups()
        holder, is_list = stack[-1] if stack else ("", False)
        if opens:
            here = holder if is_list else key
            stack.append((here + "[]", True) if opens == "[" else (here, False))
            key = ""
        elif closes and stack:
            stack.pop()
        elif colon is not None:
            key = f"{holder}.{name}" if holder else name
            if key not in seen and len(stack) <= _DEEPEST:
                seen.add(key)
                yield key
        if len(seen) > _MOST or len(stack) > 1000:
            return
