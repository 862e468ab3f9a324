"""The door for files of other roads: one file, one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fb_watch.archive import called, identity, joining, likeness, media, parting, roads
from fb_watch.archive.comments import key_known_by
from fb_watch.archive.keys import evidence_name, moment, stamp
from fb_watch.archive.rows import compact, counts_of
from fb_watch.archive.saving import part_of_one, transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.dialect.clean import clean
from fb_watch.model.collected import MediaFile, Page, Post, Strength
from fb_watch.model.intake import FileReport, Heard, Road, Told, bare
from fb_watch.model.state import PendingMedia
from fb_watch.model.tagged import Known, TaggedPost

_PROBLEMS = 100  # of a file, that are kept


class Intake:
    """What an import reads and writes."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    @contextmanager
    def one_file(self, *, keep: bool = True) -> Iterator[None]:
        """
        Everything in the block at once, or nothing: also where it is not to be kept.

        Within such a block (several files, none of which is to be kept) one may fail by itself.
        """
        whole = part_of_one if self._db.in_transaction else transaction
        with sqlite_trouble(self._path), whole(self._db):
            yield
            if not keep:
                self._db.execute("ROLLBACK")
                self._db.execute("BEGIN")  # for whoever ends it

    def imported(self, sha256: str, form: str, options: str) -> int | None:
        """
        How many posts were read of a file that was read in this way before, and came whole.

        None where it was not, or where a line or a picture of it was missing: the bytes are the
        same, what lies beside them need not be. One that was read with more beside it, as its
        options tell behind a sign, came whole too.
        """
        with sqlite_trouble(self._path):
            found = self._db.execute(_IMPORTED, (sha256, form, options)).fetchone()
        return int(json.loads(found[0])["read"]) if found else None

    def begin(self, road: Road, sha256: str, options: str) -> int:
        """A file is taken in; gives its key, the same where it is read once more."""
        row = (road.file, sha256, road.format, road.source, road.strength, options, stamp(road.at))
        with sqlite_trouble(self._path):
            (key,) = self._db.execute(_BEGIN, row).fetchone()
        return int(key)

    def key_known_by(self) -> str:
        """By what the key of the authors is known; "" before its first use."""
        with sqlite_trouble(self._path):
            return key_known_by(self._db) or ""

    def introduce(self, people: Iterable[tuple[str, str]]) -> None:
        """Who wrote the posts of a file, and what they are called; before these are heard."""
        with sqlite_trouble(self._path):
            called.introduce(self._db, people)

    def hear(
        self, posts: Sequence[Post], source: str, strength: Strength = "hand"
    ) -> list[Heard | None]:
        """
        What is archived of the posts of a file, in their order.

        Also what stands, where this road may go beyond it and leave something unsaid: of those
        that came by weaker roads than this, and of those of which the same road says otherwise.
        """
        with sqlite_trouble(self._path):
            matches = identity.recognise(self._db, posts)
            keys = [match.key for match in matches if match]
            known = {row[0]: _known(*row) for row in self._db.execute(_KNOWN, [json.dumps(keys)])}
            said = roads.heard(self._db, keys, source)
            pairs = [(post, known[m.key]) for post, m in zip(posts, matches, strict=True) if m]
            ruled = [one.key for post, one in pairs if _is_ruled(post, one, source, strength)]
            standing = roads.standing(self._db, ruled)
            if strength != "hand":
                by_hand = [key for key in standing if known[key].strength == "hand"]
                standing |= {key: bare(standing[key]) for key in by_hand}
        return [
            Heard(
                known=known[match.key],
                basis="text" if match.basis == "text" else "id",
                said=said.get(match.key, frozenset()),
                standing=standing.get(match.key),
            )
            if match
            else None
            for match in matches
        ]

    def save(self, page: Page, road: Road, told: Sequence[Told]) -> tuple[dict[str, int], int]:
        """Write a part of a file; gives the keys of its posts by id, and how many comments came."""
        with sqlite_trouble(self._path):
            return roads.save_told(self._db, page, road, told)

    def wanted(self, key: int, post: Post, place: int, strength: Strength) -> PendingMedia | None:
        """
        What of an archived post a picture of a file is, where that is not here yet.

        The same picture of the same post, where they have as many; else it is kept beside the
        post, as what shows it. So is a screenshot of what a stronger road tells.
        """
        with sqlite_trouble(self._path):
            theirs = media.shown(self._db, key)
            (own,) = self._db.execute("SELECT strength FROM posts WHERE key = ?", [key]).fetchone()
            is_shot = strength == "hand" != own
            is_same = len(theirs) == len(post.media) and not is_shot
            name = theirs[place] if is_same else evidence_name(post.hash, place)
            shown = post.media[place]
            self._db.execute(_MEDIUM, (key, name, shown.kind))
            lacks = self._db.execute(_LACKS, (key, name)).fetchone()
        return PendingMedia(post=key, post_id=post.id, name=name, media=shown) if lacks else None

    def another(self, key: int, post: Post, place: int, file: MediaFile) -> PendingMedia | None:
        """A further screenshot of a post that has one, kept beside it; None where it is here."""
        with sqlite_trouble(self._path):
            if self._db.execute(_IS_HERE, (key, file.sha256)).fetchone():
                return None
            name, shown = evidence_name(file.sha256, place), post.media[place]
            self._db.execute(_MEDIUM, (key, name, shown.kind))
        return PendingMedia(post=key, post_id=post.id, name=name, media=shown)

    def take(self, wanted: PendingMedia, file: MediaFile) -> None:
        """A file of an export has been taken in."""
        with sqlite_trouble(self._path):
            media.take(self._db, wanted, file, counts=False)

    def end(self, key: int, report: FileReport) -> None:
        """The file has been read to its end."""
        problems = [{"line": p.where, "reason": p.reason} for p in report.problems[:_PROBLEMS]]
        with sqlite_trouble(self._path):
            self._db.execute(_END, (compact(report.counted), compact(clean(problems)[0]), key))
            self._db.executemany(
                _WINDOW,
                [
                    (key, page, stamp(since), stamp(until), posts)
                    for page, (since, until, posts) in sorted(report.windows.items())
                ],
            )

    def propose(self, road: Road) -> int:
        """Look for posts that new ones of a file may be; gives how many pairs are open."""
        with sqlite_trouble(self._path):
            return likeness.propose(self._db, road.key, stamp(road.at))

    def apart(self, posts: Sequence[Post], source: str) -> list[Post]:
        """The posts of a file, those that a person has parted from others under their own ids."""
        with sqlite_trouble(self._path):
            return parting.apart(self._db, posts, source)

    def ref_of(self, post: Post, source: str) -> str:
        """The reference of a post that has been taken in."""
        with sqlite_trouble(self._path):
            (match,) = identity.recognise(self._db, parting.apart(self._db, [post], source))
            found = self._db.execute("SELECT ref FROM posts WHERE key = ?", [match and match.key])
            return str(found.fetchone()[0])

    def join(self, refs: Sequence[str], at: datetime) -> tuple[str, str]:
        """Make two posts one, as a person says; gives what stands for both, and the other."""
        return joining.join(self._db, refs, stamp(at))

    def refuse(self, refs: Sequence[str], at: datetime) -> None:
        """Two posts stay two, as a person says."""
        joining.refuse(self._db, refs, stamp(at))

    def part(self, ref: str, at: datetime) -> str | None:
        """Take back that a reference is another post's; gives that one, None where it is none's."""
        return joining.part(self._db, ref, stamp(at))

    def taken(self, ref: str) -> list[parting.Taken]:
        """What was taken to be this post for its words, or for its id, and can be parted."""
        return parting.taken(self._db, ref)

    def split(self, ref: str, taken: parting.Taken, tagged: TaggedPost, at: datetime) -> str:
        """Make that a post of its own; gives its reference."""
        return parting.split(self._db, ref, taken, tagged, stamp(at))


def _is_ruled(post: Post, known: Known, source: str, strength: Strength) -> bool:
    if known.strength == strength:
        return known.source == source and known.hash != post.hash
    return roads.rank(known.strength) > roads.rank(strength)


def _known(
    key: int,
    page: str,
    version_hash: str,
    availability: str,
    source: str,
    strength: str,
    as_of: str | None,
    at: str | None,
    *counts: object,
) -> Known:
    return Known(
        key=key,
        page=page,
        hash=version_hash,
        counts=counts_of(counts) if at else None,
        availability=availability,
        source=source,
        strength=roads.strength_of(strength),
        as_of=moment(as_of) if as_of else None,
    )


_IMPORTED = """
SELECT counted FROM imports
WHERE sha256 = ?1 AND format = ?2 AND problems = '[]'
    AND (options = ?3 OR substr(options, 1, length(?3) + 1) IN (?3 || '.', ?3 || '+'))"""
_BEGIN = """
INSERT INTO imports (file, sha256, format, source, strength, options, at, counted, problems)
VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '[]')
ON CONFLICT DO UPDATE SET
at = excluded.at, file = excluded.file, options = excluded.options RETURNING key"""
_END = "UPDATE imports SET counted = ?, problems = ? WHERE key = ?"
_WINDOW = """
INSERT INTO import_windows VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
since = excluded.since, until = excluded.until, posts = excluded.posts"""
# when a file was taken in says nothing of when its posts were so; of a response it does. Who made
# posts one knew the words of all of them: as late as the latest is what stands. A version that
# tells more and no other words stood when the one before it did
_KNOWN = """
SELECT p.key, p.page, v.hash, p.availability, v.source, p.strength, nullif(max(
        coalesce(v.updated_at, ''), iif(a.status > 0, v.captured_at, ''),
        coalesce((SELECT max(as_of) FROM roads WHERE post = p.key AND hash IN (
            SELECT hash FROM versions WHERE post = p.key AND message IS v.message)), ''),
        coalesce((SELECT max(r.as_of) FROM posts o JOIN roads r ON r.post = o.key
            WHERE o.merged_into = p.key), '')), ''),
    c.at, c.reactions, c.comments, c.shares, c.by_type
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
JOIN captures a ON a.key = v.capture
LEFT JOIN counts c ON c.post = p.key AND c.at = (SELECT max(at) FROM counts WHERE post = p.key)
WHERE p.key IN (SELECT value FROM json_each(?))"""
_MEDIUM = "INSERT INTO media (post, name, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_IS_HERE = "SELECT 1 FROM media WHERE post = ? AND sha256 = ?"
_LACKS = "SELECT 1 FROM media WHERE post = ? AND name = ? AND sha256 IS NULL"
