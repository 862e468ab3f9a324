"""In: what two archives say of one post. Out: what counts, whichever takes the other in. Pure."""

from collections.abc import Sequence
from typing import Any

from fb_watch.archive.retiming import When, agreed, better
from fb_watch.archive.roads import strength_of
from fb_watch.model.collected import STRENGTHS


def time_of_both(known: When, strength: str, told: When, its_strength: str) -> When:
    """The time of the stronger road, but where the other is finer and lies within it."""
    ranks = [STRENGTHS.index(strength_of(one)) for one in (strength, its_strength)]
    if ranks[0] == ranks[1]:
        return agreed(known, told)
    return better(known, told) if ranks[1] < ranks[0] else better(told, known)


def is_said(version: dict[str, Any], told: Sequence[tuple[str, str, str]]) -> bool:
    """Whether the version before it in time, or after it, says the same and is as strong."""
    at, version_hash = version["captured_at"], version["hash"]
    rank = STRENGTHS.index(strength_of(version["strength"]))
    before = max((one for one in told if one[0] <= at), default=None)
    after = min((one for one in told if one[0] > at), default=None)
    return any(
        one[1] == version_hash and STRENGTHS.index(strength_of(one[2])) <= rank
        for one in (before, after)
        if one is not None
    )


def weight(version: Sequence[Any]) -> tuple[int, str, str]:
    """Of two versions the heavier one stands, whichever archive takes the other in."""
    _number, strength, captured_at, version_hash = version
    return (-STRENGTHS.index(strength_of(strength)), captured_at, version_hash)
