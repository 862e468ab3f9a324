"""In: what a verb found. Out: JSON, text or a table; rich is loaded on a terminal only."""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO, cast

from fb_watch.cli.columns import fitted, width_of
from fb_watch.i18n import _, decimal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MARK, UNMARK = "\ue000", "\ue001"  # around found words in a Hit's snippet
_MARKED = re.compile(f"{MARK}([^{MARK}{UNMARK}]*){UNMARK}")
# What JSON leaves as it is: U+0080 to U+009F move the cursor as ESC does, two turn the line
# around, and two end it for programs that read line by line
_CONTROLS = re.compile(r"[\x7f-\x9f\u2028\u2029\u202d\u202e]")
_SHOWN_AS = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n"})
_DROPPED = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")  # embeddings, isolates
_OVERRIDES = frozenset("\u202d\u202e")
# rich breaks lines at spaces that are there to keep a line together
_KEPT = str.maketrans({"\u00a0": "\ue0a0", "\u202f": "\ue0a1"})
_GIVEN_BACK = str.maketrans({"\ue0a0": "\u00a0", "\ue0a1": "\u202f"})


def print_json(value: Any) -> None:
    """One JSON document, readable, keys in the order given."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def print_ndjson(values: Iterable[Any]) -> None:
    """One JSON object a line."""
    for value in values:
        sys.stdout.write(json_line(value))


def json_line(value: Any) -> str:
    """A JSON object on a line of its own; raises ValueError for a number JSON cannot hold."""
    return _json(value) + "\n"


def _json(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def printable(text: str) -> str:
    """
    Text from outside as a terminal may have it: no escape sequences, no direction tricks.

    Control and direction-override characters become U+FFFD; what a post says cannot move the
    cursor, rename the window or turn the line around. What joins letters and emoji stays.
    """
    lines = text.replace("\r\n", "\n").translate(_SHOWN_AS)
    return "".join(map(_shown, lines))


def _shown(char: str) -> str:
    if char in _DROPPED:
        return ""
    if char in _OVERRIDES or (char != "\n" and unicodedata.category(char) in ("Cc", "Cs")):
        return "\ufffd"
    return char


def on_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def has_color() -> bool:
    """Whether words may be told apart by colour: on a terminal that nobody asked to be plain."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return on_terminal() and not plain


def has_links() -> bool:
    """Whether a stretch of text may lead to an address (OSC 8); others pass over the sign."""
    return has_color() and os.environ.get("TERM", "") not in ("linux", "")


def link(address: str) -> str:
    """An address, to be clicked where the terminal can."""
    shown = printable(address)
    if not has_links():
        return shown
    return f"\x1b]8;;{clickable(address)}\x1b\\{shown}\x1b]8;;\x1b\\"


def clickable(address: str) -> str:
    """An address of which nothing can end the sequence it stands in."""
    from urllib.parse import quote

    return quote(address, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def stdout() -> TextIO:
    """Where data goes as it is; a terminal gets it without what would steer the terminal."""
    return cast("TextIO", _Terminal()) if on_terminal() else sys.stdout


class _Unbroken:
    """What rich writes to: a terminal that gets its no-break spaces back."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Write what rich has laid out."""
        return sys.stdout.write(text.translate(_GIVEN_BACK))

    def flush(self) -> None:
        """Show what was written."""
        sys.stdout.flush()

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return on_terminal()


class _Terminal:
    """The part of a text file that writers use."""

    def write(self, text: str) -> int:
        """Write what a terminal may have of a text."""
        return sys.stdout.write(printable(text))


def bare(text: str) -> str:
    """The text without marks: a post could hold the characters that we mark with."""
    return text.replace(MARK, "").replace(UNMARK, "")


def paragraph(
    text: str, *, indent: int = 0, hang: int = 0, marked: bool = False, address: str | None = None
) -> None:
    """
    A text from outside; with `marked`, its marked words bold, or in brackets without colour.

    Wrapped between words on a terminal, whole everywhere else; `hang` is how much further than
    the first line the others are indented. The first word leads to `address`.
    """
    for line in printable(text if marked else bare(text)).split("\n"):
        if line and on_terminal():
            _wrapped(line, indent, hang, address)
        else:
            print((" " * indent + _in_brackets(line)).rstrip())


def _wrapped(line: str, indent: int, hang: int, address: str | None) -> None:
    from rich.style import Style
    from rich.text import Text

    console = _console()
    margin = indent
    whole = _rich(line)
    if address and has_links():
        whole.stylize(Style(link=clickable(address)), 0, len(line.partition(" ")[0]))
    for part in whole.wrap(console, max(console.width - indent - hang, 20)):
        part.rstrip()
        console.print(Text(" " * margin) + part, no_wrap=True, crop=False, overflow="ignore")
        margin = indent + hang


def _rich(line: str) -> "Text":
    """The text as rich has it: marked words with a style."""
    from rich.text import Text

    line = line.translate(_KEPT)
    if not has_color():
        return Text(_in_brackets(line))
    text = Text()
    for place, piece in enumerate(_MARKED.split(line)):  # every second piece was marked
        text.append(bare(piece), style="bold yellow" if place % 2 else "")
    return text


def _in_brackets(text: str) -> str:
    return text.replace(MARK, "[").replace(UNMARK, "]")


def _console() -> "Console":
    from rich.console import Console

    file = cast("TextIO", _Unbroken())
    return Console(file=file, highlight=False, no_color=not has_color())


def percent(share: float) -> str:
    """A share of 1 in per cent: 98%, in French 98 %."""
    return _("{number}%").format(number=round(share * 100))


def bold(text: str) -> str:
    """The text, bold where that can be shown."""
    return f"\x1b[1m{text}\x1b[0m" if has_color() else text


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table: drawn to the width of a terminal, plain and whole everywhere else."""
    cells = [[_cell(value) for value in row] for row in rows]
    if on_terminal():
        _draw(columns, cells)
        return
    widths = [max(map(width_of, column)) for column in zip(columns, *cells, strict=True)]
    for row in ([*columns], *cells):
        padded = (c + " " * (w - width_of(c)) for c, w in zip(row, widths, strict=True))
        print("  ".join(padded).rstrip())


def to_the_minute(time: str | None) -> str | None:
    """A time as a table has room for it: 2020-05-30T13:33Z."""
    return time and f"{time[:16]}Z"


def _cell(value: object) -> str:
    if isinstance(value, float):
        value = decimal(value)
    text = bare(printable("–" if value is None else str(value)).replace("\n", " "))
    return isolated(text) if on_terminal() else text


def isolated(text: str) -> str:
    """A text that is read from the right, closed off: else it turns round its neighbours too."""
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return f"\u2068{text}\u2069"
    return text


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    console = _console()
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    drawn.header_style = "bold" if has_color() else ""
    rows, widths = fitted(columns, rows, console.width)
    for name, width in zip(columns, widths, strict=True):
        drawn.add_column(name, overflow="fold", width=width)
    for row in rows:
        drawn.add_row(*(Text(cell.translate(_KEPT)) for cell in row))
    console.print(drawn)


def note(text: str) -> None:
    """A word to the person, beside the data: on stderr."""
    print(f"fb-watch: {printable(text)}", file=sys.stderr)
