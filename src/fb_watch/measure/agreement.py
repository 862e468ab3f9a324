"""
In: what two or more people say of the same posts. Out: how far they agree. Pure.

A unit is what each person says of one post, in the order of the people, None where somebody says
nothing; units that are the same are counted together.
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from fb_watch.measure.intervals import is_wide, percentiles, wilson
from fb_watch.model.reviewed import KINDS, Answer, Coded, Interval, Kind

Unit = tuple[Hashable | None, ...]
Units = Mapping[Unit, int]
Distance = Callable[[Hashable, Hashable], float]
FIRM, TENTATIVE = 0.8, 0.667  # K. Krippendorff, Content Analysis (2004), p. 241
TIMES = 1000  # resamples


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far people agree on one value, or on all of a kind; None: not defined by the data."""

    kind: Kind
    value: str  # "" for all together
    posts: int  # that two people or more have coded
    named: int  # of them, by somebody
    percent: Interval | None
    kappa: Interval | None
    alpha: Interval | None

    @property
    def is_small(self) -> bool:
        """Whether the sample is too small for a figure to be leant on."""
        figures = (self.percent, self.kappa, self.alpha)
        return any(is_wide(one) for one in figures if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A post on which people say different things of one kind."""

    ref: str
    kind: Kind
    said: Mapping[str, tuple[str, ...]]  # by person


def agreements(coded: Sequence[Coded], seed: int) -> list[Agreement]:
    """Themes, countries, languages: of each all together, then every value somebody names."""
    people = sorted({name for one in coded for name in one.answers})
    rows = [[one.answers.get(name) for name in people] for one in coded if len(one.answers) > 1]
    return [agreement for kind in KINDS for agreement in _of_kind(kind, rows, seed)]


def disagreements(coded: Sequence[Coded]) -> list[Disagreement]:
    """Where people say different things and nobody has settled it, in the order of the posts."""
    return [
        Disagreement(
            ref=one.ref,
            kind=kind,
            said={name: tuple(sorted(answer.of(kind))) for name, answer in one.answers.items()},
        )
        for one in coded
        if one.settled is None
        for kind in KINDS
        if len({answer.of(kind) for answer in one.answers.values()}) > 1
    ]


def percent(units: Units) -> float | None:
    """The share of pairs of people who say the same of a post."""
    same = pairs = 0
    for unit, times in units.items():
        told = [value for value in unit if value is not None]
        pairs += times * len(told) * (len(told) - 1) // 2
        same += times * sum(one == other for one, other in combinations(told, 2))
    return same / pairs if pairs else None


def kappa(units: Units) -> float | None:
    """
    Cohen's kappa; of more than two people the mean over all pairs.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20 (1960); the mean: R. J. Light, Psychological Bulletin 76 (1971).
    """
    people = len(next(iter(units), ()))
    found = [_cohen(units, one, other) for one, other in combinations(range(people), 2)]
    told = [value for value in found if value is not None]
    return sum(told) / len(told) if told else None


def alpha(units: Units, distance: Distance | None = None) -> float | None:
    """
    Krippendorff's alpha, for any number of people and values missing; None without variation.

    K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011). `distance` of two values
    is 0 to 1, squared as the paper has it; without one, values are the same or not.
    """
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for unit, times in units.items():
        told = [value for value in unit if value is not None]
        if len(told) < 2:
            continue
        for value in told:
            totals[value] += times
        apart = sum(_apart(one, other, distance) for one, other in combinations(told, 2))
        observed += times * 2 * apart / (len(told) - 1)
    number = totals.total()
    expected = sum(
        2 * totals[one] * totals[other] * _apart(one, other, distance)
        for one, other in combinations(totals, 2)
    )
    return 1 - (number - 1) * observed / expected if expected else None


def masi(one: Hashable, other: Hashable) -> float:
    """
    How far two sets are apart, 0 to 1.

    R. Passonneau, "Measuring agreement on set-valued items (MASI)", LREC 2006.
    """
    assert isinstance(one, frozenset)  # noqa: S101
    assert isinstance(other, frozenset)  # noqa: S101
    if one == other:
        return 0.0
    both, either = len(one & other), len(one | other)
    overlap = 2 / 3 if one < other or other < one else 1 / 3
    return 1 - both / either * overlap


def _of_kind(kind: Kind, rows: Sequence[Sequence[Answer | None]], seed: int) -> Iterator[Agreement]:
    said = [tuple(None if one is None else one.of(kind) for one in row) for row in rows]
    values = sorted({value for unit in said for told in unit for value in told or ()})
    if not values:
        return
    together: list[Unit] = list(said)
    yield _agreement(kind, "", together, seed, None if kind == "language" else masi)
    for value in values:
        yield _agreement(kind, value, [_whether(value, unit) for unit in said], seed)


def _whether(value: str, unit: Sequence[frozenset[str] | None]) -> Unit:
    return tuple(None if told is None else value in told for told in unit)


def _agreement(
    kind: Kind, value: str, units: Sequence[Unit], seed: int, distance: Distance | None = None
) -> Agreement:
    counted = Counter(units)
    agreed = wilson((percent(counted) or 0.0) * len(units), len(units))
    measures: tuple[Callable[[Units], float | None], ...]
    measures = (kappa, partial(alpha, distance=distance))
    told = [measure(counted) for measure in measures]
    drawn: list[list[float]] = [[], []]
    for resample in _resamples(counted, seed) if any(one is not None for one in told) else ():
        for place, measure in enumerate(measures):
            again = measure(resample) if told[place] is not None else None
            if again is not None:
                drawn[place].append(again)
    intervals = [
        None if point is None else _widened(percentiles(point, others), agreed, counted)
        for point, others in zip(told, drawn, strict=True)
    ]
    named = sum(times for unit, times in counted.items() if any(unit))
    return Agreement(
        kind=kind,
        value=value,
        posts=len(units),
        named=named,
        percent=agreed,
        kappa=intervals[0],
        alpha=intervals[1],
    )


def _widened(found: Interval | None, agreed: Interval | None, units: Units) -> Interval | None:
    """
    The interval of the bootstrap, down to where people agree as seldom as Wilson's bound has it.

    What nobody has disagreed on in a small sample stands in no resample either. Chance is held
    fixed for this, as Cohen (1960) does: a measure is 1 less disagreement by that of chance.
    """
    if found is None or agreed is None:
        return found
    if agreed.value < 1:
        disagreement = (1 - found.value) / (1 - agreed.value)
    else:
        disagreement = 1 / _diversity(units)
    low = max(-1.0, 1 - disagreement * (1 - agreed.low))
    return Interval(value=found.value, low=min(found.low, low), high=found.high)


def _diversity(units: Units) -> float:
    """How often two values drawn by chance differ."""
    totals: Counter[Hashable] = Counter()
    for unit, times in units.items():
        for value in unit:
            totals[value] += times * (value is not None)
    return 1 - sum(n * n for n in totals.values()) / totals.total() ** 2


def _resamples(units: Units, seed: int) -> Iterator[Counter[Unit]]:
    """
    The units drawn anew with replacement, as many as there are.

    The bootstrap for alpha: A. Zapf et al., BMC Medical Research Methodology 16:93 (2016).
    """
    chance = random.Random(seed)  # noqa: S311
    told, weights = list(units), list(units.values())
    for _again in range(TIMES):
        yield Counter(chance.choices(told, weights, k=sum(weights)))


def _cohen(units: Units, one: int, other: int) -> float | None:
    ours: Counter[Hashable] = Counter()
    theirs: Counter[Hashable] = Counter()
    same = 0
    for unit, times in units.items():
        if unit[one] is not None and unit[other] is not None:
            ours[unit[one]] += times
            theirs[unit[other]] += times
            same += times * (unit[one] == unit[other])
    number = ours.total()
    by_chance = sum(ours[value] * theirs[value] for value in ours)
    if by_chance == number * number:  # also where both are 0
        return None
    return (same / number - by_chance / number**2) / (1 - by_chance / number**2)


def _apart(one: Hashable, other: Hashable, distance: Distance | None) -> float:
    if distance is None:
        return float(one != other)
    return distance(one, other)
