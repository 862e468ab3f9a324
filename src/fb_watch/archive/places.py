"""In: where something is to stand in a dossier. Out: its place, a number between two others."""

import json
import sqlite3
from typing import Any, NamedTuple

from fb_watch.archive import states
from fb_watch.archive.actions import Act
from fb_watch.archive.resolve import resolve, standing
from fb_watch.archive.rows import compact
from fb_watch.errors import NotFoundError
from fb_watch.i18n import _

_CLOSE = 1e-6  # where no more room than this is left, all places are counted anew


class Placed(NamedTuple):
    """An entry of a dossier: `post` is None where it is a heading."""

    id: str
    post: int | None
    heading: str | None
    place: float


def order(db: sqlite3.Connection, name: str) -> list[Placed]:
    """All entries in their order."""
    return [Placed(*row) for row in db.execute(_ORDER, [name])]


def entry(db: sqlite3.Connection, name: str, ref: str) -> Placed:
    """The entry of the post that a reference names, or the first heading that `#Words` names."""
    there = order(db, name)
    if ref.startswith("#"):
        heading = ref.removeprefix("#").strip().casefold()
        found = [one for one in there if (one.heading or "").casefold() == heading]
    else:
        post = resolve(db, ref)[0]
        stands = standing(db, post)
        same = (one for one in there if one.post and standing(db, one.post) == stands)
        # a version of a merged post is its own; without one the post that stands is meant
        found = sorted(same, key=lambda one: one.post != post)
    if found:
        return found[0]
    raise NotFoundError(
        _("{ref} is not in the dossier {name}.").format(ref=ref, name=name),
        remedy=_("See: {command}").format(command=f"fb-watch dossier show {name}"),
    )


def free(act: Act, name: str, number: int, before: str | None, without: str = "") -> list[float]:
    """Places for so many entries at the end, or before one; those of `without` do not count."""
    there = [one for one in order(act.db, name) if one.id != without]
    if before is None:
        last = there[-1].place if there else 0.0
        return [last + step for step in range(1, number + 1)]
    at = [one.id for one in there].index(entry(act.db, name, before).id)
    high = there[at].place
    low = there[at - 1].place if at else high - 1
    step = (high - low) / (number + 1)
    if step < _CLOSE:
        for place, one in enumerate(there, 1):
            rewrite(act, one, place=float(place))
        return free(act, name, number, before, without)
    return [low + step * (n + 1) for n in range(number)]


def move(act: Act, name: str, ref: str, before: str | None) -> bool:
    """Put an entry before another one, or None: at the end; whether it stood elsewhere."""
    one = entry(act.db, name, ref)
    was = [other.id for other in order(act.db, name)]
    target = None if before is None else entry(act.db, name, before).id
    follows = was[was.index(one.id) + 1] if one.id != was[-1] else None
    if target in (one.id, follows):
        return False
    (place,) = free(act, name, 1, before, one.id)
    return rewrite(act, one, place=place)


def rewrite(act: Act, one: Placed, **told: Any) -> bool:
    """Write an entry anew with something else in it; whether that was news."""
    field = f"entry:{one.id}"
    row = json.loads(states.read(act.db, field, one.post) or "{}")
    return act.put(field, one.post, compact(row | told))


_ORDER = """
SELECT id, post, heading, place FROM dossier_entries WHERE dossier = ? ORDER BY place, id"""
