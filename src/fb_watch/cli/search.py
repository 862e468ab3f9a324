"""fb-watch search"""

import argparse
from collections.abc import Sequence

from fb_watch.cli.filters import add_filters, query_from
from fb_watch.cli.home import reading
from fb_watch.cli.output import (
    note,
    on_terminal,
    paragraph,
    print_json,
    print_ndjson,
    stdout,
    table,
)
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.archived import ArchivedPost, Hit, Query, versioned

FORMATS = ("table", "json", "ndjson", "csv", "refs")
_SHOWN, _LISTED = 20, 500  # posts, where --limit says nothing: in a table, in the reader


def configure(parser: argparse.ArgumentParser) -> None:
    """Words, filters, and the form of the answer."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    add_answer(parser)
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("words: all have to occur; accents and case do not matter."),
            _('  "a phrase"   prefix*   one OR other   -without'),
            "",
            _("examples:"),
            "  fb-watch search école fermée --country MG --country CI",
            '  fb-watch search "distance learning" --theme education --since 2020-04',
            "  fb-watch search agua OR saneamiento --language es --format refs",
            "  fb-watch search --theme none --order newest --limit 50",
            "  fb-watch search school* --status new -i --by ME",
        ]
    )


def add_answer(parser: argparse.ArgumentParser) -> None:
    """In which form to answer."""
    parser.add_argument("--format", choices=FORMATS, help=_("form of the answer"))
    parser.add_argument("--json", action="store_true", help=_("the same as --format json"))
    parser.add_argument("--facets", action="store_true", help=_("counts over all matches"))
    parser.add_argument(
        "--all",
        action="store_true",
        help=_("near-duplicates too; a table folds them, other formats never do"),
    )
    parser.add_argument("-i", action="store_true", dest="reader", help=_("read on full screen"))
    parser.add_argument("--by", metavar="NAME", default="", help=_("who reads, with -i"))


def run(args: argparse.Namespace) -> int:
    """Find posts and print them."""
    from fb_watch.archive.search import count, facets, search

    if args.limit is None:
        args.limit = _LISTED if args.reader else _SHOWN
    query = query_from(args, " ".join(args.words))
    if args.reader and query.limit != 0:  # of no posts there is nothing to read
        from fb_watch.cli.reader import read

        return read(args, query._replace(fold=not args.all))
    form = args.format or ("json" if args.json else "table")
    if args.facets and form not in ("table", "json"):
        raise UsageError(_("--facets goes with --format table or json."))
    with reading(args) as archive:
        folded = query._replace(fold=form == "table" and not args.all)
        hits, notes = search(archive, folded)
        for text in notes:
            note(text)
        counted = facets(archive, query) if args.facets else None
        _print(form, hits, counted, is_dossier=bool(query.dossiers))
        found = count(archive, query) if form == "table" or not hits else len(hits)
        if found == 0:
            from fb_watch.cli.emptied import explained

            for text in explained(archive, query):
                note(text)
        elif form == "table":
            _say_how_many(hits, found, query)
    return 0


def _print(
    form: str,
    hits: Sequence[Hit],
    counted: dict[str, list[tuple[str, int]]] | None,
    *,
    is_dossier: bool,
) -> None:
    posts = [hit["post"] for hit in hits]
    if form == "json":
        print_json(
            posts
            if counted is None
            else {
                "posts": posts,
                "facets": {
                    name: [{"value": v, "posts": n} for v, n in rows]
                    for name, rows in counted.items()
                },
            }
        )
    elif form == "ndjson":
        print_ndjson(posts)
    elif form == "refs":
        for post in posts:  # a dossier holds one version, and what is cited has to be that one
            print(versioned(post) if is_dossier else post["ref"])
    elif form == "csv":
        from fb_watch.export.tables import write_plain_csv

        write_plain_csv(posts, stdout())
    else:
        print_hits(hits)
    if counted is not None and form == "table" and hits:
        for name, rows in counted.items():
            print()
            table([_(name), _("posts")], rows)


def print_hits(hits: Sequence[Hit]) -> None:
    """Two lines a post: what it is, then what it says with the words marked."""
    for hit in hits:
        post = hit["post"]
        facts = _facts(post)
        if hit["alike"]:
            facts.append(plural("+{n} alike", "+{n} alike", hit["alike"]).format(n=hit["alike"]))
        paragraph("  ".join(facts), hang=4, address=post["permalink"])
        told = " ".join(hit["snippet"].split()) or f"[{post['kind']}]"
        paragraph(told, indent=4, marked=True)
        if on_terminal():
            print()


def _facts(post: ArchivedPost) -> list[str]:
    themes = ", ".join(theme["theme"] for theme in post["themes"]) or "–"
    countries = " ".join(c["country"] for c in post["countries"]) or "–"
    return [
        post["ref"],
        post["created_at"][:10],
        post["page"],
        post["language"]["code"],
        countries,
        themes,
    ]


def _say_how_many(hits: Sequence[Hit], found: int, query: Query) -> None:
    from fb_watch.archive.query import RANKED

    folded = sum(hit["alike"] for hit in hits)
    if folded:
        text = plural(
            "{n} near-duplicate is folded; --all shows it.",
            "{n} near-duplicates are folded; --all shows them.",
            folded,
        )
        note(text.format(n=folded))
    if query.limit == 0:
        note(plural("There is {n} post.", "There are {n} posts.", found).format(n=found))
    elif not hits:
        text = _("There are {found}: the offset lies beyond them.")
        if query.offset < found:  # of those that are left when near-duplicates are folded
            text = _("There are {found} with near-duplicates: --all shows them one by one.")
        note(text.format(found=found))
    elif len(hits) + folded < found:
        first, last = query.offset + bool(hits), query.offset + len(hits)
        note(_("{first} to {last} of {found}").format(first=first, last=last, found=found))
    if found > RANKED and query.words and query.order in (None, "relevance"):
        note(_("The newest {number} of them are ranked.").format(number=RANKED))
