"""In: another archive. Out: its posts in ours, each once, with all that hangs on them."""

import json
import sqlite3
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from fb_watch.archive import identity, joining, likeness, naming
from fb_watch.archive.brought import BROUGHT, Maps, Row, bring, one_language
from fb_watch.archive.foreign import archive_id
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import key as key_of
from fb_watch.archive.keys import moment, next_key, ref
from fb_watch.archive.kinds import is_comment
from fb_watch.archive.media import carry
from fb_watch.archive.merged_captures import Captures
from fb_watch.archive.merged_ledger import coverage, pages
from fb_watch.archive.merged_media import Take, bring_media
from fb_watch.archive.merged_people import People
from fb_watch.archive.merged_rows import Both
from fb_watch.archive.merged_versions import Versions
from fb_watch.archive.proof import REF, TIME, is_true, read
from fb_watch.archive.resolve import standing
from fb_watch.archive.retiming import retime
from fb_watch.archive.rows import post_of
from fb_watch.archive.states import count_notes
from fb_watch.archive.weighing import time_of_both
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Post

_PART = 200


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
        self,
        ours: sqlite3.Connection,
        theirs: sqlite3.Connection,
        take: Take,
        at: str,
        configured: Sequence[Page] = (),
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._both = Both(ours, theirs)
        self._take = take
        self._at = at
        self._configured = configured
        self._unindexed: set[int] = set()
        self._fresh: set[int] = set()
        self._id = archive_id(theirs)
        # posts: to what was found here, itself or merged into another; people: to what stands
        self._maps: Maps = {"posts": {}, "people": {}, "captures": {}, "pages": {}}
        self.report = Merged()
        self._people = People(ours, theirs)
        self._captures = Captures(ours, theirs, self._maps, self.report.problems)
        self._versions = Versions(self._both, self._captures, self._people)

    def run(self) -> Merged:
        """Everything there is."""
        self._maps["pages"], conflicts = pages(self._ours, self._theirs, self._configured)
        self.report.conflicts += [*conflicts, *self._people.other_key()]
        self._given = dict(self._ours.execute(_NUMBERS))
        self._ours.executemany(_BEYOND, self._theirs.execute(_NUMBERS).fetchall())
        self._people.bring()
        after: int | None = None
        while rows := list(self._both.rows("posts", _POSTS, (after, _PART))):
            after = rows[-1]["key"]
            self._part(rows)
        touched = sorted(self._unindexed | set(self._maps["posts"].values()))
        self._join()
        self._stand()
        self._captures.all()
        carry(self._ours, touched)
        for one in BROUGHT:
            self.report.conflicts += bring(self._ours, self._theirs, one, self._maps)
        self.report.conflicts += one_language(self._ours)
        coverage(self._ours, self._theirs, self._maps["pages"])
        for key in touched:
            count_notes(self._ours, key)
        for at in range(0, len(touched), _PART):
            index(self._ours, touched[at : at + _PART])
        self.report.conflicts += likeness.bring_decisions(
            self._ours, self._theirs, self._maps["posts"]
        )
        self.report.pairs = likeness.propose_for(self._ours, sorted(self._fresh), self._at)
        return self.report

    def _part(self, rows: Sequence[Row]) -> None:
        """Some posts: found here or made new, then their versions."""
        told = [(row, post) for row in rows if (post := self._post(row))]
        self.report.posts += len(rows)
        by = self._people.authors([row["key"] for row, post in told if post.is_personal])
        told_by = {place: by.get(row["key"], set()) for place, (row, _post) in enumerate(told)}
        posts = [post for _row, post in told]
        matches = identity.recognise(self._ours, posts, by=told_by)
        for (row, post), match in zip(told, matches, strict=True):
            one = match or self._again(post, posts, by.get(row["key"], set()))
            is_new = one is None
            if one is None:
                key = self._new(row, post)
                self._unindexed.add(key)
                self._fresh.add(key)
                self.report.new += 1
            else:
                key = self._known(row, post, one)
                self.report.known += 1
            self._maps["posts"][row["key"]] = key
            brought = self._versions.bring(row, key)
            self.report.versions += 0 if is_new else brought
            self._ours.execute(_FOREIGN, (row["ref"], self._id, key))
            seen = self._theirs.execute(_ALIASES, [row["key"]])
            names = [*naming.names_of(post, key), *((str(alias), key) for (alias,) in seen)]
            naming.enter(self._ours, names, self._at)
            came, absent = bring_media(self._both, self._take, row["key"], key)
            self.report.media += came
            self.report.absent += absent

    def _again(self, post: Post, part: Sequence[Post], by: Set[str]) -> identity.Match | None:
        """The second of a part may be the first, which is here by now."""
        beside = [one for one in part if one is not post]
        (match,) = identity.recognise(self._ours, [post], beside, {0: by})
        return match

    def _post(self, row: Row) -> Post | None:
        """A post as identity sees it; None, and why, where it cannot be believed."""
        asked = (row["key"], row["version"])
        version = next(self._both.rows("versions", _CURRENT, asked), {})
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
            read(version | self._people.author(row, version)),
            id=row["id"],
            page=self._maps["pages"][row["page"]],
            created_at=moment(row["created_at"]),
            created_precision=row["created_precision"],
            is_personal=bool(row["personal"]),
            is_comment=is_comment(version["kind"], version["source"]),
        )

    def _new(self, row: Row, post: Post) -> int:
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
        self._both.insert("posts", values)
        return key

    def _known(self, row: Row, post: Post, match: identity.Match) -> int:
        """
        What moved of a post both have: the later look counts, a given id; gives its key.

        What a person here has merged into another keeps what is said of it. Only where it stands
        there, and says more than is known of it, that is said of the post it is merged into.
        """
        is_merged = row["merged_into"] is not None
        key = match.own if is_merged or self._versions.are_all(row, match.own) else match.key
        if left := {match.own, match.key} - self._unindexed:
            unindex(self._ours, sorted(left))
            self._unindexed |= left
        decided = key if is_merged else match.key
        status, named = self._ours.execute(_STATUS, [decided]).fetchone()
        self._ours.execute(_SEEN, {**row, "here": key})
        self._ours.execute(_DECIDED, {**row, "here": decided})
        if row["status"] not in ("new", status) and status != "new":
            self.report.conflicts.append(f"status {named}: {status} / {row['status']}")
        if not identity.is_local(post.id):
            self._ours.execute(_GIVEN, {"here": key, "id": post.id, "local": f"{identity.LOCAL}*"})
        return self._dated(row, key)

    def _dated(self, row: Row, key: int) -> int:
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

    def _join(self) -> None:
        """What people there have made one, where people here have not said that it is two."""
        posts = self._maps["posts"]
        for there, into, actions in self._theirs.execute(_JOINED).fetchall():
            if there not in posts or into not in posts:
                continue
            here, stands = posts[there], standing(self._ours, posts[into])
            if standing(self._ours, here) != here or here == stands:
                continue
            if likeness.are_two(self._ours, here, stands):
                continue
            if here in self._fresh:  # what was said of it there has gone over there
                self._ours.execute(_INTO, (stands, here))
                moved = json.dumps({"posts": [], "actions": json.loads(actions)})
                self._ours.execute(_MERGE, (stands, here, self._at, moved))
            else:
                pair = joining.ranked(self._ours, (here, stands))
                joining.unite(self._ours, pair[0][0], pair[1][0], self._at)

    def _stand(self) -> None:
        """What was said of posts there is said of those that stand here."""
        merged = dict(self._theirs.execute(_MERGED).fetchall())
        into = dict(self._ours.execute(_MERGED).fetchall())
        self._maps["people"] = {
            there: here if there in merged else into.get(here, here)
            for there, here in self._maps["posts"].items()
        }


_POSTS = "WHERE ?1 IS NULL OR key > ?1 ORDER BY key LIMIT ?2"
_CURRENT = "WHERE post = ? AND number = ?"
_FOREIGN = "INSERT INTO foreign_refs VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ALIASES = "SELECT alias FROM aliases WHERE post = ?"
_NUMBERS = "SELECT year, next FROM numbers"
# numbers that are given anew lie above those of both, so that as many as can be stay what they are
_BEYOND = "INSERT INTO numbers VALUES (?1, ?2) ON CONFLICT DO UPDATE SET next = max(next, ?2)"
_RESERVE = "UPDATE numbers SET next = next + 1 WHERE year = ? RETURNING next"
_STATUS = "SELECT status, ref FROM posts WHERE key = ?"
_SEEN = """
UPDATE posts SET availability = :availability, availability_since = :availability_since,
    availability_checked = :availability_checked
WHERE key = :here AND :availability <> 'unknown'
    AND (availability = 'unknown' OR availability_checked < :availability_checked)"""
_DECIDED = """
UPDATE posts SET status = iif(status = 'new', :status, status) WHERE key = :here"""
_WHEN = "SELECT created_at, created_precision, strength FROM posts WHERE key = ?"
_GIVEN = """
UPDATE posts SET id = :id WHERE key = :here AND id GLOB :local
    AND NOT EXISTS (SELECT 1 FROM posts WHERE id = :id)"""
_JOINED = """
SELECT o.key, o.merged_into, (
    SELECT json_group_array(j.value)
    FROM merges m, json_each(iif(json_valid(m.moved), m.moved, '{}'), '$.actions') j
    WHERE m.merged = o.key AND m.undone_at IS NULL AND j.type = 'text')
FROM posts o WHERE o.merged_into IS NOT NULL ORDER BY o.key"""
_MERGED = "SELECT key, merged_into FROM posts WHERE merged_into IS NOT NULL"
_INTO = "UPDATE posts SET merged_into = ? WHERE key = ?"
_MERGE = "INSERT INTO merges (post, merged, at, moved) VALUES (?, ?, ?, ?)"
