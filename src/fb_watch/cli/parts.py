"""In: a verb of several parts, such as `review next`, and what was typed. Out: the part meant."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from fb_watch.errors import UsageError
from fb_watch.i18n import _


class Part(NamedTuple):
    """One part: its line in the overview, its options, and what it does."""

    line: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def part_of(
    verb: str,
    line: str,
    parts: Mapping[str, Part],
    examples: Sequence[str],
    typed: list[str],
) -> tuple[str, str, Part, list[str]]:
    """The part's whole name, its line, itself and the rest; prints help where that is asked."""
    if typed[:1] in (["-h"], ["--help"]):
        print(overview(verb, line, parts, examples))
        raise SystemExit(0)
    if typed and typed[0] in parts:
        part = parts[typed[0]]
        return f"{verb} {typed[0]}", part.line, part, typed[1:]
    known = _("Known: {keys}").format(keys=", ".join(parts))
    if not typed:
        raise UsageError(_("fb-watch {verb}: say what to do.").format(verb=verb), remedy=known)
    from difflib import get_close_matches

    near = get_close_matches(typed[0], parts, n=1)
    raise UsageError(
        _("There is no {verb}.").format(verb=f"{verb} {typed[0]}"),
        remedy=_("Did you mean {verb}?").format(verb=f"{verb} {near[0]}") if near else known,
    )


def overview(verb: str, line: str, parts: Mapping[str, Part], examples: Sequence[str]) -> str:
    """What `fb-watch review --help` says."""
    wide = max(map(len, parts))
    return "\n".join(
        [
            _("usage: fb-watch {verb} WHAT [options]").format(verb=verb),
            "",
            line,
            "",
            *(f"  {name.ljust(wide)}  {part.line}" for name, part in parts.items()),
            "",
            _("examples:"),
            *(f"  fb-watch {verb} {example}" for example in examples),
            "",
            _("Each has its own --help, such as: {command}").format(
                command=f"fb-watch {verb} {next(iter(parts))} --help"
            ),
        ]
    )


def add_by(parser: argparse.ArgumentParser) -> None:
    """Who does it; required wherever something is written."""
    parser.add_argument("--by", metavar="NAME", default="", help=_("who says so"))


def add_json(parser: argparse.ArgumentParser) -> None:
    """Whether to answer programs."""
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
