"""In: a time as some tool wrote it, and a zone. Out: UTC, its precision, what was assumed. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fb_watch.dialect.times import read_time
from fb_watch.intake.worded import read_worded
from fb_watch.model.collected import Precision

Order = Literal["dmy", "mdy"]

# Names of zones that tables print, in minutes east of UTC. Where one has several meanings, the
# zone of the source decides if it goes by that name, else the meaning that CrowdTangle's
# dashboards (American zones first) had.
_ABBREVIATIONS = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 60,
    "BST": 60,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "WAT": 60,
    "CAT": 120,
    "SAST": 120,
    "EAT": 180,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "AST": -240,
    "ADT": -180,
    "PKT": 300,
    "IST": 330,
    "NPT": 345,
    "ICT": 420,
    "WIB": 420,
    "HKT": 480,
    "SGT": 480,
    "PHT": 480,
    "PHST": 480,
    "JST": 540,
    "KST": 540,
    "AEST": 600,
    "AEDT": 660,
    "ACST": 570,
    "ACDT": 630,
    "AWST": 480,
    "NZST": 720,
    "NZDT": 780,
    "BRT": -180,
    "ART": -180,
    "CLT": -240,
    "COT": -300,
    "PET": -300,
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})\.?"
    r"(?:,?[T\s]+(?:(?:at|à|a las?)\s+)?(\d{1,2})[:h.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*([ap])\.?\s?m\b\.?)?)?"
    r"\s*(\S+(?:/\S+)?)?",
    re.IGNORECASE,
)
# ISO 8601 without its signs; eight digits, where Unix times have nine and more
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[T\s](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?()\s*(\S+)?)?"
)
_UNIX = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time in UTC, how exactly it was told, and whether its zone was not."""

    at: datetime
    precision: Precision = "second"
    zone_assumed: bool = False


def read_moment(value: Any, zone: str, order: Order = "dmy") -> Moment | None:
    """
    A time in any form that tables hold; None where it cannot be read.

    Without a zone of its own it is meant in `zone` (IANA). Numbers are Unix seconds or
    milliseconds. `order` says what comes first in 05/06/2020; a number above 12 says it itself.
    """
    if isinstance(value, int | float):
        found = read_time(value)
        return Moment(at=found[0], precision=found[1]) if found else None
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text:
        return None
    if written := _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text):
        try:
            return _of_parts(written.groups(), zone, order)
        except (ValueError, OverflowError):
            return None
    if _UNIX.fullmatch(text):
        found = read_time(text)
        return Moment(at=found[0], precision=found[1]) if found else None
    return in_words(text, zone)


def in_words(text: str, zone: str) -> Moment | None:
    """A time whose month is a word; None where it cannot be read. Its clock is that of `zone`."""
    told = read_worded(text)
    try:
        return _moment(*told, zone) if told else None
    except (ValueError, OverflowError):
        return None


def in_utc(value: Any) -> Moment | None:
    """The same of a tool that writes UTC without saying so: nothing is assumed."""
    found = read_moment(value, "UTC")
    return replace(found, zone_assumed=False) if found else None


def local(naive: datetime, precision: Precision, zone: str) -> Moment:
    """A time without zone as the clocks of `zone` showed it; a day alone is that day anywhere."""
    if precision == "day":
        return Moment(at=naive.replace(tzinfo=UTC), precision=precision)
    at = naive.replace(tzinfo=_zone(zone)).astimezone(UTC)
    return Moment(at=at, precision=precision, zone_assumed=True)


def day_first(texts: list[str]) -> Order | None:
    """The order that these dates can only be in; None where all of them fit both."""
    for text in texts:
        found = re.match(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}", text)
        if found and int(found[1]) > 12:
            return "dmy"
        if found and int(found[2]) > 12:
            return "mdy"
    return None


def _of_parts(parts: tuple[str | None, ...], zone: str, order: Order) -> Moment | None:
    first, second, third, hours, minutes, seconds, half, tail = parts
    year, month, day = _date(first or "", second or "", third or "", order)
    hour = int(hours or 0)
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    naive = datetime(year, month, day, hour, int(minutes or 0), int(seconds or 0))  # noqa: DTZ001
    precision: Precision = "second" if seconds else "minute" if minutes else "day"
    return _moment(naive, precision, tail or "", zone)


def _moment(naive: datetime, precision: Precision, tail: str, zone: str) -> Moment | None:
    """A time with what stands behind it: a zone, or nothing."""
    offset = _offset(tail, naive, zone) if tail else None
    if tail and offset is None:
        return None
    if offset is None or precision == "day":
        return local(naive, precision, zone)
    at = naive.replace(tzinfo=timezone(offset)).astimezone(UTC)
    return Moment(at=at, precision=precision)


def _date(first: str, second: str, third: str, order: Order) -> tuple[int, int, int]:
    """Year, month, day."""
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(third) not in (2, 4):
        raise ValueError(third)
    year = int(third) + (2000 if len(third) == 2 else 0)
    day, month = (first, second) if order == "dmy" else (second, first)
    if int(month) > 12:
        day, month = month, day
    return year, int(month), int(day)


def _offset(tail: str, naive: datetime, zone: str) -> timedelta | None:
    """How far east of UTC a zone lies, by offset, by name of the place, by abbreviation."""
    if found := _OFFSET.fullmatch(tail):
        size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return size if found[1] == "+" else -size
    if "/" in tail:
        try:
            return naive.replace(tzinfo=ZoneInfo(tail)).utcoffset()
        except (KeyError, OSError, ValueError):
            return None
    there = naive.replace(tzinfo=_zone(zone))
    if there.tzname() == tail.upper():
        return there.utcoffset()
    minutes = _ABBREVIATIONS.get(tail.upper())
    return None if minutes is None else timedelta(minutes=minutes)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
