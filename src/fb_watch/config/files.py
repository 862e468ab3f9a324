"""In: a file below the home folder. Out: its text, its TOML, or the mistake; reads disk."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fb_watch.config.locate import Key, locate, statements
from fb_watch.config.mistake import MistakeError, problem
from fb_watch.errors import ConfigProblem, because
from fb_watch.i18n import _

# how tomllib begins where a table, and where a value, stands there a second time
_TWICE = ("Cannot declare", "Cannot overwrite a value")


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
            line, reason = _where(str(error), text)
            if not reason.startswith(_TWICE):
                mistake = _syntax(reason)
                found.append(ConfigProblem(file, line, "", "", mistake.message, mistake.remedy))
                return None
            told, text = _twice(file, text, line, reason)  # go on, to see what else is wrong
            found.append(told)
        else:
            return Document(file=file, data=data, lines=locate(text))


def _twice(file: str, text: str, end: int, reason: str) -> tuple[ConfigProblem, str]:
    """
    What stands there a second time and ends in this line, and the text with that left empty: the
    assignment, or all of the table; every other line keeps its place.
    """
    lines = text.split("\n")
    *_before, again = statements("\n".join(lines[:end]))
    begin = again.line - 1
    before = Document(file=file, data={}, lines=locate("\n".join(lines[:begin])))
    value: Any = ""
    if again.names:
        value = tomllib.loads("\n".join(lines[begin:end]))
        for name in again.names:
            value = value[name]
    else:
        headers = (n for n in range(end, len(lines)) if lines[n].lstrip().startswith("["))
        end = next(headers, len(lines))
    message = (
        _("this table stands in the file twice, first in line {line}.")
        if reason.startswith(_TWICE[0])
        else _("this stands in the file twice, first in line {line}.")
    )
    mistake = MistakeError(message.format(line=before.line(again.path)), _("Keep one of them."))
    told = problem(file, again.line, ".".join(again.path), value, mistake)
    return told, "\n".join([*lines[:begin], *[""] * (end - begin), *lines[end:]])


def _where(reason: str, text: str) -> tuple[int, str]:
    """The line in which tomllib stopped, 0 where it does not tell, and its reason without it."""
    reason, _sign, place = reason.partition(" (at ")
    if at := re.search(r"line (\d+)", place):
        return int(at[1]), reason
    return len(text.rstrip("\n").split("\n")) if "end of document" in place else 0, reason


def _syntax(reason: str) -> MistakeError:
    """Why tomllib stopped, in our words for what people do wrong most often."""
    known = {
        "Invalid value": (
            _("what stands after = is not a value."),
            _('Text stands in straight quotes: "…".'),
        ),
        "Illegal character '\\n'": (
            _("a quote is opened and not closed."),
            _('Text stands in straight quotes: "…".'),
        ),
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
            return MistakeError(message, remedy)
    return MistakeError(_("is not TOML: {reason}.").format(reason=reason or _("too deeply nested")))
