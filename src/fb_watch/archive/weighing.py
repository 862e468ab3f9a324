"""In: what two archives say of one post. Out: what counts, whichever takes the other in. Pure."""

from collections.abc import Collection
from typing import NamedTuple

from fb_watch.archive.retiming import When, agreed, better
from fb_watch.archive.roads import strength_of
from fb_watch.model.collected import STRENGTHS


class Said(NamedTuple):
    """A version: when it was seen, its hash, and how strong its road is (0: strongest)."""

    at: str
    hash: str
    rank: int


def rank(strength: str) -> int:
    """The place of a road among all, the strongest first."""
    return STRENGTHS.index(strength_of(strength))


def time_of_both(known: When, strength: str, told: When, its_strength: str) -> When:
    """The time of the stronger road, but where the other is finer and lies within it."""
    ranks = [rank(strength), rank(its_strength)]
    if ranks[0] == ranks[1]:
        return agreed(known, told)
    return better(known, told) if ranks[1] < ranks[0] else better(told, known)


def is_said(version: Said, own: Collection[Said], theirs: Collection[Said]) -> bool:
    """
    Whether a version of ours beside it in time says the same and is as strong.

    Beside it is what was seen next before or after, in either archive: what was edited and edited
    back is three versions. So a second merge decides as the first one did.
    """
    others = [*own, *(one for one in theirs if one != version)]
    before = max((one.at for one in others if one.at <= version.at), default=None)
    after = min((one.at for one in others if one.at > version.at), default=None)
    return any(
        one.hash == version.hash and one.at in (before, after) and one.rank <= version.rank
        for one in own
    )


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
