"""In: when a page posted, the clock. Out: how often to look, whether its silence is odd. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles

from fb_watch.model.collected import Page
from fb_watch.model.state import Usage

SHORTEST, LONGEST = timedelta(hours=1), timedelta(hours=24)
_RECENT = 19  # pauses between the last 20 posts: how often a page posts now
# Silence is odd when it is three times as long as nine of ten pauses were, and a week at least.
_TIMES, _AT_LEAST = 3, timedelta(days=7)
POSTS = 50  # how many of the newest posts are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How long a page pauses between posts, and how long it has been silent."""

    usual: timedelta
    present: timedelta
    is_unusual: bool


def every(page: Page, posted: Sequence[datetime], now: datetime, usage: Usage) -> timedelta:
    """
    The rhythm of a page: its own, or with `auto` half of its usual pause between posts.

    From 1 to 24 hours, twice that where half of the quota is spent, never below `page.every`.
    A page that has hardly posted is looked at once a day.
    """
    if page.rhythm == "fixed":
        return page.every
    pauses = _pauses(posted, now)[-_RECENT:]
    wanted = _median(pauses) / 2 if pauses else LONGEST
    clamped = min(max(wanted, SHORTEST), LONGEST)
    return max(clamped * 2 if usage.is_slow else clamped, page.every)


def slowest(page: Page) -> timedelta:
    """The longest that a page waits for its turn."""
    return page.every if page.rhythm == "fixed" else max(2 * LONGEST, page.every)


def silence(posted: Sequence[datetime], now: datetime) -> Silence | None:
    """What is usual and what is, `now` being when the page was last seen; None: too few posts."""
    pauses = _pauses(posted, now)
    if not pauses:
        return None
    present = max(now - max(posted), timedelta(0))
    bound = max(_TIMES * _ninth_of_ten(pauses), _AT_LEAST)
    return Silence(usual=_median(pauses), present=present, is_unusual=present > bound)


def _pauses(posted: Sequence[datetime], now: datetime) -> list[timedelta]:
    """Between one post and the next, oldest first; what is dated ahead of its time is left out."""
    times = sorted(time for time in posted if time <= now)
    return [later - earlier for earlier, later in pairwise(times)]


def _median(pauses: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(pause.total_seconds() for pause in pauses))


def _ninth_of_ten(pauses: Sequence[timedelta]) -> timedelta:
    """The 90th percentile; of a single pause that pause."""
    seconds = [pause.total_seconds() for pause in pauses]
    if len(seconds) == 1:
        return pauses[0]
    return timedelta(seconds=quantiles(seconds, n=10, method="inclusive")[-1])
