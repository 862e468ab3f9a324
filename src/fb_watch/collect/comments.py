"""In: a response with comments. Out: Comments that name nobody, and a response too. Pure."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fb_watch.dialect.clean import clean
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.node import Node
from fb_watch.dialect.times import read_time
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Problem
from fb_watch.model.comments import Comment

MASK = "@…"  # where a message named a person
TAKEN_OUT = ("from", "message_tags", "attachment")
_AS_TOLD = ("id", "created_time")  # members that name nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadComments:
    """What one response says; `capture` is fit to be kept: it names nobody either."""

    capture: Capture
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...] = ()


def read_comments(capture: Capture, post: str, pseudonym: Callable[[str], str]) -> ReadComments:
    """
    Every comment of a response, its author under the name that `pseudonym` makes of the id.

    The body is written anew from the members that are wanted and name nobody; all others fall
    out, whatever they are called. Never raises: what cannot be read becomes a Problem.
    """
    problems: list[Problem] = []
    payload, _is_cut = clean(capture.payload if isinstance(capture.payload, dict) else {})
    kept: list[dict[str, Any]] = []
    comments = []
    for node in Node(payload, "comments", problems).rows("data"):
        one = _without_names(node, pseudonym)
        kept.append(one)
        comment = _comment(Node(one, node.where, problems), post)
        if comment:
            comments.append(comment)
    body = {"data": kept} | {
        name: payload[name] for name in ("paging", "summary") if name in payload
    }
    return ReadComments(
        capture=replace(
            capture,
            body=json.dumps(body, ensure_ascii=False).encode(),
            payload=body,
            taken_out=TAKEN_OUT,
        ),
        comments=tuple(comments),
        problems=tuple(problems),
    )


def _without_names(node: Node, pseudonym: Callable[[str], str]) -> dict[str, Any]:
    """The members to keep, `author` in the place of `from`."""
    kept: dict[str, Any] = {
        name: value
        for name in _AS_TOLD
        if isinstance(value := node.value.get(name), str | int | float)
    }
    if (likes := node.whole("like_count")) is not None:
        kept["like_count"] = likes
    if message := node.text("message"):
        kept["message"] = _masked(message, node.rows("message_tags"))
    author = node.child("from") if not isinstance(node.value.get("from"), str) else None
    if author and (author_id := author.id()):
        kept["author"] = pseudonym(author_id)
    parent = node.child("parent")
    if parent and (parent_id := parent.id()):
        kept["parent"] = {"id": parent_id}
    if attachment := node.child("attachment"):
        kept["attachment"] = _attachment(attachment)
    return kept


def _attachment(node: Node) -> dict[str, str | None]:
    """What is attached. Of a thing on Facebook only the kind: its title may be a person's name."""
    url = plain_url(node.line("unshimmed_url", "url"))
    kept = {"type": node.line("type"), "title": None, "description": None, "url": None}
    if url and not is_facebook(url):
        kept |= {"title": node.line("title"), "description": node.line("description"), "url": url}
    return kept


def _masked(message: str, tags: Sequence[Node]) -> str:
    """The message with MASK for each name that it tags."""
    spans = {span for tag in tags for span in _spans(message, tag)}
    pieces, at = [], 0
    for start, end in sorted((start, end) for start, end in spans if start < end):
        if start >= at:
            pieces += [message[at:start], MASK]
        at = max(at, end)
    return "".join([*pieces, message[at:]])


def _spans(message: str, tag: Node) -> Iterator[tuple[int, int]]:
    """
    Where a tag's name stands: wherever the message has it, and where the tag says.

    Offset and length are documented as code points, and nobody has measured whether they are not
    UTF-16: a stretch that is not the name itself is taken out in both readings.
    """
    name = tag.line("name") or ""
    found = [match.span() for match in re.finditer(re.escape(name), message)] if name else []
    yield from found
    start, length = tag.whole("offset"), tag.whole("length")
    if start is None or not length or (found and length == len(name)):
        return
    yield start, min(start + length, len(message))
    units = message.encode("utf-16-le")
    first, last = units[: 2 * start], units[: 2 * (start + length)]
    yield len(first.decode("utf-16-le", "ignore")), len(last.decode("utf-16-le", "ignore"))


def _comment(node: Node, post: str) -> Comment | None:
    """A Comment of what is kept; None, and a Problem, where it has no id or no time."""
    name, created = node.id(), read_time(node.value.get("created_time"))
    if name is None or created is None:
        node.note("", _("has no id") if name is None else _("has a time that cannot be read"))
        return None
    return Comment(
        id=name,
        post=post,
        created_at=created[0],
        parent_id=parent.id() if (parent := node.child("parent")) else None,
        author=node.line("author"),
        message=node.text("message"),
        attachment=node.value.get("attachment"),
        like_count=node.value.get("like_count"),
    )
