"""In: a post as Facebook's own pages load it, caught in a browser. Out: the Found of it. Pure."""

from collections.abc import Iterator
from typing import Any

from fb_watch.dialect.node import Node
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, lines
from fb_watch.intake.format import Context, Format, Source, found, links_of, read_object
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment, in_utc
from fb_watch.model.collected import Media, Problem
from fb_watch.model.intake import Found

_MOST = 20_000  # members of a post that are looked at


def _is_lines(head: Head) -> bool:
    return head.kind == "json" and head.has_paths("source_platform", "data", "nav_index")


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Zeeschuimer: one caught item a line, the platform's own object in `data`."""
    with member.open() as stream:
        for one in lines(stream, member.limits.record):
            yield one if isinstance(one, Problem) else _line(one, context)


def _line(one: Element, context: Context) -> Found | Problem:
    value = read_object(one)
    if isinstance(value, Problem):
        return value
    platform = str(value.get("source_platform") or "")
    if "facebook" not in platform:
        reason = _("is of {platform}, not of Facebook").format(platform=platform)
        return Problem(where=one.where, reason=reason)
    data = value.get("data")
    if not isinstance(data, dict):
        return Problem(where=one.where, reason=_("is not an object"))
    return read_story(data, one, context)


def read_story(value: dict[str, Any], one: Element, context: Context) -> Found | Problem:
    """A post in the form that Facebook's pages load; the time stands in their decoration."""
    root = Node(value, one.where, [])
    story = _under(root, "comet_sections", "content", "story") or root
    moment = _time(value)
    if moment is None:
        return Problem(where=one.where, reason=_("has a time that cannot be read"))
    actor = next(iter(story.rows("actors") or root.rows("actors")), None)
    author = (actor.line("name") if actor else None) or ""
    author_id = actor.id() if actor else None
    group = next((each for each in _all(value, "to") if each.get("__typename") == "Group"), None)
    group = group or next(iter(_all(value, "associated_group")), None)
    owner = Node(group, one.where, []) if group else actor or Node({}, one.where, [])
    source = Source(id=owner.id() or "", name=owner.line("name") or "")
    message = story.child("message") or root.child("message")
    media = tuple(_media(value))
    links = links_of(*_links(story))
    return found(
        context,
        source,
        moment,
        where=one.where,
        raw=one.raw,
        post_id=story.id("post_id") or root.id("post_id") or "",
        addresses=(story.line("wwwURL") or root.line("wwwURL"), root.line("permalink_url")),
        author=author,
        author_id=author_id,
        is_person=group is not None or (actor is not None and actor.line("__typename") == "User"),
        message=message.text("text") if message else None,
        kind=media[0].kind if media else "link" if links else "status",
        links=links,
        media=media,
    )


def _under(node: Node, *keys: str) -> Node | None:
    found: Node | None = node
    for key in keys:
        found = found.child(key) if found else None
    return found


def _time(value: dict[str, Any]) -> Moment | None:
    """Of the timestamps in it that of the post itself, which is decoration of its heading."""
    sections = value.get("comet_sections")
    heading = sections.get("context_layout") if isinstance(sections, dict) else None
    for holder in (heading, value):
        for told in _all({"": holder}, "creation_time"):
            if isinstance(told, int) and (moment := in_utc(told)):
                return moment
    return None


def _links(story: Node) -> Iterator[tuple[str | None, str | None, str | None]]:
    for attachment in story.rows("attachments"):
        target = attachment.child("target")
        styles = _under(attachment, "styles", "attachment")
        shown = _under(styles, "story_attachment_link_renderer", "attachment") if styles else None
        for holder in (shown.child("web_link") if shown else None, target):
            if holder and (url := holder.line("url", "external_url")):
                title = shown.child("title_with_entities") if shown else None
                yield url, title.line("text") if title else None, None


def _media(value: dict[str, Any]) -> Iterator[Media]:
    seen: set[str] = set()
    for media in _all({"": value.get("comet_sections") or value}, "media"):
        node = Node(media, "", []) if isinstance(media, dict) else Node({}, "", [])
        kind, name = node.line("__typename"), node.id()
        if kind in ("Photo", "Video") and name and name not in seen:
            seen.add(name)
            image = node.child("photo_image") or node.child("image") or node
            alt = node.line("accessibility_caption")
            url = image.line("uri") if kind == "Photo" else None
            yield Media(kind="photo" if kind == "Photo" else "video", id=name, url=url, alt=alt)


def _all(value: dict[str, Any], key: str) -> Iterator[Any]:
    """Everything that stands under this key, however deep, the outermost first."""
    todo: list[Any] = [value]
    for looked, holder in enumerate(todo):
        if looked > _MOST:
            return
        if isinstance(holder, dict):
            if key in holder and holder[key] is not None:
                yield holder[key]
            todo += [one for one in holder.values() if isinstance(one, dict | list)]
        elif isinstance(holder, list):
            todo += [one for one in holder if isinstance(one, dict | list)]


FORMAT = Format(
    name="zeeschuimer", strength="table", source="zeeschuimer", knows=_is_lines, read=_read
)
