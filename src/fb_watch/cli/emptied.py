"""In: a query that found nothing. Out: sentences on which word or filter emptied it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fb_watch.cli.filters import unheard_of
from fb_watch.i18n import _, plural
from fb_watch.model.archived import Query

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    yield from unheard_of(archive, query)
    yield from _reasons(emptied(archive, query))


def _reasons(found: "Emptied") -> Iterator[str]:
    for word, near in found.lost:
        text = _("No post has {word}.").format(word=word)
        meant = _("Did you mean {verb}?").format(verb=", ".join(near)) if near else ""
        yield f"{text} {meant}".rstrip()
    if found.together:
        yield _("Each word occurs, but no post has them all.")
    for words, posts in found.together:
        yield _without(words, posts)
    for fields, posts in found.filters:
        yield _without([_OPTIONS.get(field, field) for field in fields], posts)


def _without(what: "Sequence[str]", posts: int) -> str:
    return plural("Without {what}: {n} post.", "Without {what}: {n} posts.", posts).format(
        what=", ".join(what), n=posts
    )
