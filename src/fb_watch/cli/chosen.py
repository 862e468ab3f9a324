"""In: references, or filters in their place. Out: the references of the posts meant."""

import argparse
from typing import TYPE_CHECKING

from fb_watch.cli.filters import add_filters, is_filtered, query_from, unheard_of
from fb_watch.cli.home import reading
from fb_watch.cli.output import note
from fb_watch.cli.refs import read_refs
from fb_watch.errors import UsageError
from fb_watch.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def add_choice(parser: argparse.ArgumentParser) -> None:
    """References, or filters that choose many posts at once."""
    parser.add_argument("refs", nargs="*", metavar="REF", help=_("references; - reads stdin"))
    parser.add_argument("--words", metavar="WORDS", default="", help=_("what the post says"))
    add_filters(parser, limit=None)


def chosen(args: argparse.Namespace) -> "Sequence[str]":
    """The references given, or those of the posts that the filters find."""
    from fb_watch.archive.chosen import refs

    is_search = bool(args.words) or is_filtered(args)
    if args.refs and is_search:
        raise UsageError(_("Give references or filters, not both."))
    if args.refs:
        return read_refs(args.refs)
    if not is_search:
        raise UsageError(
            _("Which posts? Give references, - for those on stdin, or a filter."),
            remedy=_("Such as: --theme education --status new"),
        )
    query = query_from(args, args.words)
    with reading(args) as archive:
        found = refs(archive, query)
        for text in [] if found else unheard_of(archive, query):
            note(text)
    if not found:
        note(_("Nothing found."))
    return found
