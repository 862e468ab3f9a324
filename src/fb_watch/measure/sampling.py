"""In: posts by stratum, a size and a seed. Out: a random sample of them. Pure."""

import random
from collections.abc import Mapping, Sequence
from math import sqrt

from fb_watch.model.reviewed import Drawn


def draw(strata: Mapping[str, Sequence[int]], size: int, seed: int) -> list[Drawn]:
    """
    A sample without replacement, in an order of chance; the same seed draws the same.

    A stratum gets a share by the square root of its size, so that small languages are not left
    out and large ones lead (M. Bankier, "Power allocations", The American Statistician 42, 1988).
    """
    chance = random.Random(seed)  # noqa: S311
    shares = allocate({name: len(posts) for name, posts in strata.items()}, size)
    drawn = [
        Drawn(post=post, stratum=name, weight=len(strata[name]) / number)
        for name, number in sorted(shares.items())
        if number
        for post in chance.sample(sorted(strata[name]), number)
    ]
    chance.shuffle(drawn)
    return drawn


def allocate(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum: never more than it has, together `size` or all."""
    given = dict.fromkeys(sizes, 0)
    left = min(size, sum(sizes.values()))
    while left:
        open_strata = {name: sqrt(sizes[name]) for name in sizes if given[name] < sizes[name]}
        whole = sum(open_strata.values())
        wanted = {name: left * root / whole for name, root in open_strata.items()}
        taken = {name: min(int(w), sizes[name] - given[name]) for name, w in wanted.items()}
        if not any(taken.values()):  # less than one each: the largest remainders have them
            first = sorted(wanted, key=lambda name: (-wanted[name], name))[:left]
            taken = dict.fromkeys(first, 1)
        for name, number in taken.items():
            given[name] += number
            left -= number
    return given
