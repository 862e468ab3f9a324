"""In: answers of the Graph API that somebody saved. Out: the posts of them. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fb_watch.dialect.node import Node
from fb_watch.dialect.parse import parse_capture
from fb_watch.dialect.scrub import scrub
from fb_watch.i18n import _
from fb_watch.intake.elements import Element, elements, lines, read_json, whole
from fb_watch.intake.format import Context, Format, Source, read_object
from fb_watch.intake.head import Head, head_of
from fb_watch.intake.member import Member
from fb_watch.model.collected import Capture, Post, Problem
from fb_watch.model.intake import Found

_NEVER = datetime.fromtimestamp(0, UTC)  # when it was answered, the file does not say
# Edges with posts, that an answer about a page may hold: ?fields=posts{message}
_EDGES = ("posts", "feed", "published_posts", "visitor_posts", "tagged")
_LISTS = ("", "data", *(f"{edge}.data" for edge in _EDGES))
_BATCH = ("[].code", "[].body")


def _is_answer(head: Head) -> bool:
    if head.kind != "json":
        return False
    if head.has_paths("id", "created_time") or head.has_paths(*_BATCH):
        return True
    if any(head.has_paths(f"{path}[].id", f"{path}[].created_time") for path in _LISTS):
        return True
    return any(path.count(".") == 1 and path.endswith(".created_time") for path in head.paths)


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """An edge, a list, one post, posts by id, a batch, or one answer or post a line."""
    head = head_of(member)
    lists = [path for path in _LISTS if head.has_paths(f"{path}[].id")]
    is_batch = head.has_paths(*_BATCH)
    with member.open() as stream:
        if _is_lines(head):
            told = lines(stream, member.limits.record)
        elif lists or is_batch:
            told = elements(stream, lists or ("",), member.limits.record)
        else:
            told = iter([Element(where="", raw=whole(stream, member.limits.record))])
        for one in map(_body, told) if is_batch else told:
            if isinstance(one, Problem):
                yield one
            else:
                yield from read_answer(one, context)


def _body(one: Element | Problem) -> Element | Problem:
    """The answer within one of a batch: a text that is JSON itself."""
    if isinstance(one, Problem):
        return one
    value = read_object(one)
    if isinstance(value, Problem):
        return value
    body = Node(value, one.where, []).text("body")
    if body is None:
        return Problem(where=one.where, reason=_("holds no posts in any known shape"))
    return Element(where=f"{one.where}.body", raw=body.encode("utf-8", "replace"))


def _is_lines(head: Head) -> bool:
    """Whether a whole document stands in the first line, and another in the next."""
    first, _break, rest = head.text.lstrip().partition("\n")
    if not rest.lstrip().startswith(("{", "[")) or first.startswith("["):
        return False
    try:
        read_json(first.encode("utf-8", "replace"))
    except ValueError:
        return False
    return True


def read_answer(
    one: Element, context: Context, source: Source | None = None
) -> Iterator[Found | Problem]:
    """The posts of one answer as the collector reads them; `source` is whose edge it was."""
    raw = scrub(one.raw, "")  # paging addresses carry the token
    try:
        payload = read_json(raw)
    except ValueError:
        yield Problem(where=one.where or "body", reason=_("is no JSON"))
        return
    capture = Capture(
        page="",
        retrieved_at=_NEVER,
        request=one.where,
        status=200,
        body=raw,
        payload=_edge(payload),
    )
    parsed = parse_capture(capture)
    for problem in parsed.problems:
        yield Problem(where=_place(one.where, problem.where), reason=problem.reason)
    for draft in parsed.drafts:
        yield Problem(where=_place(one.where, draft), reason=_("the page has not published it"))
    for number, post in enumerate(parsed.posts):
        yield Found(
            post=_named(post, owner := source or _owner(post), context),
            where=one.where or f"post[{number}]",
            raw=raw,
            source_name=owner.name,
            source_id=owner.id,
            counts=parsed.counts.get(post.id),
            is_person=post.author_id is not None and post.author_id != owner.id,
        )


def _edge(payload: Any) -> Any:
    """The edge with posts where the answer is about a page that has one."""
    if not isinstance(payload, dict) or "created_time" in payload:
        return payload
    return next((edge for name in _EDGES if isinstance(edge := payload.get(name), dict)), payload)


def _place(*parts: str) -> str:
    return ".".join(part for part in parts if part and part != "post")


def _owner(post: Post) -> Source:
    """Page or group whose post it is: the first half of the id, named as `from` or `to` do."""
    owner = post.id.partition("_")[0] if "_" in post.id else post.author_id or ""
    told = {str(tag.get("id")): str(tag.get("name") or "") for tag in post.mentions}
    if post.author_id:
        told[post.author_id] = post.author or ""
    return Source(id=owner, name=told.get(owner, ""))


def _named(post: Post, owner: Source, context: Context) -> Post:
    return replace(post, page=owner.key(context))


FORMAT = Format(
    name="graph",
    strength="graph",
    source="graph",
    knows=_is_answer,
    read=_read,
)
