"""In: "Download your information" of Facebook, as HTML. Out: the posts of it. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fb_watch.dialect.clean import clean_text
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.refs import named
from fb_watch.i18n import _
from fb_watch.intake.blocks import BLOCK, Block, Line, blocks, look_into
from fb_watch.intake.dyi import Entry, PutTogetherError, account_name, entry_found, group_names
from fb_watch.intake.dyi_words import Title, is_ambiguous, read_date, read_label, read_title
from fb_watch.intake.elements import Element
from fb_watch.intake.format import Context, Format
from fb_watch.intake.head import Head, head_of
from fb_watch.intake.html_albums import (
    called,
    files_of,
    is_album,
    is_of_all,
    is_of_others,
    is_of_posts,
    taken_at,
)
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment
from fb_watch.intake.pictures import Shown, together
from fb_watch.model.collected import Link, Place, Problem
from fb_watch.model.intake import Found, normalised

_ReadDate = Callable[[str], Moment | None]
_IN_GROUPS = re.compile(r"\b(?:groups?|groupes?|grupos?)\b", re.IGNORECASE)


def _is_export(head: Head) -> bool:
    if head.kind != "html":
        return False
    data = head.text.encode("utf-8", "replace")
    if not BLOCK.search(data):
        return False
    if is_of_posts(told := called(head)) or is_album(head):
        return True
    if is_of_others(told):
        return False
    first = next((one for one in blocks(iter([data]), len(data)) if isinstance(one, Element)), None)
    title = read_title(look_into(first.raw).title, ()) if first else None
    return title is not None and bool(title.group or title.is_comment)


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Each block: a post of a profile, Page or group, a comment in one, a picture of an album."""
    return together(_entries(member, context))


def _entries(member: Member, context: Context) -> Iterator[Found | Problem]:
    kept = context.kept or _facts(member, context)
    reader = _Reader(
        member=member,
        context=context,
        owner=account_name(member),
        is_in_groups=kept["is_in_groups"],
        is_album=kept["is_album"],
        called=kept["called"],
    )
    for one in _blocks(member):
        if isinstance(one, Problem):
            yield one
        else:
            yield from reader.read(one.where, one.raw)


def _look(member: Member) -> Iterator[Shown]:
    """What each block shows, and what an album says of it."""
    of_album = is_album(head_of(member))
    for one in _blocks(member):
        if isinstance(one, Element):
            block = look_into(one.raw)
            words = "\n".join(_body(block, "UTC", read_title("", ())).text) if of_album else ""
            yield Shown(tuple(files_of(block)), words, one.raw, is_of_album=of_album)


def _blocks(member: Member) -> Iterator[Element | Problem]:
    with member.open() as stream:
        parts = iter(lambda: stream.read(2**18), b"")
        yield from blocks(parts, member.limits.record, is_file=True)


def _facts(member: Member, context: Context) -> dict[str, Any]:
    """What the page is called, and whether it is one of posts in groups or an album."""
    head = head_of(member)
    told, of_album = called(head), is_album(head)
    return {
        "called": told,
        "is_album": of_album,
        "is_in_groups": not of_album and _IN_GROUPS.search(told) is not None,
        "groups": group_names(context),
    }


def _framed(raw: bytes, _where: str, _kept: Mapping[str, Any]) -> bytes:
    """A page of one block; raises PutTogetherError where the evidence is of several."""
    if len(list(blocks([raw], len(raw)))) > 1:
        raise PutTogetherError
    return raw


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
    is_in_groups: bool  # what the page is called
    is_album: bool = False
    called: str = ""  # of an album its name

    def read(self, where: str, raw: bytes) -> Iterator[Found | Problem]:
        """A post, or why it is none."""
        block = look_into(raw)
        if self.is_album:
            block.title = ""
        title = read_title(block.title, group_names(self.context))
        if title.is_reaction:
            yield Problem(where=where, reason=_("is a reaction, not a post"))
            return
        zone = self.context.zone_of(title.group or title.author)
        body = _body(block, zone, title)
        if body.group and not title.group:  # its clock may be another one
            body = _body(block, self.context.zone_of(body.group), title)
        moment = body.at or body.updated
        if moment is None:
            told = any(is_ambiguous(line, title.language) for line in block.foot)
            reason = _("has a date that may be one of two days") if told else ""
            yield Problem(where=where, reason=reason or _("has a time that cannot be read"))
            return
        group = title.group or body.group
        in_group = bool(group or self.is_in_groups)
        author = title.writer(self.owner, in_group=in_group)
        entry = Entry(
            moment=moment,
            author=author,
            group=group,
            is_in_groups=self.is_in_groups,
            story=block.title or None,
            is_unread=bool(title.unread),
            withheld=title.withheld(author) if in_group else "",
            text="\n".join(body.text),
            updated=body.updated,
            is_comment=title.is_comment,
            links=tuple(_links(block)),
            place=_place(body) or (taken_at(block) if self.is_album else None),
            media=tuple((name, "") for name in files_of(block)),
            address=next((url for url in block.addresses if is_facebook(url) and named(url)), ""),
            is_picture=self.is_album,
            album=(self.called if self.is_album and not is_of_all(self.called) else "", ""),
        )
        yield from entry_found(entry, self.member, self.context, where, raw)


def _body(block: Block, zone: str, title: Title) -> _Body:
    """
    What is Facebook's own among the lines: dates, places, groups; all else was written.

    Its labels stand alone in a box of the layout: "Lieu : …" within a text of several lines is
    somebody's words, and so is another group than the one that the title names. The date at
    the foot is when it was posted; a line that is a date is that only where there is none, and
    last "Updated …". Where one line is all that a post says, it is what somebody wrote.
    """
    body = _Body(text=[])
    read = partial(read_date, zone=zone, language=title.language)
    body.at = next((when for line in block.foot if (when := read(line))), None)
    held: list[Line] = []  # a label without a value: that stands in the next line
    for line in block.lines:
        label = read_label(line.text) if line.is_alone else None
        if held and line.is_alone and not label:
            label = ((read_label(held[0].text) or ("", ""))[0], line.text)
        elif held:
            _write(body, held.pop(), block)
        if label and not label[1]:
            held = [line]
            continue
        if not (label and _told(body, label, read, title)) and not _dated(body, line, read):
            for one in (*held, line):
                _write(body, one, block)
        held = []
    for line in held:
        _write(body, line, block)
    if not body.text and not body.address and not block.files and not block.links:
        body.text = [
            line.text for line in block.lines if read_label(line.text) == ("place", body.place)
        ]
        body.place = "" if body.text else body.place
    return body


def _told(body: _Body, label: tuple[str, str], read: _ReadDate, title: Title) -> bool:
    """Whether a label is one of Facebook's; then the body has it."""
    name, told = label
    if name == "updated":
        body.updated = read(told) or body.updated
        return read(told) is not None
    if name == "group" and title.group and normalised(title.group) != normalised(told):
        return False
    setattr(body, name, told)
    return True


def _dated(body: _Body, line: Line, read: _ReadDate) -> bool:
    """Whether a line is the date of a post that has none at its foot."""
    if body.at or not line.is_alone:
        return False
    body.at = read(line.text)
    return body.at is not None


def _write(body: _Body, line: Line, block: Block) -> None:
    """A box that says once more what one before it did is the caption of a picture."""
    is_known = line.is_box and line.text in (body.text if block.files else body.text[-1:])
    if not is_known:
        body.text.append(line.text)


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


FORMAT = Format(
    name="dyi-html",
    strength="personal-export",
    source="dyi",
    knows=_is_export,
    read=_read,
    pictures=_look,
    owner=account_name,
    facts=_facts,
    framed=_framed,
)
