"""In: a Query and who reads. Out: the posts to read next, checked out to that person."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from fb_watch.archive.actions import Act, person
from fb_watch.archive.asked import asked, plan_among
from fb_watch.archive.chosen import ref_of
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import resolve
from fb_watch.archive.review import Holder, give
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.words import read
from fb_watch.model.archived import Query

First = Literal["unread", "unsure", "countries"]
FIRST: tuple[First, ...] = ("unread", "unsure", "countries")
READING = timedelta(minutes=15)  # a post stays with whoever has opened it in the reader
DEEPEST = 20_000  # posts of a queue that are looked at, in the query's order


@sqlite_trouble()
def look(
    db: sqlite3.Connection, query: Query, by: str, now: datetime, number: int, first: First
) -> list[str]:
    """
    The next posts for a person ("" for nobody yet): first those checked out to that person.

    `unread`: in the query's order; `unsure`: where the machine is least sure of its tags;
    `countries`: one of each country in turn. What others have is passed over. Where the query
    names versions, as a dossier does, so do the references.
    """
    return [ref for _key, ref in _next(db, query, by and person(by), stamp(now), number, first)]


@sqlite_trouble()
def take(
    db: sqlite3.Connection,
    query: Query,
    by: str,
    at: datetime,
    *,
    number: int,
    until: datetime,
    first: First = "unread",
) -> list[str]:
    """The same, checked out to the person until a moment: nobody else is given them before."""
    with transaction(db):
        act = Act(db=db, kind="check-out", by=by, at=at)
        found = _next(db, query, act.by, act.when, number, first)
        for key, _ref in _strange(db, found, act):
            give(act, key, act.by, until)
    return [ref for _key, ref in found]


@sqlite_trouble()
def open_post(db: sqlite3.Connection, ref: str, by: str, at: datetime) -> None:
    """
    Check out a post that somebody has before the eyes, for as long as reading takes.

    Nothing happens where somebody has it already: who that is, `review.holders` says.
    """
    post, _version = resolve(db, ref)
    held = (_HELD, (post, stamp(at)))
    if db.execute(*held).fetchone():  # asked first without waiting for others
        return
    with transaction(db):
        if not db.execute(*held).fetchone():
            act = Act(db=db, kind="check-out", by=by, at=at)
            give(act, post, act.by, at + READING)


def is_reading(holder: Holder) -> bool:
    """Whether somebody has a post no longer than it takes to read it."""
    since, until = (datetime.fromisoformat(holder[end]) for end in ("at", "until"))
    return until - since <= READING


def _strange(
    db: sqlite3.Connection, found: Sequence[tuple[int, str]], act: Act
) -> list[tuple[int, str]]:
    """Those the person does not have yet."""
    mine = {post for (post,) in db.execute(_MINE, (act.by, act.when))}
    return [one for one in found if one[0] not in mine]


def _next(
    db: sqlite3.Connection, query: Query, name: str, now: str, number: int, first: First
) -> list[tuple[int, str]]:
    words = read(query.words)
    if words.is_hopeless:
        return []
    named = asked(db, query)
    chosen = plan_among(db, query, words, named)
    version = "version" if chosen.is_versioned else "NULL"
    sql = (
        f"WITH found AS MATERIALIZED ({chosen.found} "  # noqa: S608
        "AND key NOT IN (SELECT post FROM assigned WHERE until > :now AND name <> :name) "
        f"ORDER BY {chosen.order} LIMIT {DEEPEST}), "
        # a post that is there at two versions is read once, at the one that comes first
        f"placed AS MATERIALIZED (SELECT key, {version} AS version, min(place) AS place "
        "FROM (SELECT *, row_number() OVER () AS place FROM found) GROUP BY key) "
        f"{_ORDERS[first]} "
        "SELECT r.key, r.version FROM ranked r "
        "LEFT JOIN assigned a ON a.post = r.key AND a.until > :now AND a.name = :name "
        "ORDER BY a.post IS NULL, r.rank, r.place LIMIT :number OFFSET :offset"
    )
    values = {
        **chosen.values,
        "now": now,
        "name": name,
        "number": number,
        "offset": query.offset,
    }
    newest = {} if chosen.is_versioned else dict(named or ())
    return [
        (key, ref_of(db, key, version or newest.get(key)))
        for key, version in db.execute(sql, values)
    ]


_MINE = "SELECT post FROM assigned WHERE name = ? AND until > ?"
_HELD = "SELECT 1 FROM assigned WHERE post = ? AND until > ?"
_ORDERS = {
    "unread": ", ranked AS (SELECT key, version, place, 0 AS rank FROM placed)",
    # how unsure the machine is of a post is how unsure it is of the weakest of its tags; of a
    # language half as much: else emoji and bare links, of which there is nothing to say, come first
    "unsure": """, ranked AS (
        SELECT p.key, p.version, p.place, -coalesce((
            SELECT max(CASE WHEN "by" = 'hand' THEN 0.0
                WHEN role = 'unresolved' THEN 1.0 WHEN role = 'page' THEN 0.0
                WHEN kind = 'language' THEN (1.0 - score) / 2.0
                ELSE 1.0 / (1.0 + score) END)
            FROM current_tags WHERE post = p.key), 0.0) AS rank
        FROM placed p)""",
    # a post stands with its first country, and in the line of that country
    "countries": """, ranked AS (
        SELECT key, version, place,
            row_number() OVER (PARTITION BY country ORDER BY place) AS rank
        FROM (SELECT p.*, coalesce((SELECT min(value) FROM current_tags
            WHERE post = p.key AND kind = 'country' AND role IS NOT 'unresolved'), '') AS country
            FROM placed p))""",
}
