"""In: "Download your information" of Facebook, as JSON. Out: the posts of it. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from fb_watch.dialect.clean import clean
from fb_watch.dialect.node import Node
from fb_watch.i18n import _
from fb_watch.intake.dyi import Entry, PutTogetherError, account_name, entry_found, group_names
from fb_watch.intake.dyi_albums import ARRAYS as ALBUMS
from fb_watch.intake.dyi_albums import (
    Album,
    evidence,
    is_album,
    picture,
    read_album,
    words_of,
)
from fb_watch.intake.dyi_words import read_title
from fb_watch.intake.elements import Element, elements, read_json
from fb_watch.intake.format import Context, Format
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.mojibake import is_mojibake, repair
from fb_watch.intake.moments import Moment, in_utc
from fb_watch.intake.pictures import Shown, together
from fb_watch.model.collected import Link, Place, Problem
from fb_watch.model.intake import Found

# Where entries stand in the exports of 2018 to today; those of Pages are lists, as profiles'.
_ARRAYS = (
    "",
    "group_posts_v2",
    "group_posts",
    "group_posts.activity_log_data",
    "group_comments_v2",
    "comments_v2",
    "comments",
    "status_updates",
    "wall_posts_sent_to_you",
    "wall_posts_sent_to_you.activity_log_data",
    "profile_posts",
    "page_posts",
)
_SIGNS = (
    *("data[].post", "data[].comment", "data[].comment.comment", "data[].update_timestamp"),
    *("attachments[].data[].media", "attachments[].data[].external_context"),
    *("attachments[].data[].place", "attachments[].data[].text"),
)
_LOOKED_AT = 300  # entries in which broken letters have to show
_MENTION = re.compile(r"@\[\d+:\d+:((?:[^\]\\]|\\.)*)\]")


def _is_export(head: Head) -> bool:
    return head.kind == "json" and (
        any(head.has_paths(f"{path}[].uri", f"{path}[].creation_timestamp") for path in ALBUMS)
        or any(
            head.has_paths(f"{path}[].timestamp")
            and any(head.has_paths(f"{path}[].{sign}") for sign in _SIGNS)
            for path in _ARRAYS
        )
    )


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Each entry: a post of a profile, Page or group, a comment in one, a picture of an album."""
    return together(_entries(member, context))


def _entries(member: Member, context: Context) -> Iterator[Found | Problem]:
    reader = _reader(member, context)
    for one in _elements(member):
        if isinstance(one, Problem):
            yield one
        else:
            yield from reader.read(one)


def _look(member: Member) -> Iterator[Shown]:
    """What each entry shows, and what an album says of it."""
    reader = _reader(member, Context())
    for one in _elements(member):
        if isinstance(one, Element) and isinstance(value := reader.value(one), dict):
            yield reader.shown(Node(value, one.where, []), one.raw)


def _elements(member: Member) -> Iterator[Element | Problem]:
    with member.open() as stream:
        yield from elements(stream, (*_ARRAYS, *ALBUMS), member.limits.record)


def _reader(member: Member, context: Context) -> "_Reader":
    is_broken = (context.kept or _facts(member, context))["is_broken"]
    return _Reader(
        member=member,
        context=context,
        is_broken=is_broken,
        owner=account_name(member),
        album=read_album(member, repair if is_broken else lambda told: told),
    )


def _facts(member: Member, context: Context) -> dict[str, Any]:
    """Whether its letters are broken, which one entry alone could not tell; known groups."""
    sample = islice(_elements(member), _LOOKED_AT)
    is_broken = is_mojibake([_value(one) for one in sample if isinstance(one, Element)])
    return {"is_broken": is_broken, "groups": group_names(context)}


def _framed(raw: bytes, where: str, _kept: Mapping[str, Any]) -> bytes:
    """
    An entry in the list it stood in: what that is called says whether it is of a group.

    Raises PutTogetherError where the evidence is of several entries.
    """
    if _is_of_several(raw):
        raise PutTogetherError
    content = b"[" + raw + b"]"
    for key in filter(None, reversed(where.partition("[")[0].split("."))):
        content = b"{" + json.dumps(key).encode() + b":" + content + b"}"
    return content


def _is_of_several(raw: bytes) -> bool:
    """Whether one whole value follows another."""
    text = raw.decode("utf-8", "replace").strip()
    read = json.JSONDecoder(strict=False).raw_decode
    found = 0
    try:
        while text:
            _one, end = read(text)
            text = text[end:].lstrip()
            found += 1
    except (ValueError, RecursionError):
        return False
    return found > 1


def _value(one: Element) -> Any:
    try:
        return clean(read_json(one.raw))[0]
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What all entries of a file have in common."""

    member: Member
    context: Context
    is_broken: bool
    owner: str  # whose export it is
    album: Album  # what it says of all its pictures, where it is one

    def value(self, one: Element) -> Any:
        """What it says, broken letters mended; None where it is no JSON."""
        value = _value(one)
        return repair(value) if self.is_broken else value

    def shown(self, node: Node, raw: bytes) -> Shown:
        """The pictures of a post, or one of an album."""
        if not is_album(node.where):
            return Shown(tuple(uri for uri, _words in _media(_parts(node))))
        uri = node.line("uri")
        return Shown(
            (uri,) if uri else (),
            words_of(node, self.album),
            evidence(raw, node.value, self.album),
            is_of_album=True,
        )

    def read(self, one: Element) -> Iterator[Found | Problem]:
        """A post, or why it is none."""
        where = one.where
        value = self.value(one)
        if not isinstance(value, dict):
            reason = _("is no JSON") if value is None else _("is not an object")
            yield Problem(where=where, reason=reason)
            return
        problems: list[Problem] = []
        node = Node(value, where, problems)
        if is_album(where):
            yield from self._picture(node, one.raw)
        else:
            yield from self._entry(node, one.raw)
        yield from problems

    def _picture(self, node: Node, raw: bytes) -> Iterator[Found | Problem]:
        entry = picture(node, self.album, self.owner)
        if entry is None:
            yield Problem(where=node.where, reason=_("has a time that cannot be read"))
            return
        told = evidence(raw, node.value, self.album)
        yield from entry_found(entry, self.member, self.context, node.where, told)

    def _entry(self, node: Node, raw: bytes) -> Iterator[Found | Problem]:
        data = node.rows("data")
        comment = next((each for row in data if (each := row.child("comment"))), None)
        moment = _moment(node) or (_moment(comment) if comment else None)
        if moment is None:
            yield Problem(where=node.where, reason=_("has a time that cannot be read"))
            return
        story = node.line("title")
        title = read_title(story or "", group_names(self.context))
        said = comment.text("comment") if comment else _first(data, "post")
        group = (comment.line("group") if comment else None) or title.group
        is_in_groups = node.where.startswith("group_")
        in_group = bool(group or is_in_groups)
        told = comment.line("author") if comment else None
        author = told or title.writer(self.owner, in_group=in_group)
        parts = _parts(node)
        entry = Entry(
            moment=moment,
            author=author,
            group=group,
            is_in_groups=is_in_groups,
            story=story,
            is_unread=bool(title.unread),
            withheld=title.withheld(author) if in_group else "",
            text=_mentions(said or _first(parts, "text") or ""),
            updated=_updated(data),
            is_comment=comment is not None or title.is_comment,
            links=tuple(_links(parts)),
            place=next(_places(parts), None),
            media=tuple(_media(parts)),
        )
        yield from entry_found(entry, self.member, self.context, node.where, raw)


def _parts(node: Node) -> list[Node]:
    return [row for one in node.rows("attachments") for row in one.rows("data")]


def _moment(node: Node) -> Moment | None:
    told = node.value.get("timestamp")
    return in_utc(told) if isinstance(told, int) and told > 0 else None


def _updated(data: list[Node]) -> Moment | None:
    times = [row.value.get("update_timestamp") for row in data]
    return next((in_utc(told) for told in times if isinstance(told, int)), None)


def _first(rows: list[Node], key: str) -> str | None:
    return next((text for row in rows if (text := row.text(key))), None)


def _mentions(text: str) -> str:
    """The names of those mentioned, where the export writes @[id:kind:name]."""
    return _MENTION.sub(lambda found: re.sub(r"\\(.)", r"\1", found[1]), text)


def _links(parts: list[Node]) -> Iterator[Link]:
    for part in parts:
        if outside := part.child("external_context"):
            url = outside.line("url")
            if url:
                yield Link(url=url, title=outside.line("name"), description=outside.line("source"))


def _places(parts: list[Node]) -> Iterator[Place]:
    for part in parts:
        place = part.child("place")
        if place and place.value:
            point = place.child("coordinate") or Node({}, place.where, [])
            yield Place(
                name=place.line("name"),
                street=place.line("address"),
                latitude=point.number("latitude", -90, 90),
                longitude=point.number("longitude", -180, 180),
            )


def _media(parts: list[Node]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if (media := part.child("media")) and (uri := media.line("uri")):
            yield uri, _mentions(media.text("description") or "")


FORMAT = Format(
    name="dyi-json",
    strength="personal-export",
    source="dyi",
    knows=_is_export,
    read=_read,
    pictures=_look,
    owner=account_name,
    facts=_facts,
    framed=_framed,
)
