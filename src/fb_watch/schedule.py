"""In: pages, what is known of them, the clock. Out: who is due, which windows to walk. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from fb_watch.model.collected import Page, Window
from fb_watch.model.state import PageState

# A window reaches a little beyond `now`: clocks differ, and a post of this second is wanted.
_CLOCK_SLACK = timedelta(minutes=5)


def next_due(page: Page, state: PageState) -> datetime | None:
    """When the page is to be looked at next; None: at once, it never was."""
    if state.last_round_at is None:
        return None
    due = state.last_round_at + page.every
    return max(due, state.hold_until) if state.hold_until else due


def due(pages: Iterable[Page], states: Mapping[str, PageState], now: datetime) -> list[Page]:
    """The pages to look at now, longest waiting first; groups are only ever imported."""
    waiting: list[tuple[datetime, str, Page]] = []
    for page in pages:
        if page.kind != "page":
            continue
        state = states.get(page.key) or PageState(page=page.key)
        moment = next_due(page, state)
        if state.hold_until and state.hold_until > now:
            continue
        # a clock that went backwards must not silence a page until it has caught up
        jumped_back = state.last_round_at is not None and state.last_round_at > now
        if moment is None or moment <= now or jumped_back:
            waiting.append((moment or datetime.min.replace(tzinfo=now.tzinfo), page.key, page))
    return [page for _moment, _key, page in sorted(waiting, key=lambda entry: entry[:2])]


def windows(
    page: Page,
    state: PageState,
    now: datetime,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    full: bool = False,
) -> tuple[Window, ...]:
    """
    The windows of one round.

    First (or `full`): from the page's start to now. Later: from `look_back` before the end of
    the last complete window, so that edits of recent posts and whatever a failed round left out
    are met. `since` and `until` given by hand go before both.
    """
    end = until or now + _CLOCK_SLACK
    if since or until:
        return (Window(since=since or page.start, until=end),)
    if full or state.complete_until is None:
        return (Window(since=page.start, until=end),)
    begin = min(state.complete_until, now) - page.look_back
    return (Window(since=max(begin, page.start) if page.start else begin, until=end),)
