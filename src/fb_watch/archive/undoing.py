"""In: who takes something back. Out: the opposite of it written, and what stands in the way."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from fb_watch.archive import states
from fb_watch.archive.actions import TAKEN_BACK, Act, overtaken, person, taken_back
from fb_watch.archive.carrying import KIND, Change, carried, carry
from fb_watch.archive.hand_log import log_brought
from fb_watch.archive.indexing import index, unindex
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble

_BATCH = 1_000  # changes
_NO_END = (1 << 63) - 1


class Undone(TypedDict):
    """
    What was taken back, and of what it was not: somebody has changed that since.

    `left` has posts by reference, dossiers and saved searches by name, headings as `#Words`;
    `others` have changed it. `passed`: so many later actions of the person were passed over,
    nothing of them could be.
    """

    kind: str
    at: str
    changes: int
    left: list[str]
    others: list[str]
    passed: int


@sqlite_trouble()
def undo(db: sqlite3.Connection, by: str, at: datetime) -> Undone | None:
    """
    Take back the newest action of a person of which something is left to be; None where none is.

    To check posts out is no decision, and is passed over. All is again as it was before, except
    what somebody has decided of since, be it for the same value: that is left, and told. What was
    said of a post that has become another's is taken back from that one too. An action of which
    all is left stays to be taken back: asked once more in a row, an undo passes it over. What was
    left of one that was taken back in part is taken up again as soon as something of it can be.
    Nothing is removed from the history; an undo is not undone.
    """
    with transaction(db):
        name = person(by)
        (may_pass,) = db.execute(_IN_VAIN, {"name": name}).fetchone()
        passed = 0
        for key, kind, when, is_rest in _actions(db, name):
            act = Act(db=db, kind="undo", by=by, at=at, undoes=key)
            changes = take_back(act, key)
            if not changes and (is_rest or may_pass):
                may_pass -= not is_rest
                passed += 1
                continue
            if not changes:
                Act(db=db, kind="undo", by=by, at=at).begin()
            left, others = _left(db, key, name)
            return Undone(
                kind=kind, at=when, changes=changes, left=left, others=others, passed=passed
            )
        return None


def take_back(act: Act, key: int) -> int:
    """Take back what is possible of an action; gives how many changes."""
    return _statuses(act, key) + _the_others(act, key)


def _actions(db: sqlite3.Connection, name: str) -> Iterator[tuple[int, str, str, bool]]:
    """Those of which something was not taken back yet, the newest first; whether it is a rest."""
    values = {"name": name, "before": _NO_END}
    while found := db.execute(_NEXT, values).fetchone():
        values["before"] = found[0]
        yield found


def _statuses(act: Act, key: int) -> int:
    """Give posts that stand the statuses back that they had, a million at once; how many."""
    values = {"action": key}
    if act.db.execute(f"{_STATUSES_LEFT} LIMIT 1", values).fetchone() is None:
        return 0
    values["undo"] = act.begin()
    changed = act.db.execute(_STATUS_CHANGES, values)
    act.db.execute(_PUT_STATUSES, values)
    return changed.rowcount


def _the_others(act: Act, key: int) -> int:
    """Take back what is possible of all the rest; gives how many changes."""
    number = 0
    left: set[tuple[int | None, str]] = set()  # what was said there before is left with it
    for changes in _batches(act.db, key):
        tagged = {change.post for change in changes if change.field.startswith("tag:")}
        posts = [key for (key,) in act.db.execute(_THESE_AND_STANDING, [json.dumps([*tagged])])]
        unindex(act.db, posts)
        for change in changes:
            if (change.post, change.field) not in left and _take_back(act, change):
                number += 1
            else:
                left.add((change.post, change.field))
        index(act.db, posts)
    return number


def _batches(db: sqlite3.Connection, key: int) -> Iterator[list[Change]]:
    """The changes of an action that were not taken back yet, the last one first."""
    values = {"action": key, "before": _NO_END}
    while changes := [Change(*row) for row in db.execute(_OTHERS_LEFT, values)]:
        values["before"] = changes[-1].key
        yield changes


def _take_back(act: Act, change: Change) -> bool:
    """
    One change undone; False where something else stands there by now, or hangs on it.

    So is what carried it to the post that this one has become; what stands then is carried anew.
    """
    over: list[tuple[Change, int]] = []
    last = change
    while found := carried(act.db, last):
        over.append(found)
        last = found[0]
    if not all(_stands(act.db, one) for one in (change, *(one for one, _merge in over))):
        return False
    try:
        _write(act, change)
    except sqlite3.IntegrityError:
        return False
    for one, _merge in over:
        _write(Act(db=act.db, kind=act.kind, by=act.by, at=act.at, undoes=one.action), one)
    for one, merge in over:
        carry(act.db, merge, act.at, [one.field])
    return True


def _stands(db: sqlite3.Connection, change: Change) -> bool:
    """Whether its word is the last one; somebody may have said the same again, or else."""
    if states.read(db, change.field, change.post) != change.after:
        return False
    return not db.execute(_IS_OVERTAKEN, [change.key]).fetchone()[0]


def _write(act: Act, change: Change) -> None:
    """The opposite of a change."""
    act.replace(change.field, change.post, change.after, change.before)
    if change.field.startswith("tag:") and change.post is not None:
        told = (change.field, change.before, change.after)
        log_brought(act.db, change.post, act.when, act.by, *told)


def _left(db: sqlite3.Connection, key: int, name: str) -> tuple[list[str], list[str]]:
    """What was not taken back of an action, and who has changed it since."""
    if db.execute(f"SELECT {_IS_WHOLE.format(action='?1')}", [key]).fetchone()[0]:
        return [], []
    changes = db.execute(_LEFT, [key]).fetchall()
    told = {ref for (ref,) in db.execute(_REFS, [json.dumps([post for post, *_ in changes])])}
    told.update(_called(*what) for post, *what in changes if post is None)
    others = [other for (other,) in db.execute(_OTHERS, {"action": key, "name": name})]
    return sorted(told), others


def _called(name: str, before: states.Value, after: states.Value) -> str:
    """What people call that which is no post: a dossier, a heading of it, a saved search."""
    kind, _colon, rest = name.partition(":")
    return f"#{json.loads(after or before or '{}').get('heading')}" if kind == "entry" else rest


# to count a million changes is quick, to look each of them up is not; but archives that were
# joined may have taken the same back twice
_IS_WHOLE = f"""CASE WHEN (SELECT count(*) FROM actions WHERE undoes = {{action}}) < 2
    THEN (SELECT count(*) FROM changes WHERE action = {{action}}) = (
        SELECT count(*) FROM actions u JOIN changes d ON d.action = u.key
        WHERE u.undoes = {{action}})
    ELSE NOT EXISTS (SELECT 1 FROM changes c WHERE c.action = {{action}} AND NOT {TAKEN_BACK})
END"""  # noqa: S608
_NEXT = f"""
SELECT key, kind, at, EXISTS (SELECT 1 FROM actions WHERE undoes = a.key) AS is_rest
FROM actions a
WHERE name = :name AND key < :before AND undoes IS NULL AND kind NOT IN ('check-out', '{KIND}')
AND NOT {_IS_WHOLE.format(action="a.key")}
ORDER BY key DESC LIMIT 1"""  # noqa: S608
# the undos in a row that took nothing back, up to now
_IN_VAIN = f"""
SELECT count(*) FROM actions WHERE name = :name AND key > (
    SELECT coalesce(max(key), 0) FROM actions
    WHERE name = :name AND kind NOT IN ('{KIND}', 'part')
        AND (kind <> 'undo' OR undoes IS NOT NULL))"""  # noqa: S608
_STATUSES_LEFT = f"""
SELECT c.post, c.after, c.before FROM changes c JOIN posts p ON p.key = c.post
WHERE c.action = :action AND c.field = 'status' AND p.status = c.after
AND p.merged_into IS NULL AND NOT {TAKEN_BACK} AND NOT {overtaken("c")}"""  # noqa: S608
_STATUS_CHANGES = f"""
INSERT INTO changes (action, post, field, before, after)
SELECT :undo, post, 'status', after, before FROM ({_STATUSES_LEFT})"""  # noqa: S608
_PUT_STATUSES = """
UPDATE posts SET status = c.after FROM changes c
WHERE c.action = :undo AND c.field = 'status' AND posts.key = c.post"""
_OTHERS_LEFT = f"""
SELECT key, action, post, field, before, after FROM changes c
WHERE action = :action AND key < :before AND NOT {TAKEN_BACK}
    AND (field <> 'status' OR post IN (SELECT key FROM posts WHERE merged_into IS NOT NULL))
ORDER BY key DESC LIMIT {_BATCH}"""  # noqa: S608
_LEFT = f"""
SELECT post, field, before, after FROM changes c
WHERE action = ? AND NOT {TAKEN_BACK}"""  # noqa: S608
_REFS = "SELECT ref FROM posts WHERE key IN (SELECT value FROM json_each(?))"
_IS_OVERTAKEN = f"SELECT {overtaken('c')} FROM changes c WHERE c.key = ?"  # noqa: S608
_THESE_AND_STANDING = """
SELECT key FROM posts WHERE key IN (SELECT value FROM json_each(?1)) OR key IN (
    SELECT merged_into FROM posts WHERE key IN (SELECT value FROM json_each(?1)))
ORDER BY key"""


def _names(changed: str, post: str) -> str:
    """SQL: whose words are the last ones where a change `c` is left, at this post."""
    return f"""
SELECT m.name FROM {changed} JOIN changes l ON l.key = (
    SELECT max(n.key) FROM changes n JOIN actions b ON b.key = n.action
    WHERE n.post IS {post} AND n.field = c.field AND b.undoes IS NULL AND NOT {taken_back("n")})
JOIN actions m ON m.key = l.action
WHERE c.action = :action AND m.name <> :name AND NOT {TAKEN_BACK}"""  # noqa: S608


_OTHERS = f"""
{_names("changes c", "c.post")}
UNION {
    _names(
        "merges g CROSS JOIN changes c ON c.post = g.merged CROSS JOIN posts p ON p.key = c.post",
        "p.merged_into",
    )
}
ORDER BY 1"""
