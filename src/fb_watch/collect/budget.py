"""In: response headers, and an error if there was one. Out: how much is used, how long to wait."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fb_watch.errors import GraphError, ThrottledError

FULL = 90.0  # percent from which on nothing more is asked: at 100 Facebook lengthens the wait
HOUR = timedelta(hours=1)  # the rolling window of the platform limits
BLOCKED = timedelta(hours=6)  # 368: held to be abuse; every further call makes it longer
_PERCENT = (
    "call_count",
    "total_time",
    "total_cputime",
    "call_volume",
    "cpu_time",
    "acc_id_util_pct",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the headers say of the quota; both 0 where they say nothing, which is usual."""

    percent: float = 0.0  # of the fullest of all limits told
    regain_minutes: float = 0.0  # until Facebook answers again, by its own estimate


def read_usage(headers: Mapping[str, str]) -> Usage:
    """
    The fullest limit in X-App-Usage, X-Page-Usage, X-Business-Use-Case-Usage, X-Ad-Account-Usage.

    Names of headers count in any case; what has an unknown shape counts as nothing.
    https://developers.facebook.com/docs/graph-api/overview/rate-limiting
    """
    percents, minutes = [0.0], [0.0]
    for name, text in headers.items():
        lower = name.lower()
        if lower == "retry-after":
            minutes.append(_number(text.strip()) / 60)
        if not (lower.startswith("x-") and lower.endswith("-usage")):
            continue
        for limit in _limits(text):
            percents += [_number(limit.get(key)) for key in _PERCENT]
            minutes.append(_number(limit.get("estimated_time_to_regain_access")))
    return Usage(percent=max(percents), regain_minutes=max(minutes))


def hold(usage: Usage, error: GraphError | None = None) -> timedelta | None:
    """How long to ask nothing; None: go on. Facebook's own estimate where it gives one."""
    if not isinstance(error, ThrottledError) and (error or usage.percent < FULL):
        return None
    if usage.regain_minutes:
        return timedelta(minutes=usage.regain_minutes)
    return BLOCKED if error and error.code == 368 else HOUR


def _limits(text: str) -> Iterator[Mapping[str, Any]]:
    """Every object in a header; a bare number is the percentage that old versions gave."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
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
