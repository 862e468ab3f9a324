"""In: a reference, id or address as people write it. Out: what it can be found under. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

_REF = re.compile(r"fbw:(\d{4})-(\d{1,15})(?:@([0-9a-f]{4,64}))?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:https?:)?//)?((?:[\w-]+\.){0,5}(?:facebook\.com|fb\.com|fb\.watch|fb\.me))"
    r"(?::\d{1,5})?(/[^?#\s]*)(?:\?([^#\s]{0,4000}))?(?:#\S*)?",
    re.IGNORECASE,
)
# as Facebook answers them today: what nearly every post has need not be taken apart by its parts
_STORY = re.compile(
    r"https://www\.facebook\.com/(?!share/)([\w.-]+)/posts/(\d{1,40}|pfbid\w{1,200})", re.ASCII
)
_ID = re.compile(r"(\d{1,40})_(\d{1,40})")
_NUMBER = re.compile(r"\d{1,40}|pfbid\w{1,200}", re.ASCII)
_OF_POST = re.compile(r"pcb\.(\d{1,40})")  # "the pictures of post …", in place of an album
# what of an address names the post; all else is tracking, language, layout
_TELLING = ("story_fbid", "fbid", "id", "v", "multi_permalinks", "view", "set", "note_id")
# where an address is packed into another: l.php, the log-in page, frames of other sites
_WRAPPERS = ("l.php", "login", "login.php", "plugins", "sharer", "sharer.php")
_WRAPPED = ("next", "u", "href")
_STORIES = frozenset(("posts", "permalink", "activity", "p"))
_OBJECTS = frozenset(("photos", "videos", "reel", "reels", "events", "notes", "v"))
_Address = tuple[list[str], dict[str, str]]  # path and telling parameters
_KINDS = _STORIES | _OBJECTS
_LONG = 10  # digits from which on a number is taken to be Facebook's only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference of ours: `ref` names the post, `hash` (its beginning) one version of it."""

    ref: str
    hash: str = ""


class Named(NamedTuple):
    """
    What an id or address names: the story of an owner, or an object (photo, film, event).

    `owner` is a page's or group's id, or its user name in small letters, or "" where none is
    told. The numbers of objects are counted once for all of Facebook, those of stories were not
    always.
    """

    owner: str
    number: str
    is_object: bool = False

    @property
    def full(self) -> str:
        """The id as the Graph API writes it; "" where the owner is not told."""
        return f"{self.owner}_{self.number}" if self.owner else ""

    @property
    def is_long(self) -> bool:
        """Whether the number can hardly be anybody else's."""
        return len(self.number) >= _LONG


def parse_ref(text: str) -> Reference | None:
    """fbw:2020-000123 or fbw:2020-000123@9f2c41aa; None for anything else."""
    found = _REF.fullmatch(text.strip())
    if found is None:
        return None
    year, number, version = found.groups()
    return Reference(ref=f"fbw:{year}-{int(number):06d}", hash=(version or "").lower())


def aliases(*seen: str | None) -> dict[str, None]:
    """
    Everything a post with these ids and addresses is to be found under, in order.

    Each as it was seen, and in one spelling for all forms of an address. No two posts share one
    of these, as far as an address can tell: the number of a story never stands without its page,
    for two pages may have the same one.
    """
    found: dict[str, None] = {}
    for text in seen:
        if text:
            found |= dict.fromkeys((text, *_spelt(text)))
    return found


def candidates(text: str) -> list[str]:
    """Under which ids and aliases to look for a post somebody names, the surest first."""
    found = dict.fromkeys(_as_pasted(text))
    for one in list(found):
        found |= dict.fromkeys(_spelt(one))
        found |= dict.fromkeys(name.full for name in named(one) if name.full)
    return list(found)


def stories(text: str) -> list[Named]:
    """Numbers that may be the second half of an id, where no alias was found: long ones alone."""
    found = dict.fromkeys(name for one in _as_pasted(text) for name in named(one))
    return [name for name in found if name.is_long]


def named(text: str) -> list[Named]:
    """What an id or address names; nothing for any other text, and for one that does not tell."""
    return list(dict.fromkeys(_read(text)[0]))


def _read(text: str) -> tuple[list[Named], _Address | None]:
    """What an id or address names, and the address, where it is one."""
    if "/" in text:
        address = _address(text)
        return (list(_named(*address)), address) if address else ([], None)
    if found := _ID.fullmatch(text):
        return [Named(owner=found[1], number=found[2])], None
    return ([Named(owner="", number=text)] if _NUMBER.fullmatch(text) else []), None


def _as_pasted(text: str) -> list[str]:
    text = text.strip()
    bare = text.strip("<>()[]\"'«»“”., ")
    return [one for one in dict.fromkeys((text, bare)) if one]


def _spelt(text: str) -> list[str]:
    """The one spelling of what an address names, and the address without what does not tell."""
    found = _STORY.fullmatch(text)
    return _spelt_story(*found.groups()) if found else _spelt_by_parts(text)


def _spelt_story(owner: str, number: str) -> list[str]:
    alone = [f"facebook.com/{number}"] if number.startswith("pfbid") else []
    told = f"posts/{number}"
    return [f"facebook.com/{owner.lower()}/{told}", *alone, f"facebook.com/{owner}/{told}"]


def _spelt_by_parts(text: str) -> list[str]:
    names, address = _read(text)
    spelt = []
    if names:
        name = names[0]  # not the post that a picture hangs in
        if name.owner and not name.is_object:
            spelt.append(f"facebook.com/{name.owner}/posts/{name.number}")
        if name.number.startswith("pfbid") or (name.is_long and (name.is_object or not name.owner)):
            spelt.append(f"facebook.com/{name.number}")
    if address:
        path, query = address
        telling = "&".join(f"{key}={query[key]}" for key in _TELLING if key in query)
        spelt.append("facebook.com/" + "/".join(path) + (f"?{telling}" if telling else ""))
    return spelt


def _named(path: list[str], query: dict[str, str]) -> Iterator[Named]:
    if not query:
        yield from _of_path(path)
    elif "story_fbid" in query:
        yield from _name(query.get("id", ""), query["story_fbid"])
    elif path[:1] == ["groups"] and len(path) > 1 and "multi_permalinks" in query:
        yield from _name(path[1], query["multi_permalinks"])
    elif path[:1] == ["groups"] and len(path) > 1 and query.get("view") == "permalink":
        yield from _name(path[1], query.get("id", ""))  # as mobile pages write it
    elif told := query.get("fbid") or query.get("v") or query.get("note_id"):
        yield from _name("", told, is_object=True)
        yield from _post_of(query.get("set", ""), "")
    else:
        yield from _of_path(path)


def _of_path(path: list[str]) -> Iterator[Named]:
    """owner/posts/story, owner/posts/words-of-it/story, groups/owner/posts/story, reel/object …"""
    if path and (found := _ID.fullmatch(path[-1])):
        yield Named(owner=found[1], number=found[2])
        return
    if path[:1] == ["share"]:
        return  # followed by a sign that only Facebook can read
    for place in range(len(path) - 2, -1, -1):
        kind = path[place].lower()
        if kind not in _KINDS:
            continue
        numbers = [part for part in path[place + 1 :] if _NUMBER.fullmatch(part)]
        if numbers:
            owner = path[place - 1] if place else ""
            yield from _name(owner, numbers[-1], is_object=kind in _OBJECTS)
            if kind in _OBJECTS:
                for part in path[place + 1 :]:
                    yield from _post_of(part, owner)
            return


def _post_of(album: str, owner: str) -> Iterator[Named]:
    """The post whose picture this is, where the album is the post itself."""
    if found := _OF_POST.fullmatch(album):
        yield Named(owner=owner.lower(), number=found[1])


def _name(owner: str, number: str, *, is_object: bool = False) -> Iterator[Named]:
    """A number Facebook may have given; words of the message, two numbers at once are none."""
    if _NUMBER.fullmatch(number):
        yield Named(owner=owner.lower(), number=number, is_object=is_object)


def _address(text: str, depth: int = 2) -> _Address | None:
    """Path and telling parameters of an address on Facebook, whatever its host and order."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    host, path, query = found.groups()
    parts = [part for part in path.split("/") if part]
    if "%" in path:
        parts = list(map(unquote, parts))
    given = dict(parse_qsl(query)) if query else {}
    for name in _WRAPPED if depth and parts[:1] and parts[0].lower() in _WRAPPERS else ():
        if inner := _address(given.get(name, ""), depth - 1):
            return inner
    if host.lower().endswith(("fb.watch", "fb.me")):
        parts.insert(0, host.lower())  # short addresses say nothing beside themselves
    return parts, {name: given[name] for name in _TELLING if name in given}
