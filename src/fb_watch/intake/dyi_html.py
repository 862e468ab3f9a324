"""In: "Download your information" of Facebook, as HTML. Out: posts and comments of it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from fb_watch.dialect.clean import clean_text
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.refs import named
from fb_watch.i18n import _
from fb_watch.intake.blocks import BLOCK, Block, blocks, look_into
from fb_watch.intake.dyi import Entry, account_name, entry_found, in_bundle
from fb_watch.intake.dyi_words import read_date, read_label, read_title
from fb_watch.intake.elements import Element
from fb_watch.intake.format import Context, Format
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment
from fb_watch.model.collected import Link, Place, Problem
from fb_watch.model.intake import Found

_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
# What pages of posts and comments are called; those of reactions carry the same words.
_OF_POSTS = re.compile(r"\b(?:posts?|publications?|publicaci|comment|coment)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:likes?|reactions?|réactions?|reacci|me gusta|j.aime)", re.IGNORECASE)


def _is_export(head: Head) -> bool:
    if head.kind != "html":
        return False
    data = head.text.encode("utf-8", "replace")
    if not BLOCK.search(data):
        return False
    called = _TITLE.search(head.text)
    if called and _OF_OTHERS.search(called[1]):
        return False
    if called and _OF_POSTS.search(called[1]):
        return True
    first = next((one for one in blocks(iter([data]), len(data)) if isinstance(one, Element)), None)
    title = read_title(look_into(first.raw).title, ()) if first else None
    return title is not None and bool(title.group or title.is_comment)


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Each block: a post of a profile, Page or group, or a comment in one."""
    reader = _Reader(member=member, context=context, owner=account_name(member))
    with member.open() as stream:
        parts = iter(lambda: stream.read(2**18), b"")
        for one in blocks(parts, member.limits.record):
            where = in_bundle(member, one.where)
            if isinstance(one, Problem):
                yield Problem(where=where, reason=one.reason)
            else:
                yield from reader.read(where, one.raw)


@dataclass(slots=True, kw_only=True)
class _Body:
    """What the lines of a block say."""

    text: list[str]
    place: str = ""
    address: str = ""
    group: str = ""
    at: Moment | None = None
    updated: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What all blocks of a file have in common."""

    member: Member
    context: Context
    owner: str  # whose export it is

    def read(self, where: str, raw: bytes) -> Iterator[Found | Problem]:
        """A post, or why it is none."""
        block = look_into(raw)
        names = [page.name for page in self.context.pages if page.kind == "group"]
        title = read_title(block.title, names)
        if title.is_reaction:
            yield Problem(where=where, reason=_("is a reaction, not a post"))
            return
        body = _body(block, self.context.zone_of(title.group or title.author))
        if body.group and not title.group:  # its clock may be another one
            body = _body(block, self.context.zone_of(body.group))
        moment = body.at or body.updated
        if moment is None:
            yield Problem(where=where, reason=_("has a time that cannot be read"))
            return
        entry = Entry(
            moment=moment,
            author=title.author or self.owner,
            group=title.group or body.group,
            story=block.title or None,
            text="\n".join(body.text),
            updated=body.updated,
            is_comment=title.is_comment,
            links=tuple(_links(block)),
            place=_place(body),
            media=tuple((name, "") for name in _files(block)),
            address=next((url for url in block.addresses if is_facebook(url) and named(url)), ""),
        )
        yield from entry_found(entry, self.member, self.context, where, raw)


def _body(block: Block, zone: str) -> _Body:
    """
    The lines one by one: dates, places, groups, and what was written.

    The date at the foot is when it was posted; where there is none, a line that is a date, and
    last "Updated …". A line that comes twice is the caption of a picture, and comes once.
    """
    body = _Body(text=[])
    body.at = next((when for line in block.foot if (when := read_date(line, zone))), None)
    told = ""
    for line in block.lines:
        label = (told, line) if told else read_label(line)
        told = ""
        if label and not label[1]:
            told = label[0]  # what it is stands in the next line
        elif label and label[0] == "updated" and (when := read_date(label[1], zone)):
            body.updated = when
        elif label and label[0] != "updated":
            setattr(body, label[0], label[1])
        elif when := read_date(line, zone):
            body.at = body.at or when
        elif line not in body.text:
            body.text.append(line)
    return body


def _place(body: _Body) -> Place | None:
    if not body.place and not body.address:
        return None
    return Place(name=body.place or None, street=body.address or None)


def _links(block: Block) -> Iterator[Link]:
    for address, words in block.links:
        url = plain_url(address)
        if url and not (is_facebook(url) and "/dyi/" in url):
            title = words if words and plain_url(words) != url else None
            yield Link(url=url, title=clean_text(title) if title else None)


def _files(block: Block) -> Iterator[str]:
    for name in dict.fromkeys(block.files):
        path = unquote(name.partition("?")[0])
        while path.startswith("../"):
            path = path[3:]
        yield path


FORMAT = Format(
    name="dyi-html",
    strength="personal-export",
    source="dyi",
    knows=_is_export,
    read=_read,
)
