"""In: the node of a post. Out: its attachments one by one, and the links they make. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.node import Node
from fb_watch.model.collected import Link

PICTURES = ("photo", "video", "album")
_PHOTOS = ("photo", "cover_photo", "profile_media", "avatar", "sticker")
_HIDDEN = ("native_templates", "unavailable", "fallback")  # how a post shows one it shares
_OLD_TYPES = {
    "link": "link",
    "status": "status",
    "photo": "photo",
    "video": "video",
    "swf": "video",
    "event": "event",
    "note": "note",
    "music": "other",
    "offer": "other",
    "question": "other",
}
_STATUS_TYPES = {
    "mobile_status_update": "status",
    "wall_post": "status",
    "added_photos": "photo",
    "added_video": "video",
    "created_event": "event",
    "created_note": "note",
}


class Part(NamedTuple):
    """One attachment: what it is (one of KINDS), where it leads, how many lie inside it."""

    node: Node
    target: Node | None
    kind: str
    url: str | None
    inside: int
    is_top: bool

    @property
    def is_own(self) -> bool:
        """Whether its picture is on Facebook, and not the preview of an outside page."""
        return self.url is None or is_facebook(self.url)


def read_parts(node: Node) -> list[Part]:
    """Every attachment, each before what lies inside it; without recursion, however deep."""
    todo = [(one, True) for one in reversed(node.rows("attachments"))]
    found = []
    while todo:
        one, is_top = todo.pop()
        below = one.rows("subattachments")
        found.append(_part(one, len(below), is_top=is_top))
        todo += [(each, False) for each in reversed(below)]
    return found


def post_kind(node: Node, parts: Sequence[Part], links: Sequence[Link], *, has_media: bool) -> str:
    """
    One of KINDS, from the surest sign to the weakest, of a post that shares no other.

    Its attachments, `type` of old API versions, `status_type`, what it holds.
    """
    tops = [part.kind for part in parts if part.is_top and part.kind != "other"]
    if tops:
        return "album" if len(tops) > 1 and set(tops) <= set(PICTURES) else tops[0]
    old = _OLD_TYPES.get(node.line("type") or "")
    if old:
        return old
    told = node.line("status_type")
    if told == "shared_story" and not links:
        return "share"
    if parts:
        return "other"
    if told in _STATUS_TYPES:
        return _STATUS_TYPES[told]
    if links:
        return "link"
    return "photo" if has_media else "status"


def parent_id(node: Node) -> str | None:
    """The id of the post that this one shares."""
    if told := node.id("parent_id"):
        return told
    parent = node.child("parent")
    return parent.id() if parent else None


def read_links(node: Node, parts: Sequence[Part]) -> tuple[Link, ...]:
    """The links of a post in order, each address once."""
    found: dict[str, Link] = {}
    for link in (*_of_parts(parts), *_of_post(node, parts)):
        found.setdefault(link.url, link)
    return tuple(found.values())


def _of_parts(parts: Sequence[Part]) -> Iterator[Link]:
    for part in parts:
        if part.url and not (part.kind in PICTURES and part.is_own):
            yield Link(
                url=part.url,
                title=part.node.line("title"),
                description=part.node.line("description"),
            )


def _of_post(node: Node, parts: Sequence[Part]) -> Iterator[Link]:
    """Links that stand in the post itself: `link` of old API versions, cards, buttons, facts."""
    own = is_facebook(plain_url(node.line("link")))
    is_picture = bool(parts) or node.line("type") in PICTURES
    if not (own and is_picture):
        yield from _link(node, "link", ("name",), ("description", "caption"))
    for card in node.rows("child_attachments"):
        yield from _link(card, "link", ("name",), ("description", "caption"))
    button = node.child("call_to_action")
    value = button.child("value") if button else None
    if value:
        yield from _link(value, "link", ("link_title",), ("link_description",))
    for fact in node.rows("properties"):
        yield from _link(fact, "href", ("name",), ("text",))


def _link(
    node: Node, key: str, title: tuple[str, ...], description: tuple[str, ...]
) -> Iterator[Link]:
    if url := plain_url(node.line(key)):
        yield Link(url=url, title=node.line(*title), description=node.line(*description))


def _part(node: Node, inside: int, *, is_top: bool) -> Part:
    target = node.child("target")
    told = node.line("unshimmed_url", "url") or (target.line("url") if target else None)
    url = plain_url(told)
    kind = _kind(node, url, inside, bool(target and target.id()))
    return Part(node=node, target=target, kind=kind, url=url, inside=inside, is_top=is_top)


def _kind(node: Node, url: str | None, inside: int, has_target: bool) -> str:
    """What an attachment is: `type` says more than `media_type`, and both may be absent."""
    fine, rough = (node.line("type") or "").lower(), (node.line("media_type") or "").lower()
    for kind in ("event", "note", "album", "video"):
        if kind in (fine, rough):
            return kind
    if fine == "new_album" or (inside and not fine and not rough):
        return "album"
    if fine.startswith("video"):
        return "video"
    if fine in _PHOTOS or fine.startswith("animated_image"):
        return "photo"
    if fine in _HIDDEN:
        return "share" if url and is_facebook(url) else "other"
    if fine in ("share", "multi_share", "multi_share_no_end_card") or rough == "link":
        return "link"
    if rough == "photo" or (not fine and has_target and node.child("media")):
        return "photo"
    if not fine and not rough and url and not is_facebook(url):
        return "link"
    return "other"
