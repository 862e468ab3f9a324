"""The door of the program: finds the verb, loads it alone, turns errors into exit codes."""

import argparse
import gc
import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from fb_watch.cli.output import printable
from fb_watch.cli.parts import part_of
from fb_watch.errors import FbWatchError, because
from fb_watch.i18n import LOCALE_DIR, _, labelled, language

_WORDS = "--words"
WITH_WORDS = ("search", "stats", "export", "review next", "saved add", "digest")


class Verb(Protocol):
    """What a verb's module offers: its options, its examples, and what it does."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the verb's options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and give the exit code."""


def verbs() -> dict[str, str]:
    """Each verb and its one line, in the order a newcomer meets them."""
    return {
        "init": _("write config/ and archive/ into a folder, and say what to do next"),
        "doctor": _("check the machine, the configuration, the token and the pages"),
        "demo": _("a whole round offline with sample pages, to see what comes out"),
        "collect": _("look at the pages once, now"),
        "import": _("take in what other programs, or Facebook itself, exported"),
        "add": _("one post by hand, with a screenshot"),
        "merge": _("take in the posts of another archive"),
        "watch": _("the daemon: look at each page at its own rhythm, for ever"),
        "status": _("per page: last good round, newest post, holds, last error"),
        "coverage": _("which windows of time are complete, which are not, and why"),
        "search": _("find posts"),
        "show": _("one post, its versions with differences, its evidence"),
        "stats": _("counts by theme, country, region, language, page, month, question"),
        "digest": _("what is new, by theme and country"),
        "explain": _("what the taggers see in a text"),
        "retag": _("bring the tags up to the present codebook"),
        "tag": _("tags by hand"),
        "codebook": _("what the codebook holds, and which of its stems collide"),
        "cite": _("references to posts"),
        "export": _("files to hand over"),
        "verify": _("prove that nothing stored has changed, or that a bag is right"),
        "review": _("read and decide, alone or with others; measure the tags"),
        "dossier": _("posts collected for a report, in order, with a note each"),
        "saved": _("searches kept under a name"),
    }


def run() -> None:
    """Entry point of the `fb-watch` command."""
    look_for_cycles_rarely()
    # argparse asks gettext itself: let it find our catalogue, in our language
    gettext.bindtextdomain("fb_watch", LOCALE_DIR)
    gettext.textdomain("fb_watch")
    os.environ["LANGUAGE"] = language()
    for name, mode, errors in (
        ("stdin", "r", "replace"),
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        getattr(sys, name).reconfigure(encoding="utf-8", errors=errors)
    code = _flushed(main(sys.argv[1:]))
    gc.freeze()  # else the interpreter looks through everything once more before it ends: 5 ms
    sys.exit(code)


def _fit(typed: str) -> str:
    """A word as it was typed, with U+FFFD for bytes that are no UTF-8: nothing could write them."""
    try:
        typed.encode()
    except UnicodeEncodeError:
        from fb_watch.dialect.clean import clean_text  # what nobody types is what nobody waits for

        return clean_text(typed)
    return typed


def look_for_cycles_rarely() -> None:
    """What a verb makes goes by itself: to look for cycles as Python does costs a tenth."""
    gc.set_threshold(50_000, 20, 20)


def _flushed(code: int) -> int:
    """The exit code once everything is written; what cannot be written any more is told here."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # what is left would be written, and fail, once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        # `fb-watch search | head`: the reader has what it wanted
        if not isinstance(error, BrokenPipeError):
            _complain(because(error), "")
            return code or 1
    return code


def main(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code (see `docs/operate.md`)."""
    try:
        args, verb = _parse(list(argv))
        return verb.run(args)
    except SystemExit as stop:  # argparse: --help, or a wrong command line
        return int(stop.code or 0)
    except FbWatchError as error:
        _complain(error.message, error.remedy)
        return error.exit_code
    except KeyboardInterrupt:
        _complain(_("Interrupted; what was saved until now stays saved."), "")
        return 130
    except BrokenPipeError:
        return 0
    except OSError as error:
        name = error.filename and os.fsdecode(error.filename)
        _complain(labelled(name, because(error)) if name else because(error), "")
        return 1


def _complain(message: str, remedy: str) -> None:
    print(f"fb-watch: {printable(message)}", file=sys.stderr)
    if remedy:
        print(f"  → {printable(remedy)}", file=sys.stderr)


def _parse(argv: list[str]) -> tuple[argparse.Namespace, Verb]:
    home, rest = _global_options(argv)
    if not rest or rest[0] not in verbs():
        _help_or_complain(rest)
    name, *rest = rest
    line = verbs()[name]
    module = cast("Verb", import_module(f"fb_watch.cli.{name}"))
    if parts := getattr(module, "parts", None):
        name, line, module, rest = part_of(
            name, line, parts(), getattr(module, "EXAMPLES", ()), rest
        )
    parser = argparse.ArgumentParser(
        prog=f"fb-watch {name}",
        description=line,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    # bytes that are no UTF-8 no post has and no database takes: only what has a type of its own,
    # as paths do, is kept as typed
    parser.register("type", None, _fit)
    parser.add_argument("--home", metavar="DIR", type=Path, default=home, help=_("the home folder"))
    module.configure(parser)
    # to let options stand between words, argparse writes the usage once more and takes it to
    # begin in English: give it ours, whole
    parser.usage = parser.format_usage().partition(": ")[2].rstrip().replace("%", "%%")
    rest = _unwanted_words(rest, everywhere=name in WITH_WORDS)
    return parser.parse_intermixed_args(rest), module


class _Help(argparse.RawDescriptionHelpFormatter):
    """The examples as written, and headings as French sets them."""

    def __init__(self, prog: str) -> None:
        # argparse asks shutil for the width, which loads bz2 and lzma: 2 ms of every command
        super().__init__(prog, width=_columns() - 2)

    def start_section(self, heading: str | None) -> None:
        """Open a section; argparse puts the colon itself, without the space before it."""
        super().start_section(heading and heading + ("\u202f" if language() == "fr" else ""))


def _columns() -> int:
    """How wide the terminal is: what COLUMNS says, else the terminal itself, else 80."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:  # stdout is closed, or no terminal
        return 80


def _unwanted_words(rest: list[str], *, everywhere: bool) -> list[str]:
    """
    `-without` is a word to leave out and no option: a blank before it tells argparse so.

    Where a verb takes no words, only what follows `--words` can be one.
    """
    told: list[str] = []
    for place, word in enumerate(rest):
        if word == "--" and everywhere:
            return [*told, *(f" {one}" for one in rest[place + 1 :])]
        may_be = everywhere or rest[place - 1 : place] == [_WORDS]
        told.append(f" {word}" if may_be and _is_unwanted(word) else word)
    return told


def _is_unwanted(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and word[1] != "-" and word not in ("-h", "-o", "-i")


def _global_options(argv: list[str]) -> tuple[Path | None, list[str]]:
    """`--home` before the verb, and what is left."""
    if argv[:1] and argv[0].startswith("--home="):
        return Path(argv[0].removeprefix("--home=")), argv[1:]
    if argv[:1] == ["--home"] and len(argv) > 1:
        return Path(argv[1]), argv[2:]
    return None, argv


def _help_or_complain(rest: list[str]) -> None:
    """Without a verb: help, version, or a word on what is wrong; never returns."""
    if rest[:1] == ["--version"]:
        from importlib.metadata import version

        print(f"fb-watch {version('fb-watch')}")
        raise SystemExit(0)
    if rest[:1] in ([], ["-h"], ["--help"], ["help"]):
        print(_overview(), file=sys.stdout if rest else sys.stderr)
        raise SystemExit(0 if rest else 2)
    from difflib import get_close_matches

    from fb_watch.errors import UsageError

    near = get_close_matches(rest[0], verbs(), n=1)
    raise UsageError(
        _("There is no verb {verb}.").format(verb=rest[0]),
        remedy=(_("Did you mean {verb}?").format(verb=near[0]) if near else "")
        or _("See: fb-watch --help"),
    )


def _overview() -> str:
    """What `fb-watch --help` says."""
    from textwrap import wrap

    table = verbs()
    wide = max(map(len, table))
    lines = [
        _("usage: fb-watch [--home DIR] VERB [options]"),
        "",
        *wrap(
            _(
                "Watches Facebook pages, keeps what they say, and hands it on so that it can be"
                " cited."
            ),
            80,
        ),
        "",
        *(f"  {verb.ljust(wide)}  {line}" for verb, line in table.items()),
        "",
        _("examples:"),
        "  fb-watch demo",
        "  fb-watch init ~/network && cd ~/network && fb-watch doctor",
        "  fb-watch collect",
        "  fb-watch search école --country MG --since 2020-04-01",
        "  fb-watch cite fbw:2020-000123 --style iso690-fr",
        "",
        *wrap(_("Each verb has its own --help. Messages: FB_WATCH_LANG=fr, en or es."), 80),
    ]
    return "\n".join(lines)
