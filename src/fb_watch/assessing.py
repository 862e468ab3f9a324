"""
How samples are drawn and judged: the archive's posts and people's answers → figures.

    samples.strata   disk -> posts by language     | sampling.draw            pure -> a sample
    samples.coded    disk -> posts with answers    | agreement, quality       pure -> figures
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from fb_watch.archive import samples
from fb_watch.archive.selection import codebooks
from fb_watch.errors import FbWatchError
from fb_watch.i18n import _
from fb_watch.measure.agreement import Agreement, Disagreement, agreements, disagreements
from fb_watch.measure.quality import Quality, gold, qualities
from fb_watch.measure.sampling import draw
from fb_watch.model.archived import Query
from fb_watch.model.reviewed import KINDS, Drawn

if TYPE_CHECKING:
    from sqlite3 import Connection


class Assessed(NamedTuple):
    """What a sample says of the machine; `judged` of its posts have an answer."""

    sample: samples.Sample
    judged: int
    open: int  # of them, on which people disagree in something, and nobody has settled it
    codebooks: list[str]
    figures: list[Quality]


class Compared(NamedTuple):
    """What a sample says of how far people agree; `both` posts were coded by two or more."""

    sample: samples.Sample
    both: int
    figures: list[Agreement]
    disagreements: list[Disagreement]


def sample(
    db: "Connection", name: str, query: Query, size: int, seed: int, by: str, at: datetime
) -> Sequence[Drawn]:
    """Draw a sample of the posts of a query, by language, and keep it under a name."""
    drawn = draw(samples.strata(db, query), size, seed)
    if not drawn:
        raise FbWatchError(_("There is no post to draw from."))
    samples.put(db, name, drawn, query, seed, by, at)
    return drawn


def quality(db: "Connection", name: str) -> Assessed:
    """Precision and recall of the machine, as a sample tells: also for the method of a report."""
    coded = samples.coded(db, name)
    answered = [one for one in coded if one.answers or one.settled]
    undecided = sum(any(gold(one, kind) is None for kind in KINDS) for one in answered)
    return Assessed(
        sample=samples.get(db, name),
        judged=len(answered),
        open=undecided,
        codebooks=samples.editions(db, name),
        figures=qualities(coded),
    )


def best_quality(db: "Connection") -> Assessed | None:
    """
    The figures to lean on; None where no sample has answers.

    Of samples drawn from all posts and tagged by the codebook of today, else of any, the one of
    which the most has been judged, the newest of equals.
    """
    today = set(codebooks(db))

    def worth(found: Assessed) -> tuple[bool, int, str]:
        is_of_all = found.sample["query"].keys() <= {"order"}
        is_of_today = bool(found.codebooks) and today.issuperset(found.codebooks)
        return is_of_all and is_of_today, found.judged, found.sample["at"]

    answered = [one["name"] for one in samples.listed(db) if one["coded"] or one["settled"]]
    return max((quality(db, name) for name in answered), key=worth, default=None)


def agreement(db: "Connection", name: str) -> Compared:
    """How far the people who coded a sample agree; intervals by the sample's own seed."""
    coded = samples.coded(db, name)
    known = samples.get(db, name)
    return Compared(
        sample=known,
        both=sum(len(one.answers) > 1 for one in coded),
        figures=agreements(coded, known["seed"]),
        disagreements=disagreements(coded),
    )
