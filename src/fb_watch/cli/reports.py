"""In: the reports of a round. Out: a table for people, the fixed shape for programs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from fb_watch.cli.output import note, table
from fb_watch.errors import facts
from fb_watch.i18n import _, labelled, plural
from fb_watch.model.tagged import PageReport, WindowReport


def as_json(
    reports: Sequence[PageReport], *, started: datetime, finished: datetime
) -> dict[str, Any]:
    """What `collect --json` prints."""
    return {
        "pages": [_page(report) for report in reports],
        "started_at": _stamp(started),
        "finished_at": _stamp(finished),
    }


def print_reports(reports: Sequence[PageReport]) -> None:
    """What was collected per page."""
    columns = (_("page"), _("new"), _("edited"), _("same"), _("media"), _("responses"))
    rows = [[r.page, r.new, r.edited, r.same, r.media, r.captures, _(r.outcome)] for r in reports]
    table([*columns, _("outcome")], rows)


def tell_troubles(reports: Sequence[PageReport]) -> None:
    """What failed, with its remedy, and what is to be known, on stderr."""
    failed = [(r.page, r.failure.message, r.failure.remedy) for r in reports if r.failure]
    for pages, message, remedy in told_once(failed):
        note(labelled(", ".join(pages), message))
        if remedy:
            note(f"  → {remedy}")
    for report in reports:
        if report.missing:
            text = plural(
                "{n} known post was not shown: it is missing, and will be asked for.",
                "{n} known posts were not shown: they are missing, and will be asked for.",
                report.missing,
            )
            note(labelled(report.page, text.format(n=report.missing)))
        if report.unpublished:
            text = plural(
                "{n} post is not published: it was left out.",
                "{n} posts are not published: they were left out.",
                report.unpublished,
            )
            note(labelled(report.page, text.format(n=report.unpublished)))
        for problem in report.problems:
            note(labelled(report.page, problem))


def told_once(
    failures: Iterable[tuple[str, str, str | None]],
) -> Iterator[tuple[list[str], str, str | None]]:
    """Page, message, remedy in; each message and remedy once out, with all its pages."""
    alike: dict[tuple[str, str | None], list[str]] = {}
    for page, message, remedy in failures:
        alike.setdefault((message, remedy), []).append(page)
    for (message, remedy), pages in alike.items():
        yield pages, message, remedy


def _page(report: PageReport) -> dict[str, Any]:
    return {
        "page": report.page,
        "new": report.new,
        "edited": report.edited,
        "same": report.same,
        "missing": report.missing,
        "unpublished": report.unpublished,
        "media": report.media,
        "comments": report.comments,
        "captures": report.captures,
        "windows": [_window(line) for line in report.windows],
        "problems": report.problems,
        "outcome": report.outcome,
        "error": facts(report.failure) if report.failure else None,
    }


def _window(line: WindowReport) -> dict[str, Any]:
    return {
        "since": _stamp(line.window.since) if line.window.since else None,
        "until": _stamp(line.window.until),
        "outcome": line.outcome,
        "responses": line.responses,
        "received": line.received,
        "edge": line.edge or None,
        "reason": line.reason or None,
        "refused_fields": list(line.refused_fields),
    }


def _stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
