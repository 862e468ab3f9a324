"""The reader on full screen: `fb-watch search -i`, `fb-watch review next -i`."""

import argparse
import sys
from typing import TYPE_CHECKING

from fb_watch.errors import UsageError
from fb_watch.i18n import _

if TYPE_CHECKING:
    from fb_watch.model.archived import ArchivedPost, Query


def check() -> None:
    """Raise UsageError where there is no terminal, or no Textual."""
    from importlib.util import find_spec

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_("-i needs a terminal to read and write on."))
    if find_spec("textual") is None:
        raise UsageError(
            _("The reader needs Textual, which is not installed."),
            remedy=_("Install it: {command}").format(command="pip install 'fb-watch[reader]'"),
        )


def read(args: argparse.Namespace, query: "Query") -> int:
    """Open the reader on a query; raises UsageError where it cannot be opened."""
    check()
    from fb_watch.bootstrap import utc_now
    from fb_watch.cli.desk import reviewing
    from fb_watch.cli.home import home_of
    from fb_watch.cli.people import masked_posts
    from fb_watch.cli.reader_desk import Desk
    from fb_watch.cli.reader_screen import Reader
    from fb_watch.export.leaving import without_people

    with reviewing(args) as archive:

        def leaving(post: "ArchivedPost") -> "ArchivedPost":
            (masked,) = masked_posts(args, archive, [post])
            return without_people(masked)

        desk = Desk(
            archive=archive,
            home=home_of(args),
            query=query,
            by=args.by.strip(),
            now=utc_now,
            leaving=leaving,
        )
        # asked before there is a screen: what is wrong with the query is said as everywhere
        reader = Reader(desk, desk.found())
        reader.run(mouse=False)
    return reader.return_code or 0
