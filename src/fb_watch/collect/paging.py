"""In: a Window, then answer after answer. Out: what to ask next, to the end of the paging. Pure."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Any
from urllib.parse import parse_qsl

from fb_watch.errors import PayloadError, TransientGraphError
from fb_watch.i18n import _
from fb_watch.model.collected import Window

BARREN = 100  # responses in a row without a new post, after which the paging leads nowhere
_NOT_PASSED_ON = ("access_token", "appsecret_proof", "fields", "limit", "pretty")


class Paging:
    """Where one walk has been, so that it is seen to go in a circle."""

    def __init__(self, bounds: Mapping[str, str]) -> None:
        self._bounds = bounds
        self._asked = {frozenset(bounds.items())}
        self._told: set[str] = set()
        self._barren = 0

    def after(self, payload: Mapping[str, Any]) -> dict[str, str] | None:
        """
        What to ask after an answer; None: it was the last one.

        Raises PayloadError where it is no list, TransientGraphError where the paging circles.
        """
        if not isinstance(payload.get("data"), list):
            raise PayloadError(_("The answer has no list of posts."))
        following = _next(payload, self._bounds)
        if following is None:
            return None
        fresh = _ids(payload) - self._told
        self._told |= fresh
        self._barren = 0 if fresh else self._barren + 1
        asked = frozenset(following.items())
        if asked in self._asked or self._barren >= BARREN:
            raise TransientGraphError(_("The paging goes in a circle: the cursor repeats."))
        self._asked.add(asked)
        return following


def bounds_of(window: Window) -> dict[str, str]:
    """
    `since` and `until` in Unix seconds, a second wider than asked.

    Whether Facebook counts the bounds themselves is nowhere written; a post told twice is no harm.
    """
    bounds = {"until": str(ceil(window.until.timestamp()))}
    if window.since is not None:
        bounds["since"] = str(floor(window.since.timestamp()) - 1)
    return bounds


def _next(payload: Mapping[str, Any], bounds: Mapping[str, str]) -> dict[str, str] | None:
    """
    What to ask next; None at the end. The query of `paging.next`, but neither its host nor its
    secrets, over the bounds of the window, which it may leave out.
    """
    paging = payload.get("paging")
    link = paging.get("next") if isinstance(paging, dict) else None
    if not link:
        return None
    query = str(link).partition("?")[2].partition("#")[0]
    told = dict(parse_qsl(query, keep_blank_values=True))
    return {**bounds, **{name: told[name] for name in told if name not in _NOT_PASSED_ON}}


def _ids(payload: Mapping[str, Any]) -> set[str]:
    return {str(post.get("id")) for post in payload["data"] if isinstance(post, dict)}
