"""fb-watch explain"""

import argparse
import sys
from collections.abc import Callable, Container
from typing import Any

from fb_watch.cli.home import home_of
from fb_watch.cli.output import json_line, note, paragraph, print_json, table
from fb_watch.dialect.clean import clean
from fb_watch.dialect.read import read_json
from fb_watch.errors import UsageError
from fb_watch.i18n import _, decimal, labelled

EVIDENT = ("themes", "countries", "question_tags")  # what rests on words of the text


def configure(parser: argparse.ArgumentParser) -> None:
    """The text."""
    parser.add_argument("text", nargs="*", metavar="TEXT", help=_("a text; - reads JSON lines"))
    parser.add_argument("--page", metavar="KEY", help=_("as if this page had said it"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("With -, one JSON object a line in, one a line out: text, page, place (optional)."),
            "",
            _("examples:"),
            '  fb-watch explain "Les écoles de Goma, RDC, restent fermées"',
            "  fb-watch explain - < texts.jsonl > tagged.jsonl",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Print what the taggers see."""
    from fb_watch.explaining import Explainer

    explainer = Explainer(home_of(args))
    if args.page and args.page not in explainer.pages:
        raise UsageError(
            _("There is no page {key} in config/pages.toml.").format(key=args.page),
            remedy=_("Known: {keys}").format(keys=", ".join(explainer.pages)),
        )
    default = {"page": args.page} if args.page else {}
    if args.text == ["-"]:
        return _each_line(lambda asked: explainer.explain({**default, **asked}), explainer.pages)
    text = " ".join(args.text) if args.text else sys.stdin.read()
    seen = explainer.explain({"text": text, **default})
    if args.json:
        print_json(seen)
    else:
        _print(seen)
    return 0


def _each_line(explain: Callable[[dict[str, Any]], dict[str, Any]], pages: Container[str]) -> int:
    """
    JSON lines in, JSON lines out; a line that cannot be read is answered by why not.

    A page that nobody knows is told once; its lines are explained as of no page.
    """
    failed = 0
    unknown: set[str] = set()
    for number, raw in enumerate(sys.stdin, start=1):
        line = raw.removeprefix("\ufeff") if number == 1 else raw  # Windows begins files with it
        if not line.strip():
            continue
        place = _("line {number}").format(number=number)
        asked, why, is_cut = _asked(line)
        if is_cut:
            note(labelled(place, _("is nested too deeply; what lies deepest is left out")))
        if why:
            note(labelled(place, why))
            print(json_line({**asked, "error": why}), end="", flush=True)
            failed = 1
            continue
        page = str(asked.get("page") or "")
        if page and page not in pages and page not in unknown:
            unknown.add(page)
            told = _("There is no page {key} in config/pages.toml.").format(key=page)
            note(labelled(place, told))
        # at once: a program on the other end may wait for the answer before it asks again
        print(json_line(explain(asked)), end="", flush=True)
    return failed


def _asked(line: str) -> tuple[dict[str, Any], str, bool]:
    """
    The object of a line, why it cannot be explained ("": it can), whether something was left out.

    Read as what Facebook sends is: NaN, infinities and half characters, which Python writes and
    JSON does not know, are no reason to refuse the rest.
    """
    try:
        asked, is_cut = clean(read_json(line.encode()))
    except RecursionError:
        return {}, _("too deeply nested"), False
    except ValueError:
        asked, is_cut = None, False
    if not isinstance(asked, dict):
        return {}, _("not a JSON object with a text"), False
    is_text = isinstance(asked.get("text"), str | None)
    return asked, "" if is_text else _("not a JSON object with a text"), is_cut


def _print(seen: dict[str, Any]) -> None:
    from fb_watch.cli.show import mark

    evidence = [e for key in EVIDENT for tag in seen[key] for e in tag["evidence"]]
    paragraph(mark(seen["text"], evidence), marked=True)
    print()
    language = seen["language"]
    confidence = decimal(language["confidence"], ".2f")
    rows: list[list[object]] = [[_("language"), language["code"], confidence, ""]]
    for kind, key, name in (
        (_("theme"), "themes", "theme"),
        (_("country"), "countries", "country"),
        (_("question"), "question_tags", "question"),
    ):
        rows += [
            [
                kind,
                tag[name],
                tag["score"],
                ", ".join(e["surface"] or e["term"] for e in tag["evidence"]),
            ]
            for tag in seen[key]
        ]
    rows += [
        [
            _("country"),
            f"{' '.join(found['candidates'])} (?)",
            "",
            ", ".join(e["surface"] for e in found["evidence"]),
        ]
        for found in seen["unresolved"]
    ]
    table([_("tag"), _("value"), _("score"), _("because of")], rows)
    if seen["near_misses"]:
        print()
        table(
            [_("near miss"), _("would be"), _("why it did not count")],
            [[m["surface"], m["value"], m["reason"]] for m in seen["near_misses"]],
        )
