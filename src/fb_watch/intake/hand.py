"""In: what a person tells of a post. Out: its Found; reads only the files it names. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from fb_watch.dialect.links import is_facebook
from fb_watch.dialect.node import Node
from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, whole
from fb_watch.intake.format import Context, Format, Source, read_object
from fb_watch.intake.format import found as found_of
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment, read_moment
from fb_watch.model.collected import Media, Page, Problem
from fb_watch.model.intake import Found, FoundFile


def by_hand(
    page: Page,
    *,
    url: str,
    date: str,
    text: str | None,
    author: str | None,
    files: Sequence[Path],
) -> Found:
    """The post; UsageError where the address is not Facebook's, or the time cannot be read."""
    if not is_facebook(url if "//" in url else f"https://{url}"):
        raise UsageError(
            _("{url} is no address on Facebook.").format(url=url),
            remedy=_("Such as: {command}").format(
                command="https://www.facebook.com/100000000000001/posts/12"
            ),
        )
    moment = read_moment(date, page.timezone)
    if moment is None:
        raise UsageError(
            _("--date {date}: no day and no time.").format(date=date),
            remedy=_("Such as: {command}").format(command="2020-05-30, 2020-05-30T13:33+03:00"),
        )
    told = {"page": page.key, "url": url, "date": date, "text": text, "author": author}
    raw = json.dumps({**told, "media": [path.name for path in files]}, ensure_ascii=False)
    if not author and page.kind == "page":
        author = page.name
    source = Source(id=page.id, name=page.name)
    context = Context(pages=(page,), zone=page.timezone)
    return replace(
        _found(
            context,
            source,
            moment,
            raw.encode("utf-8", "replace"),
            addresses=(url,),
            author=author,
            message=text,
            names=[path.name for path in files],
        ),
        files=tuple(_file(place, path) for place, path in enumerate(files)),
        is_person=not source.is_author(context, author or ""),
    )


def _found(
    context: Context, source: Source, moment: Moment, raw: bytes, names: Sequence[str], **told: Any
) -> Found:
    return found_of(
        context,
        source,
        moment,
        where=_("by hand"),
        raw=raw,
        kind="photo" if names else "status",
        media=tuple(Media(kind=_kind(name)) for name in names),
        **told,
    )


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """What was noted of a post that was told by hand: the one object that the file holds."""
    with member.open() as stream:
        one = Element(where=_("by hand"), raw=whole(stream, member.limits.record))
    value = read_object(one)
    if isinstance(value, Problem):
        yield value
        return
    node = Node(value, one.where, [])
    moment = read_moment(value.get("date"), context.zone)
    if moment is None:
        yield Problem(where=one.where, reason=_("has a time that cannot be read"))
        return
    yield _found(
        context,
        Source(),
        moment,
        one.raw,
        [str(name) for name in value.get("media") or ()],
        addresses=(node.line("url"),),
        author=node.line("author"),
        message=node.text("text"),
    )


def _kind(name: str) -> Literal["photo", "video"]:
    return "video" if Path(name).suffix.lower() in (".mp4", ".mov", ".m4v") else "photo"


def _file(place: int, path: Path) -> FoundFile:
    return FoundFile(media=place, name=str(path), open=lambda: path.open("rb"))


def _never(_head: Head) -> bool:
    return False


FORMAT = Format(name="hand", strength="hand", source="hand", knows=_never, read=_read)
