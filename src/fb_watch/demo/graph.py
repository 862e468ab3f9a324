"""In: a World and one Request. Out: the Reply of the Graph API; changes nothing."""

import json
from dataclasses import replace
from typing import Any

from fb_watch.demo import media, nodes, paging
from fb_watch.demo.entries import PageEntry, PostEntry
from fb_watch.demo.fields import Field, check_fields, parse_fields
from fb_watch.demo.recorded import gone, refusal, wrong
from fb_watch.demo.tokens import check_token, debug_token
from fb_watch.demo.wire import JSON_TYPE, RefusedError, Reply, Request, to_json
from fb_watch.demo.world import JITTER, World

DEFAULT_VERSION = "v25.0"  # of calls without one: what the app's dashboard says
OLDEST, NEWEST = (21, 0), (26, 0)  # versions that still live
MAX_IDS = 50
POST_EDGES = ("feed", "posts", "published_posts", "visitor_posts")
_FOREVER = 1 << 61


def answer(world: World, base_url: str, request: Request) -> Reply:
    """Answer one call as the Graph API would; `base_url` is where media files are served."""
    headers = {"Content-Type": JSON_TYPE, "x-fb-trace-id": "AvAas7EbQrI", "x-fb-rev": "1019933671"}
    with world.lock:
        headers["facebook-api-version"] = world.answered_version or _lives(request.version)
        headers |= {name: json.dumps(value) for name, value in world.usage.items()}
        try:
            return Reply(body=_route(world, base_url, request), headers=headers)
        except RefusedError as refused:
            error = refused.body.get("error")
            if isinstance(error, dict) and error.get("type") == "OAuthException":
                headers["WWW-Authenticate"] = 'OAuth "Facebook Platform" "invalid_request"'
            return Reply(status=refused.status, body=to_json(refused.body), headers=headers)


def _route(world: World, base_url: str, request: Request) -> bytes:
    parts = [part for part in request.path.split("/") if part]
    if _number(request.version) > NEWEST:
        raise _unknown_path(f"/{request.version}{request.path}")
    if parts == ["debug_token"]:
        return to_json({"data": debug_token(world, request)})
    token = check_token(world, request)
    call = nodes.Call(
        world=world,
        token=token,
        version=request.version or DEFAULT_VERSION,
        base_url=base_url,
        params=request.params,
        media_expires=media.expiry(world.now()),
    )
    replayed = _replayed(parts, request, call)
    if replayed is not None:
        return replayed
    parts = [token.owner if part == "me" else part for part in parts]
    if not parts and "ids" in request.params:
        return _several(call)
    if len(parts) == 1:
        return _node(parts[0], call)
    if len(parts) == 2:
        return _edge(parts[0], parts[1], call)
    raise _unknown_path(request.path)


def _number(version: str | None) -> tuple[int, int]:
    major, minor = (version or DEFAULT_VERSION).removeprefix("v").split(".")
    return int(major), int(minor)


def _lives(version: str | None) -> str:
    """The version that answers: an expired one is replaced by the oldest that lives, silently."""
    major, minor = min(max(_number(version), OLDEST), NEWEST)
    return f"v{major}.{minor}"


# Nodes


def _node(name: str, call: nodes.Call) -> bytes:
    if name in call.world.posts:
        entry = call.world.post(name)
        page = _page(entry.page, call)
        fields = _fields(call, "PagePost")
        nodes.check_allowed(page, fields)
        return nodes.post_bytes(entry, fields, call.params.get("fields", ""), call)
    page = _page(name, call)
    fields = _fields(call, "Page")
    found = nodes.pick(page.node, fields, page.node["id"])
    for one in fields:
        if one.name in POST_EDGES:
            found[one.key] = _nested(page, one, call)
    return to_json(found)


def _several(call: nodes.Call) -> bytes:
    """`?ids=`: an object by id; one bad id fails them all."""
    asked = [name.strip() for name in call.params["ids"].split(",") if name.strip()]
    if len(asked) > MAX_IDS:
        raise wrong(f"Too many IDs. Maximum: {MAX_IDS}. Provided: {len(asked)}.")
    members = (to_json(name) + b":" + _node(name, call) for name in dict.fromkeys(asked))
    return b"{" + b",".join(members) + b"}"


def _page(name: str, call: nodes.Call) -> PageEntry:
    page = call.world.page(name)
    if page.refused == "gone":
        raise gone(name)
    if page.refused:
        raise refusal(page.refused)
    return page


def _fields(call: nodes.Call, kind: str) -> tuple[Field, ...]:
    text = call.params.get("fields", "")
    fields = parse_fields(text) if text else nodes.DEFAULTS[kind]
    check_fields(fields, kind)
    return fields


# Edges


def _edge(name: str, edge: str, call: nodes.Call) -> bytes:
    if name in call.world.posts:
        return _post_edge(call.world.post(name), edge, call)
    page = _page(name, call)
    if edge not in POST_EDGES:
        raise _unknown_path(f"/{edge}")
    fields = _fields(call, "PagePost")
    return _posts(page, edge, fields, call.params.get("fields", ""), call)


def _posts(
    page: PageEntry, edge: str, fields: tuple[Field, ...], asked: str, call: nodes.Call
) -> bytes:
    """
    One page of a list of posts, newest first.

    Hidden posts take their place and are then left out, so that a page may come short or empty
    with a `next` all the same.
    """
    if error := page.refused_edges.get(edge):
        raise refusal(error)
    nodes.check_allowed(page, fields)
    params, posts = call.params, call.world.posts
    since, until = paging.moment(params, "since"), paging.moment(params, "until")
    low, high = since or -_FOREVER, _FOREVER if until is None else until

    def wanted(key: paging.Key) -> bool:
        entry = posts[key[1]]
        return (
            entry.state in ("online", "hidden")
            and low <= entry.created <= high
            and _belongs(entry, edge)
        )

    part = paging.cut(
        page.order,
        after=params.get("after"),
        before=params.get("before"),
        limit=paging.limit_of(params),
        wanted=wanted,
        bounds=(int(low) - JITTER, int(high)),
    )
    shown = (posts[key[1]] for key in part.keys if posts[key[1]].state == "online")
    data = b",".join(nodes.post_bytes(entry, fields, asked, call) for entry in shown)
    path = f"/{call.version}/{page.node['id']}/{edge}"
    links = paging.paging(part, path, params, call.token.value)
    tail = b',"paging":' + to_json(links) if links else b""
    return b'{"data":[' + data + b"]" + tail + b"}"


def _belongs(entry: PostEntry, edge: str) -> bool:
    own = entry.node.get("from", {}).get("id", entry.page) == entry.page
    if edge == "visitor_posts":
        return not own
    return edge == "feed" or (own and entry.node.get("is_published", True))


def _nested(page: PageEntry, one: Field, call: nodes.Call) -> Any:
    """`posts.limit(5){…}` inside a page: the edge, with the arguments in the place of params."""
    inner = replace(call, params=dict(one.arguments))
    fields = one.children or nodes.DEFAULTS["PagePost"]
    return json.loads(_posts(page, one.name, fields, repr(fields), inner))


def _post_edge(entry: PostEntry, edge: str, call: nodes.Call) -> bytes:
    page = _page(entry.page, call)
    if edge in ("attachments", "comments", "reactions", "likes"):
        nodes.check_allowed(page, (Field(name=edge),))
    if edge == "attachments":
        found = nodes.attachments(entry, _fields(call, "Attachment"))
        generation = call.world.media_generation
        body = to_json(found or {"data": []})
        return media.sign_all(body, call.base_url, call.media_expires, generation)
    if edge == "comments":
        fields = _fields(call, "Comment")
        return to_json(nodes.comments(entry, call.params, fields, call))
    if edge in ("reactions", "likes"):
        return to_json(nodes.reactions(entry, call.params, edge))
    raise _unknown_path(f"/{edge}")


def _replayed(parts: list[str], request: Request, call: nodes.Call) -> bytes | None:
    """The recorded body for this path, or for its edge; None where none was recorded."""
    replays = call.world.replays
    bodies = replays.get("/".join(parts)) or (replays.get(parts[-1]) if len(parts) == 2 else None)
    if not bodies:
        return None
    number = paging.replay_number(request.params)
    if number >= len(bodies):
        return b'{"data":[]}'
    path = f"/{call.version}/{'/'.join(parts)}"
    last = number == len(bodies) - 1
    return paging.replay_page(bodies[number], path, request.params, call.token.value, last)


def _unknown_path(path: str) -> RefusedError:
    return wrong(f"Unknown path components: {path}", 2500)
