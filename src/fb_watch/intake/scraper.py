"""In: what facebook-scraper wrote, as JSON or CSV. Out: the posts of it. Pure."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from fb_watch.dialect.node import Node
from fb_watch.i18n import _
from fb_watch.intake.amounts import amount, total
from fb_watch.intake.elements import Element, elements, lines
from fb_watch.intake.format import (
    Context,
    Format,
    Source,
    exact_id,
    found,
    group_in,
    in_a_list,
    links_of,
    lost_digits,
    read_object,
)
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import read_moment
from fb_watch.intake.rows import as_table, facts, rows
from fb_watch.model.collected import Counts, Media, Problem
from fb_watch.model.intake import Found

_KEYS = ("post_id", "post_url")
_TEXTS = ("text", "post_text")
_REACTIONS = ("like", "love", "wow", "haha", "sad", "angry", "care")
_LISTED: dict[str, type] = {"images": list, "reactions": dict}  # columns that hold more than one
_IDS = ("post_id", "user_id", "shared_post_id")
_LONGEST, _DEEPEST = 100_000, 50  # characters of such a cell, its brackets
_NOTHING = ("", "none", "nan", "null")


def _is_json(head: Head) -> bool:
    return any(
        head.has_paths(*(f"{path}{name}" for name in (*_KEYS, text)))
        for path in ("", "[].")
        for text in _TEXTS
    )


def _is_table(head: Head) -> bool:
    return any(head.has_columns(*_KEYS, text) for text in _TEXTS)


def _read_json(member: Member, context: Context) -> Iterator[Found | Problem]:
    """A list of posts, or one a line."""
    with member.open() as stream:
        is_list = stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[")
    with member.open() as stream:
        most = member.limits.record
        for one in elements(stream, ("",), most) if is_list else lines(stream, most):
            if isinstance(one, Problem):
                yield one
            else:
                value = read_object(one)
                yield value if isinstance(value, Problem) else _post(value, one, context)


def _read_table(member: Member, context: Context) -> Iterator[Found | Problem]:
    """The same keys as columns; lists and tables in cells are Python's own spelling of them."""
    for row in rows(member, [("post_id", "post_url"), ("time", "timestamp")]):
        if isinstance(row, Problem):
            yield row
            continue
        told: dict[str, Any] = {
            name: cell
            for name, cell in row.cells.items()
            if cell.strip().casefold() not in _NOTHING
        }
        for name in filter(told.__contains__, _IDS):
            told[name] = exact_id(told[name])
            if told[name] is None:
                yield Problem(where=row.where, reason=lost_digits(name))
        for name, kind in _LISTED.items():
            if name in told and (value := _spelt(told[name], kind)) is not None:
                told[name] = value
            elif told.pop(name, None):
                reason = _("has a cell {column} that cannot be read").format(column=name)
                yield Problem(where=row.where, reason=reason)
        yield _post(told, Element(where=row.where, raw=row.raw), context)


def _spelt(cell: str, kind: type) -> Any:
    """A list or table as Python writes it; None where the cell is none, or too large for one."""
    if len(cell) > _LONGEST or cell.count("[") + cell.count("{") > _DEEPEST:
        return None
    try:
        value = ast.literal_eval(cell.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


def _post(value: Mapping[str, Any], one: Element, context: Context) -> Found | Problem:
    node = Node(value, one.where, [])
    if str(value.get("available")).casefold() == "false":
        return Problem(where=one.where, reason=_("was not to be seen when it was asked for"))
    address = node.line("post_url", "w3_fb_url")
    group = group_in(address)
    author, author_id = node.line("username"), node.id("user_id")
    source = Source(id=group, name="") if group else Source(id=author_id or "", name=author or "")
    zone = context.zone_of(source.id, source.name)
    told = value.get("timestamp") or value.get("time")
    moment = read_moment(told, zone)
    if moment is None:
        return Problem(where=one.where, reason=_("has a time that cannot be read"))
    parent = node.id("shared_post_id")
    links = links_of((node.line("link"), None, None))
    media = tuple(_media(node))
    return found(
        context,
        source,
        moment,
        where=one.where,
        raw=one.raw,
        post_id=node.id("post_id") or "",
        addresses=(address, node.line("w3_fb_url")),
        author=author,
        author_id=author_id,
        is_person=bool(group),
        message=node.text("post_text", "text") if parent else node.text(*_TEXTS),
        kind="share" if parent else media[0].kind if media else "link" if links else "status",
        links=links,
        media=media,
        parent_id=parent,
        counts=_counts(node),
    )


def _media(node: Node) -> Iterator[Media]:
    images = node.value.get("images")
    told = images if isinstance(images, list) else [node.line("image")]
    for url in dict.fromkeys(one for one in told if isinstance(one, str) and one):
        yield Media(kind="photo", url=url)
    if film := node.line("video"):
        yield Media(kind="video", id=node.id("video_id"), url=film)


def _counts(node: Node) -> Counts | None:
    reactions = node.value.get("reactions")
    kinds: dict[str, int] = {}
    if isinstance(reactions, dict):
        for name, number in reactions.items():
            kind = "sad" if name == "sorry" else name  # as Facebook's pages call it
            if kind in _REACTIONS and (counted := amount(number)) is not None:
                kinds[kind] = counted
    told = node.value.get
    whole = amount(told("reaction_count"))
    return total(
        amount(told("likes")) if whole is None and not kinds else whole,
        amount(told("comments")),
        amount(told("shares")),
        kinds,
    )


JSON = Format(
    name="facebook-scraper-json",
    strength="table",
    source="facebook-scraper",
    knows=_is_json,
    read=_read_json,
    framed=in_a_list,
)
TABLE = Format(
    name="facebook-scraper-csv",
    strength="table",
    source="facebook-scraper",
    knows=_is_table,
    read=_read_table,
    facts=facts,
    framed=as_table,
)
