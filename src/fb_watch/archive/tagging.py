"""In: tags made anew. Out: the archive with them; what they were before is kept."""

import json
import math
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fb_watch.archive import rows
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.model.retagged import Retagged, Run, Said, Stored

_CLOSE = 1e-3  # confidences and scores nearer than this are the same: other processors round so


class Tagging:
    """The door for whoever tags anew; a connection opened to read will do for its first three."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    def count(self, after: int | None = None) -> int:
        """How many posts there are above a key."""
        with sqlite_trouble(self._path):
            (number,) = self._db.execute(_COUNT, [after]).fetchone()
        return int(number)

    def batch(self, after: int | None, size: int) -> list[Stored]:
        """The next posts above a key, at their newest version, with all that is said of them."""
        with sqlite_trouble(self._path):
            found = self._db.execute(_POSTS, (after, size)).fetchall()
            said: dict[int, list[Said]] = {row[0]: [] for row in found}
            for post, *tag in self._db.execute(_SAID, [json.dumps(list(said))]):
                said[post].append(_said(*tag))
        return [_stored(row, said[row[0]]) for row in found]

    def newest_texts(self, page: str, number: int) -> list[str]:
        """The messages of a page's newest posts, newest first."""
        with sqlite_trouble(self._path):
            return [message for (message,) in self._db.execute(_TEXTS, (page, number))]

    def begin(self, codebook: str, detector: str, at: datetime) -> Run:
        """The newest run, where it was cut and had this codebook and detector; else a new one."""
        with sqlite_trouble(self._path), transaction(self._db):
            asked = (codebook, detector)
            found = self._db.execute(_OPEN, asked).fetchone()
            if found is None:
                found = self._db.execute(_BEGIN, (*asked, stamp(at))).fetchone()
        return Run(key=found[0], last_key=found[1], begun_at=moment(found[2]))

    def write(self, run: Run, made: Sequence[Retagged], done: int, at: datetime) -> int:
        """
        The tags of a batch, in one transaction with how far the run is; gives how many changed.

        `done` is the key of the last post looked at. A post edited since it was read is passed
        over: its new version was tagged when it came.
        """
        with sqlite_trouble(self._path), transaction(self._db):
            current = self._versions([one.stored.key for one in made])
            fresh = [one for one in made if current.get(one.stored.key) == one.stored.version]
            changed = _replace(self._db, fresh, stamp(at))
            self._db.execute(
                "UPDATE retags SET last_key = ?, changed = changed + ? WHERE key = ?",
                (done, changed, run.key),
            )
        return changed

    def end(self, run: Run, at: datetime) -> None:
        """Note that the run has been through the whole archive."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute("UPDATE retags SET ended_at = ? WHERE key = ?", (stamp(at), run.key))

    def _versions(self, keys: Sequence[int]) -> dict[int, int]:
        return dict(self._db.execute(_VERSIONS, [json.dumps(keys)]).fetchall())


def _replace(db: sqlite3.Connection, made: Sequence[Retagged], when: str) -> int:
    """
    Put new machine tags in the place of old ones; gives how many posts have others now.

    A tag that stays as it was keeps its time and gets the hash of the codebook that confirms it;
    one that goes or changes is kept in `past_tags`. Tags by hand are not looked at.
    """
    old = _machine_rows(db, [one.stored.key for one in made])
    gone: list[rows.Row] = []
    come: list[rows.Row] = []
    confirmed: list[rows.Row] = []
    for one in made:
        key, version = one.stored.key, one.stored.version
        before = {row[2:4]: row for row in old.get((key, version), ())}
        after = {row[2:4]: row for row in rows.tag_rows(one.tagged, key, version, when)}
        for name, row in before.items():
            if name not in after or not _is_same(row, after[name]):
                gone.append(row)
            elif row[7] != after[name][7]:
                confirmed.append((after[name][7], key, row[2], row[3], version))
        come += [r for n, r in after.items() if n not in before or not _is_same(before[n], r)]
    changed = sorted({row[0] for row in (*gone, *come)})
    unindex(db, changed)
    db.executemany(_KEEP, [(row[0], *row[2:], when) for row in gone])
    db.executemany(_REMOVE, [(row[0], row[2], row[3], row[4]) for row in gone])
    db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", come)
    db.executemany(_CONFIRM, confirmed)
    index(db, changed)
    return len(changed)


def _machine_rows(db: sqlite3.Connection, keys: Sequence[int]) -> dict[tuple[int, int], list[Any]]:
    """Rows of `tags` by machine, by post and version."""
    found: dict[tuple[int, int], list[Any]] = {}
    for row in db.execute(_MACHINE, [json.dumps(keys)]):
        found.setdefault((row[0], row[4]), []).append(row)
    return found


def _is_same(one: rows.Row, other: rows.Row) -> bool:
    """Whether two rows of `tags` say the same, whatever codebook said so and when."""
    # post, by, kind, value, version, role, score, codebook, evidence, made_at
    if one[5] != other[5] or not math.isclose(one[6], other[6], abs_tol=_CLOSE):
        return False
    return bool(one[8] == other[8]) or (one[2] == "language" and _are_close(one[8], other[8]))


def _are_close(shares: str, others: str) -> bool:
    before, after = json.loads(shares), json.loads(others)
    return [s["code"] for s in before] == [s["code"] for s in after] and all(
        math.isclose(b["share"], a["share"], abs_tol=_CLOSE)
        for b, a in zip(before, after, strict=True)
    )


def _said(*row: Any) -> Said:
    kind, value, by, score, role, evidence = row
    words = [found["surface"] for found in json.loads(evidence) if "surface" in found]
    return Said(
        kind=kind,
        value=value,
        by=by,
        holds=by == "machine" or score > 0,
        role=role,
        surfaces=tuple(dict.fromkeys(words)),
    )


def _stored(row: Sequence[Any], said: list[Said]) -> Stored:
    key, ref, version, fb_id, page, created_at, *content = row
    told = rows.told_of(dict(zip(_CONTENT, content, strict=True)))
    return Stored(
        key=key,
        ref=ref,
        version=version,
        post=rows.post_of(told, id=fb_id, page=page, created_at=moment(created_at)),
        said=tuple(said),
    )


_COUNT = "SELECT count(*) FROM posts WHERE merged_into IS NULL AND (?1 IS NULL OR key > ?1)"
_VERSIONS = "SELECT key, version FROM posts WHERE key IN (SELECT value FROM json_each(?))"
_THESE = "(SELECT value FROM json_each(?))"
_CONTENT = ("message", "author", "place", "links", "media", "attachments")  # what taggers read
_OF_CONTENT = ", ".join(f"v.{name}" for name in _CONTENT)
_POSTS = f"""
SELECT p.key, p.ref, p.version, p.id, p.page, p.created_at, {_OF_CONTENT}
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.merged_into IS NULL AND (?1 IS NULL OR p.key > ?1) ORDER BY p.key LIMIT ?2"""  # noqa: S608
_SAID = f"""
SELECT t.post, t.kind, t.value, t."by", t.score, t.role, t.evidence
FROM tags t JOIN posts p ON p.key = t.post
WHERE t.post IN {_THESE} AND (t."by" = 'hand' OR t.version = p.version)
ORDER BY t.post, t."by", t.kind, t.value"""  # noqa: S608
_TEXTS = """
SELECT v.message FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.page = ? AND v.message <> '' ORDER BY p.key DESC LIMIT ?"""
_MACHINE = f"""SELECT * FROM tags WHERE post IN {_THESE} AND "by" = 'machine'"""  # noqa: S608
_OPEN = """
SELECT key, last_key, begun_at FROM retags
WHERE key = (SELECT max(key) FROM retags) AND codebook = ? AND detector = ? AND ended_at IS NULL"""
_BEGIN = """
INSERT INTO retags (codebook, detector, begun_at) VALUES (?, ?, ?)
RETURNING key, last_key, begun_at"""
_KEEP = """
INSERT INTO past_tags (post, kind, value, version, role, score, codebook, evidence, made_at,
    replaced_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_REMOVE = """
DELETE FROM tags WHERE post = ? AND "by" = 'machine' AND kind = ? AND value = ? AND version = ?"""
_CONFIRM = """
UPDATE tags SET codebook = ?
WHERE post = ? AND "by" = 'machine' AND kind = ? AND value = ? AND version = ?"""
