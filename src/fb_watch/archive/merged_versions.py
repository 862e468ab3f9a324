"""In: a post there and which it is here. Out: its versions behind ours, and the one that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from fb_watch.archive.brought import Row
from fb_watch.archive.merged_captures import Captures
from fb_watch.archive.merged_people import People
from fb_watch.archive.merged_rows import Both
from fb_watch.archive.proof import is_true
from fb_watch.archive.roads import rank
from fb_watch.archive.weighing import Said, is_outweighed, is_said


@dataclass(frozen=True, slots=True)
class Versions:
    """Brings what was written of a post over, with what the machine said of it."""

    both: Both
    captures: Captures
    people: People

    def bring(self, row: Row, here: int) -> int:
        """Versions that are not here, behind those that are; gives how many came."""
        rows = self.both.ours.execute(_HASHES, [here]).fetchall()
        known = {(one[0], one[1], one[2]): one[3] for one in rows}
        own = [Said(at, version_hash, rank(strong)) for version_hash, _s, at, _n, strong in rows]
        own.sort(key=_seen)
        number = max(known.values(), default=0)
        brought: dict[int, int] = {}  # number there → number here
        versions = [
            version
            for version in self.both.rows("versions", _ALL_VERSIONS, [row["key"]])
            if is_true(version)
        ]
        theirs = sorted(map(_said, versions), key=_seen)
        for version in versions:
            name = (version["hash"], version["source"], version["captured_at"])
            capture = self.captures.bring(version["capture"])
            if name in known or capture is None or is_said(_said(version), own, theirs):
                continue
            number += 1
            brought[version["number"]] = number
            place = {"post": here, "number": number, "capture": capture}
            self.both.insert("versions", version | self.people.author(row, version) | place)
            self._tags(row["key"], version["number"], here, number)
        if row["version"] in brought:
            self._let_stand(here, brought[row["version"]], theirs)
        return len(brought)

    def are_all(self, row: Row, here: int) -> bool:
        """Whether a post here has every wording of one there, by as strong a road."""
        own: dict[str, int] = {}
        for version_hash, _source, _at, _number, strong in self.both.ours.execute(_HASHES, [here]):
            own[version_hash] = min(rank(strong), own.get(version_hash, rank(strong)))
        return all(
            version["hash"] in own and own[version["hash"]] <= rank(version["strength"])
            for version in self.both.rows("versions", _ALL_VERSIONS, [row["key"]])
        )

    def _let_stand(self, here: int, number: int, theirs: Sequence[Said]) -> None:
        """A version that was brought stands, where it outweighs ours."""
        values = {"post": here, "theirs": number}
        told = {
            n: Said(at, version_hash, rank(strong))
            for n, strong, at, version_hash in self.both.ours.execute(_STANDING, values)
        }
        other = told.pop(number)
        standing = next(iter(told.values()), None)
        if standing is None or is_outweighed(standing, other, knows_both=standing in theirs):
            self.both.ours.execute(_STANDS, {"post": here, "version": number})

    def _tags(self, there: int, number: int, here: int, new: int) -> None:
        """What the machine said of a version there."""
        for tag in list(self.both.rows("tags", _MACHINE, (there, number))):
            self.both.insert("tags", tag | {"post": here, "version": new}, or_nothing=True)


def _seen(version: Said) -> str:
    return version.at


def _said(version: Row) -> Said:
    return Said(version["captured_at"], version["hash"], rank(version["strength"]))


_ALL_VERSIONS = "WHERE post = ? ORDER BY number"
_MACHINE = """WHERE post = ? AND version = ? AND "by" = 'machine'"""
_HASHES = """
SELECT hash, source, captured_at, number, strength FROM versions WHERE post = ? ORDER BY number"""
_STANDING = """
SELECT v.number, v.strength, v.captured_at, v.hash FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key = :post AND v.number IN (p.version, :theirs)"""
_STANDS = """
UPDATE posts SET version = :version,
    strength = (SELECT strength FROM versions WHERE post = :post AND number = :version)
WHERE key = :post"""
