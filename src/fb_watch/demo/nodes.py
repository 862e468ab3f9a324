"""In: an entry of the world and the fields asked. Out: its JSON as the Graph API gives it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fb_watch.demo import media, paging
from fb_watch.demo.entries import PageEntry, PostEntry, Token
from fb_watch.demo.fields import DEPRECATED_FIELDS, Field, names, parse_fields
from fb_watch.demo.recorded import refusal
from fb_watch.demo.wire import to_json
from fb_watch.demo.world import World

DEFAULTS = {
    "Attachment": parse_fields("description,media,target,title,type,url,subattachments"),
    "Comment": parse_fields("created_time,from,message,id"),
    "Page": parse_fields("name,id"),
    "PagePost": parse_fields("created_time,message,story,id"),
}
RENDERED_KEPT = 4  # ways of asking whose bytes a post keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What every part of one answer needs to know of the question."""

    world: World
    token: Token
    version: str  # as answered, e.g. "v25.0"
    base_url: str  # of this server: media files are asked here
    params: Mapping[str, str] = field(default_factory=dict)
    media_expires: int = 0


def check_allowed(page: PageEntry, fields: Sequence[Field]) -> None:
    """Raise the recorded error where the page refuses a field: one refuses the whole request."""
    for name in sorted(names(fields) & page.refused_fields.keys()):
        if error := page.refused_fields[name]:
            raise refusal(error)


def post_bytes(entry: PostEntry, fields: Sequence[Field], asked: str, call: Call) -> bytes:
    """A post as JSON; `asked` stands for the fields, under which the bytes are kept."""
    generation = call.world.media_generation
    key = (asked, call.token.value, call.version, call.media_expires, generation, call.base_url)
    found = entry.rendered.get(key)
    if found is None:
        body = to_json(_post(entry, fields, call))
        found = media.sign_all(body, call.base_url, call.media_expires, generation)
        if len(entry.rendered) >= RENDERED_KEPT:
            entry.rendered.clear()
        entry.rendered[key] = found
    return found


def attachments(entry: PostEntry, fields: Sequence[Field]) -> dict[str, Any] | None:
    """The edge `attachments`; None where the post has none."""
    found = entry.node.get("attachments")
    if not found:
        return None
    return {"data": [_attachment(one, fields or DEFAULTS["Attachment"]) for one in found]}


def comments(
    entry: PostEntry, options: Mapping[str, str], fields: Sequence[Field], call: Call
) -> dict[str, Any]:
    """
    The edge `comments`, alone or inside a post: filter, order, limit, after, summary.

    With a user token it is empty, not refused: Facebook says nothing more.
    """
    found = [] if call.token.kind == "USER" else entry.comments
    if options.get("filter", "toplevel") != "stream":
        found = [comment for comment in found if "parent" not in comment]
    if options.get("order") == "reverse_chronological":
        found = found[::-1]
    after = options.get("after")
    start = paging.decode_cursor(after)[0][0] if after else 0
    end = start + paging.count_of(options.get("limit", ""))
    part = found[start:end]
    answer: dict[str, Any] = {
        "data": [pick(one, fields or DEFAULTS["Comment"], one["id"]) for one in part]
    }
    if part:
        path = f"/{call.version}/{entry.node['id']}/comments"
        cursors = {
            "before": paging.encode_cursor((start, "comment")),
            "after": paging.encode_cursor((min(end, len(found)), "comment")),
        }
        answer["paging"] = {"cursors": cursors}
        if end < len(found):
            kept = {name: text for name, text in options.items() if name != "as"}
            answer["paging"]["next"] = paging.link(
                path, kept, call.token.value, after=cursors["after"]
            )
    if _summary(options):
        total = max(len(entry.comments), entry.comment_count)
        answer["summary"] = {"order": "chronological", "total_count": total, "can_comment": False}
    return answer


def reactions(entry: PostEntry, options: Mapping[str, str], edge: str) -> dict[str, Any]:
    """The edges `reactions` and `likes`: who reacted is nobody's business here, only how many."""
    kind = "LIKE" if edge == "likes" else options.get("type", "")
    total = entry.reactions.get(kind, 0) if kind else sum(entry.reactions.values())
    answer: dict[str, Any] = {"data": []}
    if _summary(options):
        answer["summary"] = {"total_count": total}
        if options["summary"] != "total_count":
            answer["summary"]["viewer_reaction"] = "NONE"
    return answer


def pick(node: Mapping[str, Any], fields: Sequence[Field], node_id: str = "") -> dict[str, Any]:
    """The fields of a plain object that are there, under the keys asked for, `id` always."""
    answer: dict[str, Any] = {}
    for one in fields:
        value = node.get(one.name)
        if one.children and isinstance(value, Mapping):
            value = pick(value, one.children)
        if value is not None:
            answer[one.key] = value
    if node_id:
        answer.setdefault("id", node_id)
    return answer


def _post(entry: PostEntry, fields: Sequence[Field], call: Call) -> dict[str, Any]:
    node = entry.node
    if node.get("attachments") and names(fields) & DEPRECATED_FIELDS:
        raise refusal("deprecated-field")
    answer: dict[str, Any] = {}
    for one in fields:
        value: Any
        if one.name == "attachments":
            value = attachments(entry, one.children)
        elif one.name == "comments":
            value = comments(entry, dict(one.arguments), one.children, call)
        elif one.name in ("reactions", "likes"):
            value = reactions(entry, dict(one.arguments), one.name)
        else:
            value = pick(node, (one,)).get(one.key)
        if value is not None:
            answer[one.key] = value
    answer.setdefault("id", node["id"])
    return answer


def _attachment(node: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    answer = pick(node, [one for one in fields if one.name != "subattachments"])
    for one in fields:
        below = node.get("subattachments", ()) if one.name == "subattachments" else ()
        if below:
            limit = paging.count_of(one.argument("limit"))
            inner = one.children or DEFAULTS["Attachment"]
            answer[one.key] = {"data": [_attachment(each, inner) for each in below[:limit]]}
    return answer


def _summary(options: Mapping[str, str]) -> bool:
    return options.get("summary", "") not in ("", "0", "false")
