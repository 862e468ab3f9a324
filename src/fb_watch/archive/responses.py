"""In: keys of posts. Out: their versions, and the responses these came in, one by one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from fb_watch.archive.keys import moment
from fb_watch.archive.kinds import IS_COMMENT
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.evidence import Evidence, Shown, Written


def evidence(db: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Evidence]:
    """Every response or file that told a version of these posts, each once, in order of time."""
    from fb_watch.archive.packing import unpacked

    asked = json.dumps(list(keys))
    with sqlite_trouble():
        captures = [key for (key,) in db.execute(_CAPTURES, [asked])]
        commented = {key for (key,) in db.execute(_COMMENTED, {"keys": asked})}
    for key in captures:
        with sqlite_trouble():
            *told, body = db.execute(_CAPTURE, [key]).fetchone()
            versions = db.execute(_VERSIONS, {"capture": key, "keys": asked}).fetchall()
        at, page, source, edge, request, api_version, status, sha256 = told
        yield Evidence(
            at=moment(at),
            page=page,
            source=source,
            edge=edge,
            request=request,
            api_version=api_version,
            status=status,
            sha256=sha256,
            body=unpacked(body),
            versions=tuple(
                Shown(f"{ref}@{version_hash[:8]}", *json.loads(row or "[]"))
                for ref, version_hash, row in versions
            ),
            has_comments=key in commented,
        )


def versions(db: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Written]:
    """Every version of these posts with what its hash is made of, those of a post in order."""
    with sqlite_trouble():
        for row in db.execute(_WRITTEN, [json.dumps(list(keys))]):
            ref, number, version_hash, captured_at, edited_at, source, kind, message, *told = row
            links, media, place = (json.loads(one) if one else None for one in told)
            yield {
                "ref": ref,
                "number": number,
                "hash": version_hash,
                "captured_at": captured_at,
                "edited_at": edited_at,
                "source": source,
                "kind": kind,
                "message": message,
                "links": links or [],
                "media": media or [],
                "place": place,
            }


_CAPTURES = """
SELECT DISTINCT capture FROM versions WHERE post IN (SELECT value FROM json_each(?))
ORDER BY capture"""
_CAPTURE = """
SELECT at, page, source, edge, request, api_version, status, sha256, body
FROM captures WHERE key = ?"""
# programs before this one kept comments and posts of a file together
_COMMENTED = f"""
WITH comments AS (
    SELECT v.post, v.capture FROM versions v
    WHERE {IS_COMMENT} AND v.post NOT IN (SELECT value FROM json_each(:keys)))
SELECT capture FROM comments
UNION SELECT capture FROM roads WHERE post IN (SELECT post FROM comments)"""  # noqa: S608
# the row that says just this; where the version is made of more than one road, that of its own
_ROW = """
SELECT json_array(place, start, size) FROM roads r JOIN captures c ON c.key = r.capture
WHERE r.post = v.post AND r.capture = v.capture AND c.status = 0"""
# it may be told of another post by now, where a person has parted the two
_PARTED = """
SELECT json_array(place, start, size) FROM captures c CROSS JOIN roads r ON r.capture = c.key
WHERE c.key = v.capture AND c.status = 0 AND r.hash = v.hash"""
_VERSIONS = f"""
SELECT p.ref, v.hash, coalesce(({_ROW} AND r.hash = v.hash LIMIT 1), ({_ROW} LIMIT 1),
    ({_PARTED} LIMIT 1))
FROM versions v JOIN posts p ON p.key = v.post
WHERE v.capture = :capture AND v.post IN (SELECT value FROM json_each(:keys))
ORDER BY v.post, v.number"""  # noqa: S608
_WRITTEN = """
SELECT p.ref, v.number, v.hash, v.captured_at, v.edited_at, v.source, v.kind, v.message,
    v.links, v.media, v.place
FROM versions v JOIN posts p ON p.key = v.post
WHERE v.post IN (SELECT value FROM json_each(?)) ORDER BY v.post, v.number"""
