"""In: another archive. Out: its posts in ours, each once, with all that hangs on them."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fb_watch.archive import identity, likeness, naming
from fb_watch.archive.brought import BROUGHT, Maps, bring, one_language
from fb_watch.archive.called import bring_people
from fb_watch.archive.comments import key_known_by
from fb_watch.archive.foreign import archive_id
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import key as key_of
from fb_watch.archive.keys import moment, next_key, ref
from fb_watch.archive.merged_captures import Captures
from fb_watch.archive.merged_ledger import coverage, pages
from fb_watch.archive.proof import REF, TIME, is_true, read
from fb_watch.archive.retiming import retime
from fb_watch.archive.roads import rank
from fb_watch.archive.rows import post_of
from fb_watch.archive.tables import columns
from fb_watch.archive.weighing import Said, is_outweighed, is_said, time_of_both
from fb_watch.i18n import _
from fb_watch.model.collected import MediaFile, Post
from fb_watch.model.intake import kept_as

_PART = 200
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WHOLE = ("posts", "versions", "tags", "media")
Take = Callable[[str], MediaFile | None]  # SHA-256 → the file, copied; None: it is not there


@dataclass(kw_only=True)
class Merged:
    """What came of a merge; filled while it goes on."""

    posts: int = 0  # looked at
    new: int = 0
    known: int = 0
    versions: int = 0  # of posts known here
    media: int = 0
    absent: int = 0  # media files that are not there
    pairs: int = 0  # of posts that may be one: a person decides
    conflicts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # what could not be believed


class Merging:
    """One archive taken into another; to be used within a transaction."""

    def __init__(
        self, ours: sqlite3.Connection, theirs: sqlite3.Connection, take: Take, at: str
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._take = take
        self._at = at
        self._unindexed: set[int] = set()
        self._fresh: set[int] = set()
        self._keys = key_known_by(ours) or "", key_known_by(theirs) or ""
        self._id = archive_id(theirs)
        self._maps: Maps = {"posts": {}, "captures": {}, "pages": {}}
        self.report = Merged()

    def run(self) -> Merged:
        """Everything there is."""
        self._maps["pages"], conflicts = pages(self._ours, self._theirs)
        self.report.conflicts += [*conflicts, *self._other_key()]
        self._captures = Captures(self._ours, self._theirs, self._maps, self.report.problems)
        self._columns = {t: columns(self._ours, t) for t in _WHOLE}
        self._given = dict(self._ours.execute(_NUMBERS))
        self._ours.executemany(_BEYOND, self._theirs.execute(_NUMBERS).fetchall())
        bring_people(self._ours, self._theirs, self._kept)
        after: int | None = None
        while rows := list(self._rows("posts", _POSTS, (after, _PART))):
            after = rows[-1]["key"]
            self._part(rows)
        touched = sorted(self._unindexed | set(self._maps["posts"].values()))
        self._join()
        self._captures.all()
        for one in BROUGHT:
            self.report.conflicts += bring(self._ours, self._theirs, one, self._maps)
        self.report.conflicts += one_language(self._ours)
        coverage(self._ours, self._theirs, self._maps["pages"])
        for at in range(0, len(touched), _PART):
            index(self._ours, touched[at : at + _PART])
        likeness.bring_decisions(self._ours, self._theirs, self._maps["posts"])
        self.report.pairs = likeness.propose_for(self._ours, sorted(self._fresh), self._at)
        return self.report

    def _part(self, rows: Sequence[dict[str, Any]]) -> None:
        """Some posts: found here or made new, then their versions."""
        told = [(row, post) for row in rows if (post := self._post(row))]
        self.report.posts += len(rows)
        matches = identity.recognise(self._ours, [post for _row, post in told])
        for (row, post), match in zip(told, matches, strict=True):
            key = match.key if match else self._again(post, [one for _row, one in told])
            is_new = key is None
            if key is None:
                key = self._new(row, post)
                self._unindexed.add(key)
                self._fresh.add(key)
                self.report.new += 1
            else:
                key = self._known(row, post, key)
                self.report.known += 1
            self._maps["posts"][row["key"]] = key
            brought = self._versions(row, key)
            self.report.versions += 0 if is_new else brought
            self._ours.execute(_FOREIGN, (row["ref"], self._id, key))
            seen = self._theirs.execute(_ALIASES, [row["key"]])
            names = [*naming.names_of(post, key), *((str(alias), key) for (alias,) in seen)]
            naming.enter(self._ours, names, self._at)
            self._media(row["key"], key)

    def _again(self, post: Post, part: Sequence[Post]) -> int | None:
        """The second of a part may be the first, which is here by now."""
        (match,) = identity.recognise(self._ours, [post], [one for one in part if one is not post])
        return match.key if match else None

    def _post(self, row: dict[str, Any]) -> Post | None:
        """A post as identity sees it; None, and why, where it cannot be believed."""
        asked = (row["key"], row["version"])
        version = next(self._rows("versions", _CURRENT, asked), {})
        odd = (
            not isinstance(row["id"], str)
            or not REF.fullmatch(str(row["ref"]))
            or not TIME.fullmatch(str(row["created_at"]))
            or row["page"] not in self._maps["pages"]
        )
        is_odd = odd or not version or not is_true(version)
        if is_odd or self._captures.bring(version["capture"]) is None:
            text = _("{ref}: is not what its hash says, and is left out")
            self.report.problems.append(text.format(ref=row["ref"]))
            return None
        return post_of(
            read(version | self._author(row, version)),
            id=row["id"],
            page=self._maps["pages"][row["page"]],
            created_at=moment(row["created_at"]),
            created_precision=row["created_precision"],
            is_personal=bool(row["personal"]),
        )

    def _author(self, row: dict[str, Any], version: dict[str, Any]) -> dict[str, str | None]:
        """Who wrote a version, a person as keyed there."""
        told = version["author_id"]
        return {"author_id": self._kept(told) if row["personal"] and told else told}

    def _kept(self, person: str) -> str:
        own, key = self._keys
        return kept_as(person, key, own)

    def _other_key(self) -> Iterator[str]:
        """A line where people were keyed with two keys."""
        own, key = self._keys
        if own != key and all(db.execute(_PEOPLE).fetchone() for db in (self._ours, self._theirs)):
            yield _(
                "author.key: people are keyed with another key there. Posts of people are compared "
                "by page, minute and words alone; those that may be one: fb-watch import --review. "
                "Homes that are to be merged need the same archive/author.key before their first "
                "import."
            )

    def _new(self, row: dict[str, Any], post: Post) -> int:
        """A post that is not here; it keeps its reference where that was never given here."""
        year, number = (int(part) for part in REF.fullmatch(row["ref"]).groups())  # type: ignore[union-attr]
        if number < self._given.get(year, 1):
            number = self._ours.execute(_RESERVE, [year]).fetchone()[0] - 1
        key = key_of(post.created_at, number)
        while self._ours.execute("SELECT 1 FROM posts WHERE key = ?", [key]).fetchone():
            key = next_key(key)
        values = {
            **row,
            "key": key,
            "ref": ref(year, number),
            "page": post.page,
            "version": 0,
            "merged_into": None,
        }
        self._insert("posts", values)
        return key

    def _known(self, row: dict[str, Any], post: Post, key: int) -> int:
        """What moved of a post both have: the later look counts, a given id; gives its key."""
        if key not in self._unindexed:
            unindex(self._ours, [key])
            self._unindexed.add(key)
        (status,) = self._ours.execute(_STATUS, [key]).fetchone()
        for sql in (_SEEN, _DECIDED):
            self._ours.execute(sql, {**row, "here": key})
        if row["status"] not in ("new", status) and status != "new":
            (named,) = self._ours.execute("SELECT ref FROM posts WHERE key = ?", [key]).fetchone()
            self.report.conflicts.append(f"status {named}: {status} / {row['status']}")
        if not identity.is_local(post.id):
            self._ours.execute(_GIVEN, {"here": key, "id": post.id, "local": f"{identity.LOCAL}*"})
        return self._dated(row, key)

    def _dated(self, row: dict[str, Any], key: int) -> int:
        """The time of the stronger road counts, of equals the finer, then the earlier one."""
        at, precision, strength = self._ours.execute(_WHEN, [key]).fetchone()
        known, told = (at, precision), (row["created_at"], row["created_precision"])
        when = time_of_both(known, strength, told, row["strength"])
        if when == known:
            return key
        new = retime(self._ours, [(key, when)]).get(key, key)
        self._unindexed = self._unindexed - {key} | {new}
        self._fresh = {new if one == key else one for one in self._fresh}
        posts = self._maps["posts"]
        posts |= {there: new for there, here in posts.items() if here == key}
        return new

    def _versions(self, row: dict[str, Any], here: int) -> int:
        """Versions that are not here, behind those that are; then which one stands."""
        rows = self._ours.execute(_HASHES, [here]).fetchall()
        known = {(one[0], one[1], one[2]): one[3] for one in rows}
        own = [Said(at, version_hash, rank(strong)) for version_hash, _s, at, _n, strong in rows]
        own.sort(key=_seen)
        number = max(known.values(), default=0)
        brought: dict[int, int] = {}  # number there → number here
        versions = [
            version
            for version in self._rows("versions", _ALL_VERSIONS, [row["key"]])
            if is_true(version)
        ]
        theirs = sorted(map(_said, versions), key=_seen)
        for version in versions:
            name = (version["hash"], version["source"], version["captured_at"])
            capture = self._captures.bring(version["capture"])
            if name in known or capture is None or is_said(_said(version), own, theirs):
                continue
            number += 1
            brought[version["number"]] = number
            self._insert(
                "versions",
                {
                    **version,
                    **self._author(row, version),
                    "post": here,
                    "number": number,
                    "capture": capture,
                },
            )
            self._tags(row["key"], version["number"], here, number)
        if row["version"] in brought:
            self._let_stand(here, brought[row["version"]], theirs)
        return len(brought)

    def _let_stand(self, here: int, number: int, theirs: Sequence[Said]) -> None:
        """A version that was brought stands, where it outweighs ours."""
        values = {"post": here, "theirs": number}
        told = {
            n: Said(at, version_hash, rank(strong))
            for n, strong, at, version_hash in self._ours.execute(_STANDING, values)
        }
        other = told.pop(number)
        standing = next(iter(told.values()), None)
        if standing is None or is_outweighed(standing, other, knows_both=standing in theirs):
            self._ours.execute(_STANDS, {"post": here, "version": number})

    def _tags(self, there: int, number: int, here: int, new: int) -> None:
        """What the machine said of a version there."""
        for tag in list(self._rows("tags", _MACHINE, (there, number))):
            self._insert("tags", {**tag, "post": here, "version": new}, or_nothing=True)

    def _media(self, there: int, here: int) -> None:
        """Pictures; a file is copied where its bytes are what its name says."""
        for medium in list(self._rows("media", _MEDIA, [there])):
            sha256 = medium["sha256"]
            empty = {"post": here, "sha256": None, "type": None, "path": None, "bytes": None}
            self._insert("media", medium | empty, or_nothing=True)
            lacks = self._ours.execute(_LACKS, (here, medium["name"])).fetchone()
            if lacks is None or not _SHA256.fullmatch(str(sha256)):
                continue
            file = self._take(sha256)
            if file is None:
                self.report.absent += 1
                continue
            self.report.media += 1
            told = (file.sha256, file.type, file.path, file.bytes, here, medium["name"])
            self._ours.execute(_FILE, told)

    def _join(self) -> None:
        """What people there have made one, where one of the two came new."""
        posts = self._maps["posts"]
        for there, into, status in self._theirs.execute(_JOINED).fetchall():
            here, standing = posts.get(there), posts.get(into)
            if here is None or standing is None or here == standing:
                continue
            (mine,) = self._ours.execute(_MERGED_INTO, [here]).fetchone()
            if mine is None:
                self._ours.execute(
                    "UPDATE posts SET merged_into = ? WHERE key = ?", (standing, here)
                )
                moved = json.dumps({"posts": [], "status": status})
                self._ours.execute(_MERGE, (standing, here, self._at, moved))

    def _insert(self, table: str, row: dict[str, Any], *, or_nothing: bool = False) -> int:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _name in row)
        end = " ON CONFLICT DO NOTHING" if or_nothing else ""
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}){end}"  # noqa: S608
        return self._ours.execute(sql, list(row.values())).lastrowid or 0

    def _rows(self, table: str, rest: str, asked: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """Rows of a table there, by the names of its columns here."""
        names = self._columns[table]
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {quoted} FROM {table} {rest}"  # noqa: S608
        for row in self._theirs.execute(sql, asked):
            yield dict(zip(names, row, strict=True))


def _seen(version: Said) -> str:
    return version.at


def _said(version: Mapping[str, Any]) -> Said:
    return Said(version["captured_at"], version["hash"], rank(version["strength"]))


_POSTS = "WHERE ?1 IS NULL OR key > ?1 ORDER BY key LIMIT ?2"
_CURRENT = "WHERE post = ? AND number = ?"
_ALL_VERSIONS = "WHERE post = ? ORDER BY number"
_MACHINE = """WHERE post = ? AND version = ? AND "by" = 'machine'"""
_MEDIA = "WHERE post = ? ORDER BY name"
_FOREIGN = "INSERT INTO foreign_refs VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ALIASES = "SELECT alias FROM aliases WHERE post = ?"
_NUMBERS = "SELECT year, next FROM numbers"
# numbers that are given anew lie above those of both, so that as many as can be stay what they are
_BEYOND = "INSERT INTO numbers VALUES (?1, ?2) ON CONFLICT DO UPDATE SET next = max(next, ?2)"
_RESERVE = "UPDATE numbers SET next = next + 1 WHERE year = ? RETURNING next"
_STATUS = "SELECT status FROM posts WHERE key = ?"
_SEEN = """
UPDATE posts SET availability = :availability, availability_since = :availability_since,
    availability_checked = :availability_checked
WHERE key = :here AND :availability <> 'unknown'
    AND (availability = 'unknown' OR availability_checked < :availability_checked)"""
_DECIDED = """
UPDATE posts SET status = iif(status = 'new', :status, status), notes = max(notes, :notes)
WHERE key = :here"""
_WHEN = "SELECT created_at, created_precision, strength FROM posts WHERE key = ?"
_PEOPLE = "SELECT 1 FROM posts WHERE personal LIMIT 1"
_GIVEN = """
UPDATE posts SET id = :id WHERE key = :here AND id GLOB :local
    AND NOT EXISTS (SELECT 1 FROM posts WHERE id = :id)"""
_HASHES = """
SELECT hash, source, captured_at, number, strength FROM versions WHERE post = ? ORDER BY number"""
_STANDING = """
SELECT v.number, v.strength, v.captured_at, v.hash FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key = :post AND v.number IN (p.version, :theirs)"""
_STANDS = """
UPDATE posts SET version = :version,
    strength = (SELECT strength FROM versions WHERE post = :post AND number = :version)
WHERE key = :post"""
_LACKS = "SELECT 1 FROM media WHERE post = ? AND name = ? AND sha256 IS NULL"
_FILE = """
UPDATE media SET sha256 = ?, type = ?, path = ?, bytes = ?, error = NULL, failed_at = NULL
WHERE post = ? AND name = ?"""
_JOINED = """
SELECT o.key, o.merged_into, p.status FROM posts o JOIN posts p ON p.key = o.merged_into
ORDER BY o.key"""
_INTO = "UPDATE posts SET merged_into = ? WHERE key = ?"
_MERGED_INTO = "SELECT merged_into FROM posts WHERE key = ?"
_MERGE = "INSERT INTO merges (post, merged, at, moved) VALUES (?, ?, ?, ?)"
