"""What a reader is and what it is told: Format, Context, and the Found it makes. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fb_watch.dialect.clean import clean
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.refs import named
from fb_watch.dialect.scrub import scrub
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, read_json
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment
from fb_watch.intake.pictures import Pictures, Shown
from fb_watch.model.collected import Counts, Link, Page, Post, Problem
from fb_watch.model.intake import Found, FoundFile, Strength, local_id, normalised

if TYPE_CHECKING:
    from fb_watch.intake.mapping import Mapping as Columns


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a reader cannot know from the file."""

    zone: str = "UTC"  # IANA name: of times without zone, where the source has none of its own
    mapping: "Columns | None" = None  # which column is what, for the format "mapped"
    pages: tuple[Page, ...] = field(default=())  # to tell whose a post is
    given: Page | None = None  # of posts that do not say whose they are
    pictures: Pictures = field(default_factory=Pictures)  # of all files that are read together
    kept: Mapping[str, Any] = field(default_factory=dict)  # `Format.facts`, where they are known

    @cached_property
    def _by_name(self) -> dict[str, Page]:
        told = [(page, name) for page in reversed(self.pages) for name in page.known_as]
        named = {normalised(name): page for page, name in told}
        named |= {normalised(page.name): page for page in reversed(self.pages)}
        return named | {page.id.casefold(): page for page in reversed(self.pages)}

    def page(self, *names: str) -> Page | None:
        """The watched source that has one of these ids or names."""
        for name in names:
            if found := self._by_name.get(normalised(name)) if name else None:
                return found
        return None

    def zone_of(self, *names: str) -> str:
        """The zone of the source of this id or name, else the general one."""
        page = self.page(*names)
        return page.timezone if page else self.zone


_IN_GROUP = re.compile(r"/groups/([^/?#]+)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:(\d{1,15})\.0*|\d+\.\d*(?:e\+?\d+)?|\d+e\+?\d+)", re.IGNORECASE)

Read = Callable[[Member, Context], Iterator[Found | Problem]]
Facts = Callable[[Member, Context], dict[str, Any]]
Framed = Callable[[bytes, str, Mapping[str, Any]], bytes]


def in_a_list(raw: bytes, _where: str, _kept: Mapping[str, Any]) -> bytes:
    """An element of JSON as a document of its own."""
    return b"[" + raw + b"]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: how it is known, how much it is believed, what reads it."""

    name: str
    strength: Strength
    source: str  # what `posts.source` says of posts that came this way
    knows: Callable[[Head], bool]
    read: Read
    pictures: Callable[[Member], Iterator[Shown]] | None = None  # of an export: what it shows
    owner: Callable[[Member], str] = lambda _member: ""  # whose file it is, as others beside tell
    # what of a file is needed, beside a row of it, to read that row again: names of columns …
    facts: Facts = lambda _member, _context: {}
    # a file of this format that holds one row alone, out of the row, `Found.where` and the facts
    framed: Framed = lambda raw, _where, _kept: raw
    row_as: str = ""  # the format of such a file, where it is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Page or group as a file names it."""

    id: str = ""
    name: str = ""
    handle: str = ""  # user name

    def key(self, context: Context) -> str:
        """The key of the watched page, "" where it is none."""
        page = context.page(self.id, self.handle, self.name)
        return page.key if page else ""

    def is_author(self, context: Context, author: str, author_id: str = "") -> bool:
        """
        Whether a page itself wrote a post, by any id or name that pages.toml has for it.

        Where the file does not say whose the post is, it is of the page that is given.
        """
        page = context.page(self.id, self.handle, self.name)
        if page is None and not (self.id or self.name):
            page = context.given
        if page is None:
            return normalised(author) == normalised(self.name)
        called = {normalised(name) for name in (page.id, page.name, *page.known_as)}
        return page.kind == "page" and bool({normalised(author), author_id} & called)


def found(
    context: Context,
    source: Source,
    moment: Moment,
    *,
    where: str,
    raw: bytes,
    post_id: str = "",
    addresses: Iterable[str | None] = (),
    counts: Counts | None = None,
    files: tuple[FoundFile, ...] = (),
    is_person: bool = False,
    is_picture: bool = False,
    known_by: str = "",
    **told: Any,
) -> Found:
    """
    A Found of what a file tells; `told` is of the Post: author, message, kind, links …

    `post_id` is Facebook's or "". The first of `addresses` that is Facebook's own becomes the
    permalink, the others aliases. What has no words is `known_by` something else.
    """
    known = _own(addresses)
    message = told.pop("message", None)
    told["message"] = message if message and message.strip() else None
    told["author"] = told.get("author") or None
    post = Post(
        id=facebook_id(post_id, source.id, known)
        or _local(context, source, moment, told, known_by),
        page=source.key(context),
        created_at=moment.at,
        created_precision=moment.precision,
        permalink=known[0] if known else None,
        aliases=tuple(known[1:]),
        **told,
    )
    return Found(
        post=post,
        where=where,
        raw=scrub(raw, ""),
        source_name=source.name,
        source_id=source.id,
        counts=counts,
        files=files,
        is_person=is_person,
        is_picture=is_picture,
        zone_assumed=moment.zone_assumed,
    )


def _own(addresses: Iterable[str | None]) -> list[str]:
    """Those that are Facebook's, each once."""
    told = (url for one in addresses if (url := plain_url(one)) and is_facebook(url))
    return list(dict.fromkeys(told))


def _local(
    context: Context, source: Source, moment: Moment, told: dict[str, Any], known_by: str
) -> str:
    owner = source.key(context) or source.id or normalised(source.name)
    author, words = told["author"] or "", told["message"] or known_by
    if told.get("is_comment"):  # no post with these words, nor what answers somebody else
        words = f"{words}\0{told.get('story') or ''}"
    return local_id(owner, author, moment.at, moment.precision, words)


def exact_id(told: str) -> str | None:
    """
    An id as a table has it; None where a spreadsheet made a number of it and digits are lost.

    "2993.0" is 2993; of more than fifteen digits a number with a point has lost the last ones.
    """
    number = _NUMBER.fullmatch(told.strip())
    return number[1] if number else told.strip()


def lost_digits(column: str) -> str:
    """Why an id is not used."""
    return _("has a number in {column} whose last digits are lost").format(column=column)


def facebook_id(post_id: str, owner: str, addresses: Sequence[str]) -> str:
    """
    The id as the Graph API writes it, of what a file tells; "" where it tells none.

    A number alone is put behind its owner's. Out of an address comes the owner's number too, if
    it has one; objects (photos, films) and pfbid names stand alone.
    """
    if post_id and "_" not in post_id and post_id.isdecimal() and owner.isdecimal():
        return f"{owner}_{post_id}"
    if post_id:
        return post_id
    for one in (name for address in addresses for name in named(address)[:1]):
        if one.is_object or not one.number.isdecimal():
            return one.number
        told = next((each for each in (owner, one.owner) if each.isdecimal()), "")
        return f"{told}_{one.number}" if told else one.number if one.is_long else one.full
    return ""


def owners(*told: str | None) -> list[str]:
    """Whose posts these addresses and ids name: ids of pages or persons, or user names."""
    return [name.owner for text in told if text for name in named(text)[:1] if name.owner]


def group_in(address: str | None) -> str:
    """The group, by id or user name, in which an address says that it stands; "" in none."""
    group = _IN_GROUP.search(address or "")
    return group[1] if group else ""


def links_of(*told: tuple[str | None, str | None, str | None]) -> tuple[Link, ...]:
    """Links of (address, title, description), each address once; Facebook's own are none."""
    links: dict[str, Link] = {}
    for address, title, description in told:
        url = plain_url(address)
        if url and not is_facebook(url):
            links.setdefault(
                url, Link(url=url, title=title or None, description=description or None)
            )
    return tuple(links.values())


def read_object(one: Element) -> dict[str, Any] | Problem:
    """The object that an element is, its texts fit to be stored; a Problem where it is none."""
    try:
        value, _is_cut = clean(read_json(one.raw))
    except ValueError:
        return Problem(where=one.where, reason=_("is no JSON"))
    if not isinstance(value, dict):
        return Problem(where=one.where, reason=_("is not an object"))
    return value
