"""fb-watch stats"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.emptied import explained
from fb_watch.cli.filters import add_filters, query_from
from fb_watch.cli.home import home_of, reading, starts
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.stopping import tidy_on_sigterm
from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.model.archived import Query

if TYPE_CHECKING:
    from sqlite3 import Connection

FIELDS = ("theme", "country", "region", "language", "page", "month", "question")


def configure(parser: argparse.ArgumentParser) -> None:
    """What to count by, over which posts."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    parser.add_argument("--by", default="theme", metavar="F,F", help=", ".join(FIELDS))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument(
        "--chart", metavar="FILE", type=Path, help=_("as a picture: FILE.svg or FILE.png")
    )
    parser.add_argument(
        "--lang", choices=("en", "fr", "es"), help=_("language of the words in the picture")
    )
    parser.add_argument("--force", action="store_true", help=_("replace an existing file"))
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("A post with two themes counts under both."),
            _("A post that names no country counts for that of its page."),
            "",
            _("examples:"),
            "  fb-watch stats",
            "  fb-watch stats --by theme,country --since 2020-03 --until 2020-06",
            "  fb-watch stats --by month --theme education --json",
            "  fb-watch stats --by country --chart map.svg",
            "  fb-watch stats --by month,theme --lang fr --chart chronologie.png",
        ]
    )


@tidy_on_sigterm()
def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from fb_watch.archive.stats import stats
    from fb_watch.archive.words import read

    named = (field.strip() for field in args.by.split(","))
    by = tuple(dict.fromkeys(field for field in named if field))
    wrong = [field for field in by if field not in FIELDS]
    if wrong or not by:
        raise UsageError(
            _("--by: cannot count by {field}.").format(field=", ".join(wrong) or '""'),
            remedy=_("One or more of: {fields}").format(fields=", ".join(FIELDS)),
        )
    if args.chart:
        from fb_watch.cli.charting import check

        check(args.chart, by)
    query = query_from(args, " ".join(args.words))
    for text in read(query.words).notes:
        note(text)
    with reading(args) as archive:
        rows = stats(archive, query, by)
        for text in [] if rows else explained(archive, query):
            note(text)
        rows = rows[query.offset :][: query.limit]
        if args.chart:
            _draw(args, archive, query, rows, by)
            return 0
    if args.json:
        print_json([dict(zip((*by, "posts"), row, strict=True)) for row in rows])
    else:
        told = [[_(value) if value == "none" else value for value in row] for row in rows]
        table([*map(_, by), _("posts")], told)
    return 0


def _draw(
    args: argparse.Namespace,
    archive: "Connection",
    query: Query,
    rows: Sequence[tuple[str | int, ...]],
    by: Sequence[str],
) -> None:
    """The picture in place of the table."""
    from fb_watch.archive.search import count
    from fb_watch.archive.stats import stats
    from fb_watch.cli.about import about
    from fb_watch.cli.charting import drawn, write

    told = about(
        home_of(args), archive, query, count(archive, query), starts=starts(args), lang=args.lang
    )
    write(
        args.chart,
        drawn(rows, by, told, lambda field: stats(archive, query, (field,))),
        force=args.force,
    )
    note(_("A picture of {number} posts: {file}").format(number=told.posts, file=args.chart))
