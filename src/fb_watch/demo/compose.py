"""In: one compact sample line. Out: the post node that the Graph API would give. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from fb_watch.demo import media
from fb_watch.demo.entries import graph_time

STATUS_TYPES = {
    "photo": "added_photos",
    "album": "added_photos",
    "video": "added_video",
    "link": "shared_story",
    "share": "shared_story",
    "event": "created_event",
}
PRIVACY = {"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"}
_PARTNERS = {  # pages that posts mention by name; the ids are made up
    "ATD Cuarto Mundo": "300000000000001",
    "ATD Fourth World": "300000000000002",
    "ATD Quart Monde": "300000000000003",
    "Make Mothers Matter": "300000000000004",
    "OMEP": "300000000000005",
    "Soroptimist International": "300000000000006",
    "South Asia Foundation": "300000000000007",
    "UNESCO": "300000000000008",
}
_MENTION = re.compile(r"\b(?:" + "|".join(map(re.escape, _PARTNERS)) + r")\b")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """A page of the network: its key in config/pages.toml, its Facebook id, its name."""

    key: str
    id: str
    name: str

    @property
    def username(self) -> str:
        """The name in its URLs."""
        return "solidarity." + self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What people did with a post; the same for an id every time."""

    reactions: dict[str, int]
    comments: int
    shares: int


def counted(post_id: str) -> Counted:
    """Counts in the range of small pages, out of the id alone."""
    byte = sha256(post_id.encode()).digest()
    some = {
        "LIKE": 2 + byte[0] % 60,
        "LOVE": byte[1] % 15,
        "CARE": byte[2] % 8,
        "WOW": byte[3] % 3,
        "HAHA": 0,
        "SAD": byte[4] % 4,
        "ANGRY": byte[5] % 2,
    }
    return Counted(reactions=some, comments=byte[6] % 9, shares=byte[7] % 7)


def post_node(
    line: Mapping[str, Any], page: SamplePage, number: int, at: datetime
) -> dict[str, Any]:
    """The node of a line at a time; media are named, to be signed when served."""
    post_id = f"{page.id}_{number}"
    kind = line["kind"]
    parts = _attachments(line, page, number)
    node: dict[str, Any] = {
        "id": post_id,
        "created_time": graph_time(at),
        "updated_time": graph_time(at),
        "from": {"name": page.name, "id": page.id},
        "message": line.get("message"),
        "story": line.get("story"),
        "message_tags": message_tags(line.get("message") or ""),
        "permalink_url": _permalink(kind, page, number),
        "status_type": STATUS_TYPES.get(kind, "mobile_status_update"),
        "is_published": True,
        "is_hidden": False,
        "is_expired": False,
        "is_popular": False,
        "privacy": PRIVACY,
        "place": _place(line.get("place"), post_id),
        "parent_id": _parent_id(line, number),
        "attachments": parts,
        "full_picture": _first_picture(parts),
        "properties": [{"name": "Length", "text": "01:20"}] if kind == "video" else None,
        "shares": {"count": counted(post_id).shares} if counted(post_id).shares else None,
    }
    return {name: value for name, value in node.items() if value not in (None, [], "")}


def message_tags(message: str) -> list[dict[str, Any]]:
    """The partners named in a message, with the place of each in code points."""
    return [
        {
            "id": _PARTNERS[found[0]],
            "name": found[0],
            "type": "page",
            "offset": found.start(),
            "length": len(found[0]),
        }
        for found in _MENTION.finditer(message)
    ]


def line_time(line: Mapping[str, Any]) -> datetime:
    """The `at` of a line, which is UTC."""
    return datetime.fromisoformat(line["at"]).replace(tzinfo=UTC)


def _permalink(kind: str, page: SamplePage, number: int) -> str:
    """Facebook gives posts addresses of many forms; which one a post gets follows its number."""
    item = _media_id(page, number, 0)
    forms = {
        "photo": (f"photo.php?fbid={item}&set=a.{page.id}&type=3", f"{page.username}/posts/"),
        "video": (f"{page.username}/videos/{item}/", f"reel/{item}/"),
        "event": (f"events/{item}/",),
    }
    plain = (f"{page.username}/posts/", f"permalink.php?story_fbid={number}&id={page.id}")
    chosen = forms.get(kind, plain)
    form = chosen[number % len(chosen)]
    if form.endswith("/posts/"):
        form += "pfbid0" + _base58(f"{page.id}_{number}")
    return "https://www.facebook.com/" + form


def _base58(text: str) -> str:
    number = int.from_bytes(sha256(text.encode()).digest(), "big")
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_BASE58[digit])
    return "".join(digits)


def _media_id(page: SamplePage, number: int, index: int) -> str:
    return f"4{page.id[-3:]}{number:07d}{index:03d}"


def _attachments(line: Mapping[str, Any], page: SamplePage, number: int) -> list[dict[str, Any]]:
    kind = line["kind"]
    if kind == "video":
        return [_video(line, page, number)]
    if kind == "event":
        return [_event(line.get("event", {}), page, number)]
    if kind == "share" and "shared" in line:
        return [_shared(line["shared"], _parent_id(line, number) or "")]
    if "link" in line:
        return [_link(line["link"], page, number)]
    pictures = line.get("photos", 0) or (kind in ("photo", "album"))
    if not pictures:
        return []
    photos = [_photo(line.get("alt", ()), page, number, index) for index in range(int(pictures))]
    return photos if len(photos) == 1 else [_album(photos, page)]


def _photo(alt: Sequence[str], page: SamplePage, number: int, index: int) -> dict[str, Any]:
    photo_id = _media_id(page, number, index)
    url = f"https://www.facebook.com/photo.php?fbid={photo_id}&set=a.{page.id}&type=3"
    caption = alt[index] if index < len(alt) else ""
    return {
        **({"description": caption} if caption else {}),
        "media": {"image": _image(photo_id, ".png" if index % 2 else ".jpg")},
        "media_type": "photo",
        "target": {"id": photo_id, "url": url},
        "type": "photo",
        "unshimmed_url": url,
        "url": url,
    }


def _album(photos: list[dict[str, Any]], page: SamplePage) -> dict[str, Any]:
    url = f"https://www.facebook.com/media/set/?set=a.{photos[0]['target']['id']}"
    return {
        "media": photos[0]["media"],
        "media_type": "album",
        "subattachments": photos,
        "target": {"id": page.id, "url": url},
        "title": f"Photos from {page.name}'s post",
        "type": "album",
        "unshimmed_url": url,
        "url": url,
    }


def _video(line: Mapping[str, Any], page: SamplePage, number: int) -> dict[str, Any]:
    video_id = _media_id(page, number, 0)
    url = f"https://www.facebook.com/{page.username}/videos/{video_id}/"
    alt = next(iter(line.get("alt", ())), "")
    return {
        **({"description": alt} if alt else {}),
        "media": {
            "image": _image(video_id, ".jpg"),
            "source": media.named(video_id, ".mp4"),
        },
        "media_type": "video",
        "target": {"id": video_id, "url": url},
        "type": "video_inline",
        "unshimmed_url": url,
        "url": url,
    }


def _event(event: Mapping[str, Any], page: SamplePage, number: int) -> dict[str, Any]:
    event_id = _media_id(page, number, 0)
    url = f"https://www.facebook.com/events/{event_id}/"
    return {
        "media_type": "event",
        "target": {"id": event_id, "url": url},
        "title": event.get("name", ""),
        "type": "event",
        "unshimmed_url": url,
        "url": url,
    }


def _link(link: Mapping[str, Any], page: SamplePage, number: int) -> dict[str, Any]:
    """A link behind Facebook's shim; `h` and `fbclid` say nothing and change all the time."""
    mark = sha256(link["url"].encode()).hexdigest()[:24]
    target = link["url"] + ("&" if "?" in link["url"] else "?") + f"fbclid=IwAR{mark}"
    shim = "https://l.facebook.com/l.php?" + urlencode({"u": target, "h": "AT" + mark, "s": "1"})
    texts = {name: link[name] for name in ("title", "description") if link.get(name)}
    return {
        **texts,
        "media": {"image": _image(_media_id(page, number, 0), ".jpg")},
        "media_type": "link",
        "target": {"url": shim},
        "type": "share",
        "unshimmed_url": link["url"],
        "url": shim,
    }


def _shared(shared: Mapping[str, Any], parent_id: str) -> dict[str, Any]:
    """The post that is shared: its text is here, for the parent itself is often out of sight."""
    url = f"https://www.facebook.com/{parent_id.replace('_', '/posts/')}"
    return {
        "description": shared["message"],
        "media_type": "link",
        "target": {"id": parent_id, "url": url},
        "title": shared["from"],
        "type": "native_templates",
        "unshimmed_url": url,
        "url": url,
    }


def _parent_id(line: Mapping[str, Any], number: int) -> str | None:
    if "shared" not in line:
        return None
    owner = int.from_bytes(sha256(line["shared"]["from"].encode()).digest()[:5], "big")
    return f"5{owner:014d}_{number}"


def _place(place: Mapping[str, Any] | None, post_id: str) -> dict[str, Any] | None:
    if not place:
        return None
    names = ("street", "city", "state", "zip", "country", "latitude", "longitude")
    location = {name: place[name] for name in names if place.get(name) is not None}
    place_id = "6" + post_id.rpartition("_")[2].zfill(14)
    return {"name": place["name"], "location": location, "id": place_id}


def _image(file_id: str, suffix: str) -> dict[str, Any]:
    return {"height": media.HEIGHT, "src": media.named(file_id, suffix), "width": media.WIDTH}


def _first_picture(attachments: Sequence[Mapping[str, Any]]) -> str | None:
    images = (one.get("media", {}).get("image", {}).get("src") for one in attachments)
    return next((image for image in images if image), None)
