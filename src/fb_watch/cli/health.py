"""In: an archive, the pages watched, the time. Out: how all of it is, the shape of `status`."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from fb_watch import rhythm
from fb_watch.archive.alarms import OpenAlarm, open_alarms
from fb_watch.archive.budget import QuotaStatus, quotas
from fb_watch.archive.status import LOW_DISK, HoldStatus, PageStatus, holds, posted, status
from fb_watch.archive.tokens import TokenStatus, tokens
from fb_watch.i18n import language
from fb_watch.model.collected import Page
from fb_watch.retelling import retold

if TYPE_CHECKING:
    from sqlite3 import Connection

# While one of these is open, posts or pictures are being lost or cannot be believed.
SERIOUS = ("token-expired", "data-access-ended", "mass-disappearance", "media-folder")
_MESSAGES = ("text", "remedy", "reason", "hold_reason", "message", "problems")
_LATE = 3  # rhythms without a good round, from which on a page says so


class PageHealth(PageStatus):
    """One page; its silence is measured at the last good round: later nobody has looked."""

    usual_pause_hours: float | None
    silent_hours: float | None
    is_unusually_silent: bool | None
    is_overdue: bool  # not looked at well for three times its rhythm: is the daemon running?


class Disk(TypedDict):
    """The disk that the archive is on."""

    free_bytes: int
    is_low: bool


class Health(TypedDict):
    """What `status --json` prints; `stale` are the pages without a good round for too long."""

    pages: list[PageHealth]
    stale: list[str]
    alarms: list[OpenAlarm]
    holds: list[HoldStatus]
    usage: list[QuotaStatus]
    tokens: list[TokenStatus]
    disk: Disk
    ok: bool
    at: str


def health(
    db: "Connection",
    watched: Sequence[Page],
    home: Path,
    now: datetime,
    max_age: timedelta | None,
) -> Health:
    """
    Every page, known or only watched, and all that may keep it from being looked at.

    Messages are in the user's language, whatever that of the collector who noted them.
    """
    rhythms = {page.key: rhythm.slowest(page) for page in watched}
    starts = {page.key: page.start for page in watched}
    found_pages = status(db, now, starts)
    pages = [_measured(db, page, rhythms.get(page["page"]), now) for page in found_pages]
    known = {page["page"] for page in pages}
    pages += [never_looked_at(page) for page in watched if page.key not in known]
    stale = [page["page"] for page in pages if max_age and _too_old(page, now, max_age)]
    alarms = open_alarms(db)
    free = shutil.disk_usage(home).free
    found: Health = {
        "pages": pages,
        "stale": stale,
        "alarms": alarms,
        "holds": holds(db, now),
        "usage": quotas(db, now),
        "tokens": tokens(db, now),
        "disk": {"free_bytes": free, "is_low": free < LOW_DISK},
        "ok": not stale and not any(alarm["kind"] in SERIOUS for alarm in alarms),
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return cast("Health", _said(found))


def _said(told: object) -> object:
    """The same with every message retold in the user's language."""
    if isinstance(told, list):
        return [_said(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: _retold(one) if name in _MESSAGES else _said(one) for name, one in told.items()}


def _retold(told: object) -> object:
    """A message, or several, each perhaps behind the place that it is about: `data[3]: …`."""
    if isinstance(told, list):
        return [_retold(one) for one in told]
    if not isinstance(told, str):
        return _said(told)
    place, colon, text = told.partition(": ")
    if colon and " " not in place:
        return f"{place}: {retold(text, language())}"
    return retold(told, language())


def never_looked_at(page: Page) -> PageHealth:
    """A page of the configuration that the archive does not know yet."""
    return {
        "page": page.key,
        "name": page.name,
        "last_round_at": None,
        "last_ok_at": None,
        "newest_at": None,
        "complete_until": None,
        "posts": 0,
        "gaps": 1,  # from its start to now
        "refused_fields": [],
        "hold_until": None,
        "hold_reason": None,
        "last_error": None,
        "problems": [],
        "usual_pause_hours": None,
        "silent_hours": None,
        "is_unusually_silent": None,
        "is_overdue": True,
    }


def _measured(
    db: "Connection", page: PageStatus, every: timedelta | None, now: datetime
) -> PageHealth:
    """How silent the page is, and how long nobody has looked; `every` None: nobody is to look."""
    seen = page["last_ok_at"]
    times = posted(db, page["page"], rhythm.POSTS) if seen else []
    silence = rhythm.silence(times, datetime.fromisoformat(seen)) if seen else None
    return {
        **page,
        "usual_pause_hours": _hours(silence.usual) if silence else None,
        "silent_hours": _hours(silence.present) if silence else None,
        "is_unusually_silent": silence.is_unusual if silence else None,
        "is_overdue": every is not None and _too_old(page, now, _LATE * every),
    }


def _hours(stretch: timedelta) -> float:
    return round(stretch / timedelta(hours=1), 1)


def _too_old(page: PageStatus, now: datetime, max_age: timedelta) -> bool:
    last = page["last_ok_at"]
    return last is None or now - datetime.fromisoformat(last) > max_age
