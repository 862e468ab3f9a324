"""In: response headers, and an error if there was one. Out: how much is used, how long to wait."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from fb_watch.errors import GraphError, ThrottledError
from fb_watch.i18n import _
from fb_watch.model.state import FULL, SLOW, Usage

HOUR = timedelta(hours=1)  # the rolling window of the platform limits
BLOCKED = timedelta(hours=6)  # 368: held to be abuse; every further call makes it longer
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 10.0  # seconds between two requests, at 50 and at 89 percent
_PERCENT = (
    "call_count",
    "total_time",
    "total_cputime",
    "call_volume",
    "cpu_time",
    "acc_id_util_pct",
)
# The quota of the Pages API belongs to the page, whichever of the two headers tells it.
_LIMITS = {"business-use-case": "page"}


def read_usage(headers: Mapping[str, str]) -> Usage:
    """
    The fullest limit in X-App-Usage, X-Page-Usage, X-Business-Use-Case-Usage, X-Ad-Account-Usage.

    Names of headers count in any case; what has an unknown shape counts as nothing.
    https://developers.facebook.com/docs/graph-api/overview/rate-limiting
    """
    fullest, limit = 0.0, ""
    minutes = [0.0]
    told: dict[str, Any] = {}
    for name, text in headers.items():
        lower = name.lower()
        if lower == "retry-after":
            minutes.append(_number(text.strip()) / 60)
        if not (lower.startswith("x-") and lower.endswith("-usage")):
            continue
        if (value := _read(text)) is None:
            continue
        told[lower] = value
        for part in _parts(value):
            minutes.append(_number(part.get("estimated_time_to_regain_access")))
            percent = max(_number(part.get(key)) for key in _PERCENT)
            if percent > fullest:
                bare = lower.removeprefix("x-").removesuffix("-usage")
                fullest, limit = percent, _LIMITS.get(bare, bare)
    return Usage(percent=fullest, regain_minutes=max(minutes), limit=limit, told=told)


def hold(usage: Usage, error: GraphError | None = None) -> timedelta | None:
    """How long to ask nothing; None: go on. Facebook's own estimate where it gives one."""
    if not isinstance(error, ThrottledError) and (error or usage.percent < FULL):
        return None
    if usage.regain_minutes:
        return timedelta(minutes=usage.regain_minutes)
    return BLOCKED if error and error.code == 368 else HOUR


def spent(wait: timedelta, usage: Usage) -> ThrottledError:
    """Stop before Facebook does: what is asked beyond the quota lengthens the wait."""
    error = ThrottledError(
        _("The quota is nearly spent."), remedy=_("Nothing to do: it is asked again by itself.")
    )
    error.retry_after = wait
    error.concerns = usage.limit
    return error


def pause(usage: Usage) -> float:
    """Seconds to wait before the next request: none below 50 percent, then longer and longer."""
    if not usage.is_slow:
        return 0.0
    share = min((usage.percent - SLOW) / (FULL - 1 - SLOW), 1.0)
    return SHORTEST_PAUSE + share * (LONGEST_PAUSE - SHORTEST_PAUSE)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a header; a bare number is the percentage that old versions gave."""
    todo = [value if isinstance(value, dict | list) else {"call_count": value}]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            yield one
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def _number(value: object) -> float:
    """A count or percentage of 0 or more; anything else is 0."""
    try:
        found = float(value) if isinstance(value, str | int | float) else 0.0
    except ValueError:
        return 0.0
    return found if 0 <= found < 1e6 else 0.0  # also for NaN
