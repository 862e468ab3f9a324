"""fb-watch review"""

from fb_watch.cli import (
    review_figures,
    review_learn,
    review_marks,
    review_queue,
    review_sample,
    review_sheet,
)
from fb_watch.cli.parts import Part

EXAMPLES = (
    "next --theme education --by ME",
    "set relevant fbw:2020-000123 --by ME",
    "quality autumn",
)


def parts() -> dict[str, Part]:
    """The parts, in the order in which one comes to need them."""
    return {
        **review_queue.parts(),
        **review_marks.parts(),
        **review_sheet.parts(),
        **review_sample.parts(),
        **review_figures.parts(),
        **review_learn.parts(),
    }
