"""In: what two archives say of one post. Out: what counts, whichever takes the other in. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from fb_watch.archive.retiming import When, agreed, better
from fb_watch.archive.roads import rank


class Said(NamedTuple):
    """A version: when it was seen, its hash, and how strong its road is (0: strongest)."""

    at: str
    hash: str
    rank: int


def time_of_both(known: When, strength: str, told: When, its_strength: str) -> When:
    """The time of the stronger road, but where the other is finer and lies within it."""
    ranks = [rank(strength), rank(its_strength)]
    if ranks[0] == ranks[1]:
        return agreed(known, told)
    return better(known, told) if ranks[1] < ranks[0] else better(told, known)


def is_said(version: Said, own: Sequence[Said], theirs: Sequence[Said]) -> bool:
    """
    Whether a version of ours beside it says the same and is as strong.

    Both in the order in which they were seen. Beside it is what was seen next before or after, in
    either archive: what was edited and edited back is three versions, and a second merge decides
    as the first one did.
    """
    place = theirs.index(version)
    follow = theirs[place + 1 :]
    first = [one for one in own if one.at <= version.at and one not in follow]
    before = next(reversed(first), None)
    after = next((one for one in own if one not in first), None)
    earlier, later = theirs[place - 1] if place else None, next(iter(follow), None)
    if (
        before
        and _says(before, version)
        and (not earlier or earlier == before or earlier.at < before.at)
    ):
        return True
    return bool(
        after and _says(after, version) and (not later or later == after or later.at > after.at)
    )


def _says(one: Said, version: Said) -> bool:
    return one.hash == version.hash and one.rank <= version.rank


def is_outweighed(standing: Said, other: Said, *, knows_both: bool) -> bool:
    """
    Whether the other archive's version, which we did not have, stands rather than ours.

    The stronger one, then the later one. Of two seen at the same time the other archive's stands
    where it has ours too, and lets the other stand all the same; else the greater hash, which is
    the same whichever archive takes the other in.
    """
    one, two = (-standing.rank, standing.at), (-other.rank, other.at)
    if one != two:
        return two > one
    return knows_both or other.hash > standing.hash
