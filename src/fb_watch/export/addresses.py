"""In: a text. Out: where an address of Facebook's in it tells whose something is. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from fb_watch.dialect.links import is_facebook
from fb_watch.dialect.refs import named

IsSource = Callable[[str], bool]  # an id, user name or name is that of a source of pages.toml
Span = tuple[int, int]
_HOST = r"\b(?:(?:[\w-]{1,20}\.)?facebook\.com|fb\.com|fb\.me|m\.me)/"
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
    r"(?:[?&](?:id|profile_id|owner_id|user)=|/user/|[?&]set=[a-z]{1,4}(?:\.\d+){2}\.)([\w.-]+)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?:profile\.php\?(?:.*&)?id=|people/[^/]*/)(\d+)", re.IGNORECASE)


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


def is_profile(url: str) -> bool:
    """Whether an address is that of somebody's profile or of a page, or of something on it."""
    return _PROFILE.search(url) is not None


def is_post(url: str) -> bool:
    """Whether an address of Facebook's is that of a post, a photo or a film: it has an author."""
    return is_facebook(url) and bool(named(url)) and "/events/" not in url


def _whose(path: str) -> str:
    """Of paul.ranaivo/posts/9, profile.php?id=4711, people/Paul-Ranaivo/4711, 4711_9 the owner."""
    if numbered := _NUMBERED.match(path):
        return numbered[1]
    first = re.split("[/?&#]", path)[0]
    return first.partition("_")[0] if first[:1].isdigit() else first
