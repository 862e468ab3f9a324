"""In: what a dossier is to hold. Out: dossiers in their order, each post at the version it had."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from fb_watch.archive import places
from fb_watch.archive.actions import Act, clean, fresh_id, named
from fb_watch.archive.resolve import hash_of, resolve, standing
from fb_watch.archive.rows import compact
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.errors import NotFoundError, UsageError
from fb_watch.i18n import _


class Entry(TypedDict):
    """A heading, or a post at the version it had when it was added, with what it is there for."""

    heading: str | None  # of a post None
    ref: str | None  # fbw:2020-000123@9f2c41aa; of a heading None
    note: str | None
    at: str
    by: str
    is_newest: bool  # False: the post has been edited since


class Dossier(TypedDict):
    """A dossier from outside."""

    name: str
    title: str
    posts: int
    headings: int
    at: str
    by: str


class Added(NamedTuple):
    """What became of posts that were to be added."""

    posts: int  # were not there
    other_versions: list[str]  # as they were named, of posts that are kept at another one


@sqlite_trouble()
def create(db: sqlite3.Connection, name: str, by: str, at: datetime, title: str = "") -> None:
    """Begin a dossier; raises UsageError where there is one of this name."""
    name = named(name)
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        if _title(db, name) is not None:
            raise UsageError(_("There is a dossier {name} already.").format(name=name))
        row = {"title": " ".join(clean(title).split()) or name, "at": act.when, "by": act.by}
        act.put(f"dossier:{name}", None, compact(row))


@sqlite_trouble()
def add(
    db: sqlite3.Connection,
    name: str,
    ref: str,
    note: str | None,
    by: str,
    at: datetime,
    *,
    before: str | None = None,
) -> bool:
    """Add a post at its version of now, or the one named; False where it is there already."""
    return add_all(db, name, [ref], note, by, at, before=before).posts == 1


@sqlite_trouble()
def add_all(
    db: sqlite3.Connection,
    name: str,
    refs: Sequence[str],
    note: str | None,
    by: str,
    at: datetime,
    *,
    before: str | None = None,
) -> Added:
    """Add posts in this order, at the end or before an entry; the version named first stays."""
    asked = [(ref, *resolve(db, ref)) for ref in refs]
    said = clean(note or "").strip() or None
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        name = _known(db, name)
        there = {standing(db, post) for post, _number in posts_of(db, [name])}
        fresh: dict[int, tuple[int, int | None]] = {}
        for _ref, post, number in asked:
            if (stands := standing(db, post)) not in there:
                fresh.setdefault(stands, (post, number))
        free = places.free(act, name, len(fresh), before)
        for place, (post, number) in zip(free, fresh.values(), strict=True):
            _put(act, name, place, post, hash=hash_of(db, post, number), note=said)
        kept = set(posts_of(db, [name]))
    others = [ref for ref, post, number in asked if number and (post, number) not in kept]
    return Added(len(fresh), others)


@sqlite_trouble()
def add_heading(
    db: sqlite3.Connection,
    name: str,
    heading: str,
    by: str,
    at: datetime,
    *,
    before: str | None = None,
) -> None:
    """Add a heading, at the end or before an entry."""
    words = " ".join(clean(heading).split())
    if not words:
        raise UsageError(_("The heading is empty."))
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        name = _known(db, name)
        (place,) = places.free(act, name, 1, before)
        _put(act, name, place, None, heading=words)


@sqlite_trouble()
def remove(db: sqlite3.Connection, name: str, refs: Sequence[str], by: str, at: datetime) -> int:
    """Take entries out, each named by a post, or a heading by `#Words`; gives how many."""
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        name = _known(db, name)
        found = [places.entry(db, name, ref) for ref in refs]
        return sum(act.put(f"entry:{one.id}", one.post, None) for one in found)


@sqlite_trouble()
def discard(db: sqlite3.Connection, name: str, by: str, at: datetime) -> int:
    """Take a whole dossier away, as one action; gives how many entries it had."""
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        name = _known(db, name)
        found = places.order(db, name)
        for one in found:
            act.put(f"entry:{one.id}", one.post, None)
        act.put(f"dossier:{name}", None, None)
    return len(found)


@sqlite_trouble()
def move(
    db: sqlite3.Connection, name: str, ref: str, before: str | None, by: str, at: datetime
) -> bool:
    """Put an entry before another one, or None: at the end; whether it stood elsewhere."""
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        return places.move(act, _known(db, name), ref, before)


@sqlite_trouble()
def annotate(
    db: sqlite3.Connection, name: str, ref: str, note: str | None, by: str, at: datetime
) -> bool:
    """Give an entry another note, or none; whether that was news."""
    with transaction(db):
        act = Act(db=db, kind="dossier", by=by, at=at)
        one = places.entry(db, _known(db, name), ref)
        return places.rewrite(act, one, note=clean(note or "").strip() or None)


@sqlite_trouble()
def entries(db: sqlite3.Connection, name: str) -> list[Entry]:
    """What a dossier holds, in its order; raises NotFoundError where there is none."""
    return [
        {
            "heading": heading,
            "ref": f"{ref}@{version[:8]}" if ref else None,
            "note": note,
            "at": at,
            "by": by,
            "is_newest": not ref or version == newest,
        }
        for heading, ref, version, newest, note, at, by in db.execute(_ENTRIES, [_known(db, name)])
    ]


@sqlite_trouble()
def title(db: sqlite3.Connection, name: str) -> str:
    """The title of a dossier; raises NotFoundError where there is none."""
    return _title(db, _known(db, name)) or name


@sqlite_trouble()
def listed(db: sqlite3.Connection) -> list[Dossier]:
    """All dossiers, by name."""
    return [
        {"name": name, "title": title, "posts": posts, "headings": headings, "at": at, "by": by}
        for name, title, posts, headings, at, by in db.execute(_LISTED)
    ]


def posts_of(db: sqlite3.Connection, names: Sequence[str]) -> list[tuple[int, int]]:
    """Key and version number of the posts in dossiers, in their order, each version once."""
    held = [held for name in names for held in db.execute(_KEPT, [_known(db, name)])]
    return list(dict.fromkeys(held))


def _known(db: sqlite3.Connection, name: str) -> str:
    told = named(name)
    if _title(db, told) is None:
        from difflib import get_close_matches

        names = [one for (one,) in db.execute("SELECT name FROM dossiers ORDER BY name")]
        near = get_close_matches(told, names, n=1)
        raise NotFoundError(
            _("There is no dossier {name}.").format(name=told),
            remedy=_("Did you mean {verb}?").format(verb=near[0])
            if near
            else _("Begin it: {command}").format(command="fb-watch dossier create NAME --by ME"),
        )
    return told


def _title(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT title FROM dossiers WHERE name = ?", [name]).fetchone()
    return row and str(row[0])


def _put(act: Act, name: str, place: float, post: int | None, **told: str | None) -> None:
    empty = {"hash": None, "heading": None, "note": None}
    row = {"dossier": name, "place": place, **empty, **told, "at": act.when, "by": act.by}
    act.put(f"entry:{fresh_id()}", post, compact(row))


_ENTRIES = """
SELECT e.heading, p.ref, e.hash, v.hash, e.note, e.at, e."by" FROM dossier_entries e
LEFT JOIN posts p ON p.key = e.post
LEFT JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE e.dossier = ? ORDER BY e.place, e.id"""
_LISTED = """
SELECT d.name, d.title, count(e.post), count(e.heading), d.at, d."by"
FROM dossiers d LEFT JOIN dossier_entries e ON e.dossier = d.name GROUP BY d.name ORDER BY d.name"""
# the newest of the versions with this hash: a text can come back as it had been
_KEPT = """
SELECT e.post, (SELECT max(number) FROM versions WHERE post = e.post AND hash = e.hash)
FROM dossier_entries e WHERE e.dossier = ? AND e.post IS NOT NULL ORDER BY e.place, e.id"""
