"""In: reports of pages as they come. Out: the same, with a bar on stderr where a person looks."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

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


@contextmanager
def counting(title: str) -> Iterator[Callable[[int], None]]:
    """Gives what is told how many things more were done; draws it, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(title, total=None)
        yield lambda more: progress.update(bar, advance=more)
