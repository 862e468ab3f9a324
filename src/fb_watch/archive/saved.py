"""In: a Query and a name. Out: the search kept under that name; the Query again."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from fb_watch.archive.actions import Act, named
from fb_watch.archive.rows import compact
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.errors import NotFoundError, UsageError
from fb_watch.i18n import _
from fb_watch.model.archived import Query


class Saved(TypedDict):
    """A saved search: words and filters, those that are set."""

    name: str
    query: dict[str, Any]
    at: str
    by: str


def told(query: Query) -> dict[str, Any]:
    """What of a Query is set, as JSON has it; limit and offset are told when it is asked."""
    plain = Query()._asdict()
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in query._asdict().items()
        if value != plain[name] and name not in ("limit", "offset")
    }


def query_of(told: Mapping[str, Any]) -> Query:
    """The Query that `told` has written; a key this program does not know is passed over."""
    plain = Query()._asdict()
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
        if name in plain
    }
    return Query(**known)


@sqlite_trouble()
def add(
    db: sqlite3.Connection, name: str, query: Query, by: str, at: datetime, *, force: bool = False
) -> None:
    """Keep a search; raises UsageError where another has the name, unless `force`."""
    name = named(name)
    with transaction(db):
        act = Act(db=db, kind="saved", by=by, at=at)
        there = db.execute("SELECT query FROM saved WHERE name = ?", [name]).fetchone()
        query_text = compact(told(query))
        if there and there[0] != query_text and not force:
            raise UsageError(
                _("There is a search {name} already.").format(name=name),
                remedy=_("Choose another name, or --force to replace it."),
            )
        if not there or there[0] != query_text:
            row = {"query": query_text, "at": act.when, "by": act.by}
            act.put(f"saved:{name}", None, compact(row))


@sqlite_trouble()
def remove(db: sqlite3.Connection, name: str, by: str, at: datetime) -> None:
    """Forget a search; raises NotFoundError where there is none."""
    with transaction(db):
        act = Act(db=db, kind="saved", by=by, at=at)
        act.put(f"saved:{_known(db, name)}", None, None)


@sqlite_trouble()
def get(db: sqlite3.Connection, name: str) -> Query:
    """The search of this name; raises NotFoundError where there is none."""
    sql = "SELECT query FROM saved WHERE name = ?"
    (query,) = db.execute(sql, [_known(db, name)]).fetchone()
    return query_of(json.loads(query))


@sqlite_trouble()
def listed(db: sqlite3.Connection) -> list[Saved]:
    """All saved searches, by name."""
    rows = db.execute('SELECT name, query, at, "by" FROM saved ORDER BY name')
    return [
        {"name": name, "query": json.loads(query), "at": at, "by": by}
        for name, query, at, by in rows
    ]


def _known(db: sqlite3.Connection, name: str) -> str:
    asked = named(name)
    names = [one for (one,) in db.execute("SELECT name FROM saved ORDER BY name")]
    if asked not in names:
        from difflib import get_close_matches

        near = get_close_matches(asked, names, n=1)
        raise NotFoundError(
            _("There is no saved search {name}.").format(name=asked),
            remedy=_("Did you mean {verb}?").format(verb=near[0])
            if near
            else _("See: {command}").format(command="fb-watch saved list"),
        )
    return asked
