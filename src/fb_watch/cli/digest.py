"""fb-watch digest"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from fb_watch.cli.emptied import explained
from fb_watch.cli.filters import add_filters, query_from
from fb_watch.cli.home import reading
from fb_watch.cli.output import bold, note, print_json, table
from fb_watch.cli.search import print_hits
from fb_watch.i18n import _, plural
from fb_watch.model.archived import Query

_DAYS = 7  # looked back where --since does not say
_FIELDS = ("theme", "country", "page", "language")
_TOLD = 12  # rows of a table


def configure(parser: argparse.ArgumentParser) -> None:
    """From when on, of which posts."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    add_filters(parser, limit=10)
    parser.epilog = "\n".join(
        [
            _("What was published since --since, else in the last seven days: how much of each"),
            _("theme and country, and how much in as many days before; then the newest posts."),
            "",
            _("examples:"),
            "  fb-watch digest",
            "  fb-watch digest --since 2020-05-01 --until 2020-05-31 --country MG",
            "  fb-watch digest --saved water --limit 30",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Count, and show the newest."""
    from fb_watch.archive.search import count, facets, search

    query = _with_a_beginning(query_from(args, " ".join(args.words)))
    before = _before(query)
    with reading(args) as archive:
        found = count(archive, query)
        now, then = facets(archive, query), facets(archive, before)
        hits, notes = search(archive, query._replace(fold=True, order=query.order or "newest"))
        for text in [*notes, *([] if found else explained(archive, query))]:
            note(text)
    if args.json:
        print_json(
            {
                "since": query.since,
                "until": query.until or None,
                "posts": found,
                "counts": {name: _rows(now[name], then[name]) for name in _FIELDS},
                "newest": [hit["post"] for hit in hits],
            }
        )
        return 0
    text = plural("{n} post since {day}", "{n} posts since {day}", found)
    print(bold(text.format(n=found, day=query.since[:10])))
    for name in _FIELDS if found else ():
        print()
        _print_counts(name, now[name], then[name])
    if hits:
        print(f"\n{bold(_('The newest'))}\n")
        print_hits(hits)
    return 0


def _with_a_beginning(query: Query) -> Query:
    if query.since:
        return query
    day = datetime.now(UTC) - timedelta(days=_DAYS)
    return query._replace(since=f"{day:%Y-%m-%d}T00:00:00Z")


def _before(query: Query) -> Query:
    """The same of as many days before."""
    since = datetime.fromisoformat(query.since)
    until = datetime.fromisoformat(query.until) if query.until else datetime.now(UTC)
    begin = since - (until - since)
    return query._replace(since=f"{begin:%Y-%m-%dT%H:%M:%SZ}", until=query.since)


def _rows(
    now: Sequence[tuple[str, int]], then: Sequence[tuple[str, int]]
) -> list[dict[str, object]]:
    earlier = dict(then)
    return [{"value": value, "posts": n, "before": earlier.get(value, 0)} for value, n in now]


def _print_counts(
    name: str, now: Sequence[tuple[str, int]], then: Sequence[tuple[str, int]]
) -> None:
    earlier = dict(then)
    rows = [(value, n, earlier.get(value, 0)) for value, n in now[:_TOLD]]
    table([_(name), _("posts"), _("before")], rows)
    if len(now) > _TOLD:
        left = len(now) - _TOLD
        note(plural("{n} more: see --json.", "{n} more: see --json.", left).format(n=left))
