"""In: a word somebody wrote. Out: what is wrong with it and what was probably meant. Pure."""

import json
import re
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from fb_watch.errors import ConfigProblem
from fb_watch.i18n import _

# A token pasted into a configuration file must not be printed back: logs and mails keep it.
_SECRET_KEY = re.compile(r"token|secret|passw|proof", re.I)
_SECRET_VALUE = re.compile(r"EAA[0-9A-Za-z]{15,}|[0-9]{6,}\|[0-9A-Za-z_-]{15,}")
_SHOWN = 60


class MistakeError(ValueError):
    """A value that cannot be used; a ValueError, so that pydantic carries it through."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def one_line(text: str) -> str:
    """The text without line breaks, signs that steer a terminal, and tokens."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return _SECRET_VALUE.sub("…", " ".join(text.split()))


def shown(value: Any) -> str:
    """The value on one line as the file would write it, cut where it is long."""
    is_plain = isinstance(value, (str, date, time))
    text = str(value) if is_plain else json.dumps(value, default=str, ensure_ascii=False)
    text = one_line(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def problem(file: str, line: int, key: str, value: object, mistake: MistakeError) -> ConfigProblem:
    """The mistake at its place; a value that may be a secret is not repeated."""
    if _SECRET_KEY.search(key.rpartition(".")[2]) or _SECRET_VALUE.search(f"{key} {value}"):
        value = ""
        mistake = MistakeError(
            _("secrets do not belong into a file."),
            _("Take it out and set FB_WATCH_TOKEN or FB_WATCH_TOKEN_FILE instead."),
        )
    message, remedy = one_line(mistake.message), one_line(mistake.remedy)
    return ConfigProblem(file, line, one_line(key), shown(value), message, remedy)


def meant(word: str, known: Iterable[str]) -> str:
    """A remedy: the known word nearest to this one, else all the known words."""
    words = sorted(known)
    by_fold = {name.casefold(): name for name in words}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    if near:
        return _("Did you mean {word}?").format(word=by_fold[near[0]])
    if not words:
        return ""
    return _("Possible here: {words}.").format(words=", ".join(words))
