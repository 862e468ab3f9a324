"""
In: spreadsheets that come back filled in. Out: their rows entered; what others say is left.

What the archive said when a sheet went out is kept here, not in the sheet: so it is known what
somebody changed in it, whatever was done to the file.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from fb_watch.archive import samples, wishes
from fb_watch.archive.actions import TAKEN_BACK, Act, clean, fresh_id, person
from fb_watch.archive.hand_tags import say
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import hash_of, resolve, standing
from fb_watch.archive.review import Holder, holders
from fb_watch.archive.rows import compact
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.shape import load
from fb_watch.errors import NotFoundError
from fb_watch.i18n import _
from fb_watch.model.archived import ArchivedPost, versioned
from fb_watch.model.reviewed import Answer
from fb_watch.model.sheet import Filled, Problem, Sent


class Conflict(TypedDict):
    """A word of the sheet that stands against what somebody has said since it went out."""

    line: int
    ref: str
    # status, theme:education, country:KE, language; text: the post was edited;
    # of a blind sheet themes, countries, language
    field: str
    sheet: str
    archive: str
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What came of a sheet: how many posts changed, what stands against it, what was no use."""

    changed: int
    same: int
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    taken_from: dict[str, Holder]  # others who had posts that it decides of, by reference


@sqlite_trouble()
def send_out(
    db: sqlite3.Connection, posts: Sequence[ArchivedPost], by: str, at: datetime, sample: str = ""
) -> str:
    """Keep what is said of the posts now; gives the id of the sheet. `sample`: to be coded."""
    sheet = fresh_id()
    with transaction(db):
        (seen,) = db.execute("SELECT coalesce(max(key), 0) FROM changes").fetchone()
        of_sample = samples.get(db, sample)["id"] if sample else None
        row = (sheet, stamp(at), person(by), seen, of_sample)
        db.execute("INSERT INTO sheets VALUES (?, ?, ?, ?, ?)", row)
        db.executemany(
            "INSERT INTO sheet_rows VALUES (?, ?, ?, ?)", [_row(db, sheet, post) for post in posts]
        )
    return sheet


def _row(db: sqlite3.Connection, sheet: str, post: ArchivedPost) -> tuple[str, int, str, str]:
    """What is said of a post; of an old version also which one was the newest when it was read."""
    said = wishes.said(post)
    own, _version = resolve(db, versioned(post))
    if post["version"] != post["newest_version"]:
        said["newest"] = hash_of(db, own, post["newest_version"])
    return sheet, own, post["hash"], compact(said)


@sqlite_trouble()
def sent(db: sqlite3.Connection, sheet: str) -> dict[str, Sent]:
    """What the rows of a sheet said when it went out, by reference and version."""
    rows = db.execute(_ALL_SENT, [sheet]).fetchall()
    return {
        f"{ref}@{version[:8]}": Sent(
            themes=frozenset(said["themes"]),
            countries=frozenset(said["countries"]),
            language=said["language"],
        )
        for ref, version, said in ((ref, version, json.loads(told)) for ref, version, told in rows)
    }


@sqlite_trouble()
def sample_of(db: sqlite3.Connection, sheet: str) -> str | None:
    """The id of the sample a sheet is to code; None where it is no such sheet."""
    row = db.execute("SELECT sample FROM sheets WHERE id = ?", [sheet]).fetchone()
    if row is None:
        raise NotFoundError(
            _("This sheet did not go out from this archive."),
            remedy=_("Give the home it came from with --home."),
        )
    return None if row[0] is None else str(row[0])


@sqlite_trouble()
def take_in(
    db: sqlite3.Connection,
    sheet: str,
    rows: Sequence[Filled],
    by: str,
    at: datetime,
    *,
    prevails: bool = False,
) -> Entered:
    """
    Enter what somebody changed in a sheet, as one action.

    Where others have said something else since it went out, theirs stays and is told, unless the
    sheet `prevails`. Taken in once more, a sheet changes nothing.
    """
    sample = sample_of(db, sheet)
    with transaction(db):
        act = Act(db=db, kind="sheet", by=by, at=at)
        taking = _Taking(act, sheet, sample, prevails)
        changed = [taking.enter(row) for row in rows]
        return Entered(
            changed=sum(changed),
            same=len(changed) - sum(changed),
            conflicts=tuple(taking.conflicts),
            problems=tuple(taking.problems),
            taken_from=taking.taken_from,
        )


class _Taking:
    """One sheet being entered."""

    def __init__(self, act: Act, sheet: str, sample: str | None, prevails: bool) -> None:
        self.conflicts: list[Conflict] = []
        self.problems: list[Problem] = []
        self.taken_from: dict[str, Holder] = {}
        self._act = act
        self._sheet = sheet
        self._sample = sample
        self._prevails = prevails

    def enter(self, row: Filled) -> bool:
        """One row; whether it changed anything."""
        db = self._act.db
        try:
            own, _version = resolve(db, row.ref)
        except NotFoundError as error:
            self._complain(row, error.message)
            return False
        post = standing(db, own)
        found = db.execute(_SENT, (self._sheet, own, post)).fetchone()
        if found is None:
            ref = row.ref.partition("@")[0]
            self._complain(row, _("{ref} was not in this sheet.").format(ref=ref))
            return False
        if self._sample is not None:
            return self._code(row, own)
        version, told, seen = found
        said = json.loads(told)
        if own != post:
            seen = 0  # of the post it has become since, the sheet showed nothing in this row
        newest = said.get("newest", version)
        (now,) = load(db, [(post, None)])
        wanted = [wish for wish in wishes.wished(row, said) if not wishes.stands(wish, now)]
        kept = [wish for wish in wanted if self._is_free(row, post, wish, now, newest, seen)]
        unindex(db, [post])
        news = [self._grant(post, now["ref"], wish) for wish in kept]
        index(db, [post])
        return any([*news, self._add_note(row, own, version)])

    def _code(self, row: Filled, post: int) -> bool:
        """A row of a blind sheet: an answer, where all of it is there."""
        if row.themes is None and row.countries is None and row.language is None:
            return False
        if row.themes is None or row.countries is None or row.language is None:
            text = _("Themes (or none), countries (or none) and the language are all needed.")
            self._complain(row, text)
            return False
        answer = Answer(themes=row.themes, countries=row.countries, language=row.language)
        said = samples.coding(self._act.db, self._sample or "", post, self._act.by)
        if said:
            self.conflicts += _differences(row, answer, said)
        if said and (said.answer == answer or not self._prevails):
            return False
        return samples.enter(self._act, self._sample or "", post, answer)

    def _is_free(
        self, row: Filled, post: int, wish: wishes.Wish, now: ArchivedPost, newest: str, seen: int
    ) -> bool:
        """Whether nothing stands that was said of it since; else the conflict is noted."""
        since = {"post": post, "field": wish.field, "seen": seen}
        other = self._act.db.execute(_SINCE, since).fetchone()
        field = "language" if wish.field == "tag:language" else wish.field.removeprefix("tag:")
        if other is None and now["hash"] != newest:
            field, other = "text", ("", now["captured_at"])
        if other is not None:
            told = now["status"] if wish.word is None else wishes.standing(wish, now)
            self.conflicts.append(
                {
                    "line": row.line,
                    "ref": now["ref"],
                    "field": field,
                    "sheet": wishes.asked(wish),
                    "archive": told,
                    "who": other[0],
                    "at": other[1],
                }
            )
        return other is None or self._prevails

    def _grant(self, post: int, ref: str, wish: wishes.Wish) -> bool:
        if wish.word is not None:
            return say(self._act, post, wish.word)
        held = holders(self._act.db, [ref], self._act.at)
        self.taken_from |= {ref: one for ref, one in held.items() if one["name"] != self._act.by}
        self._act.put("assigned", post, None)
        return self._act.put("status", post, wish.value)

    def _add_note(self, row: Filled, post: int, version: str) -> bool:
        """The note of a row, once: the same sheet may come in again."""
        text = clean(row.note or "").strip()
        act = self._act
        if not text or act.db.execute(_NOTED, (post, act.by, text)).fetchone():
            return False
        told = {"hash": version, "at": act.when, "name": act.by, "text": text}
        return act.put(f"note:{fresh_id()}", post, compact(told))

    def _complain(self, row: Filled, reason: str) -> None:
        self.problems.append(Problem(line=row.line, reason=reason))


def _differences(row: Filled, answer: Answer, said: samples.Coding) -> list[Conflict]:
    """
    What a row of a blind sheet says otherwise than this person has coded the post.

    It does not matter when: a sheet holds only what whoever it went to had not coded. So either
    that was coded since, or the sheet is somebody else's.
    """
    sheet, archive = _told(answer), _told(said.answer)
    return [
        {
            "line": row.line,
            "ref": row.ref.partition("@")[0],
            "field": field,
            "sheet": sheet[field],
            "archive": archive[field],
            "who": said.by,
            "at": said.at,
        }
        for field in sheet
        if sheet[field] != archive[field]
    ]


def _told(answer: Answer) -> dict[str, str]:
    return {
        "themes": " ".join(sorted(answer.themes)) or "none",
        "countries": " ".join(sorted(answer.countries)) or "none",
        "language": answer.language,
    }


# a row of a merged post is its own; an older program has kept it under the one that stood for it
_SENT = """
SELECT r.hash, r.said, s.seen FROM sheet_rows r JOIN sheets s ON s.id = r.sheet
WHERE r.sheet = ?1 AND r.post IN (?2, ?3) ORDER BY r.post = ?2 DESC LIMIT 1"""
_ALL_SENT = """
SELECT p.ref, r.hash, r.said FROM sheet_rows r JOIN posts p ON p.key = r.post WHERE r.sheet = ?"""
# a deed since and its undo leave nothing; the undo of what the sheet shows is a word like others
_SINCE = f"""
SELECT a.name, a.at FROM changes c JOIN actions a ON a.key = c.action
WHERE c.post = :post AND c.field = :field AND c.key > :seen
    AND NOT {TAKEN_BACK}
    AND NOT EXISTS (SELECT 1 FROM changes d WHERE d.action = a.undoes AND d.key > :seen)
ORDER BY c.key DESC LIMIT 1"""  # noqa: S608
_NOTED = "SELECT 1 FROM notes WHERE post = ? AND name = ? AND text = ?"
