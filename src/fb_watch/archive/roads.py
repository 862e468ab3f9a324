"""In: what a file says of posts. Out: one transaction with posts, versions, and who said what."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from fb_watch.archive import naming, rows
from fb_watch.archive.comments import save_comments
from fb_watch.archive.identity import LOCAL
from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.retiming import date_anew
from fb_watch.archive.saving import COUNTS, keep, put_page, transaction, write
from fb_watch.model.collected import STRENGTHS, Capture, Page, Post, Strength
from fb_watch.model.evidence import heading
from fb_watch.model.intake import Road, Told
from fb_watch.model.tagged import Change, Verdict

Stand = tuple[int, int, int]  # a row of a file: key of the capture, first byte, number of bytes
_Owners = dict[str, int]  # by id: the post that has said it, itself or as one merged into another


def save_told(
    db: sqlite3.Connection, page: Page, road: Road, told: Sequence[Told]
) -> tuple[dict[str, int], int]:
    """Write what a part of a file says; gives the keys by id, and how many comments are news."""
    with transaction(db):
        put_page(db, page)
        stands, owners = _stands(db, road, told)
        news = [
            one
            for one in told
            if one.tagged or one.found.post.id not in stands or _has_news(db, one)
        ]
        capture = _capture(page, road, news)
        kept = keep(db, capture) if news else 0
        stands |= _places(kept, road, news)
        changes = [_change(one) for one in told if one.tagged is not None]
        keys = {one.found.post.id: one.heard.known.key for one in told if one.heard}
        keys |= write(db, capture, kept, changes) if changes else {}
        db.executemany(_PRESENT, _presences(road, told, keys))
        _name(db, told, keys, stamp(road.at))
        _count(db, capture, told, keys)
        _say(db, road, told, keys | owners, stands)
        refs = [(one.found.ref, keys[one.found.post.id], road.key) for one in told if one.found.ref]
        db.executemany(_CALLED, refs)
        comments = sum(
            save_comments(db, keys[one.found.post.id], capture, one.found.comments, kept)
            for one in news
            if one.found.comments
        )
        moved = date_anew(db, capture, [_change(one) for one in told if _is_dated(one, road)])
    return {name: moved.get(key, key) for name, key in keys.items()}, comments


def heard(db: sqlite3.Connection, keys: Sequence[int], source: str) -> dict[int, frozenset[str]]:
    """The hashes of what a source said of posts, or what was merged into them, out of any file."""
    said = defaultdict[int, set[str]](set)
    for post, version_hash in db.execute(_HEARD, (json.dumps(list(keys)), source)):
        said[post].add(version_hash)
    return {post: frozenset(hashes) for post, hashes in said.items()}


def standing(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Post]:
    """The posts as their standing versions say them."""
    found = db.execute(_STANDING, [json.dumps(list(keys))]) if keys else ()
    return {
        key: rows.post_of(
            rows.told_of(json.loads(version)),
            id=post_id,
            page=page,
            created_at=moment(at),
            created_precision=precision,
            is_personal=bool(personal),
            updated_at=moment(updated) if updated else None,
            edited_at=moment(edited) if edited else None,
        )
        for key, post_id, page, at, precision, personal, updated, edited, version in found
    }


def _stands(
    db: sqlite3.Connection, road: Road, told: Sequence[Told]
) -> tuple[dict[str, Stand], _Owners]:
    """Where the rows stand of which a source, out of another file, has said the same, of what."""
    asked = {one.heard.known.key: one.found.post for one in told if one.heard}
    found: dict[tuple[int, str], tuple[int, Stand]] = {}
    for key, version_hash, owner, *stand in db.execute(
        _STANDS, (json.dumps(list(asked)), road.source)
    ):
        capture, start, size = stand
        found[key, version_hash] = owner, (capture, start, size)
    same = {
        post.id: found[key, post.hash] for key, post in asked.items() if (key, post.hash) in found
    }
    return (
        {post_id: stand for post_id, (_owner, stand) in same.items()},
        {post_id: owner for post_id, (owner, _stand) in same.items()},
    )


def _has_news(db: sqlite3.Connection, told: Told) -> bool:
    """Whether a comment of it is not known, or not with these words."""
    comments = {comment.id: comment.hash for comment in told.found.comments}
    known = dict(db.execute(_COMMENTS, [json.dumps(list(comments))])) if comments else {}
    return any(known.get(name) != its for name, its in comments.items())


def _capture(page: Page, road: Road, news: Sequence[Told]) -> Capture:
    """
    The rows that brought something, one after the other; a row of several posts once.

    Above them stands what it takes to read one again: the file itself is not kept.
    """
    rows_ = b"".join(raw + b"\n" for raw in dict.fromkeys(one.found.raw for one in news))
    return Capture(
        page=page.key,
        retrieved_at=road.at,
        request=road.file,
        status=0,  # no response: a file
        body=heading(road.facts) + rows_,
        edge=road.format,
        source=road.source,
        strength=road.strength,
        taken_out=("author",) if any(one.found.is_person for one in news) else (),
    )


def _places(kept: int, road: Road, news: Sequence[Told]) -> dict[str, Stand]:
    places, start = {}, len(heading(road.facts))
    for raw in dict.fromkeys(one.found.raw for one in news):
        places[raw] = (kept, start, len(raw))
        start += len(raw) + 1
    return {one.found.post.id: places[one.found.raw] for one in news}


def _is_dated(told: Told, road: Road) -> bool:
    """Whether when it was written may be known better by this; a picture shows it only."""
    is_equal = told.heard is not None and told.heard.known.strength == road.strength
    return told.tagged is not None or (is_equal and not told.found.is_picture)


def _change(told: Told) -> Change:
    return Change(
        verdict=Verdict.EDITED if told.heard else Verdict.NEW,
        post=told.post,
        tagged=told.tagged,
        counts=None,
        known=told.heard.known if told.heard else None,
        is_edit=told.is_edit,
    )


def _presences(
    road: Road, told: Sequence[Told], keys: Mapping[str, int]
) -> Iterator[tuple[str, str, str, int]]:
    """Of new posts: what another archive knew of their being online; no time is to come."""
    at = stamp(road.at)
    for one in told:
        if (told_of := one.found.presence) and not one.heard:
            since, checked = (min(stamp(t), at) for t in (told_of.since, told_of.checked_at))
            yield told_of.state, since, checked, keys[one.found.post.id]


def _name(db: sqlite3.Connection, told: Sequence[Told], keys: Mapping[str, int], at: str) -> None:
    """Known posts are found under what this file calls them too; a given id beats a local one."""
    known = [one.found.post for one in told if one.heard]
    naming.enter(db, [name for post in known for name in naming.names_of(post, keys[post.id])], at)
    given = [(post.id, keys[post.id]) for post in known if not post.id.startswith(LOCAL)]
    db.executemany(_RENAME, given)


def _count(
    db: sqlite3.Connection, capture: Capture, told: Sequence[Told], keys: Mapping[str, int]
) -> None:
    """Counts, where no stronger road has counted."""
    seen = stamp(capture.retrieved_at)
    own = rank(capture.strength)
    by = dict(db.execute(_COUNTED, [json.dumps(list(keys.values()))]).fetchall())
    counted = []
    for one in told:
        counts, known = one.found.counts, one.heard and one.heard.known
        key = keys[one.found.post.id]
        before = rank(by[key]) if key in by else len(STRENGTHS)
        is_news = before > own or not known or known.counts != counts
        if counts and before >= own and is_news:
            counted.append(rows.counts_row(key, seen, counts, capture.strength))
    db.executemany(COUNTS, counted)


def _say(
    db: sqlite3.Connection,
    road: Road,
    told: Sequence[Told],
    keys: Mapping[str, int],
    stands: Mapping[str, Stand],
) -> None:
    """Note what the road says of each post, and where in the evidence it stands."""
    by = defaultdict[tuple[int, str], set[str | None]](set)
    for key, version_hash, author in db.execute(_VERSIONS, [json.dumps(list(keys.values()))]):
        by[key, version_hash].add(author)
    db.executemany(
        _ROAD,
        [
            (
                keys[post.id],
                post.id,
                road.source,
                road.strength,
                post.hash,
                road.key,
                one.found.where,
                one.heard.basis if one.heard else "new",
                *stands[post.id],
                rows.said(post)
                if _is_only_said(post, by.get((keys[post.id], post.hash)))
                else None,
                stamp(post.created_at),
                post.created_precision,
                stamp(one.found.as_of) if one.found.as_of else None,
            )
            for one in told
            for post in [one.found.post]
        ],
    )


def strength_of(text: str) -> Strength:
    """A strength as the archive writes it; one that is not known is the weakest."""
    return next((one for one in STRENGTHS if one == text), "hand")


def rank(strength: str) -> int:
    """The place of a road among all, the strongest first."""
    return STRENGTHS.index(strength_of(strength))


def _is_only_said(post: Post, authors: Set[str | None] | None) -> bool:
    """Whether no version says this, or only as written by others: these, None where none does."""
    if authors is None:
        return True
    return post.is_personal and post.author_id is not None and post.author_id not in authors


# posts, and what was merged into them
_THESE = """
WITH these AS (SELECT a.value AS post, o.key FROM json_each(?) a
    JOIN posts o ON o.key = a.value OR o.merged_into = a.value)"""
_HEARD = f"""{_THESE}
SELECT t.post, r.hash FROM these t JOIN roads r ON r.post = t.key AND r.source = ?"""  # noqa: S608
_STANDING = f"""
SELECT p.key, p.id, p.page, p.created_at, p.created_precision, p.personal,
    v.updated_at, v.edited_at, {rows.VERSION_AS_JSON}
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.key IN (SELECT value FROM json_each(?))"""  # noqa: S608
# what the post itself has said comes last, and counts
_STANDS = f"""{_THESE}
SELECT t.post, r.hash, r.post, r.capture, r.start, r.size
FROM these t JOIN roads r ON r.post = t.key AND r.source = ? ORDER BY t.key = t.post"""  # noqa: S608
_VERSIONS = """
SELECT post, hash, author_id FROM versions WHERE post IN (SELECT value FROM json_each(?))"""
_COMMENTS = """
SELECT c.id, v.hash FROM comments c
JOIN comment_versions v ON v.comment = c.key AND v.number = c.version
WHERE c.id IN (SELECT value FROM json_each(?))"""
# what it is called in another archive, of which the file does not say which one it is
_CALLED = """
INSERT INTO foreign_refs SELECT ?1, 'file ' || substr(sha256, 1, 16), ?2 FROM imports
WHERE key = ?3 AND NOT EXISTS (SELECT 1 FROM posts WHERE ref = ?1 AND key = ?2)
    AND NOT EXISTS (SELECT 1 FROM foreign_refs WHERE ref = ?1 AND post = ?2)
ON CONFLICT DO NOTHING"""
_PRESENT = """
UPDATE posts SET availability = ?, availability_since = ?, availability_checked = ?
WHERE key = ?"""
_RENAME = f"""
UPDATE posts SET id = ?1 WHERE key = ?2 AND substr(id, 1, {len(LOCAL)}) = '{LOCAL}'
    AND NOT EXISTS (SELECT 1 FROM posts WHERE id = ?1)"""  # noqa: S608
_COUNTED = """
SELECT post, strength FROM counts c WHERE post IN (SELECT value FROM json_each(?))
    AND at = (SELECT max(at) FROM counts WHERE post = c.post)"""
_ROAD = """
INSERT INTO roads (post, id, source, strength, hash, import, place, basis, capture, start, size,
    said, created_at, created_precision, as_of)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
