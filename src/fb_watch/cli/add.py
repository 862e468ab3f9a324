"""fb-watch add"""

import argparse
import sys
from pathlib import Path

from fb_watch.cli.home import home_of
from fb_watch.cli.output import note, print_json
from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.model.intake import FileReport


def configure(parser: argparse.ArgumentParser) -> None:
    """The post, as far as a person can tell it."""
    add = parser.add_argument
    add("--page", metavar="KEY", required=True, help=_("whose post it is"))
    add("--url", metavar="URL", required=True, help=_("its address on Facebook"))
    add("--date", metavar="D", required=True, help=_("day, or day and time: 2020-05-30T13:33"))
    add("--text", metavar="T", help=_("what it says; - reads stdin"))
    add("--author", metavar="NAME", help=_("who wrote it, in a group"))
    add("--media", metavar="FILE", action="append", default=[], type=Path, help=_("a screenshot"))
    add("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("For what no tool can reach. A time without zone is one of the page's zone."),
            _("What stronger roads say of the post, now or later, is believed more."),
            "",
            _("examples:"),
            "  fb-watch add --page madagascar-group --date 2020-05-30 --media screen.png \\",
            "    --url https://www.facebook.com/groups/1000/posts/2000 --text - < text.txt",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Take the post in, and print its reference."""
    from fb_watch.importer import importing
    from fb_watch.importing import exit_code
    from fb_watch.intake.hand import FORMAT, by_hand

    text = sys.stdin.read() if args.text == "-" else args.text
    for path in args.media:
        if not path.is_file():
            raise UsageError(_("There is no file {file}.").format(file=path))
    with importing(home_of(args), page=args.page) as parts:
        page = parts.placing.context.given
        if page is None:
            raise UsageError(_("Whose post is it?"))
        found = by_hand(
            page,
            url=args.url,
            date=args.date,
            text=text,
            author=args.author,
            files=args.media,
        )
        if reason := parts.placing.elsewhere(found.post, page):
            raise UsageError(f"{args.url} {reason}.")
        report = FileReport(file=_("by hand"), format=FORMAT.name)
        parts.take_found(found, FORMAT, report)
        ref = parts.intake.ref_of(report.last, FORMAT.source) if report.last else None
    for problem in report.problems:
        note(f"{problem.where}: {problem.reason}")
    for text in report.notes:
        note(text)
    if args.json:
        told = {"ref": ref, "outcome": _outcome(report), "media": report.media}
        print_json({**told, "notes": report.notes})
    elif ref:
        print(ref)
        if not report.new:
            note(_("The post is archived already; this is kept as evidence."))
    return exit_code([report])


def _outcome(report: FileReport) -> str:
    return next(
        name for name in ("new", "edited", "merged", "same", "skipped") if getattr(report, name)
    )
