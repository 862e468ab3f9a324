"""In: a reference. Out: every version of the post, and the response one came in."""

import json
import sqlite3
from typing import Any, TypedDict

from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.shape import EDITED, captions, links
from fb_watch.model.archived import LinkShape


class CaptureShape(TypedDict):
    """The response a version came in: the evidence."""

    request: str
    api_version: str | None
    sha256: str


class PictureShape(TypedDict):
    """What an editor says of a picture or film."""

    kind: str
    id: str | None
    alt: str | None


class Version(TypedDict):
    """What the editor of a post wrote at one time."""

    version: int
    hash: str
    captured_at: str
    edited_at: str | None
    source: str
    kind: str
    message: str | None
    links: list[LinkShape]
    media: list[PictureShape]
    captions: list[str]
    place: str | None
    capture: CaptureShape


@sqlite_trouble()
def history(db: sqlite3.Connection, ref: str) -> list[Version]:
    """Every version, the first one first."""
    key, _number = resolve(db, ref)
    return [_version(*row) for row in db.execute(_VERSIONS, [key])]


def _version(*row: Any) -> Version:
    number, version_hash, captured_at, edited_at, source, kind, message, told, *more = row
    media, attachments, place, *capture = more
    request, api_version, sha256 = capture
    return {
        "version": number,
        "hash": version_hash,
        "captured_at": captured_at,
        "edited_at": edited_at,
        "source": source,
        "kind": kind,
        "message": message,
        "links": links(told),
        "media": [
            {"kind": one["kind"], "id": one["id"], "alt": one["alt"]}
            for one in json.loads(media or "[]")
            if not one.get("poster")
        ],
        "captions": captions(message, told, attachments),
        "place": json.loads(place or "{}").get("name"),
        "capture": {"request": request, "api_version": api_version, "sha256": sha256},
    }


@sqlite_trouble()
def raw(db: sqlite3.Connection, ref: str) -> bytes:
    """What a post came in, to the byte: a response less the access token, or a row of a file."""
    from fb_watch.archive.packing import unpacked

    key, number = resolve(db, ref)
    body, start, size = db.execute(_BODY, {"post": key, "number": number}).fetchone()
    whole = unpacked(body)
    return whole if start is None else whole[start : start + size]


_VERSIONS = f"""
SELECT v.number, v.hash, v.captured_at, {EDITED}, v.source, v.kind, v.message, v.links,
    v.media, v.attachments, v.place, c.request, c.api_version, c.sha256
FROM versions v JOIN captures c ON c.key = v.capture JOIN posts p ON p.key = v.post
WHERE v.post = ? ORDER BY v.number"""  # noqa: S608
_BODY = """
SELECT c.body, r.start, r.size FROM posts p
JOIN versions v ON v.post = p.key AND v.number = coalesce(:number, p.version)
JOIN captures c ON c.key = v.capture
LEFT JOIN roads r ON r.post = p.key AND r.hash = v.hash AND r.capture = v.capture
WHERE p.key = :post LIMIT 1"""
