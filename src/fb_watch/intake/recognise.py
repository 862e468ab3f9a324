"""In: a Member. Out: the name of its format, found by content and never by name. Pure."""

from collections.abc import Mapping

from fb_watch.intake import (
    business_suite,
    comet,
    content_library,
    crowdtangle,
    dyi,
    dyi_html,
    dyi_json,
    facepager,
    fourcat,
    graph,
    mapped,
    own,
    scraper,
)
from fb_watch.intake.format import Format
from fb_watch.intake.head import head_of
from fb_watch.intake.member import Member
from fb_watch.model.intake import Strength

# In the order they are tried: what tells most about itself comes first.
_ALL = (
    own.FORMAT,
    business_suite.FORMAT,
    crowdtangle.TABLE,
    crowdtangle.ANSWER,
    dyi_json.FORMAT,
    dyi_html.FORMAT,
    content_library.FORMAT,
    comet.FORMAT,
    facepager.TABLE,
    facepager.DATABASE,
    scraper.JSON,
    scraper.TABLE,
    fourcat.TABLE,
    fourcat.LINES,
    graph.FORMAT,
    mapped.FORMAT,  # never recognised: whoever writes a mapping asks for it
)
FORMATS: Mapping[str, Format] = {each.name: each for each in _ALL}
# How much each road is believed, by what `posts.source` says of it.
STRENGTH_OF: Mapping[str, Strength] = {
    **{each.source: each.strength for each in _ALL if each.source},
    dyi.PAGE_SOURCE: "page-export",
    "hand": "hand",
}


def recognise(member: Member) -> str | None:
    """
    The format that the first bytes show; IntakeError where the file cannot be opened.

    None: no posts in any form known. That is nothing odd inside a bundle, where most files of
    an export hold other things; for a file that was given by itself it is.
    """
    head = head_of(member)
    return next((each.name for each in FORMATS.values() if each.knows(head)), None)
