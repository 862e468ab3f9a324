"""In: a post that has become another's. Out: what people said of it, said of that one too."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from fb_watch.archive import states
from fb_watch.archive.actions import TAKEN_BACK, Act, taken_back
from fb_watch.archive.hand_log import log_brought

KIND = "merge"
_NOBODY = "?"  # what was said before there was a history


class Change(NamedTuple):
    """One change of the history."""

    key: int
    action: int
    post: int | None
    field: str
    before: states.Value
    after: states.Value


def carry(
    db: sqlite3.Connection, merge: int, at: datetime, fields: Iterable[str] | None = None
) -> None:
    """
    Say the status and the tags of the merged post of the one that stands, where nobody has yet.

    It is the word of whoever has said it. What names a version, such as a note, stays where it is.
    Both posts are to be out of the index.
    """
    post, other = db.execute("SELECT post, merged FROM merges WHERE key = ?", [merge]).fetchone()
    acts: dict[str, Act] = {}
    for name in fields or ["status", *_tags(db, other)]:
        said, stands = states.read(db, name, other), states.read(db, name, post)
        nothing = "new" if name == "status" else None
        if said == nothing or stands != nothing:
            continue
        who = _who(db, other, name, said)
        act = acts.setdefault(who, Act(db=db, kind=KIND, by=who, at=at))
        act.replace(name, post, stands, said)
        if name != "status":
            log_brought(db, post, act.when, who, name, said)
    db.execute(_NOTE_DOWN, (json.dumps([act.begin() for act in acts.values()]), merge))


def carried(db: sqlite3.Connection, change: Change) -> tuple[Change, int] | None:
    """The change that says the same of the post this one has become, and by which merge."""
    found = db.execute(_CARRIED, change._asdict()).fetchone()
    return found and (Change(*found[1:]), found[0])


def actions_of(db: sqlite3.Connection, merge: int) -> list[tuple[int, str]]:
    """The actions that carried something over, by key, and whose word it was, the last first."""
    return db.execute(_ACTIONS, [merge]).fetchall()


def _tags(db: sqlite3.Connection, post: int) -> list[str]:
    """The fields of its tags by hand."""
    return [
        "tag:language" if kind == "language" else f"tag:{kind}:{value}"
        for kind, value in db.execute(_TAGS, [post])
    ]


def _who(db: sqlite3.Connection, post: int, name: str, said: states.Value) -> str:
    row = db.execute(_SAID, (post, name, said)).fetchone()
    return str(row[0]) if row else _NOBODY


# the id of an action is the same in every copy of the archive
_NOTE_DOWN = """
UPDATE merges SET moved = json_set(moved, '$.actions', (
    SELECT json_group_array(id) FROM (
        SELECT value AS id FROM json_each(moved, '$.actions')
        UNION ALL SELECT id FROM actions WHERE key IN (SELECT value FROM json_each(?1)))))
WHERE key = ?2"""
_MERGED_ACTIONS = f"""
merges g CROSS JOIN json_each(g.moved, '$.actions') j
CROSS JOIN actions a ON a.id = j.value AND a.kind = '{KIND}'"""
_ACTIONS = f"""
SELECT a.key, a.name FROM {_MERGED_ACTIONS} WHERE g.key = ? ORDER BY a.key DESC"""  # noqa: S608
_CARRIED = f"""
SELECT g.key, m.key, m.action, m.post, m.field, m.before, m.after
FROM posts p CROSS JOIN {_MERGED_ACTIONS}
CROSS JOIN changes m ON m.action = a.key AND m.field = :field AND m.after IS :after
WHERE p.key = :post AND p.merged_into IS NOT NULL
    AND g.merged = p.key AND g.undone_at IS NULL AND NOT {taken_back("m")}
ORDER BY m.key DESC LIMIT 1"""  # noqa: S608
_TAGS = """SELECT kind, value FROM tags WHERE post = ? AND "by" = 'hand' ORDER BY kind, value"""
_SAID = f"""
SELECT a.name FROM changes c JOIN actions a ON a.key = c.action
WHERE c.post = ? AND c.field = ? AND c.after IS ? AND a.undoes IS NULL AND NOT {TAKEN_BACK}
ORDER BY c.key DESC LIMIT 1"""  # noqa: S608
