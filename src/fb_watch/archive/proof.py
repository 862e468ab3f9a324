"""In: rows of an archive that is not ours. Out: whether they are what they say they are. Pure."""

import hashlib
import re
from typing import Any

from fb_watch.archive.keys import moment
from fb_watch.archive.rows import post_of
from fb_watch.dialect.read import read_json

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
REF = re.compile(r"fbw:(\d{4})-(\d{6,15})")
_LARGEST = 1 << 29  # bytes of one response, unpacked
_JSON = ("links", "media", "place", "attachments", "mentions", "flags")


def read(version: dict[str, Any]) -> dict[str, Any]:
    """A version with its JSON read; raises ValueError where that is none."""
    return version | {name: read_json(version[name].encode()) for name in _JSON if version[name]}


def is_true(version: dict[str, Any]) -> bool:
    """Whether a version is what its hash says, and everything in it of the right kind."""
    try:
        told = post_of(read(version), id="", page="", created_at=moment("1970-01-01"))
        links = all(isinstance(link.url, str) for link in told.links)
        return (
            links and told.hash == version["hash"] and bool(TIME.fullmatch(version["captured_at"]))
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def is_whole(capture: dict[str, Any]) -> bool:
    """Whether the bytes of a response are those that its hash was made of."""
    from fb_watch.archive.packing import blocks

    if not isinstance(capture["body"], bytes) or not isinstance(capture["page"], str):
        return False
    sha256, size = hashlib.sha256(), 0
    try:
        for block in blocks(capture["body"]):
            size += len(block)
            if size > _LARGEST:
                return False
            sha256.update(block)
    except ValueError:
        return False
    texts = all(isinstance(capture[name], str) for name in ("at", "source", "edge", "request"))
    return texts and sha256.hexdigest() == capture["sha256"]
