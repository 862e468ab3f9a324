"""fb-watch collect"""

import argparse

from fb_watch.cli.filters import period
from fb_watch.cli.home import home_of
from fb_watch.cli.output import print_json
from fb_watch.cli.reports import as_json, print_reports, tell_troubles
from fb_watch.i18n import _


def configure(parser: argparse.ArgumentParser) -> None:
    """Which pages, which time."""
    parser.add_argument("--page", action="append", default=[], metavar="KEY", help=_("only this"))
    parser.add_argument("--since", metavar="D", default="", help=_("from this day or time on"))
    parser.add_argument("--until", metavar="D", default="", help=_("up to and with this day"))
    parser.add_argument("--full", action="store_true", help=_("the whole history once more"))
    parser.add_argument("--no-media", action="store_true", help=_("no pictures and films"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("The token comes from the environment: FB_WATCH_TOKEN or FB_WATCH_TOKEN_<KEY>."),
            "",
            _("examples:"),
            "  fb-watch collect",
            "  fb-watch collect --page south-asia --page madagascar",
            "  fb-watch collect --since 2020-04-01 --until 2020-04-30",
            "  fb-watch collect --full --json",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """One round over the pages, now."""
    from fb_watch.bootstrap import collector
    from fb_watch.cli.progress import pages_done
    from fb_watch.pipeline import exit_code

    since, until = period(args)
    with collector(home_of(args), media=not args.no_media) as collect:
        started = collect.now()
        rounds = collect.round(collect.pages(args.page), since=since, until=until, full=args.full)
        reports = list(pages_done(rounds, len(collect.pages(args.page))))
        finished = collect.now()
    if args.json:
        print_json(as_json(reports, started=started, finished=finished))
    else:
        print_reports(reports)
    tell_troubles(reports)
    return exit_code(reports)
