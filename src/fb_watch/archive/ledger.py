"""In: stretches of a page's time gone through. Out: what is complete, what is not. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

BEGINNING = ""  # sorts before every time


class Stretch(NamedTuple):
    """since <= created_at < until; `at` is when it was gone through. Times as `rows.stamp`."""

    since: str
    until: str
    at: str


def lay(stretches: Iterable[Stretch], new: Stretch) -> Iterator[Stretch]:
    """Lay a new stretch over others: what sticks out of it at either end stays as it was."""
    for old in stretches:
        if old.since < new.since:
            yield old._replace(until=min(old.until, new.since))
        if old.until > new.until:
            yield old._replace(since=max(old.since, new.until))
    if new.since < new.until:
        yield new


def joined(stretches: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Stretches in order of time, those that touch or overlap made one."""
    whole: list[tuple[str, str]] = []
    for since, until in sorted(stretches):
        if whole and since <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], until))
        else:
            whole.append((since, until))
    return whole


def without(since: str, until: str, complete: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of since … until lies in none of the complete stretches, in order of time."""
    left: list[tuple[str, str]] = []
    for begin, end in joined(complete):
        left.append((since, min(begin, until)))
        since = max(since, end)
    left.append((since, until))
    return [(begin, end) for begin, end in left if begin < end]


def reaches(mark: str | None, since: str, start: str) -> bool:
    """
    Whether a complete window from `since` leaves no hole behind it.

    `start` is where the page's first round begins, `mark` up to where it is complete so far. A
    window asked for by hand somewhere in the middle must not make the rest look done.
    """
    return since <= start or (mark is not None and since <= mark)
