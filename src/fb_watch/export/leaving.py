"""In: an ArchivedPost. Out: what of it may leave the house, as the export was asked for. Pure."""

import re
from collections.abc import Collection
from typing import cast

from fb_watch.dialect.links import is_facebook
from fb_watch.export.citation import address
from fb_watch.export.masking import AS_RECEIVED
from fb_watch.model.archived import ArchivedPost, CountryShape, ThemeShape
from fb_watch.model.exported import Exported

PUBLIC = (
    *("ref", "version", "newest_version", "hash", "id", "page", "page_name", "region"),
    *("created_at", "created_precision", "edited_at", "captured_at", "source", "kind"),
    *("permalink", "language", "themes", "countries", "questions", "availability"),
)  # references, dates, permalinks and our own tags: nothing that the page or a person wrote

# what is kept as received names and shows people; an address may be that of a profile
_OF_A_PERSON = (*AS_RECEIVED, "author_id", "author_key", "aliases")
_BESIDES = (*_OF_A_PERSON, "updated_at", "reactions_by_type", "flags")
# any other address of a person's post may lead to a profile: by name, or by a number in it
_IN_A_GROUP = re.compile(
    r"https?://(?:[\w-]+\.)?facebook\.com/groups/[^/?#]+/(?:posts|permalink)/\d+/?"
)


def leaving(post: ArchivedPost, about: Exported) -> ArchivedPost:
    """The post without names and ids of people, unless they were asked for."""
    if about.is_public:
        return _public(post)
    return post if about.with_authors else without_people(post)


def without_people(post: ArchivedPost) -> ArchivedPost:
    """
    The post without the ids of people in it, nor the name of one who wrote it.

    `personal` still says it was one.
    """
    if not post["personal"]:
        return _less(post, AS_RECEIVED)
    # a story names whom it tells of
    told = _less(post, _OF_A_PERSON)
    return {**told, "author": None, "story": None, "permalink": _permalink(post)}


def _less(post: ArchivedPost, names: Collection[str]) -> ArchivedPost:
    return cast("ArchivedPost", {k: value for k, value in post.items() if k not in names})


def _permalink(post: ArchivedPost) -> str | None:
    """Where the post stands; that of a person by its id, unless a group's address has it."""
    at = post["permalink"]
    if not post["personal"] or not is_facebook(at) or _IN_A_GROUP.fullmatch(at or ""):
        return at
    return address(post["id"]) or None


def _public(post: ArchivedPost) -> ArchivedPost:
    """The post with everything blank that is not for everybody; evidence is words of the post."""
    return {
        **_less(post, _BESIDES),
        "author": None,
        "message": None,
        "story": None,
        "links": [],
        "media": [],
        "captions": [],
        "permalink": _permalink(post),
        "place": None,
        "parent_id": None,
        "counts": {"reactions": None, "comments": None, "shares": None, "at": None},
        "themes": [cast("ThemeShape", {**theme, "evidence": []}) for theme in post["themes"]],
        "countries": [
            cast("CountryShape", {**country, "evidence": []}) for country in post["countries"]
        ],
        "unresolved": [],
    }
