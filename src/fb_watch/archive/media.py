"""Which media files are wanted, which came, which did not and why."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fb_watch.archive.keys import evidence_name, media_name, stamp
from fb_watch.i18n import _
from fb_watch.model.collected import Media, MediaFile, Page, Post
from fb_watch.model.state import PendingMedia

Name = tuple[int, str]  # the post, and what a picture is called within it
TRIES = 5  # a file Facebook will not give is not asked for in every round for ever
PAUSE = timedelta(hours=1)  # between two tries, unless there is a new address


def pending(
    db: sqlite3.Connection, page: Page, *, videos: bool, now: datetime | None, limit: int | None
) -> list[PendingMedia]:
    """Files not here yet, those of the newest posts first; with `now`, failed ones too."""
    values = {
        "page": page.key,
        "videos": videos,
        "again": stamp(now - PAUSE) if now else "",
        "tries": TRIES,
        "limit": -1 if limit is None else limit,
    }
    return [_wanted(*row) for row in db.execute(_PENDING, values)]


def take(
    db: sqlite3.Connection, wanted: PendingMedia, file: MediaFile, *, counts: bool = True
) -> None:
    """A file has been taken in; one that nobody asked Facebook for is no try (`counts`)."""
    db.execute(
        "UPDATE media SET sha256 = ?, type = ?, path = ?, bytes = ?, error = NULL, "
        "failed_at = NULL, tries = tries + ? WHERE post = ? AND name = ?",
        (file.sha256, file.type, file.path, file.bytes, counts, wanted.post, wanted.name),
    )


def copy(db: sqlite3.Connection, *, of: Name, to: Name) -> None:
    """A picture is another one too, where that is not here and this one is."""
    db.execute(_COPY, (*of, *to))


def carry(db: sqlite3.Connection, keys: Iterable[int]) -> None:
    """
    What came with a weaker road is what the stronger one shows, where they have as many.

    That stands under another name, which would seem not to be here. See `Intake.wanted` for the
    other order.
    """
    for post, *shown in db.execute(_SHOWN_BEFORE, [json.dumps(list(keys))]).fetchall():
        stands, before = (names_of(json.loads(told)) for told in shown)
        if len(stands) == len(before):
            for name, old in zip(stands, before, strict=True):
                copy(db, of=(post, old), to=(post, name))


def set_beside(db: sqlite3.Connection, keys: Iterable[int]) -> None:
    """
    What was added by hand is kept beside the post, before a stronger road says what is of it.

    So it would be in the other order: see `Intake.wanted`.
    """
    for post, version_hash, told in db.execute(_BY_HAND, [json.dumps(list(keys))]).fetchall():
        for place, name in enumerate(names_of(json.loads(told))):
            db.execute(_RENAME, (evidence_name(version_hash, place), post, name))


def shown(db: sqlite3.Connection, key: int) -> list[str]:
    """What the pictures of the version that stands are called."""
    (told,) = db.execute(_SHOWN, [key]).fetchone()
    return names_of(json.loads(told or "[]"))


def names_of(media: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the pictures of a version are called, as it is archived."""
    return [
        media_name(one["id"], place, poster=bool(one.get("poster")))
        for place, one in enumerate(media)
    ]


def fail(
    db: sqlite3.Connection, wanted: PendingMedia, error: str, at: datetime, *, counts: bool
) -> None:
    """
    A file did not come, and why.

    What our own settings forbid is no try (`counts`), and is news only when it is first met.
    """
    told = (error, stamp(at), counts, wanted.post, wanted.name)
    db.execute(_FAILED, told)


def renew(
    db: sqlite3.Connection, posts: Sequence[Post], wanted: Sequence[PendingMedia]
) -> list[PendingMedia]:
    """Those of the wanted files that the posts, asked for anew, have another address for."""
    urls = {
        (post.id, media_name(medium.id, place, poster=medium.poster)): medium.url
        for post in posts
        for place, medium in enumerate(post.media)
        if medium.url
    }
    found = [
        (urls[one.post_id, one.name], one.post, one.name)
        for one in wanted
        if urls.get((one.post_id, one.name), one.media.url) != one.media.url
    ]
    db.executemany("UPDATE media SET url = ? WHERE post = ? AND name = ?", found)
    keys = json.dumps([[key, name] for _url, key, name in found])
    return [_wanted(*row) for row in db.execute(_THESE, [keys])]


def failures(db: sqlite3.Connection, page: Page, since: datetime) -> list[str]:
    """One line on all files that did not come since then: how many, and why."""
    reasons = Counter(dict(db.execute(_FAILURES, (page.key, stamp(since))).fetchall()))
    if not reasons:
        return []
    told = " ".join(f"{reason} (×{count})" for reason, count in reasons.most_common())
    return [
        _("{count} media files could not be taken in: {reasons}").format(
            count=reasons.total(), reasons=told
        )
    ]


def _wanted(
    post: int, post_id: str, name: str, kind: str, alt: str | None, url: str, poster: int
) -> PendingMedia:
    medium = Media(
        kind="video" if kind == "video" else "photo",
        id=None if name.startswith("#") or poster else name,
        url=url,
        alt=alt,
        poster=bool(poster),
    )
    return PendingMedia(post=post, post_id=post_id, name=name, media=medium)


_COLUMNS = "SELECT m.post, p.id, m.name, m.kind, m.alt, m.url, m.poster"
_PENDING = f"""
{_COLUMNS} FROM media m JOIN posts p ON p.key = m.post
WHERE m.sha256 IS NULL AND m.url IS NOT NULL AND p.page = :page AND (m.kind = 'photo' OR :videos)
    AND (m.error IS NULL OR (m.tries < :tries AND coalesce(m.failed_at, '') <= :again))
ORDER BY m.post DESC, m.name LIMIT :limit"""
_THESE = f"""
{_COLUMNS} FROM json_each(?) w
JOIN media m ON m.post = json_extract(w.value, '$[0]') AND m.name = json_extract(w.value, '$[1]')
JOIN posts p ON p.key = m.post ORDER BY m.post DESC, m.name"""
_FAILED = """
UPDATE media SET error = ?1, tries = tries + ?3,
    failed_at = CASE WHEN error = ?1 AND NOT ?3 THEN failed_at ELSE ?2 END
WHERE post = ?4 AND name = ?5"""
_COPY = """
UPDATE media SET (sha256, type, path, bytes, error, failed_at)
    = (b.sha256, b.type, b.path, b.bytes, NULL, NULL)
FROM (SELECT sha256, type, path, bytes FROM media WHERE post = ? AND name = ?) b
WHERE media.post = ? AND media.name = ? AND media.sha256 IS NULL AND b.sha256 IS NOT NULL"""
# what was added by hand shows the post, and need not be of it
_SHOWN_BEFORE = """
SELECT p.key, v.media, o.media FROM posts p
JOIN versions v ON v.post = p.key AND v.number = p.version AND v.media IS NOT NULL
JOIN versions o ON o.post = p.key AND o.media IS NOT NULL AND o.strength NOT IN (v.strength, 'hand')
WHERE p.key IN (SELECT value FROM json_each(?)) ORDER BY p.key, o.captured_at DESC, o.hash"""
# of versions that say the same media the newest gives the name
_BY_HAND = """
SELECT post, hash, media FROM versions
WHERE post IN (SELECT value FROM json_each(?)) AND strength = 'hand' AND media IS NOT NULL
ORDER BY post, number DESC"""
_RENAME = "UPDATE OR IGNORE media SET name = ? WHERE post = ? AND name = ?"
_FAILURES = """
SELECT m.error, count(*) FROM media m JOIN posts p ON p.key = m.post
WHERE p.page = ? AND m.sha256 IS NULL AND m.failed_at >= ? GROUP BY m.error ORDER BY m.error"""
_SHOWN = """
SELECT v.media FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key = ?"""
