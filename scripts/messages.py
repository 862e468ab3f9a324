"""
Bring the message catalogues up to date with the source; run with `make messages`.

Reads every text marked in src/, merges it into locale/<lang>/LC_MESSAGES/fb_watch.po, keeps what
is translated, and compiles the .mo files beside them. Says what still lacks a translation.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "src" / "fb_watch" / "locale"
LANGUAGES = ("fr", "es")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

# What argparse itself says, and words that reach _() as values of records.
ELSEWHERE = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "unrecognized arguments: %s",
    "the following arguments are required: %s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "expected one argument",
    "expected at least one argument",
    "expected at most one argument",
    "ignored explicit argument %r",
    *("ok", "partial", "failed", "skipped"),
    *("theme", "country", "region", "language", "page", "month", "question"),
    *("reactions", "comments", "shares"),
    *("edited, seen", "version", "seen"),
    *("about", "mentioned"),
    *("not read", "set aside", "none"),
    *("status", "note", "assign", "check-out", "tag", "dossier", "saved", "coding", "sheet"),
    *("merge", "part"),
    "undo",
    *("entry", "assigned", "themes", "countries", "yes", "no"),
    *("never asked for", "interrupted"),  # reasons as the ledger has them
    # what the system says of files
    *("Permission denied", "Operation not permitted", "Read-only file system"),
    *("File exists", "Not a directory", "Is a directory", "No such file or directory"),
    *("No space left on device", "Disk quota exceeded", "File name too long"),
    *("Too many levels of symbolic links", "Input/output error"),
)

# What `state` is called with.
STATES = (
    *("online", "missing", "gone", "restricted", "erased", "unknown"),
    *("new", "relevant", "set-aside", "verified"),
)


def extracted() -> Catalog:
    """Every text for people in the source, in stable order."""
    found = Catalog(project="fb-watch", fuzzy=False)
    for path in sorted((ROOT / "src" / "fb_watch").rglob("*.py")):
        for text in texts(path.read_text("utf-8")):
            found.add(text)
    for text in ELSEWHERE:
        found.add(text)
    for text in STATES:
        found.add(text, context="post")
    return found


def texts(source: str) -> Iterator[str | tuple[str, str]]:
    """What `_` and `plural` are called with, also within f-strings, which Babel passes over."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            told = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            if call.func.id == "_" and told and isinstance(told[0], str):
                yield told[0]
            elif call.func.id == "plural" and len(told) > 1:
                yield str(told[0]), str(told[1])


def catalogue(lang: str) -> Catalog:
    """The catalogue of one language as it stands, empty where there is none yet."""
    path = LOCALE / lang / "LC_MESSAGES" / "fb_watch.po"
    if not path.exists():
        return Catalog(locale=lang, project="fb-watch", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def untranslated(lang: str) -> list[str]:
    """The texts of the source that a language lacks."""
    known = catalogue(lang)
    return [
        str(message.id)
        for message in extracted()
        if message.id and not ((old := known.get(message.id, message.context)) and old.string)
    ]


def update(lang: str) -> None:
    """Merge the source into one language and compile it."""
    merged = catalogue(lang)
    merged.update(extracted(), no_fuzzy_matching=True)
    merged.obsolete.clear()
    folder = LOCALE / lang / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    merged.header_comment = "# fb-watch: texts for people. `make messages` adds what is new."
    merged.creation_date = merged.revision_date = EPOCH  # so that a run changes texts only
    merged.last_translator = merged.language_team = merged.msgid_bugs_address = "fb-watch"
    with (folder / "fb_watch.po").open("wb") as file:
        write_po(file, merged, no_location=True, sort_output=True, width=0, omit_header=False)
    with (folder / "fb_watch.mo").open("wb") as file:
        write_mo(file, merged)


def main() -> int:
    """Update every language; 1 where texts lack a translation."""
    lacking = 0
    for lang in LANGUAGES:
        update(lang)
        for text in untranslated(lang):
            lacking += 1
            print(f"{lang}: not translated: {text!r}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
