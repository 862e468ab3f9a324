"""In: TOML text that parses. Out: the line on which each table and key stands. Pure."""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

Key = tuple[str, ...]

_PIECE = re.compile(
    r"""
      "{3} (?: \\. | [^\\] )*? "{3,5}
    | '{3} .*? '{3,5}
    | " (?: \\. | [^"\\\n] )* "
    | ' [^'\n]* '
    | \# [^\n]*
    | [\[\]{}=.\n]
    | [^\s\[\]{}=."'\#]+
    """,
    re.VERBOSE | re.DOTALL,
)


class Statement(NamedTuple):
    """A header, then without names, or an assignment: where it begins and what it names."""

    line: int
    table: Key
    names: Key = ()  # within the table

    @property
    def path(self) -> Key:
        """From the top of the file."""
        return self.table + self.names


def locate(text: str) -> dict[Key, int]:
    """Path of keys → line, counted from 1; keys inside a { } count for the { }'s own."""
    lines: dict[Key, int] = {}
    for statement in statements(text):
        for depth in range(1, len(statement.path) + 1):
            lines.setdefault(statement.path[:depth], statement.line)
    return lines


def statements(text: str) -> Iterator[Statement]:
    """Each header and assignment, in the order of the text."""
    table: Key = ()
    for line, pieces in _pieces(text):
        if pieces[0] == "[":
            table = _names(pieces)
            yield Statement(line, table)
        else:
            yield Statement(line, table, _names(pieces[: pieces.index("=")]))


def _pieces(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each header or assignment as pieces, with the line on which it begins."""
    pieces: list[str] = []
    depth, line, begun, end = 0, 1, 1, 0
    for match in _PIECE.finditer(f"{text}\n"):
        piece = match[0]
        line += text.count("\n", end, match.start())
        end = match.start()
        if piece == "\n" and depth == 0:
            if pieces:
                yield begun, pieces
            pieces = []
        elif piece != "\n" and not piece.startswith("#"):
            begun = begun if pieces else line
            depth += (piece in ("[", "{")) - (piece in ("]", "}"))
            pieces.append(piece)


def _names(pieces: list[str]) -> Key:
    return tuple(_name(piece) for piece in pieces if piece not in ("[", "]", "."))


def _name(piece: str) -> str:
    if piece[0] not in "\"'":
        return piece
    # the value of a quoted key, escapes and all, is best known to the parser itself
    return str(tomllib.loads(f"name = {piece}")["name"])
