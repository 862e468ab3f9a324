"""In: a time as the Graph API or an older tool wrote it. Out: UTC and its precision. Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from fb_watch.model.collected import Precision

_UNIX = re.compile(r"-?\d{9,13}(\.\d+)?")
_SECONDS = re.compile(r"\d{2}:\d{2}:\d{2}|T\d{6}")
_MINUTES = re.compile(r"\d{2}:\d{2}|T\d{4}")
_MILLISECONDS = 100_000_000_000  # from here on seconds would be in the year 5138


def read_time(value: Any) -> tuple[datetime, Precision] | None:
    """
    A time and how exactly it was told; None where it cannot be read.

    Understood: ISO 8601 with or without a colon in the zone, with none (then UTC, as the Graph
    API means it), a date alone, Unix seconds or milliseconds, and the form of e-mail headers.
    """
    try:
        if isinstance(value, str):
            return _written(value.strip())
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _far_from_the_ends(_unix(value)), "second"
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _far_from_the_ends(time: datetime) -> datetime:
    """The time; raises ValueError where there is no day before it, or none after."""
    if not 1 < time.year < 9999:
        raise ValueError(time)
    return time


def _unix(value: float) -> datetime:
    seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
    return datetime.fromtimestamp(seconds, UTC)


@lru_cache(maxsize=64)  # a post that was never edited tells the same time twice
def _written(text: str) -> tuple[datetime, Precision]:
    if _UNIX.fullmatch(text):
        return _far_from_the_ends(_unix(float(text))), "second"
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = parsedate_to_datetime(text)
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    precision: Precision = "day"
    if _SECONDS.search(text):
        precision = "second"
    elif _MINUTES.search(text):
        precision = "minute"
    exact = aware.replace(tzinfo=UTC) if precision == "day" else aware.astimezone(UTC)
    return _far_from_the_ends(exact), precision
