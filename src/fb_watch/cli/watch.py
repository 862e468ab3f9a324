"""fb-watch watch"""

import argparse
import logging
import os
import sys
from collections.abc import Callable

from fb_watch.cli.home import home_of
from fb_watch.i18n import _
from fb_watch.model.tagged import PageReport

log = logging.getLogger("fb_watch")


def configure(parser: argparse.ArgumentParser) -> None:
    """How often to ask who is due."""
    from fb_watch.daemon import GRACE

    parser.set_defaults(grace=GRACE)
    parser.add_argument(
        "--tick", metavar="1m", default="1m", help=_("how often to ask which page is due")
    )
    parser.add_argument("--json", action="store_true", help=_("log as JSON lines"))
    parser.epilog = "\n".join(
        [
            _("SIGTERM ends within ten seconds, SIGHUP reads config/ anew."),
            _('Each page has its rhythm in config/pages.toml (every = "6h").'),
            "",
            _("examples:"),
            "  fb-watch watch",
            "  systemctl --user start fb-watch    # " + _("docs/operate.md has the unit"),
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from fb_watch.bootstrap import collector
    from fb_watch.config.durations import duration
    from fb_watch.config.load import load
    from fb_watch.daemon import Daemon

    every = duration(args.tick, "--tick")
    _log_to_stderr(as_json=args.json)
    home = home_of(args)
    with collector(home) as collect:
        collect.require_token()

        def tick(stopping: Callable[[], bool]) -> None:
            for report in collect.round(collect.due(), stopping=stopping):
                _log(report)

        def reload() -> None:
            collect.reload(load(home))

        ended = Daemon(tick, reload, every=every, grace=args.grace).run()
        if not ended:
            # a response still on its way must not hold the process: what is saved is safe
            sys.stderr.flush()
            os._exit(0)
    return 0


def _log(report: PageReport) -> None:
    """One line a page and round."""
    text = (
        f"collected page={report.page} outcome={report.outcome} new={report.new} "
        f"edited={report.edited} same={report.same} media={report.media} "
        f"unpublished={report.unpublished}"
    )
    if report.failure:
        log.warning("%s error=%s", text, report.failure)
    else:
        log.info("%s", text)
    for problem in report.problems:
        log.warning("page=%s problem=%s", report.page, problem)


def _log_to_stderr(*, as_json: bool) -> None:
    from fb_watch.cli.logs import JsonLines, PlainLines

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
