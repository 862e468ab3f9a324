"""In: a text. Out: where an address of Facebook's in it tells whose something is. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote

from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.refs import named

IsSource = Callable[[str], bool]  # an id, user name or name is that of a source of pages.toml
Span = tuple[int, int]
# As they stand in an address that stands in another: l.php?u=https%3A%2F%2Fwww.facebook.com%2F…
_SLASH, _AND, _IS = r"(?:/|%(?:25)*2F)", r"(?:[?&]|%(?:25)*(?:3F|26))", r"(?:=|%(?:25)*3D)"
_HOST = (
    r"(?:\b|(?<=%2F)|(?<=%252F))(?:(?:[\w-]{1,20}\.)?facebook\.com|fb\.com|fb\.me|m\.me)" + _SLASH
)
# What stands behind Facebook's own address where that is somebody's profile, or a page's.
_PROFILE: Final = re.compile(
    _HOST + r"((?!(?:groups?|pages|events?|hashtag|watch|reel|photos?|photo\.php|story\.php"
    r"|permalink\.php|share|sharer|l\.php|dyi|help|policies|marketplace|gaming|ads|business|login"
    r"|media|video\.php)(?:[/?#]|\b(?![.\w-])))[^\s<>\"'()\[\],;]*[\w/=&-])",
    re.IGNORECASE,
)
_ANY: Final = re.compile(_HOST + r"[^\s<>\"'()\[\],;]*", re.IGNORECASE)
# Who owns what any other address leads to: story.php?…&id=4711, groups/1/user/4711, set=a.1.2.4711
_OWNER: Final = re.compile(
    rf"(?:{_AND}(?:id|profile_id|owner_id|user){_IS}|{_SLASH}user{_SLASH}"
    rf"|{_AND}set{_IS}[a-z]{{1,4}}(?:\.\d+){{2}}\.)([\w.-]+)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?:profile\.php\?(?:.*&)?id=|people/[^/]*/)(\d+)", re.IGNORECASE)
# Addresses of posts and films that only Facebook can tell more of, and of somebody in a group.
_HIDDEN: Final = re.compile(
    r"https?://(?:[\w-]+\.)?(?:facebook\.com/(?:share|groups/[^/?#]+/user)/|fb\.watch/)[^/?#]",
    re.IGNORECASE,
)
_OF_A_GROUP: Final = re.compile(r"facebook\.com/groups?/", re.IGNORECASE)


def nobody(_name: str) -> bool:
    """No source is known."""
    return False


def owners(text: str, is_source: IsSource = nobody) -> Iterator[Span]:
    """What in the addresses of a text names a person, or may: of all but sources that are known."""
    for found in _PROFILE.finditer(text):
        if not is_source(_whose(found[1])):
            yield found.span(1)
    for address in _ANY.finditer(text):
        for owner in _OWNER.finditer(text, *address.span()):
            if not is_source(owner[1]):
                yield owner.span(1)


def is_others(url: str, is_source: IsSource = nobody) -> bool:
    """
    Whether an address of Facebook's is that of a profile, a post, a photo or a film: somebody's.

    Not of a source, where the address tells so; what stands in a group may be of anybody.
    """
    url = plain_url(url) or url
    if profile := _PROFILE.search(url):
        return not is_source(_whose(profile[1]))
    if not is_facebook(url) or "/events/" in url:
        return False
    things = named(url)
    if _OF_A_GROUP.search(url) or not things:
        return bool(things) or _HIDDEN.match(url) is not None
    owner = (*(thing.owner for thing in things), *(found[1] for found in _OWNER.finditer(url)))
    return not any(map(is_source, filter(None, owner)))


def _whose(path: str) -> str:
    """Of paul.ranaivo/posts/9, profile.php?id=4711, people/Paul-Ranaivo/4711, 4711_9 the owner."""
    path = unquote(unquote(path))  # it may stand in another address
    if numbered := _NUMBERED.match(path):
        return numbered[1]
    first = re.split("[/?&#]", path)[0]
    return first.partition("_")[0] if first[:1].isdigit() else first
