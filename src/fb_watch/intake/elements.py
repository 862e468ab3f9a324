"""In: a stream of JSON. Out: its elements one by one, byte for byte, however long it is. Pure."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import orjson

from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.model.collected import Problem

_BLOCK = 2**18
_AROUND = 100  # brackets around an array of posts
_DEEPEST = 1_000_000  # brackets within each other: nobody writes them
_BOM = b"\xef\xbb\xbf"
# A string; one that a line break cuts off (no JSON, so damage); one whose end is still to come.
_TOKEN = re.compile(
    rb'("(?:[^"\\\n]++|\\[^\n])*+")|("(?:[^"\\\n]++|\\[^\n])*+\\?\n)|(")|([{\[])|([}\]])|([,:])'
    rb'|([^\s{}\[\],:"]++)'
)
_HUGE = re.compile(rb"\d{19}")  # whole numbers of which orjson would make floats
_CLOSES = {b"}": b"{", b"]": b"["}


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element as it stands in the file, and where: "data[3]"."""

    where: str
    raw: bytes


def read_json(raw: bytes) -> Any:
    """
    What the bytes say; ValueError where they are no JSON.

    Lone surrogates, NaN and bytes that are no UTF-8 are let through, as tools write them.
    """
    if not _HUGE.search(raw):
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            pass
    try:
        return json.loads(raw.decode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError(str(error)) from error


def elements(stream: IO[bytes], wanted: Collection[str], most: int) -> Iterator[Element | Problem]:
    """
    The elements of every array whose path is among those wanted: "", "data", "result.posts".

    Written by hand because the evidence of a post is its very bytes, and because one damaged
    element is not to cost the others; what lies in the elements is read by orjson. An element of
    more than `most` bytes is passed over, with a Problem for it.
    """
    scan = _Scan(wanted=frozenset(wanted), most=most)
    while block := stream.read(_BLOCK):
        yield from scan.take(block)
        if scan.is_over:
            return
    yield from scan.end()


def words_around(stream: IO[bytes], names: Collection[str], most: int) -> dict[str, bytes]:
    """The texts under these keys of a document that is one object, as they stand there."""
    scan = _Scan(wanted=frozenset(), most=most, names=frozenset(names))
    while (block := stream.read(_BLOCK)) and not scan.is_over:
        for _problem in scan.take(block):
            pass
    return scan.told


def lines(stream: IO[bytes], most: int) -> Iterator[Element | Problem]:
    """One element a line that is not empty: NDJSON. A line of more than `most` bytes is passed."""
    number = 0
    text = _("line {number}")
    while line := stream.readline(most + 1):
        number += 1
        where = text.format(number=number)
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > most and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield too_long(where, most)
        elif raw := line.strip():
            yield Element(where=where, raw=raw)


def whole(stream: IO[bytes], most: int) -> bytes:
    """All of a document that is one object; IntakeError where it is more than `most` bytes."""
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise IntakeError(
            too_long(_("the file"), most).reason, remedy=_("Split the file by posts.")
        )
    return raw.removeprefix(_BOM)


def too_long(where: str, most: int) -> Problem:
    """A post that nobody wrote."""
    reason = _("is longer than {number} MB and passed over").format(number=most // 2**20)
    return Problem(where=where, reason=reason)


@dataclass(slots=True, kw_only=True)
class _Scan:
    """Where in the document the reading stands."""

    wanted: frozenset[str]
    most: int
    names: frozenset[str] = frozenset()  # of texts of the document itself that are wanted
    told: dict[str, bytes] = field(default_factory=dict)  # these, by name
    buffer: bytes = b""
    read: int = 0  # bytes of it that have been looked at
    is_over: bool = False
    outer: bytearray = field(default_factory=bytearray)  # brackets open around the element
    paths: list[str] = field(default_factory=list)  # of the first of them
    said: bytes = b""  # the string before this token: a key, when a colon follows
    key: str = ""
    array: str | None = None  # path of the wanted array that is being read
    index: int = 0
    begun: int = -1  # where in the buffer the element begins; -1: between two
    is_passed: bool = False  # it is too long, and not kept
    inner: bytearray = field(default_factory=bytearray)  # brackets open in the element
    squares: int = 0  # how many of them are [

    def take(self, block: bytes) -> Iterator[Element | Problem]:
        """Read on; what is not whole yet waits for the next block."""
        if not self.outer and not self.buffer:
            block = block.removeprefix(_BOM)
        self.buffer += block
        yield from self._tokens(is_last=False)
        if len(self.buffer) > self.most + _BLOCK:
            if self.array is not None and not self.is_passed:
                self.is_passed = True
                yield too_long(self._where(), self.most)
            self._cut()
        if len(self.outer) + len(self.inner) > _DEEPEST:
            self.is_over = True
            reason = _("more than {number} brackets within each other are not read further")
            yield Problem(where=self._where(), reason=reason.format(number=_DEEPEST))

    def end(self) -> Iterator[Element | Problem]:
        """The file is at its end; it may have ended too early."""
        self.buffer += b" "
        yield from self._tokens(is_last=True)
        if self.outer or self.buffer.strip():
            yield Problem(where=self._where(), reason=_("the file ends in the middle"))

    def _where(self) -> str:
        if self.array is not None:
            return f"{self.array}[{self.index}]"
        return self.paths[-1] if self.paths else ""

    def _cut(self) -> None:
        """Hold nothing of what is passed over, but that a text or a word is still going on."""
        going_on = self.buffer[self.read :]
        slashes = len(going_on) - len(going_on.rstrip(b"\\"))
        self.buffer = going_on[:1] + b"\\" * (slashes % 2)
        self.read = 0
        self.begun = min(self.begun, 0)

    def _tokens(self, *, is_last: bool) -> Iterator[Element | Problem]:
        done = self.read
        for found in _TOKEN.finditer(self.buffer, self.read):
            kind = found.lastindex
            if kind == 3 or (kind == 7 and found.end() == len(self.buffer) and not is_last):
                done = found.start()
                break
            if self.array is None:
                self._outside(kind, found[0])
            elif one := self._inside(kind, found):
                yield one
        else:
            done = len(self.buffer)  # behind the last of them are blanks
        keep = done if self.begun < 0 or self.is_passed else self.begun
        self.begun = min(self.begun, 0)
        self.buffer = self.buffer[keep:]
        self.read = done - keep

    def _outside(self, kind: int | None, token: bytes) -> None:
        """Between the root and a wanted array."""
        if kind == 1:
            self.said = token
            is_wanted = self.names and self.key and len(self.outer) <= _AROUND
            if is_wanted and (name := self._path()) in self.names and b"[" not in self.outer:
                self.told.setdefault(name, token)
        elif token == b",":
            self.key = ""
        elif token == b":":
            self.key = _text(self.said)
        elif kind == 4:
            path = self._path()
            self.key = ""
            if len(self.outer) < _AROUND:
                self.paths.append(path)
                if token == b"[" and path in self.wanted and token not in self.outer:
                    self.array, self.index = path, 0
            self.outer += token
        elif kind == 5 and self.outer:
            self._step_out()

    def _path(self) -> str:
        """Of what follows; that of the bracket around it, and its own key."""
        return ".".join(filter(None, (*self.paths[-1:], self.key)))

    def _step_out(self) -> None:
        self.outer.pop()
        del self.paths[len(self.outer) :]

    def _inside(self, kind: int | None, found: re.Match[bytes]) -> Element | None:
        """In a wanted array; gives the element that this token ends."""
        token = found[0]
        if kind == 4:
            self.inner += token
            self.squares += token == b"["
            if self.begun < 0:
                self.begun = found.start()
        elif kind == 5:
            if not self._close(token):
                return self._leave(found.start())
        elif kind in (1, 7) and self.begun < 0:
            self.begun = found.start()
        if self.begun < 0:
            self.is_passed = False  # a text that a line break cut off is no element
        if self.begun < 0 or self.inner or kind == 6:
            return None
        return self._element(found.end())

    def _close(self, token: bytes) -> bool:
        """Close a bracket, and those left open in it; False where the array itself ends."""
        opener = _CLOSES[token]
        if not (self.squares if opener == b"[" else len(self.inner) - self.squares):
            return token == b"}"
        closed = self.inner.rfind(opener)
        self.squares -= self.inner.count(b"[", closed)
        del self.inner[closed:]
        return True

    def _leave(self, end: int) -> Element | None:
        """The array is over; an element that was never closed is given as it is."""
        one = self._element(end) if self.begun >= 0 else None
        self.array = None
        self.inner.clear()
        self.squares = 0
        self._step_out()
        return one

    def _element(self, end: int) -> Element | None:
        """The element that ends here; None where it was too long."""
        one = Element(where=self._where(), raw=self.buffer[self.begun : end])
        is_passed = self.is_passed
        self.begun, self.is_passed = -1, False
        self.index += 1
        return None if is_passed else one


def _text(raw: bytes) -> str:
    try:
        return str(read_json(raw))
    except ValueError:
        return ""
