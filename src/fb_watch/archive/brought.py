"""
In: two archives and which of their posts are the same. Out: what hangs on them, brought over.

A table comes along by one line of BROUGHT; one that an archive does not have is passed over.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fb_watch.archive.tables import columns
from fb_watch.i18n import _

Maps = dict[str, dict[Any, Any]]  # table → key there → key here
Row = dict[str, Any]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (int, float),
    "BLOB": (bytes,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A table: by which columns a row is the same, and to what it refers."""

    table: str
    same: tuple[str, ...]
    refs: Mapping[str, str] = field(default_factory=dict)  # column → table whose key it holds
    serial: str = ""  # the column of its own running number, given anew
    name: str = ""  # the column others refer to it by, where that is no running number
    newer: str = ""  # of two rows that differ, the one that is later in this column counts
    is_decision: bool = False  # of people: where two differ, that is told
    where: str = "1"


_POST = {"post": "posts"}
_SAID = {"post": "people"}  # what people say goes to the post that stands: see `Merging`
BROUGHT: tuple[Brought, ...] = (
    Brought(table="imports", same=("sha256", "format"), serial="key"),
    Brought(
        table="import_windows",
        same=("import", "page"),
        refs={"import": "imports", "page": "pages"},
    ),
    Brought(
        table="roads",
        same=("post", "source", "hash", "import"),
        refs=_POST | {"import": "imports", "capture": "captures"},
        serial="key",
    ),
    Brought(table="counts", same=("post", "at"), refs=_POST),
    Brought(table="availability", same=("post", "at"), refs=_POST),
    Brought(table="refusals", same=("post", "day"), refs=_POST),
    Brought(table="foreign_refs", same=("ref", "archive"), refs=_POST),
    Brought(table="comments", same=("id",), refs=_SAID, serial="key", newer="availability_since"),
    Brought(
        table="comment_versions",
        same=("comment", "number"),
        refs={"comment": "comments", "capture": "captures"},
    ),
    Brought(table="comment_walks", same=("post",), refs=_SAID, newer="at"),
    Brought(
        table="tags",
        same=("post", "by", "kind", "value"),
        refs=_SAID,
        newer="made_at",
        is_decision=True,
        where="\"by\" = 'hand'",
    ),
    Brought(
        table="hand_tags",
        same=("post", "at", "name", "action", "kind", "value"),
        refs=_SAID,
        serial="key",
    ),
    Brought(
        table="windows",
        same=("page", "since", "until", "begun_at", "ended_at", "outcome"),
        refs={"page": "pages"},
        serial="key",
    ),
    Brought(table="actions", same=("id",), refs={"undoes": "actions"}, serial="key"),
    Brought(
        table="changes",
        same=("action", "post", "field", "before", "after"),
        refs=_SAID | {"action": "actions"},
        serial="key",
    ),
    Brought(table="notes", same=("id",), refs=_SAID),
    Brought(table="assigned", same=("post",), refs=_SAID, newer="at", is_decision=True),
    Brought(table="dossiers", same=("name",), name="name", newer="at", is_decision=True),
    Brought(table="dossier_entries", same=("id",), refs=_SAID | {"dossier": "dossiers"}),
    Brought(table="saved", same=("name",), newer="at", is_decision=True),
    Brought(table="samples", same=("id",), name="id"),
    Brought(table="sample_posts", same=("sample", "place"), refs=_SAID | {"sample": "samples"}),
    Brought(
        table="codings",
        same=("sample", "name", "post"),
        refs=_SAID | {"sample": "samples"},
        newer="at",
        is_decision=True,
    ),
    Brought(table="sheets", same=("id",), refs={"sample": "samples"}, name="id"),
    Brought(table="sheet_rows", same=("sheet", "post"), refs=_SAID | {"sheet": "sheets"}),
)


def bring(
    ours: sqlite3.Connection, theirs: sqlite3.Connection, one: Brought, maps: Maps
) -> Iterator[str]:
    """Bring the rows of a table over; gives a line for each that people have to see."""
    names = columns(ours, one.table)
    if not names or not columns(theirs, one.table):
        return
    types = dict(ours.execute("SELECT name, type FROM pragma_table_info(?)", [one.table]))
    own = maps.setdefault(one.table, {})
    order = ", ".join(f'"{name}"' for name in names)
    for values in theirs.execute(
        f"SELECT {order} FROM {one.table} WHERE {one.where} ORDER BY {order}"  # noqa: S608
    ):
        row = dict(zip(names, values, strict=True))
        if odd := next((name for name in names if not _fits(row[name], types[name])), None):
            yield _("{table}: a row whose {column} is of the wrong kind is left out").format(
                table=one.table, column=odd
            )
            continue
        there = row.pop(one.serial) if one.serial else row.get(one.name)
        if not _translated(row, one, maps):
            continue
        here, conflict = _put(ours, one, row)
        own[there] = here if one.serial else there
        if conflict:
            yield conflict


def one_language(db: sqlite3.Connection) -> list[str]:
    """A post has one language by hand: the last one said; gives a line for each with more."""
    found = db.execute(_LANGUAGES).fetchall()
    db.executemany(_LAST_LANGUAGE, [(post,) for post, _ref, _values in found])
    return [f"tags {named} language: {values}" for _post, named, values in found]


def _fits(value: Any, kind: str) -> bool:
    return value is None or isinstance(value, _TYPES.get(kind.upper(), (str, int, float)))


def _translated(row: Row, one: Brought, maps: Maps) -> bool:
    """Keys of theirs become keys of ours; False where the row refers to what did not come."""
    for column, table in one.refs.items():
        if row[column] in (None, 0) and column != "post":
            continue  # no file, nothing undone
        if row[column] is None:
            continue
        if (here := maps.get(table, {}).get(row[column])) is None:
            return False
        row[column] = here
    return True


def _put(ours: sqlite3.Connection, one: Brought, row: Row) -> tuple[int, str]:
    """Write a row where it is not here; gives its running number, and what differs."""
    condition = " AND ".join(f'"{name}" IS ?' for name in one.same)
    asked = [row[name] for name in one.same]
    names = [*row, *([one.serial] if one.serial else [])]
    quoted = ", ".join(f'"{name}"' for name in names)
    found = ours.execute(
        f"SELECT {quoted} FROM {one.table} WHERE {condition} LIMIT 1",  # noqa: S608
        asked,
    ).fetchone()
    if found is None:
        marks = ", ".join("?" for _name in row)
        columns_of = ", ".join(f'"{name}"' for name in row)
        written = ours.execute(
            f"INSERT INTO {one.table} ({columns_of}) VALUES ({marks}) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            list(row.values()),
        )
        return written.lastrowid or 0, ""
    here = dict(zip(names, found, strict=True))
    number = int(here[one.serial]) if one.serial else 0
    differing = [name for name in row if here[name] != row[name]]
    if not differing:
        return number, ""
    if one.newer and _later(row, here, one):
        ours.execute(
            f"UPDATE {one.table} SET "  # noqa: S608
            + ", ".join(f'"{name}" = ?' for name in differing)
            + f" WHERE {condition}",
            [*(row[name] for name in differing), *asked],
        )
    return number, _conflict(ours, one, row, here) if one.is_decision else ""


def _later(row: Row, here: Row, one: Brought) -> bool:
    """Which of two counts, the same whichever archive takes the other in."""
    return (row[one.newer], repr(sorted(map(str, row.values())))) > (
        here[one.newer],
        repr(sorted(str(here[name]) for name in row)),
    )


def _conflict(ours: sqlite3.Connection, one: Brought, row: Row, here: Row) -> str:
    quiet = {"made_at", "at", "version", "until", "codebook", "evidence", "post", *one.same}
    told = [name for name in row if name not in quiet and row[name] != here[name]]
    if not told:
        return ""
    found = ours.execute("SELECT ref FROM posts WHERE key = ?", [row.get("post")]).fetchone()
    what = " ".join(str(row[name]) for name in one.same if name not in ("post", "by"))
    said = ", ".join(f"{name} {here[name]} / {row[name]}" for name in told)
    ref = found[0] if found else ""
    return f"{one.table} {ref} {what}: {said}".replace("  ", " ")


_LANGUAGES = """
SELECT t.post, p.ref, group_concat(t.value, ' / ') FROM tags t JOIN posts p ON p.key = t.post
WHERE t."by" = 'hand' AND t.kind = 'language' GROUP BY t.post HAVING count(*) > 1"""
_LAST_LANGUAGE = """
DELETE FROM tags WHERE "by" = 'hand' AND kind = 'language' AND post = ?1 AND value <> (
    SELECT value FROM tags WHERE post = ?1 AND "by" = 'hand' AND kind = 'language'
    ORDER BY made_at DESC, value DESC LIMIT 1)"""
