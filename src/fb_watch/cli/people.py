"""In: posts on their way out. Out: the same, those of people without what would name anybody."""

import argparse
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of, sources
from fb_watch.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from fb_watch.model.archived import ArchivedPost

_AT_A_TIME = 500


def add_unmasked(parser: argparse.ArgumentParser) -> None:
    """The option that leaves what people wrote as it stands."""
    parser.add_argument(
        "--unmasked",
        action="store_true",
        help=_("names, phone numbers, e-mail addresses in what people wrote, as they stand"),
    )


def masked_posts(
    args: argparse.Namespace, archive: "Connection", posts: "Iterable[ArchivedPost]"
) -> "Iterator[ArchivedPost]":
    """The posts one after the other, names, numbers and addresses of people masked in them."""
    from fb_watch.archive.people import attachments, people, tagged_names
    from fb_watch.archive.people import sources as archived
    from fb_watch.export.masking import masked
    from fb_watch.model.intake import normalised

    is_name = people(archive, home_of(args) / "archive")
    pages = sources(args)
    countries = {page.key: page.countries for page in pages}
    known = archived(archive)
    known |= {normalised(name) for page in pages for name in (page.id, page.name, *page.known_as)}
    waiting = iter(posts)
    while part := list(islice(waiting, _AT_A_TIME)):
        names = tagged_names(archive, [post["ref"] for post in part if post["personal"]])
        # what a search loads has none of them: they tell whose a picture is that a page shows
        trees = attachments(archive, [post for post in part if "attachments" not in post])
        for post in part:
            tree = trees.get((post["ref"], post["version"]))
            yield masked(
                {**post, "attachments": tree} if tree else post,
                partial(is_name, post["page"]),
                names.get(post["ref"], ()),
                countries.get(post["page"], ()),
                lambda name: normalised(name) in known,
            )
