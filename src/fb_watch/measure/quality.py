"""In: sampled posts with people's answers. Out: how right the machine is. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fb_watch.measure.intervals import is_wide, wilson
from fb_watch.model.reviewed import KINDS, Coded, Interval, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """
    Precision and recall of the machine on one value, or on all of a kind.

    Counts are of sampled posts; the shares are weighted, so that they hold for the whole of what
    was sampled. Within one language all weights are the same.
    """

    kind: Kind
    value: str  # "" for all together
    language: str  # "" for all
    hits: int  # machine and people say so
    wrong: int  # the machine alone
    missed: int  # people alone
    precision: Interval | None
    recall: Interval | None

    @property
    def is_small(self) -> bool:
        """Whether the sample is too small for a figure to be leant on."""
        return is_wide(self.precision) or is_wide(self.recall)


class _Verdict(NamedTuple):
    kind: Kind
    value: str
    language: str
    weight: float
    by_machine: bool
    by_people: bool


def qualities(coded: Sequence[Coded]) -> list[Quality]:
    """
    Figures by kind: all together, per language, per value, per value and language.

    What people disagree on and nobody has settled is left out.
    """
    verdicts = [verdict for one in coded for verdict in _verdicts(one)]
    found: list[Quality] = []
    for kind in KINDS:
        of_kind = [verdict for verdict in verdicts if verdict.kind == kind]
        names = {
            (value, language)
            for v in of_kind
            for value in ("", v.value)
            for language in ("", *([v.language] if kind != "language" else []))
        }
        found += [_quality(kind, *name, of_kind) for name in sorted(names)]
    return found


def gold(one: Coded, kind: Kind) -> frozenset[str] | None:
    """What people say of a post: as settled, else what all agree on; None: nobody, or undecided."""
    if one.settled is not None:
        return one.settled.of(kind)
    said = {answer.of(kind) for answer in one.answers.values()}
    return said.pop() if len(said) == 1 else None


def _verdicts(one: Coded) -> Iterator[_Verdict]:
    for kind in KINDS:
        people = gold(one, kind)
        if people is None:
            continue
        machine = one.machine.of(kind)
        for value in sorted(machine | people):
            yield _Verdict(kind, value, one.stratum, one.weight, value in machine, value in people)


def _quality(kind: Kind, value: str, language: str, verdicts: Sequence[_Verdict]) -> Quality:
    told = [v for v in verdicts if value in ("", v.value) and language in ("", v.language)]
    said, true = [v for v in told if v.by_machine], [v for v in told if v.by_people]
    return Quality(
        kind=kind,
        value=value,
        language=language,
        hits=sum(v.by_people for v in said),
        wrong=sum(not v.by_people for v in said),
        missed=sum(not v.by_machine for v in true),
        precision=_share([(v.weight, v.by_people) for v in said]),
        recall=_share([(v.weight, v.by_machine) for v in true]),
    )


def _share(told: Sequence[tuple[float, bool]]) -> Interval | None:
    """
    A weighted share with Wilson's interval, the number being what the weights leave of it.

    The effective number, (sum of w)² / sum of w²: L. Kish, Survey Sampling (1965), 11.7.
    """
    whole = sum(weight for weight, _is in told)
    if not whole:
        return None
    number = whole * whole / sum(weight * weight for weight, _is in told)
    return wilson(sum(weight for weight, is_so in told if is_so) / whole * number, number)
