"""In: what was shown and what was not. Out: whether a post is missing, gone or restricted. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from fb_watch.errors import GraphError, PageUnavailableError
from fb_watch.model.state import Refusal

# Fewer than this many posts at once can well be one person's tidying up.
FEW = 5
# On so many different days a post must be refused before it is believed to be gone.
DAYS = 2
# On so many where very many are absent at once: a source that fails mends itself within a week.
MASS_DAYS = 7
# Posts believed to be gone are asked for again now and then: pages do come back.
ASK_AGAIN = timedelta(days=30)


def is_mass(absent: int, expected: int, share: float) -> bool:
    """Whether so many posts are absent at once that the source is at fault, not the editors."""
    return absent >= FEW and absent > share * expected


def refusal_kind(error: GraphError) -> Literal["gone", "restricted"]:
    """100/33 and 803 say that there is no such object; anything else that it may not be seen."""
    return "gone" if isinstance(error, PageUnavailableError) else "restricted"


def believed(refusals: Sequence[Refusal], days: int = DAYS) -> Refusal | None:
    """The last refusal where it may be believed: on at least so many different days."""
    if len({refusal.day for refusal in refusals}) < days:
        return None
    return max(refusals, key=lambda refusal: refusal.day)
