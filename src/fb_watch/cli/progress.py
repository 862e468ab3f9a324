"""In: reports of pages as they come. Out: the same, with a bar on stderr where a person looks."""

import sys
from collections.abc import Iterable, Iterator

from fb_watch.model.tagged import PageReport


def pages_done(reports: Iterable[PageReport], total: int) -> Iterator[PageReport]:
    """Pass the reports on; draw how many of the pages are done, on a terminal only."""
    if not sys.stderr.isatty():
        yield from reports
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("fb-watch collect", total=total)
        for report in reports:
            progress.update(bar, advance=1, description=report.page)
            yield report


def advancing(title: str, steps: Iterable[int], total: int) -> Iterator[int]:
    """Pass on how many things each step did; draw how many of all are done, on a terminal only."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(title, total=total)
        for step in steps:
            progress.update(bar, advance=step)
            yield step
