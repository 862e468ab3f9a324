"""In: a reference. Out: by which roads the post came, what each says, which files show it."""

import json
import sqlite3
from typing import TypedDict

from fb_watch.archive.resolve import resolve
from fb_watch.archive.schema import sqlite_trouble


class RoadShape(TypedDict):
    """One road: a response, or a row of a file; `message` where it says other words."""

    source: str
    strength: str
    at: str
    request: str
    where: str | None
    sha256: str  # of the capture
    hash: str  # of what it says
    basis: str  # new, id, text: why it is taken to be this post
    message: str | None


@sqlite_trouble()
def roads(db: sqlite3.Connection, ref: str) -> list[RoadShape]:
    """Every road of a post and of those merged into it, in order of time."""
    key, _version = resolve(db, ref)
    rows = db.execute(_ROADS, {"post": key})
    return [
        {
            "source": source,
            "strength": strength,
            "at": at,
            "request": request,
            "where": where or None,
            "sha256": sha256,
            "hash": version_hash,
            "basis": basis,
            "message": json.loads(said).get("message") if said else None,
        }
        for source, strength, at, request, where, sha256, version_hash, basis, said, _place in rows
    ]


@sqlite_trouble()
def pictures(db: sqlite3.Connection, ref: str) -> list[str]:
    """Paths of the files that show the post and are no part of it: screenshots."""
    key, _version = resolve(db, ref)
    return [path for (path,) in db.execute(_PICTURES, [key])]


_ROADS = """
WITH these AS (SELECT key FROM posts WHERE key = :post OR merged_into = :post)
SELECT v.source, v.strength, c.at, c.request, '', c.sha256, v.hash, 'new', NULL, c.key AS place
FROM versions v JOIN captures c ON c.key = v.capture
WHERE v.post IN these AND NOT EXISTS (
    SELECT 1 FROM roads WHERE post = v.post AND capture = v.capture AND hash = v.hash)
UNION ALL
SELECT r.source, r.strength, coalesce(i.at, c.at), coalesce(i.file, c.request), r.place, c.sha256,
    r.hash, r.basis,
    iif(EXISTS (SELECT 1 FROM versions WHERE post = r.post AND hash = r.hash), NULL, r.said), c.key
FROM roads r JOIN captures c ON c.key = r.capture LEFT JOIN imports i ON i.key = r.import
WHERE r.post IN these ORDER BY 3, 10"""
_PICTURES = """
SELECT path FROM media WHERE post = ? AND name GLOB 'evidence *' AND path IS NOT NULL
ORDER BY name"""
