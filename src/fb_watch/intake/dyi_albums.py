"""In: JSON of an album of Facebook's exports, or of other pictures. Out: Entries of it. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from fb_watch.dialect.clean import clean
from fb_watch.dialect.node import Node
from fb_watch.intake.dyi import Entry
from fb_watch.intake.elements import read_json, words_around
from fb_watch.intake.member import Member
from fb_watch.intake.moments import in_utc
from fb_watch.model.collected import Place

# Where pictures and films stand that are not attached to a post, from 2018 to today.
ARRAYS = ("photos", "photos_v2", "other_photos", "other_photos_v2", "videos", "videos_v2")
_AUDIENCE = ("privacy", "visibility", "audience")
_WORDS = ("name", "description", *_AUDIENCE, *(f"{name}.value" for name in _AUDIENCE))
_PUBLIC = frozenset(("public", "everyone", "publique", "tout le monde", "público", "todos"))


class Album(NamedTuple):
    """What a file says of all of its pictures."""

    name: str = ""
    about: str = ""
    is_private: bool = False
    raw: bytes = b""  # its words as they stand in the file


def is_album(path: str) -> bool:
    """Whether an element at this path is a picture: "photos[3]"."""
    return path.partition("[")[0] in ARRAYS


def read_album(member: Member, mended: Callable[[Any], Any]) -> Album:
    """The words around the pictures; `mended` repairs broken letters where the file has them."""
    with member.open() as stream:
        found = words_around(stream, _WORDS, member.limits.record)
    told = {name: str(mended(_text(raw))).strip() for name, raw in found.items()}
    rest = (b'"%s": %s' % (name.encode(), raw) for name, raw in found.items())
    return Album(
        name=told.get("name", ""),
        about=told.get("description", ""),
        is_private=any(_is_private(told.get(name)) for name in _WORDS[2:]),
        raw=b"{" + b", ".join(rest) + b"}" if found else b"",
    )


def _text(raw: bytes) -> Any:
    try:
        return clean(read_json(raw))[0]
    except ValueError:
        return ""


def picture(node: Node, album: Album, owner: str) -> Entry | None:
    """A picture; None where its time cannot be read. Its title is mostly that of the album."""
    told = node.value.get("creation_timestamp")
    moment = in_utc(told) if isinstance(told, int) and told > 0 else None
    if moment is None:
        return None
    uri = node.line("uri")
    return Entry(
        moment=moment,
        author=owner,
        text=words_of(node, album),
        place=next(_places(node), None),
        media=((uri, ""),) if uri else (),
        is_picture=True,
        album=(album.name, album.about),
        is_private=album.is_private or any(_is_private(_audience(node, key)) for key in _AUDIENCE),
    )


def words_of(node: Node, album: Album) -> str:
    """What somebody wrote to the picture."""
    title = node.line("title")
    return node.text("description") or (title if title != album.name else None) or ""


def evidence(raw: bytes, value: Mapping[str, Any], album: Album) -> bytes:
    """
    The entry as it stands in the file, and the words of the album.

    Where people wrote below the picture it is written anew without them: comments are kept where
    they are wanted, and these say names.
    """
    if "comments" in value:
        rest = {name: told for name, told in value.items() if name != "comments"}
        raw = orjson.dumps(rest, default=str)
    return raw + b"\n" + album.raw if album.raw else raw


def _audience(node: Node, key: str) -> str | None:
    told = node.value.get(key)
    told = told.get("value") if isinstance(told, dict) else told
    return told if isinstance(told, str) else None


def _is_private(told: str | None) -> bool:
    return bool(told and told.strip() and told.strip().casefold() not in _PUBLIC)


def _places(node: Node) -> Iterator[Place]:
    """Where the picture was taken: the place tagged on it, else what the camera noted."""
    tagged = node.child("place")
    metadata = node.child("media_metadata")
    notes = [
        kind
        for key in ("photo_metadata", "video_metadata")
        if metadata and (kind := metadata.child(key))
    ]
    notes += [row for kind in notes for row in kind.rows("exif_data")]
    points = [point for point in (tagged and tagged.child("coordinate"), *notes) if point]
    where = next((here for point in points if (here := point_of(point))), (None, None))
    name = tagged.line("name") if tagged else None
    street = tagged.line("address") if tagged else None
    if name or street or where != (None, None):
        yield Place(name=name, street=street, latitude=where[0], longitude=where[1])


def point_of(node: Node) -> tuple[float, float] | None:
    """Latitude and longitude; 0, 0 is what cameras note that know of none."""
    if "latitude" not in node.value or "longitude" not in node.value:
        return None
    latitude, longitude = node.number("latitude", -90, 90), node.number("longitude", -180, 180)
    if latitude is None or longitude is None or not (latitude or longitude):
        return None
    return latitude, longitude
