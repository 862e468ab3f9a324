"""fb-watch saved"""

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from fb_watch.cli import search as searching
from fb_watch.cli.desk import reviewing
from fb_watch.cli.filters import add_filters, is_filtered, query_from, unheard_of
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.errors import UsageError
from fb_watch.i18n import _

EXAMPLES = ("add water eau OR agua --country MG --by ME", "run water")


def parts() -> dict[str, Part]:
    """Searches with a name."""
    return {
        "add": Part(_("keep a search under a name"), _configure_add, _add),
        "list": Part(_("the searches kept"), _configure_list, _list),
        "run": Part(_("search again"), _configure_run, _run),
        "remove": Part(_("forget a search"), _configure_remove, _remove),
    }


def _configure_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the search"))
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("what the post says"))
    add_by(parser)
    parser.add_argument("--force", action="store_true", help=_("replace the one of this name"))
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [
            _("--saved NAME stands for it wherever filters do: search, stats, export, review."),
            "",
            _("examples:"),
            "  fb-watch saved add water eau OR agua --country MG --by ME",
            "  fb-watch export --saved water --format csv -o water.csv",
        ]
    )


def _add(args: argparse.Namespace) -> int:
    from fb_watch.archive.saved import add
    from fb_watch.bootstrap import utc_now

    if args.limit is not None or args.offset:
        raise UsageError(_("--limit and --offset are told when the search is run."))
    query = query_from(args, " ".join(args.words))
    with reviewing(args) as archive:
        add(archive, args.name, query, args.by, utc_now(), force=args.force)
        for text in unheard_of(archive, query):
            note(text)
    if not args.words and not is_filtered(args):
        note(_("Without words and filters it finds every post."))
    return 0


def _configure_list(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.epilog = "\n".join([_("examples:"), "  fb-watch saved list"])


def _list(args: argparse.Namespace) -> int:
    from fb_watch.archive.saved import listed

    with reading(args) as archive:
        found = listed(archive)
    if args.json:
        print_json(found)
        return 0
    rows = [
        (
            one["name"],
            one["query"].get("words", ""),
            " ".join(_options(one["query"])),
            one["at"][:10],
            one["by"],
        )
        for one in found
    ]
    table([_("search"), _("words"), _("filters"), _("day"), _("who")], rows)
    return 0


def _options(query: Mapping[str, Any]) -> Iterator[str]:
    """The filters as one types them."""
    names = {"countries": "country", "statuses": "status", "availabilities": "availability"}
    names |= {"has": "has", "tagged_by": "tagged-by"}
    for field, value in query.items():
        if field == "words":
            continue
        name = names.get(field, field.removesuffix("s") if isinstance(value, list) else field)
        for one in value if isinstance(value, list) else [value]:
            yield f"--{name} {one}"


def _configure_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the search"))
    searching.add_answer(parser)
    add_filters(parser, limit=None)
    parser.epilog = "\n".join(
        [_("The same as search --saved NAME."), "", _("examples:"), "  fb-watch saved run water"]
    )


def _run(args: argparse.Namespace) -> int:
    args.saved, args.words = args.name, []
    return searching.run(args)


def _configure_remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the search"))
    add_by(parser)
    parser.epilog = "\n".join([_("examples:"), "  fb-watch saved remove water --by ME"])


def _remove(args: argparse.Namespace) -> int:
    from fb_watch.archive.saved import remove
    from fb_watch.bootstrap import utc_now

    with reviewing(args) as archive:
        remove(archive, args.name, args.by, utc_now())
    note(_("Taken back with: {command}").format(command="fb-watch review undo --by NAME"))
    return 0
