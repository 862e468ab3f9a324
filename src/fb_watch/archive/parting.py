"""In: what a road said of a post, which is another post after all. Out: a post of its own."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fb_watch.archive import likeness, media, rows
from fb_watch.archive.identity import LOCAL, PARTED
from fb_watch.archive.keys import evidence_name, media_name, moment
from fb_watch.archive.kinds import is_comment
from fb_watch.archive.resolve import resolve
from fb_watch.archive.roads import strength_of
from fb_watch.archive.saving import transaction, write
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.collected import Capture, Post
from fb_watch.model.intake import normalised
from fb_watch.model.tagged import Change, TaggedPost, Verdict


class Taken(NamedTuple):
    """What a road said, and was taken to be said of a post; `post.id`: to be its own."""

    post: Post
    capture: Capture
    capture_key: int
    told_id: str  # as the road has it
    hash: str  # of what it said


def _parted_id(post_id: str, source: str, version_hash: str) -> str:
    """The id, for ever, of what a source said under an id that a person says is another post's."""
    told = "\0".join((post_id, source, version_hash))
    return f"{PARTED}{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def apart(db: sqlite3.Connection, posts: Sequence[Post], source: str) -> list[Post]:
    """The posts of a file; what a person has parted before is told under its own id again."""
    if not db.execute(_ANY_PARTED).fetchone():
        return list(posts)
    own = [_parted_id(post.id, source, post.hash) for post in posts]
    there = {post_id for (post_id,) in db.execute(_THERE, [json.dumps(own)])}
    return [
        replace(post, id=post_id, permalink=None, aliases=()) if post_id in there else post
        for post, post_id in zip(posts, own, strict=True)
    ]


@sqlite_trouble()
def taken(db: sqlite3.Connection, ref: str) -> list[Taken]:
    """
    What can be parted from a post: what came by its words alone, one for each id.

    Else what other roads said under its id, as a mistyped address does: what has other words than
    those that stand; where all have these, all of it.
    """
    key, _version = resolve(db, ref)
    if by_words := list(_taken(db, key, _BY_WORDS)):
        return by_words
    (message,) = db.execute(_STANDING, [key]).fetchone()
    by_id = list(_taken(db, key, _BY_ID))
    stands = normalised(message or "")
    return [one for one in by_id if normalised(one.post.message or "") != stands] or by_id


@sqlite_trouble()
def split(db: sqlite3.Connection, ref: str, one: Taken, tagged: TaggedPost, at: str) -> str:
    """Make what a road said a post of its own, with its pictures; gives its reference."""
    key, _version = resolve(db, ref)
    change = Change(verdict=Verdict.NEW, post=one.post, tagged=tagged, counts=None, known=None)
    with transaction(db):
        db.execute("DELETE FROM aliases WHERE alias = ? AND post = ?", (one.post.id, key))
        # there already, where an archive was taken in since that has not parted it
        found = db.execute("SELECT key FROM posts WHERE id = ?", [one.post.id]).fetchone()
        (new,) = found or write(db, one.capture, one.capture_key, [change]).values()
        said = {
            "new": new,
            "own": one.post.id,
            "post": key,
            "told": one.told_id,
            "source": one.capture.source,
            "strength": one.capture.strength,
            "hash": one.hash,
        }
        db.execute(_OWN, said)
        db.execute(_LEFT, said)
        db.execute(_COUNTED, said)
        _bring_pictures(db, one, key, new)
        likeness.decide(db, (key, new), "refused", at)
        (own,) = db.execute("SELECT ref FROM posts WHERE key = ?", [new]).fetchone()
    return str(own)


def _bring_pictures(db: sqlite3.Connection, one: Taken, key: int, new: int) -> None:
    """
    Those kept beside the post as what shows it, or as what it shows: see `Intake.wanted`.

    What the post that stays showed by it alone may be asked of Facebook again.
    """
    shown = media.shown(db, key)
    for place, medium in enumerate(one.post.media):
        own = media_name(medium.id, place, poster=medium.poster)
        beside = (key, evidence_name(one.hash, place))
        media.copy(db, of=beside, to=(new, own))
        db.execute("DELETE FROM media WHERE post = ? AND name = ?", beside)
        if len(shown) == len(one.post.media) and shown[place] != own:
            media.copy(db, of=(key, own), to=(new, own))
            if db.execute(_BY_FILE, (key, shown[place])).fetchone():
                media.copy(db, of=(key, shown[place]), to=(new, own))
                db.execute(_GIVEN_BACK, (key, shown[place], new, own))


def _taken(db: sqlite3.Connection, key: int, which: str) -> Iterator[Taken]:
    names = [name for name, _value in _COLUMNS]
    seen = set()
    for values in db.execute(f"{_TAKEN} {which} ORDER BY r.key", [key]).fetchall():
        row = dict(zip(names, values, strict=True))
        own = row["id"]
        if not own.startswith(LOCAL):
            own = _parted_id(own, row["source"], row["hash"])
        if own not in seen:
            seen.add(own)
            yield Taken(
                post=_post(row, own),
                capture=_capture(row),
                capture_key=row["capture"],
                told_id=row["id"],
                hash=row["hash"],
            )


def _post(row: dict[str, Any], own: str) -> Post:
    said, version = row["said"], row["version"]
    told = json.loads(said) if said else rows.told_of(json.loads(version))
    if own != row["id"]:
        told["permalink"] = None  # the address leads to the other one
    return rows.post_of(
        told,
        id=own,
        page=row["page"],
        created_at=moment(row["created_at"]),
        created_precision=row["created_precision"],
        is_personal=bool(row["personal"]),
        is_comment=is_comment(told.get("kind") or "", row["source"]),
    )


def _capture(row: dict[str, Any]) -> Capture:
    return Capture(
        page=row["page"],
        retrieved_at=moment(row["at"]),
        request=row["request"],
        status=0,
        body=b"",
        edge=row["edge"],
        source=row["source"],
        strength=strength_of(row["strength"]),
    )


_COLUMNS = (
    *((name, f"r.{name}") for name in ("id", "source", "strength", "hash", "capture", "said")),
    *((name, f"p.{name}") for name in ("page", "personal")),
    # roads of older programs do not tell it
    *((name, f"coalesce(r.{name}, p.{name})") for name in ("created_at", "created_precision")),
    *((name, f"c.{name}") for name in ("at", "request", "edge")),
    (
        "version",
        f"(SELECT {rows.VERSION_AS_JSON} FROM versions v "  # noqa: S608
        "WHERE v.post = p.key AND v.hash = r.hash LIMIT 1)",
    ),
)
_TAKEN = f"""
SELECT {", ".join(value for _name, value in _COLUMNS)}
FROM roads r JOIN posts p ON p.key = r.post JOIN captures c ON c.key = r.capture
WHERE r.post = ? AND"""  # noqa: S608
_BY_WORDS = f"r.id <> p.id AND r.id GLOB '{LOCAL}*'"
_BY_ID = f"""r.id NOT GLOB '{LOCAL}*' AND r.source <> (
    SELECT source FROM versions WHERE post = p.key AND number = p.version)"""  # noqa: S608
_STANDING = """
SELECT v.message FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key = ?"""
_ANY_PARTED = f"SELECT 1 FROM posts WHERE id >= '{PARTED}' AND id < '{PARTED[:-1]};' LIMIT 1"  # noqa: S608
_THERE = "SELECT id FROM posts WHERE id IN (SELECT value FROM json_each(?))"
_SAID = "post = :post AND id = :told AND (id = :own OR source = :source AND hash = :hash)"
_OWN = f"UPDATE OR IGNORE roads SET post = :new, id = :own, basis = 'new' WHERE {_SAID}"  # noqa: S608
_LEFT = f"DELETE FROM roads WHERE {_SAID}"  # noqa: S608
# which road of a strength has counted is not told: the last one takes all
_COUNTED = """
UPDATE OR REPLACE counts SET post = :new WHERE post = :post AND strength = :strength
    AND NOT EXISTS (SELECT 1 FROM roads WHERE post = :post AND strength = :strength)
    AND NOT EXISTS (
        SELECT 1 FROM versions
        WHERE post = :post AND strength = :strength AND source <> :source)"""
_BY_FILE = """
SELECT 1 FROM media
WHERE post = ? AND name = ? AND sha256 IS NOT NULL AND url IS NOT NULL AND tries = 0"""
_GIVEN_BACK = """
UPDATE media SET (sha256, type, path, bytes) = (NULL, NULL, NULL, NULL)
WHERE post = ? AND name = ? AND sha256 = (SELECT sha256 FROM media WHERE post = ? AND name = ?)"""
