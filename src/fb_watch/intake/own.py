"""In: JSON Lines that fb-watch itself exported. Out: the posts, without loss. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from fb_watch.dialect.node import Node
from fb_watch.dialect.refs import aliases
from fb_watch.dialect.times import read_time
from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, lines
from fb_watch.intake.format import Context, Format, read_object
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.model.archived import MASK
from fb_watch.model.collected import (
    KINDS,
    Counts,
    Link,
    Media,
    Place,
    Post,
    Precision,
    Problem,
)
from fb_watch.model.intake import Found, FoundFile, Presence

_SHA256 = re.compile("[0-9a-f]{64}")
_STATES = ("online", "missing", "gone", "restricted", "unknown")
_PRECISIONS: tuple[Precision, ...] = ("second", "minute", "day")


def _is_ours(head: Head) -> bool:
    return head.kind == "json" and head.has_paths(
        "ref", "hash", "created_at", "captured_at", "page"
    )


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """
    One post a line. Tags, reviews and notes are not part of a post; they stay in `raw`.

    `Found.source` says by which road the post first came. Pictures are found where the export's
    `path` says, beside the file; one that neither lies there nor is archived here is said. Where a
    line is not what its hash says (texts were masked, or left out), it is a table like any other:
    it never outdoes what it was made of, and tells nothing of its capture.
    """
    with member.open() as stream:
        for one in lines(stream, member.limits.record):
            yield one if isinstance(one, Problem) else _post(one, member, context)


def _post(one: Element, member: Member, context: Context) -> Found | Problem:
    value = read_object(one)
    if isinstance(value, Problem):
        return value
    node = Node(value, one.where, [])
    created, name = read_time(value.get("created_at")), node.id()
    if created is None or name is None:
        reason = _("has no id") if name is None else _("has a time that cannot be read")
        return Problem(where=one.where, reason=reason)
    media = tuple(map(_medium, node.rows("media")))
    page_name = node.line("page_name") or ""
    author = node.line("author")
    post = Post(
        id=name,
        page=_page(node, context),
        created_at=created[0],
        created_precision=_precision(node, created[1]),
        author=author,
        kind=kind if (kind := node.line("kind") or "status") in KINDS else "other",
        message=node.text("message"),
        story=node.text("story"),
        permalink=node.line("permalink"),
        links=tuple(map(_link, node.rows("links"))),
        media=media,
        place=_place(node),
        parent_id=node.id("parent_id"),
        author_id=node.id("author_id"),
        updated_at=_time(node, "updated_at"),
        edited_at=_time(node, "edited_at"),
        attachments=_objects(node, "attachments") or _titled(node),
        mentions=_objects(node, "mentions"),
        flags=_flags(node),
        is_personal=_is_personal(node),
        is_comment=node.value.get("is_comment") is True,
    )
    post = replace(post, aliases=_aliases(node, post))
    seen_at, is_whole = _time(node, "captured_at"), post.hash == node.line("hash")
    if is_whole:
        post = replace(post, captured_at=seen_at)
    return Found(
        post=post,
        where=one.where,
        raw=one.raw,
        source_name=page_name,
        counts=_counts(node),
        files=tuple(_files(node, member)),
        source=(node.line("source") or "") if is_whole else "",
        is_person=post.is_personal,
        is_kept=True,
        is_masked=_is_masked(post, node.line("hash")),
        key_known_by=node.line("author_key") or "",
        ref=node.line("ref") or "",
        seen_at=seen_at,
        presence=_presence(node) if is_whole else None,
    )


def _is_masked(post: Post, told: str | None) -> bool:
    """Whether the line is not what its hash says, and has the sign for what was masked."""
    return bool(told) and told != post.hash and MASK in str(post.content)


def _is_personal(node: Node) -> bool:
    """Whether a person wrote it; where the file is too old to say so, by the name."""
    told = node.value.get("personal")
    author = node.line("author")
    return told if isinstance(told, bool) else author not in (None, node.line("page_name"))


def _flags(node: Node) -> dict[str, bool]:
    told = node.child("flags")
    value = told.value if told else {}
    return {name: flag for name, flag in value.items() if isinstance(flag, bool)}


def _objects(node: Node, name: str) -> tuple[dict[str, Any], ...]:
    told = node.value.get(name)
    return tuple(one for one in told if isinstance(one, dict)) if isinstance(told, list) else ()


def _titled(node: Node) -> tuple[dict[str, Any], ...]:
    """Attachments that say what the line has of them, where they themselves were left out."""
    told = node.value.get("captions")
    texts = told if isinstance(told, list) else []
    return tuple({"title": one} for one in texts if isinstance(one, str))


def _time(node: Node, name: str) -> datetime | None:
    told = read_time(node.value.get(name))
    return told[0] if told else None


def _presence(node: Node) -> Presence | None:
    told = node.child("availability") or node
    state, since, checked = told.line("state"), _time(told, "since"), _time(told, "checked_at")
    if state not in _STATES or since is None or checked is None:
        return None
    return Presence(state=state, since=since, checked_at=checked)


def _aliases(node: Node, post: Post) -> tuple[str, ...]:
    """What it was seen under, but for what follows from its id and address."""
    own = set(aliases(post.id, post.permalink))
    told = node.value.get("aliases")
    seen = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
    return tuple(one for one in seen if one not in own)


def _page(node: Node, context: Context) -> str:
    """Its key, where that or its name is watched here too."""
    key, page = node.line("page"), context.page(node.line("page_name") or "")
    if key and any(key == each.key for each in context.pages):
        return key
    return page.key if page else ""


def _precision(node: Node, written: Precision) -> Precision:
    told = node.line("created_precision")
    return next((each for each in _PRECISIONS if each == told), written)


def _link(node: Node) -> Link:
    return Link(
        url=node.line("url") or "", title=node.text("title"), description=node.text("description")
    )


def _medium(node: Node) -> Media:
    return Media(
        kind="video" if node.line("kind") == "video" else "photo",
        id=node.id(),
        alt=node.text("alt"),
        width=node.whole("width"),
        height=node.whole("height"),
        poster=bool(node.value.get("poster")),
    )


def _place(node: Node) -> Place | None:
    place = node.child("place")
    if place is None or not place.value:
        return None
    texts: dict[str, Any] = {
        name: place.id(name) for name in ("id", "name", "street", "city", "state", "zip", "country")
    }
    return Place(
        **texts,
        latitude=place.number("latitude", -90, 90),
        longitude=place.number("longitude", -180, 180),
    )


def _counts(node: Node) -> Counts | None:
    told = node.child("counts")
    if told is None or all(told.whole(k) is None for k in ("reactions", "comments", "shares")):
        return None
    return Counts(
        reactions=told.whole("reactions"),
        comments=told.whole("comments"),
        shares=told.whole("shares"),
        by_type=_by_type(node),
        at=_time(told, "at"),
    )


def _by_type(node: Node) -> tuple[tuple[str, int], ...]:
    told = node.child("reactions_by_type")
    named = {} if told is None else {name: told.whole(name) for name in told.value}
    return tuple(sorted((name, count) for name, count in named.items() if count is not None))


def _files(node: Node, member: Member) -> Iterator[FoundFile]:
    for place, medium in enumerate(node.rows("media")):
        if path := medium.line("path"):
            file, sha256 = member.sibling(path), medium.line("sha256") or ""
            yield FoundFile(
                media=place,
                name=path,
                open=file.open if file else _absent,
                sha256=sha256 if _SHA256.fullmatch(sha256) else "",
            )


def _absent() -> IO[bytes]:
    raise IntakeError(_("does not lie beside the file"))


FORMAT = Format(
    name="jsonl",
    strength="table",
    source="jsonl",  # where a line is whole, it names its own
    knows=_is_ours,
    read=_read,
)
