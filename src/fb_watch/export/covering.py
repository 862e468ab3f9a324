"""In: what an export says of itself. Out: in a sentence, which of its time is complete. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fb_watch.export.dates import long_date
from fb_watch.i18n import grouped, in_language, plural_in
from fb_watch.model.covered import PageCoverage
from fb_watch.model.exported import Exported


def complete(about: Exported) -> str:
    """
    The time that every page is complete for, how many gaps lie in it, and pages without any.

    Within the time asked for; "" where no page was asked.
    """
    if not about.coverage:
        return ""
    _, plural = in_language(about.lang), plural_in(about.lang)
    pages = [page for page in about.coverage if page["complete"]]
    if not pages:
        return _("No page is known to be complete for the time asked for.")
    since = max(about.query.since, *(page["complete"][0]["since"] or "" for page in pages))
    until = min(page["complete"][-1]["until"] for page in pages)
    until = min(until, about.query.until or until)
    if since >= until:
        return _("The pages are complete at different times; the method tells them page by page.")
    gaps = _gaps(pages, since, until)
    text = (
        plural(
            "Complete but for {n} gap: {stretch}.", "Complete but for {n} gaps: {stretch}.", gaps
        )
        if gaps
        else _("Complete: {stretch}.")
    )
    first = long_date(_day(since), about.lang) if since else _("the beginning")
    last = long_date(_last(until), about.lang)
    told = text.format(n=grouped(gaps, about.lang), stretch=f"{first} – {last}")
    if without := len(about.coverage) - len(pages):
        text = plural(
            "{n} page has no complete stretch.", "{n} pages have no complete stretch.", without
        )
        told = f"{told} {text.format(n=grouped(without, about.lang))}"
    return told


def _gaps(pages: Sequence[PageCoverage], since: str, until: str) -> int:
    gaps = [gap for page in pages for gap in page["gaps"]]
    return sum((gap["since"] or "") < until and gap["until"] > since for gap in gaps)


def _day(time: str) -> date:
    return datetime.fromisoformat(time).date()


def _last(until: str) -> date:
    """The last day before a moment: of a midnight the day before."""
    return (datetime.fromisoformat(until) - timedelta(seconds=1)).date()
