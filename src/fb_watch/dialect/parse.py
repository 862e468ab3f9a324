"""In: a Capture. Out: the Posts and Counts it holds, and a Problem for all that is odd. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fb_watch.dialect.attachments import Part, parent_id, post_kind, read_links, read_parts
from fb_watch.dialect.clean import clean, clean_text, is_fit
from fb_watch.dialect.counts import read_counts
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.node import Node
from fb_watch.dialect.pictures import read_media
from fb_watch.dialect.places import read_place
from fb_watch.dialect.read import read_json
from fb_watch.dialect.times import read_time
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Counts, Post, Precision, Problem

# What stood in the post itself in API versions up to 3.2, some of it to this day; kept as received
# where there is no tree of attachments.
_BEFORE = (
    "link",
    "name",
    "caption",
    "description",
    "picture",
    "full_picture",
    "source",
    "type",
    "object_id",
    "properties",
    "child_attachments",
    "call_to_action",
    "coordinates",
    "backdated_time",
    "scheduled_publish_time",
    "application",
    "event",
    "target",
)
_NOTHING: tuple[object, ...] = (None, "", [], {})
_MENTIONS = ("message_tags", "story_tags", "with_tags", "to", "sponsor_tags")
_ACTIONS = ("Comment", "Like", "Share")  # these lead to the post itself, others to anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one response says; counts by Facebook id."""

    posts: tuple[Post, ...] = ()
    drafts: tuple[str, ...] = ()  # ids of what the page has not published: /feed shows it too
    counts: dict[str, Counts]
    problems: tuple[Problem, ...] = ()


def parse_capture(capture: Capture) -> Parsed:
    """
    Every post of a response: one object, {"data": […]}, a list, or {id: post} of `ids=`.

    What the page has not published is no post yet: a draft must never be cited.

    Never raises: what is no post becomes a Problem, and so does each member of a post that has a
    shape nobody expects; the post itself is kept without it.
    """
    problems: list[Problem] = []
    payload = capture.payload if capture.payload is not None else _read(capture.body)
    posts, drafts = [], []
    counts: dict[str, Counts] = {}
    to_clean = not is_fit(payload)  # to ask of each post takes twice as long
    for where, value in _nodes(payload, problems):
        cleaned, is_cut = clean(value) if to_clean else (value, False)
        post, counted, name = _read_node(cleaned, where, capture.page, problems, is_cut=is_cut)
        if name and cleaned.get("is_published") is False:
            drafts.append(name)
            continue
        if post:
            posts.append(post)
        if counted and name:
            counts[name] = counted
    return Parsed(posts=tuple(posts), drafts=tuple(drafts), counts=counts, problems=tuple(problems))


def _read(body: bytes) -> Any:
    try:
        return read_json(body)
    except (ValueError, RecursionError):
        return None


def _nodes(payload: Any, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Each thing that stands where a post is expected, and where that is."""
    if isinstance(payload, dict) and payload.get("error"):
        error = payload["error"]
        told = error.get("message") if isinstance(error, dict) else error
        reason = _("an error in place of posts: {text}").format(text=clean_text(str(told)))
        problems.append(Problem(where="error", reason=reason))
    elif isinstance(payload, dict) and isinstance(payload.get("data"), list):
        yield from ((f"data[{place}]", one) for place, one in enumerate(payload["data"]))
    elif isinstance(payload, list):
        yield from ((f"[{place}]", one) for place, one in enumerate(payload))
    elif isinstance(payload, dict) and payload and all(map(_is_entry, payload.items())):
        for name, value in payload.items():  # the answer to `ids=`
            yield clean_text(name), {"id": name, **value}
    elif isinstance(payload, dict) and payload and "data" not in payload:
        yield "post", payload
    else:
        problems.append(Problem(where="body", reason=_("holds no posts in any known shape")))


def _is_entry(item: tuple[str, Any]) -> bool:
    """Whether this can be a post under its id."""
    name, value = item
    return isinstance(value, dict) and ("id" in value or name.replace("_", "").isdecimal())


def _read_node(
    value: Any, where: str, page: str, problems: list[Problem], *, is_cut: bool
) -> tuple[Post | None, Counts | None, str | None]:
    """A post, its counts and its id, as far as they can be read."""
    if not isinstance(value, dict):
        problems.append(Problem(where=where, reason=_("is not an object")))
        return None, None, None
    node = Node(value, where, problems)
    if is_cut:
        node.note("", _("is nested too deeply; what lies deepest is left out"))
    name = node.id()
    if name is None:
        node.note("", _("has no id"))
        return None, None, None
    counts = read_counts(node)
    told = node.value.get("created_time")
    created = read_time(told)
    if created is None:
        reason = (
            _("the post {id} has no time")
            if told in (None, "")
            else _("the post {id} has a time that cannot be read")
        )
        node.note("", reason.format(id=name))
        return None, counts, name
    return _post(node, name, page, created), counts, name


def _post(node: Node, name: str, page: str, created: tuple[datetime, Precision]) -> Post:
    parts = read_parts(node)
    links, media = read_links(node, parts), read_media(node, parts)
    author, author_id = _author(node)
    addresses, parent = _addresses(node), parent_id(node)
    return Post(
        id=name,
        page=page,
        created_at=created[0],
        created_precision=created[1],
        updated_at=_updated(node),
        author=author,
        author_id=author_id,
        kind="share" if parent else post_kind(node, parts, links, has_media=bool(media)),
        message=node.text("message"),
        story=node.text("story"),
        permalink=addresses[0] if addresses else None,
        links=links,
        media=media,
        place=read_place(node),
        parent_id=parent,
        attachments=_attachments(node, parts),
        mentions=_mentions(node),
        flags={key: value for key, value in node.value.items() if isinstance(value, bool)},
        aliases=tuple(addresses[1:]),
    )


def _author(node: Node) -> tuple[str | None, str | None]:
    """Name and id from `from`, which may also be a name alone."""
    if isinstance(node.value.get("from"), str):
        return node.line("from"), None
    author = node.child("from")
    return (author.line("name"), author.id()) if author else (None, None)


def _updated(node: Node) -> datetime | None:
    told = node.value.get("updated_time")
    updated = read_time(told)
    if updated is None and told not in (None, ""):
        node.note("updated_time", _("has a time that cannot be read"))
    return updated[0] if updated else None


def _addresses(node: Node) -> list[str]:
    """The permalink first, then the other addresses of the post itself."""
    told = [node.line("permalink_url")]
    told += [one.line("link") for one in node.rows("actions") if one.line("name") in _ACTIONS]
    found = dict.fromkeys(url for url in map(plain_url, told) if url and is_facebook(url))
    return list(found)


def _mentions(node: Node) -> tuple[dict[str, Any], ...]:
    named = [key for key in _MENTIONS if key in node.value]
    return tuple(dict(tag.value) for key in named for tag in node.rows(key))


def _attachments(node: Node, parts: Sequence[Part]) -> tuple[dict[str, Any], ...]:
    """The tree as received; in its place, where there is none, what the post itself holds."""
    if parts:
        return tuple(dict(part.node.value) for part in parts if part.is_top)
    told = {key: node.value[key] for key in _BEFORE if node.value.get(key) not in _NOTHING}
    return (told,) if told else ()
