"""In: keys of posts. Out: ArchivedPosts in the shape others rely on, loaded many at a time."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from fb_watch.archive.facets import UNRESOLVED
from fb_watch.archive.keys import media_name
from fb_watch.archive.kinds import IS_COMMENT, IS_EXPORTED
from fb_watch.model.archived import (
    ArchivedPost,
    AvailabilityShape,
    CountryShape,
    CountsShape,
    LanguageShape,
    LinkShape,
    MediaShape,
    QuestionShape,
    ThemeShape,
    UnresolvedShape,
)
from fb_watch.model.captions import captions as said_by
from fb_watch.model.captions import told_by

_ROLES = ("about", "mentioned", "page")
_Files = dict[tuple[int, str], tuple[Any, ...]]  # key of a post, name: SHA-256, type, path


class _Tag(NamedTuple):
    kind: str
    value: str
    role: str | None
    score: float
    by: str
    codebook: str
    evidence: str


def load(
    db: sqlite3.Connection, wanted: Sequence[tuple[int, int | None]], *, whole: bool = False
) -> list[ArchivedPost]:
    """
    Posts by key and version number (None: the newest), in the order given.

    `whole`: with all that is needed to make the post of it again.
    """
    parts = (wanted[at : at + 500] for at in range(0, len(wanted), 500))
    return [post for part in parts for post in _load(db, part, whole=whole)]


def _load(
    db: sqlite3.Connection, wanted: Sequence[tuple[int, int | None]], *, whole: bool
) -> Iterator[ArchivedPost]:
    these = json.dumps(wanted)
    tags = defaultdict[tuple[int, int], list[_Tag]](list)
    for post, version, *tag in db.execute(_TAGS, [these]):
        tags[post, version].append(_Tag(*tag))
    files = {(post, name): tuple(file) for post, name, *file in db.execute(_FILES, [these])}
    posts = db.execute(_POSTS, [these])
    names = [column[0] for column in posts.description]
    found = {}
    for values in posts:
        row = dict(zip(names, values, strict=True))
        place = (row["key"], row["asked"])
        found[place] = _shape(row, tags[row["key"], row["version"]], files)
    if whole:
        _complete(db, these, found)
    for one in wanted:
        yield found[one]


def _complete(
    db: sqlite3.Connection, these: str, found: dict[tuple[int, int | None], ArchivedPost]
) -> None:
    """What only the JSON Lines tell."""
    from fb_watch.archive.comments import key_known_by  # loads much, and a search has no use for it

    own = key_known_by(db)
    for key, asked, author_id, personal, updated_at, *rest in db.execute(_REST, [these]):
        post = found[key, asked]
        by_type, flags, attachments, mentions, aliases = rest
        other, _colon, pseudonym = (author_id or "").rpartition(":")
        post["author_id"] = pseudonym or None
        post["author_key"] = (other or own) if personal and author_id else None
        post["updated_at"] = updated_at
        post["reactions_by_type"] = json.loads(by_type) if by_type else None
        post["flags"] = json.loads(flags) if flags else {}
        post["aliases"] = json.loads(aliases)
        post["attachments"] = _list(attachments)
        post["mentions"] = _list(mentions)


def _shape(row: dict[str, Any], tags: list[_Tag], files: _Files) -> ArchivedPost:
    return {
        "ref": row["ref"],
        "version": row["version"],
        "newest_version": row["newest_version"],
        "hash": row["hash"],
        "id": row["id"],
        "page": row["page"],
        "page_name": row["page_name"],
        "region": row["region"],
        "author": row["author"],
        "personal": bool(row["personal"]),
        "created_at": row["created_at"],
        "created_precision": row["created_precision"],
        "edited_at": row["edited_at"],
        "captured_at": row["captured_at"],
        "source": row["source"],
        "kind": row["kind"],
        "is_comment": bool(row["is_comment"]),
        "message": row["message"],
        "story": row["story"],
        "permalink": row["permalink"],
        "links": links(row["links"]),
        "media": _media(row, files),
        "captions": captions(row["message"], row["links"], row["attachments"]),
        "place": json.loads(row["place"]) if row["place"] else None,
        "parent_id": row["parent_id"],
        "counts": _counts(row),
        "language": _language(tags),
        "themes": _themes(tags),
        "countries": _countries(tags),
        "unresolved": _unresolved(tags),
        "questions": sorted(tag.value for tag in tags if tag.kind == "question"),
        "question_tags": _questions(tags),
        "availability": _availability(row),
        "status": row["status"],
        "notes": row["notes"],
    }


def links(text: str | None) -> list[LinkShape]:
    """The links of a version, from its JSON."""
    return [
        {"url": link["url"], "title": link["title"], "description": link["description"]}
        for link in _list(text)
    ]


def captions(message: str | None, told: str | None, attachments: str | None) -> list[str]:
    """What the attachments of a version say besides, from its columns."""
    tree = _list(attachments)
    return list(said_by(tree, message, told_by(_list(told)))) if tree else []


def _counts(row: dict[str, Any]) -> CountsShape:
    return {
        "reactions": row["reactions"],
        "comments": row["comments"],
        "shares": row["shares"],
        "at": row["counted_at"],
    }


def _availability(row: dict[str, Any]) -> AvailabilityShape:
    """A post is also checked by each complete window over it: the ledger says when."""
    # a walk that did not show the post is no sight of it
    covered = (row["covered_at"] or "") if row["availability"] == "online" else ""
    return {
        "state": row["availability"],
        "since": row["availability_since"],
        "checked_at": max(row["availability_checked"], covered),
    }


def _media(row: dict[str, Any], files: _Files) -> list[MediaShape]:
    return [
        _medium(medium, place, row["key"], files)
        for place, medium in enumerate(_list(row["media"]))
    ]


def _medium(medium: dict[str, Any], place: int, post: int, files: _Files) -> MediaShape:
    is_poster = bool(medium.get("poster"))
    name = media_name(medium["id"], place, poster=is_poster)
    sha256, mime, path = files.get((post, name), (None, None, None))
    return {
        "sha256": sha256,
        "type": mime,
        "path": path,
        "alt": medium["alt"],
        "kind": medium["kind"],
        "id": medium["id"],
        "poster": is_poster,
        "width": medium.get("width"),
        "height": medium.get("height"),
    }


def _language(tags: list[_Tag]) -> LanguageShape:
    tag = next((tag for tag in tags if tag.kind == "language"), None)
    if tag is None:
        return {"code": "und", "confidence": 0.0, "all": [], "by": "machine"}
    shares = json.loads(tag.evidence) or [{"code": tag.value, "share": 1.0}]
    return {"code": tag.value, "confidence": tag.score, "all": shares, "by": tag.by}


def _themes(tags: list[_Tag]) -> list[ThemeShape]:
    chosen = [tag for tag in tags if tag.kind == "theme"]
    return [
        {
            "theme": tag.value,
            "score": tag.score,
            "by": tag.by,
            "codebook": tag.codebook,
            "evidence": json.loads(tag.evidence),
        }
        for tag in sorted(chosen, key=lambda tag: (-tag.score, tag.value))
    ]


def _countries(tags: list[_Tag]) -> list[CountryShape]:
    chosen = [tag for tag in tags if tag.kind == "country" and tag.role != UNRESOLVED]
    shapes: list[CountryShape] = [
        {
            "country": tag.value,
            "role": tag.role or "about",
            "score": tag.score,
            "by": tag.by,
            "codebook": tag.codebook,
            "evidence": json.loads(tag.evidence),
        }
        for tag in chosen
    ]
    return sorted(shapes, key=lambda c: (_ROLES.index(c["role"]), -c["score"], c["country"]))


def _questions(tags: list[_Tag]) -> list[QuestionShape]:
    chosen = [tag for tag in tags if tag.kind == "question"]
    return [
        {
            "question": tag.value,
            "score": tag.score,
            "by": tag.by,
            "codebook": tag.codebook,
            "evidence": json.loads(tag.evidence),
        }
        for tag in sorted(chosen, key=lambda tag: tag.value)
    ]


def _unresolved(tags: list[_Tag]) -> list[UnresolvedShape]:
    chosen = [tag for tag in tags if tag.role == UNRESOLVED]
    return [
        {
            "candidates": tag.value.split(),
            "codebook": tag.codebook,
            "evidence": json.loads(tag.evidence),
        }
        for tag in sorted(chosen, key=lambda tag: tag.value)
    ]


def _list(text: str | None) -> list[dict[str, Any]]:
    return json.loads(text) if text else []


# Facebook's own exports tell when a post was edited; its API moves that time by comments too.
EDITED = f"""coalesce(v.edited_at, CASE WHEN {IS_EXPORTED}
    AND v.updated_at > p.created_at THEN v.updated_at END)"""
# Neither by name nor by the id that its posts begin with is the page the author.
BY_A_PERSON = """(p.personal OR v.author <> g.name
    AND v.author_id IS NOT substr(p.id, 1, instr(p.id || '_', '_') - 1))"""
_WANTED = """
WITH wanted AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS key, json_extract(value, '$[1]') AS version
    FROM json_each(?))"""
_POSTS = f"""{_WANTED}
SELECT p.key, w.version AS asked, p.ref, v.number AS version,
    p.version AS newest_version, v.hash, p.id, p.page,
    g.name AS page_name, g.region, v.author, {BY_A_PERSON} AS personal, p.created_at,
    p.created_precision, {EDITED} AS edited_at, v.captured_at, v.source, v.kind,
    {IS_COMMENT} AS is_comment, v.message, v.story, v.permalink, v.links, v.media, v.attachments,
    v.place, v.parent_id, c.reactions, c.comments, c.shares, c.at AS counted_at,
    p.availability, p.availability_since, p.availability_checked, p.status, p.notes,
    (SELECT CASE WHEN until > p.created_at THEN at END FROM covered
        WHERE page = p.page AND since <= p.created_at ORDER BY since DESC LIMIT 1) AS covered_at
FROM wanted w CROSS JOIN posts p ON p.key = w.key JOIN pages g ON g.key = p.page
JOIN versions v ON v.post = p.key AND v.number = coalesce(w.version, p.version)
LEFT JOIN counts c ON c.post = p.key AND c.at = (SELECT max(at) FROM counts WHERE post = p.key)"""  # noqa: S608
_REST = f"""{_WANTED}
SELECT w.key, w.version, v.author_id, p.personal, v.updated_at,
    (SELECT by_type FROM counts WHERE post = p.key ORDER BY at DESC LIMIT 1), v.flags,
    v.attachments, v.mentions,
    (SELECT json_group_array(alias) FROM (SELECT alias FROM aliases WHERE post = p.key ORDER BY 1))
FROM wanted w CROSS JOIN posts p ON p.key = w.key
JOIN versions v ON v.post = p.key AND v.number = coalesce(w.version, p.version)"""  # noqa: S608
_TAGS = f"""{_WANTED}
SELECT p.key, v.number, t.kind, t.value, t.role, t.score, t."by", t.codebook, t.evidence
FROM (SELECT DISTINCT key, version FROM wanted) w CROSS JOIN posts p ON p.key = w.key
JOIN versions v ON v.post = p.key AND v.number = coalesce(w.version, p.version)
JOIN standing_tags t ON t.post = p.key AND (t."by" = 'hand' OR t.version = v.number)"""  # noqa: S608
_FILES = f"""{_WANTED}
SELECT post, name, sha256, type, path FROM media
WHERE post IN (SELECT key FROM wanted) AND sha256 IS NOT NULL"""  # noqa: S608
