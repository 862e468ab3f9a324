"""fb-watch stats"""

import argparse

from fb_watch.cli.emptied import explained
from fb_watch.cli.filters import add_filters, query_from
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, print_json, table
from fb_watch.errors import UsageError
from fb_watch.i18n import _

FIELDS = ("theme", "country", "region", "language", "page", "month", "question")


def configure(parser: argparse.ArgumentParser) -> None:
    """What to count by, over which posts."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    parser.add_argument("--by", default="theme", metavar="F,F", help=", ".join(FIELDS))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("A post with two themes counts under both."),
            "",
            _("examples:"),
            "  fb-watch stats",
            "  fb-watch stats --by theme,country --since 2020-03 --until 2020-06",
            "  fb-watch stats --by month --theme education --json",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from fb_watch.archive.stats import stats
    from fb_watch.archive.words import read

    by = tuple(field.strip() for field in args.by.split(",") if field.strip())
    wrong = [field for field in by if field not in FIELDS]
    if wrong or not by:
        raise UsageError(
            _("--by: cannot count by {field}.").format(field=", ".join(wrong) or '""'),
            remedy=_("One or more of: {fields}").format(fields=", ".join(FIELDS)),
        )
    query = query_from(args, " ".join(args.words))
    for text in read(query.words).notes:
        note(text)
    with reading(args) as archive:
        rows = stats(archive, query, by)
        for text in [] if rows else explained(archive, query):
            note(text)
    rows = rows[query.offset :][: query.limit]
    if args.json:
        print_json([dict(zip((*by, "posts"), row, strict=True)) for row in rows])
    else:
        table([*map(_, by), _("posts")], rows)
    return 0
