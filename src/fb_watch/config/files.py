"""In: a file below the home folder. Out: its text, its TOML, or the mistake; reads disk."""

import re
import tomllib
from ast import literal_eval
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fb_watch.config.locate import Key, locate
from fb_watch.config.mistake import MistakeError, one_line, problem
from fb_watch.errors import ConfigProblem, because
from fb_watch.i18n import _


_TWICE = re.compile(r"Cannot declare (\(.*\)) twice")  # so tomllib; the path of a table


@dataclass(frozen=True, kw_only=True)
class Document:
    """A TOML file: what it says and where."""

    file: str
    data: dict[str, Any]
    lines: dict[Key, int]

    def line(self, path: Key) -> int:
        """The line of this key, or of the table it would stand in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def problem(self, path: Key, mistake: MistakeError, value: object = "") -> ConfigProblem:
        """The mistake at this key."""
        return problem(self.file, self.line(path), ".".join(path), value, mistake)


def read_text(home: Path, file: str, found: list[ConfigProblem]) -> str | None:
    """
    The file as text with plain line ends, or None and the reason in `found`.

    What is not UTF-8 is a mistake and stands as U+FFFD, so that the other mistakes are found too.
    """
    try:
        raw = (home / file).read_bytes()
    except FileNotFoundError:
        remedy = _("fb-watch init puts the default one there.")
        found.append(ConfigProblem(file, 0, "", "", _("is missing."), remedy))
        return None
    except OSError as error:
        message = _("cannot be read: {reason}.").format(reason=because(error))
        found.append(ConfigProblem(file, 0, "", "", message, ""))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = _('Save it as UTF-8; in Excel that is "CSV UTF-8".')
        found.append(ConfigProblem(file, line, "", "", _("is not UTF-8 text."), remedy))
        text = raw.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(home: Path, file: str, found: list[ConfigProblem]) -> Document | None:
    """The file as TOML, or None and the reason in `found`."""
    text = read_text(home, file, found)
    if text is None:
        return None
    while True:
        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            # tomllib lets through a plain ValueError for a number of thousands of digits
            line, mistake = _syntax(str(error), text)
            key = ""
            if table := _TWICE.match(str(error)):
                key, mistake = _twice(literal_eval(table[1]), text.split("\n")[: line - 1])
            found.append(ConfigProblem(file, line, key, "", mistake.message, mistake.remedy))
            rest = _without_table(text, line)
            if not table or rest == text:
                return None
            text = rest  # to see what else is wrong
        else:
            return Document(file=file, data=data, lines=locate(text))


def _twice(path: Key, before: list[str]) -> tuple[str, MistakeError]:
    """The key of a table that stands in the lines before already, and in which of them."""
    first = locate("\n".join(before)).get(path, 0)
    message = _("this table stands in the file twice, first in line {line}.").format(line=first)
    return one_line(".".join(path)), MistakeError(message, _("Keep one of them."))


def _without_table(text: str, line: int) -> str:
    """The text, the table that begins in this line left empty; every other line keeps its place."""
    lines = text.split("\n")
    begins = (n for n in range(line, len(lines)) if lines[n].lstrip().startswith("["))
    end = next(begins, len(lines))
    return "\n".join([*lines[: line - 1], *[""] * (end - line + 1), *lines[end:]])


def _syntax(reason: str, text: str) -> tuple[int, MistakeError]:
    """Where and why tomllib stopped, in our words for what people do wrong most often."""
    at = re.search(r"at line (\d+)", reason)
    at_end = "end of document" in reason
    line = int(at[1]) if at else len(text.rstrip("\n").split("\n")) if at_end else 0
    reason = reason.partition(" (at ")[0]
    known = {
        "Invalid value": (
            _("what stands after = is not a value."),
            _('Text stands in straight quotes: "…".'),
        ),
        "Illegal character '\\n'": (
            _("a quote is opened and not closed."),
            _('Text stands in straight quotes: "…".'),
        ),
        "Cannot overwrite a value": (_("this stands in the file twice."), _("Keep one of them.")),
        "Unclosed array": (_("a list is opened and not closed."), _('Write it as ["a", "b"].')),
        "Invalid statement": (
            _("this line is neither a key nor a table."),
            _('Write key = "value" or [table]; a comment begins with #.'),
        ),
        "Expected '=' after a key": (
            _("after a key there must be an =."),
            _('Write key = "value"; a key has no spaces and no accents.'),
        ),
        "Expected newline or end of document": (
            _("there is something left over on this line."),
            _('Text stands in straight quotes: "…".'),
        ),
    }
    for start, (message, remedy) in known.items():
        if reason.startswith(start):
            return line, MistakeError(message, remedy)
    return line, MistakeError(
        _("is not TOML: {reason}.").format(reason=reason or _("too deeply nested"))
    )
