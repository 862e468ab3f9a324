"""In: an entry of an export of Facebook's, JSON or HTML. Out: the Found of it. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.node import Node
from fb_watch.dialect.scrub import scrub
from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.blocks import texts
from fb_watch.intake.elements import read_json, whole
from fb_watch.intake.format import Context, Source, found
from fb_watch.intake.member import Member
from fb_watch.intake.mojibake import is_mojibake, repair
from fb_watch.intake.moments import Moment
from fb_watch.intake.pictures import spot_of
from fb_watch.model.collected import Link, Media, Page, Place, Problem
from fb_watch.model.intake import Found, FoundFile, normalised

PAGE_SOURCE = "dyi-page"  # the export of a Page by those who run it
_ABOUT = (
    "profile_information/profile_information",
    "personal_information/profile_information/profile_information",
    "your_facebook_activity/personal_information/profile_information/profile_information",
)
_FULL_NAME = ("full name", "nom complet", "nombre completo")
# folders that an export begins with, of those that hold posts and pictures
_FIRST = re.compile(
    r"[\w’' ]*activity[\w’' ]*|posts|groups|comments(?:_and_reactions)?|photos_and_videos|pages"
    r"|personal_information|profile_information",
    re.IGNORECASE,
)
_FILMS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".3gp", ".mkv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an entry says, whatever it is written in. `media`: path in the export, words to it."""

    moment: Moment
    author: str = ""
    group: str = ""
    is_in_groups: bool = False  # it stands among posts in groups, whether or not it names one
    story: str | None = None
    is_unread: bool = False  # that sentence is there, and is not understood
    withheld: str = ""  # of the sentence: it names who wrote, nobody knows with which words
    text: str = ""
    updated: Moment | None = None
    is_comment: bool = False
    links: tuple[Link, ...] = ()
    place: Place | None = None
    media: tuple[tuple[str, str], ...] = ()
    address: str = ""
    is_picture: bool = False  # it stands in no post, but in an album or among all pictures
    album: tuple[str, str] = ("", "")  # its name, and what is said of it
    is_private: bool = False


def entry_found(
    entry: Entry, member: Member, context: Context, where: str, raw: bytes
) -> Iterator[Found | Problem]:
    """
    The post of an entry, and a Problem for each picture that is not in the export.

    A comment is a post of kind "other": the post it answers is somebody else's, and not in the
    export; its sentence ("X commented on …") stays in `story`. Words to a picture that repeat
    the text are no alt. A picture of an album that stands in a post is no second post; its words
    there are its alt in the post.
    """
    if entry.is_picture and _is_in_posts(entry, member, context):
        return
    if entry.is_private:
        yield Problem(where=where, reason=_("is not public"))
        return
    if entry.is_in_groups and entry.is_unread and not entry.group:  # it may name another group
        yield Problem(where=where, reason=_("has a sentence that does not tell of which group"))
        return
    source = _source(entry, context.given)
    if not source.name and context.given:  # nobody's, and a group is given
        yield Problem(where=where, reason=_("is of its author's own profile"))
        return
    page = context.page(source.id, source.name)
    is_page = page is not None and page.kind == "page" and not entry.group
    text = entry.text or next((words for _name, words in entry.media if words), "")
    media, files, absent = _media(entry, text, member)
    for name in absent:
        reason = _("{name} is not in the export").format(name=name)
        yield Problem(where=where, reason=reason)
    links = _links(entry)
    one = found(
        context,
        source,
        entry.moment,
        where=where,
        raw=raw,
        addresses=(entry.address,),
        author=entry.author,
        message=text,
        files=files,
        is_person=not is_page,
        is_picture=entry.is_picture,
        known_by=_file_name(entry) if entry.is_picture else "",
        story=entry.story,
        updated_at=entry.updated.at if entry.updated else None,
        kind=_kind(entry, links, media),
        is_comment=entry.is_comment,
        links=links,
        media=media,
        place=entry.place,
        attachments=_album(entry),
    )
    one = _with_words(one, entry, member, context)
    yield replace(one, source=PAGE_SOURCE if is_page else "", withheld=entry.withheld)


def _is_in_posts(entry: Entry, member: Member, context: Context) -> bool:
    known = context.pictures.in_posts
    return not entry.media or (
        bool(known) and all(spot_of(member, name) in known for name, _words in entry.media)
    )


def _with_words(one: Found, entry: Entry, member: Member, context: Context) -> Found:
    """The post with what albums say of its pictures, and their entries as evidence too."""
    told = context.pictures.words
    said = {
        number: words
        for number, (name, own) in enumerate(dict(entry.media).items() if told else ())
        if not own and (words := told.get(spot_of(member, name)))
    }
    if not said:
        return one
    media = list(one.post.media)
    for number, words in said.items():
        media[number] = replace(media[number], alt=_alt(words.text, one.post.message or ""))
    rows = dict.fromkeys(scrub(words.raw, "") for words in said.values())
    return replace(
        one,
        post=replace(one.post, media=tuple(media)),
        raw=b"\n".join((one.raw, *rows)),
        lent=frozenset(said),
    )


def _alt(words: str, text: str) -> str | None:
    return words if words and normalised(words) != normalised(text) else None


def _file_name(entry: Entry) -> str:
    """What tells pictures without words apart; folders are called otherwise in each export."""
    return next((name.rpartition("/")[2] for name, _words in entry.media), "")


def _album(entry: Entry) -> tuple[dict[str, str], ...]:
    name, about = entry.album
    told = {"type": "album", "title": name, "description": about}
    return ({key: text for key, text in told.items() if text},) if name or about else ()


def _source(entry: Entry, given: Page | None) -> Source:
    """
    Where it was posted: in a group, else on the author's own profile or Page.

    Of the group that is given are posts that stand among those in groups and name none; of the
    page that is given those that name nobody.
    """
    if entry.group or given is None:
        return Source(name=entry.group or entry.author)
    is_given = entry.is_in_groups if given.kind == "group" else not entry.author
    return Source(id=given.id, name=given.name) if is_given else Source(name=entry.author)


class PutTogetherError(IntakeError):
    """The evidence of a post is of several entries, and no row of a file."""

    def __init__(self) -> None:
        super().__init__(_("it was put together from several entries of an export"))


def group_names(context: Context) -> list[str]:
    """Groups that are watched: at the end of a sentence their names are known."""
    return [page.name for page in context.pages if page.kind == "group"]


def account_name(member: Member) -> str:
    """
    Whose export this is, as the file about the account says; "" where it is not there.

    Another zip may be somebody else's export, and so may a folder within this one.
    """
    return next((name for ending, read in _READ for name in _told(member, ending, read)), "")


def _told(member: Member, ending: str, read: Callable[[bytes], str]) -> Iterator[str]:
    for about in filter(None, (_of_own_export(member, f"{name}.{ending}") for name in _ABOUT)):
        try:
            with about.open() as stream:
                name = read(whole(stream, about.limits.record))
        except (IntakeError, ValueError):
            continue
        if name:
            yield name


def _in_json(raw: bytes) -> str:
    value = read_json(raw)
    value = repair(value) if is_mojibake([value]) else value
    root = Node(value if isinstance(value, dict) else {}, "", [])
    profile = root.child("profile_v2") or root.child("profile") or root
    name = profile.child("name")
    return (name.line("full_name") if name else None) or ""


def _in_html(raw: bytes) -> str:
    """What stands behind the label, in whatever boxes the layout has."""
    told = pairwise(line.strip(" :") for line in texts(raw))
    names = (name for label, name in told if label.casefold() in _FULL_NAME)
    return next((name for name in names if name.casefold() not in _FULL_NAME), "")


_READ = (("json", _in_json), ("html", _in_html))


def _of_own_export(member: Member, name: str) -> Member | None:
    """A file that lies where the member's own export begins; None where there is none."""
    one = member.sibling(name)
    if one is None or not member.shares(one):
        return None
    above, _slash, _name = member.name.removeprefix(one.name.removesuffix(name)).rpartition("/")
    return one if not above or _FIRST.fullmatch(above.partition("/")[0]) else None


def _media(
    entry: Entry, text: str, member: Member
) -> tuple[tuple[Media, ...], tuple[FoundFile, ...], list[str]]:
    media: list[Media] = []
    files: list[FoundFile] = []
    absent: list[str] = []
    for name, words in dict(entry.media).items():
        address = plain_url(name)
        is_film = name.partition("?")[0].lower().endswith(_FILMS)
        if address is None and (file := member.sibling(name)):
            files.append(FoundFile(media=len(media), name=file.name, open=file.open))
        elif address is None:
            absent.append(name)
        media.append(
            Media(kind="video" if is_film else "photo", url=address, alt=_alt(words, text))
        )
    return tuple(media), tuple(files), absent


def _links(entry: Entry) -> tuple[Link, ...]:
    links: dict[str, Link] = {}
    for link in entry.links:
        if url := plain_url(link.url):
            one = Link(url=url, title=link.title, description=link.description)
            links.setdefault(url, one)
    return tuple(links.values())


def _kind(entry: Entry, links: tuple[Link, ...], media: tuple[Media, ...]) -> str:
    if entry.is_comment:
        return "other"
    if media:
        return "album" if len(media) > 1 else media[0].kind
    if links:
        return "share" if is_facebook(links[0].url) else "link"
    return "status"
