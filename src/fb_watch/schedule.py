"""In: pages, what is known of them, the clock. Out: who is due, which windows to walk. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.model.collected import Page, Window
from fb_watch.model.settings import Settings
from fb_watch.model.state import PageState

# A window reaches a little beyond `now`: clocks differ, and a post of this second is wanted.
_CLOCK_SLACK = timedelta(minutes=5)
# Windows of one round besides the recent one: calls are few, and history does not run away.
_GAPS, _MONTHS = 6, 3
_FACEBOOK = datetime(2004, 2, 4, tzinfo=UTC)  # opened that day
_YOUNG, _OLD = timedelta(days=90), timedelta(days=365)


def next_due(page: Page, state: PageState) -> datetime | None:
    """When the page is to be looked at next; None: at once, it never was."""
    if state.last_round_at is None or state.is_interrupted:
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
    page: Page, state: PageState, now: datetime, settings: Settings, *, full: bool = False
) -> tuple[Window, ...]:
    """
    The windows of one round, the most wanted first.

    First (or `full`): everything from the page's start. Later: the recent posts, from `look_back`
    before the end of what is complete; then gaps of earlier rounds, in turn; then the months of
    history whose turn it is, each alone, since narrow windows show posts that wide ones skip.
    """
    end = now + _CLOCK_SLACK
    if full or state.complete_until is None:
        return (Window(since=page.start, until=end, name="history"),)
    begin = min(state.complete_until, now) - page.look_back
    since = max(begin, page.start) if page.start else begin
    recent = Window(since=since, until=end, name="recent")
    return (recent, *_gaps(state, since), *_again(page, state, since, now, settings.again))


def asked(page: Page, now: datetime, since: datetime | None, until: datetime | None) -> Window:
    """
    The window that a person asked for; no moment before Facebook began is written down as wanted.

    Raises UsageError where nothing lies in it.
    """
    first = max(since, _FACEBOOK) if since else page.start
    last = until or now + _CLOCK_SLACK
    if first and last <= first:
        raise UsageError(
            _("Nothing of {page} lies between {since} and {until}.").format(
                page=page.key, since=f"{first:%Y-%m-%d}", until=f"{last:%Y-%m-%d}"
            ),
            remedy=_("Without --since it is asked for from its start in pages.toml on."),
        )
    return Window(since=first, until=last)


def _gaps(state: PageState, recent: datetime) -> Iterator[Window]:
    """
    The gaps that the recent window does not reach, those first that were tried longest ago.

    One that fails again and again must not keep the others from being asked for.
    """
    before = [(since, min(until, recent)) for since, until in state.gaps]
    open_ones = [(since, until) for since, until in before if since is None or since < until]
    for since, until in open_ones[:_GAPS]:
        yield Window(since=since, until=until, name="gap")


def _again(
    page: Page, state: PageState, recent: datetime, now: datetime, rhythm: timedelta | None
) -> Iterator[Window]:
    """The months whose turn it is, longest waiting first; one never walked alone goes first."""
    start = page.start or state.oldest_at
    if rhythm is None or start is None:
        return
    walked = dict(state.walked)
    waiting = []
    for since, until in _months(start, recent):
        last = walked.get(since)
        if last is None or now - last >= _interval(now - until, rhythm):
            waiting.append((last or start, since, until))
    for _last, since, until in sorted(waiting)[:_MONTHS]:
        yield Window(since=since, until=until, name="again")


def _interval(age: timedelta, rhythm: timedelta) -> timedelta:
    """How long a month of this age rests: young ones are still edited, old ones hardly."""
    if age < _YOUNG:
        return rhythm / 4
    return rhythm if age < _OLD else rhythm * 3


def _months(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The whole calendar months between two moments; the first may begin at `start`."""
    since = start
    while True:
        until = (since.replace(day=1) + timedelta(days=32)).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        if until > end:
            return
        yield since, until
        since = until
