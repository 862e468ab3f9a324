"""In: a list in order, and cursor, limit, since, until. Out: one slice and its paging. Pure."""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fb_watch.demo.recorded import refusal, wrong

DEFAULT_LIMIT, MAX_LIMIT = 25, 100
HOST = "https://graph.facebook.com"
Key = tuple[int, str]  # rank and id: the place of a post in its page's list, oldest lowest
_TOP: Key = (1 << 62, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Some keys, newest first, and whether more lie on either side."""

    keys: tuple[Key, ...]
    older: bool
    newer: bool


def encode_cursor(key: Key, turn: int = 0) -> str:
    """An opaque text for a place; another `turn` gives another text for the same place."""
    return base64.urlsafe_b64encode(f"{key[0]}:{key[1]}:{turn}".encode()).decode()


def decode_cursor(text: str) -> tuple[Key, int]:
    """The place and the turn of a cursor; raises error 2642."""
    try:
        rank, node_id, turn = base64.urlsafe_b64decode(text).decode().split(":")
        return (int(rank), node_id), int(turn)
    except (ValueError, binascii.Error):
        raise refusal("cursor") from None


def same_place(cursor: str | None) -> str:
    """A cursor that looks new and leads to where this one leads; None is the beginning."""
    key, turn = decode_cursor(cursor) if cursor else (_TOP, 0)
    return encode_cursor(key, turn + 1)


def limit_of(params: Mapping[str, str]) -> int:
    """`limit`, 25 where it is not given; above 100 is an error, not a hint."""
    limit = count_of(params.get("limit", ""))
    if limit > MAX_LIMIT:
        raise wrong(f"The 'limit' parameter should not exceed {MAX_LIMIT}")
    return limit


def count_of(text: str) -> int:
    """A `limit` as written, 25 where it is empty; lists inside a node know no highest."""
    if not (text or "0").isdecimal():
        raise wrong("param limit must be non-negative")
    return int(text or DEFAULT_LIMIT)


def moment(params: Mapping[str, str], name: str) -> float | None:
    """`since` or `until` in Unix seconds, from Unix seconds or ISO 8601 (UTC where silent)."""
    text = params.get(name, "")
    if not text:
        return None
    try:
        if text.lstrip("-").isdecimal():
            return float(text)
        when = datetime.fromisoformat(text)
    except ValueError:
        raise wrong(f"{name} param must be a valid time") from None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def cut(
    order: Sequence[Key],
    *,
    after: str | None,
    before: str | None,
    limit: int,
    wanted: Callable[[Key], bool],
    bounds: tuple[int, int] | None = None,
) -> Slice:
    """
    Up to `limit` wanted keys of an ascending list, newest first.

    `after` gives the older neighbours of a cursor, `before` the newer ones. `bounds` are the
    lowest and highest rank worth looking at.
    """
    low = bisect_left(order, (bounds[0], "")) if bounds else 0
    high = bisect_right(order, (bounds[1] + 1, "")) if bounds else len(order)
    if before is not None:
        low = max(low, bisect_right(order, decode_cursor(before)[0]))
        keys, more = _take((order[i] for i in range(low, high)), limit, wanted)
        return Slice(keys=keys[::-1], older=True, newer=more)
    if after is not None:
        high = min(high, bisect_left(order, decode_cursor(after)[0]))
    keys, more = _take((order[i] for i in range(high - 1, low - 1, -1)), limit, wanted)
    return Slice(keys=keys, older=more, newer=after is not None)


def _take(
    keys: Iterator[Key], limit: int, wanted: Callable[[Key], bool]
) -> tuple[tuple[Key, ...], bool]:
    taken: list[Key] = []
    for key in keys:
        if wanted(key):
            if len(taken) == limit:
                return tuple(taken), True
            taken.append(key)
    return tuple(taken), False


def paging(part: Slice, path: str, params: Mapping[str, str], token: str) -> dict[str, Any]:
    """
    The `paging` object of a slice.

    The cursors are there on the last page too, and `next` and `previous` carry the access token
    in clear and the host of the real API, whatever host was asked: a client must follow neither.
    """
    if not part.keys:
        return {}
    before, after = encode_cursor(part.keys[0]), encode_cursor(part.keys[-1])
    found: dict[str, Any] = {"cursors": {"before": before, "after": after}}
    if part.older:
        found["next"] = link(path, params, token, after=after)
    if part.newer:
        found["previous"] = link(path, params, token, before=before)
    return found


def link(path: str, params: Mapping[str, str], token: str, **cursor: str) -> str:
    """An absolute URL for the same question at another cursor."""
    dropped = ("access_token", "appsecret_proof", "after", "before")
    kept = {name: value for name, value in params.items() if name not in dropped}
    return f"{HOST}{path}?{urlencode({'access_token': token, 'pretty': '0', **kept, **cursor})}"


def replay_page(body: bytes, path: str, params: Mapping[str, str], token: str, last: bool) -> bytes:
    """
    A recorded page whose `paging.next` leads to the next recorded page.

    Only the value of `paging` is rewritten; every other byte is kept. What is not a JSON object
    is given back as it is. The cursor is the running number of the page.
    """
    try:
        text = body.decode("utf-8")
        spans = _members(text)
    except ValueError:
        return body
    number = replay_number(params)
    old, start, end = spans.get("paging", ({}, 0, 0))
    new = {name: value for name, value in old.items() if name != "next"}
    if not last:
        after = encode_cursor((number + 1, "replay"))
        new["cursors"] = {**new.get("cursors", {}), "after": after}
        new["next"] = link(path, params, token, after=after)
    if "previous" in new:
        new["previous"] = link(path, params, token, before=encode_cursor((number, "replay")))
    value = json.dumps(new, separators=(",", ":")).replace("/", "\\/")
    if not end:
        if last:
            return body
        start = end = text.rindex("}")
        value = ("," if spans else "") + f'"paging":{value}'
    return f"{text[:start]}{value}{text[end:]}".encode()


def replay_number(params: Mapping[str, str]) -> int:
    """Which recorded page a request asks for, from 0."""
    if before := params.get("before"):
        return max(decode_cursor(before)[0][0] - 1, 0)
    after = params.get("after")
    return decode_cursor(after)[0][0] if after else 0


def _members(text: str) -> dict[str, tuple[Any, int, int]]:
    """The members of the outermost JSON object: value, where it begins, where it ends."""
    decoder = json.JSONDecoder()
    if not isinstance(decoder.raw_decode(text.strip())[0], dict):
        raise ValueError
    members: dict[str, tuple[Any, int, int]] = {}
    at = text.index("{") + 1
    while text[at:].lstrip(" \t\r\n,")[:1] == '"':
        name, at = decoder.raw_decode(text, text.index('"', at))
        start = text.index(":", at) + 1
        start += len(text[start:]) - len(text[start:].lstrip())
        value, at = decoder.raw_decode(text, start)
        members[name] = (value, start, at)
    return members
