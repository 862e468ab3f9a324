"""In: a reference, id or address as people write it. Out: what it can be found under. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

_REF = re.compile(r"fbw:(\d{4})-(\d{1,15})(?:@([0-9a-f]{4,64}))?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:https?:)?//)?((?:[\w-]+\.){0,5}(?:facebook\.com|fb\.com|fb\.watch|fb\.me))"
    r"(?::\d{1,5})?(/[^?#\s]*)(?:\?([^#\s]{0,4000}))?(?:#\S*)?",
    re.IGNORECASE,
)
# what of an address names the post; all else is tracking, language, layout
_TELLING = ("story_fbid", "fbid", "id", "v", "multi_permalinks", "set")
_KINDS = frozenset(
    ("posts", "videos", "photos", "permalink", "reel", "reels", "events", "notes", "v", "p")
)
_LONG = 10  # signs from which on an id is taken to be Facebook's only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference of ours: `ref` names the post, `hash` (its beginning) one version of it."""

    ref: str
    hash: str = ""


def parse_ref(text: str) -> Reference | None:
    """fbw:2020-000123 or fbw:2020-000123@9f2c41aa; None for anything else."""
    found = _REF.fullmatch(text.strip())
    if found is None:
        return None
    year, number, version = found.groups()
    return Reference(ref=f"fbw:{year}-{int(number):06d}", hash=(version or "").lower())


def aliases(*seen: str | None) -> dict[str, None]:
    """Everything a post with these ids and addresses is to be found under, in order."""
    return dict.fromkeys(alias for text in seen if text for alias in (text, *_forms(text)))


def candidates(text: str) -> list[str]:
    """Under what to look for a post somebody names, the surest first."""
    text = text.strip()
    return list(aliases(text, text.strip("<>()[]\"'«»“”., ")))


def _forms(text: str) -> Iterator[str]:
    address = _address(text)
    if address is None:
        if text.count("_") == 1:
            yield from _story(*text.split("_"))
        return
    path, query = address
    if "story_fbid" in query:
        yield from _story(query.get("id", ""), query["story_fbid"])
    elif "multi_permalinks" in query and len(path) > 1:
        yield from _story(path[1], query["multi_permalinks"])
    elif told := query.get("fbid") or query.get("v"):
        yield from _story("", told)
    else:
        yield from _from_path(path)
    telling = "&".join(f"{name}={query[name]}" for name in _TELLING if name in query)
    yield "facebook.com/" + "/".join(path) + (f"?{telling}" if telling else "")


def _from_path(path: list[str]) -> Iterator[str]:
    """owner/posts/story, owner/posts/words-of-it/story, groups/owner/posts/story, reel/story …"""
    if len(path) == 1 and path[0].count("_") == 1:
        yield from _story(*path[0].split("_"))
        return
    for place, part in enumerate(path[:-1]):
        if part in _KINDS:
            owner = path[place - 1] if place else ""
            yield from _story(owner, path[-1])
            return


def _story(owner: str, story: str) -> Iterator[str]:
    """The id Facebook's interface would give, and the story alone where it cannot be mistaken."""
    if owner and story:
        yield f"{owner.lower()}_{story}"
    if len(story) >= _LONG:
        yield story


def _address(text: str) -> tuple[list[str], dict[str, str]] | None:
    """Path and telling parameters of an address on Facebook, whatever its host and order."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    host, path, query = found.groups()
    parts = [unquote(part) for part in path.split("/") if part]
    if host.lower().endswith(("fb.watch", "fb.me")):
        parts.insert(0, host.lower())  # short addresses say nothing beside themselves
    given = parse_qsl(query) if query else ()
    return parts, {name: value for name, value in given if name in _TELLING}
