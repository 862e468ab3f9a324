"""In: what Facepager exported or saved. Out: the posts of it. Pure but for its database."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from fb_watch.i18n import _
from fb_watch.intake.elements import Element
from fb_watch.intake.format import Context, Format
from fb_watch.intake.graph import read_answer
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.nodes_db import nodes
from fb_watch.intake.rows import Row, as_table, facts, rows
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found

_LEVEL = re.compile(r"(lvl_\d+_)")
_NO_POSTS = ("seed", "offcut", "headers", "unpacked", "empty")  # what else the tree holds
_TIME = "created_time"


def _prefixes(columns: frozenset[str]) -> list[str]:
    """Levels that hold posts, in the wide form; "" in the long one."""
    found = {match[1] for name in columns if (match := _LEVEL.match(name))}
    return sorted(one for one in found if f"{one}{_TIME}" in columns) or [""]


def _is_table(head: Head) -> bool:
    return any(
        head.has_columns(f"{prefix}object_id", f"{prefix}object_type", f"{prefix}query_type")
        for prefix in _prefixes(head.columns)
    )


def _read_table(member: Member, context: Context) -> Iterator[Found | Problem]:
    """
    One node a row; those that are seeds or technical are no posts, and nothing is said of them.

    The columns are paths into the Graph API's answer, so they are put back together and read as
    one. In the wide form each level has its own columns; a row may hold a post on any.
    """
    for row in rows(member):
        if isinstance(row, Problem):
            yield row
            continue
        for prefix in _prefixes(frozenset(row.cells)):
            yield from _row(row, prefix, context)


def _row(row: Row, prefix: str, context: Context) -> Iterator[Found | Problem]:
    kind, asked = row[f"{prefix}object_type"], row[f"{prefix}query_type"]
    if kind in _NO_POSTS or (not prefix and row["level"].strip() == "0"):
        return
    if not row[f"{prefix}{_TIME}"].strip():
        if prefix:
            return
        yield Problem(where=row.where, reason=_("has no column {name}").format(name=_TIME))
        return
    if asked.rstrip("/").endswith("/comments"):
        yield Problem(where=row.where, reason=_("is a comment, not a post"))
        return
    cells = {
        name.removeprefix(prefix): cell
        for name, cell in row.cells.items()
        if name.startswith(prefix) and cell.strip()
    }
    post = _unfolded(cells) | {"id": row[f"{prefix}object_id"].strip()}
    raw = json.dumps(post, ensure_ascii=False).encode()
    for one in read_answer(Element(where=row.where, raw=raw), context):
        yield replace(one, raw=row.raw) if isinstance(one, Found) else one


def _unfolded(cells: Mapping[str, str]) -> dict[str, Any]:
    """{"from.name": "x"} as {"from": {"name": "x"}}."""
    found: dict[str, Any] = {}
    for path, cell in cells.items():
        *holders, last = path.split(".")
        holder = found
        for name in holders:
            below = holder.setdefault(name, {})
            if not isinstance(below, dict):
                break
            holder = below
        else:
            holder.setdefault(last, cell)
    return found


def _is_database(head: Head) -> bool:
    return head.kind == "sqlite" and re.search(r"CREATE TABLE \W?Nodes\b", head.text) is not None


def _read_database(member: Member, context: Context) -> Iterator[Found | Problem]:
    """One node a row, the answer of the Graph API as it came: the form without loss."""
    for node in nodes(member):
        if isinstance(node, Problem):
            yield node
        elif node.kind not in _NO_POSTS:
            if node.asked.rstrip("/").endswith("/comments"):
                yield Problem(where=node.where, reason=_("is a comment, not a post"))
            else:
                yield from read_answer(Element(where=node.where, raw=node.answer), context)


TABLE = Format(
    name="facepager-csv",
    strength="table",
    source="facepager",
    knows=_is_table,
    read=_read_table,
    facts=facts,
    framed=as_table,
)
DATABASE = Format(
    name="facepager-db",
    strength="table",
    source="facepager",
    knows=_is_database,
    read=_read_database,
    row_as="graph",
)
