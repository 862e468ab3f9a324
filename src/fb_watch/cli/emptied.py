"""In: a query that found nothing. Out: sentences on which word or filter emptied it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fb_watch.cli.filters import unheard_of
from fb_watch.i18n import _, plural
from fb_watch.model.archived import Query

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.emptied import Emptied

_OPTIONS = {
    "themes": "--theme",
    "countries": "--country",
    "regions": "--region",
    "languages": "--language",
    "pages": "--page",
    "questions": "--question",
    "statuses": "--status",
    "availabilities": "--availability",
    "kinds": "--kind",
    "has": "--has",
    "tagged_by": "--tagged-by",
    "since": "--since",
    "until": "--until",
    "dossiers": "--dossier",
}


def explained(archive: "Connection", query: Query) -> Iterator[str]:
    """That nothing was found, and all there is to say on why."""
    from fb_watch.archive.emptied import emptied

    yield _("Nothing found.")
    slips = list(unheard_of(archive, query))
    yield from slips
    yield from _reasons(emptied(archive, query), is_told=bool(slips))


def _reasons(found: "Emptied", *, is_told: bool) -> Iterator[str]:
    """The sentences; with `is_told`, what a filter has done to it has been said."""
    for word, near in found.lost:
        text = _("No post has {word}.").format(word=word)
        meant = _("Did you mean {verb}?").format(verb=", ".join(near)) if near else ""
        yield f"{text} {meant}".rstrip()
    if found.together:
        yield _("Each word occurs, but no post has them all.")
    for word, posts in found.together:
        yield _without(word, posts)
    for field, posts in found.filters:
        yield _without(_OPTIONS.get(field, field), posts)
    if found.words_alone and not found.filters and not is_told:
        yield _without(_("any filter"), found.words_alone)


def _without(what: str, posts: int) -> str:
    return plural("Without {what}: {n} post.", "Without {what}: {n} posts.", posts).format(
        what=what, n=posts
    )
