"""
The way of a post into the archive; read this file first.

    source.walk(page, window)           network   Page, Window -> Capture ...
    | parse_capture                     pure      Capture -> Post, Counts ...
    | decide(parsed, store.known(ids))  pure      -> Change ... (new, edited, same)
    | tag                               pure      Post -> TaggedPost, only where new or edited
    | store.save                        disk      one response, one transaction
    media.take_in                       network   what the window brought, at once: its URLs die
    store.save_window                   disk      complete only when the paging ended

It decides nothing but the order and what an error stops: a page never stops the others, a
throttle is a hold, a dead token stops the pages that use it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fb_watch.collect.parse import Parsed, parse_capture
from fb_watch.errors import (
    GraphError,
    PayloadError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
)
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page, Post, Window
from fb_watch.model.state import Hold, PageState
from fb_watch.model.tagged import (
    Change,
    Known,
    PageReport,
    TaggedPost,
    Verdict,
    WindowReport,
)


class Source(Protocol):
    """Where posts come from."""

    def walk(self, page: Page, window: Window) -> Iterator[Capture]:
        """Every response of a window, to the end of its paging."""

    def control(self, page: Page) -> None:
        """Ask for the page itself; raises what is in the way when it does not answer."""

    def scope(self, page: Page) -> str:
        """What a dead token or a spent quota concerns: `token:<fingerprint>`."""


class Store(Protocol):
    """Where posts go."""

    def known(self, ids: Sequence[str]) -> Mapping[str, Known]:
        """What is archived of these Facebook ids."""

    def save(
        self, page: Page, capture: Capture, changes: Sequence[Change], *, unread: bool
    ) -> None:
        """Write one response, in one transaction; keep it where something could not be read."""

    def save_window(self, page: Page, report: WindowReport) -> None:
        """Write one line of the coverage ledger."""

    def page_states(self) -> Mapping[str, PageState]:
        """Where each page stands, by key."""

    def begin_page(self, page: Page, at: datetime) -> None:
        """Note that a round on the page has begun."""

    def end_page(self, page: Page, report: PageReport, at: datetime) -> None:
        """Note how it ended."""

    def hold(self, hold: Hold) -> None:
        """Note that nothing is to be asked in a scope for a while."""

    def holds(self, now: datetime) -> Mapping[str, Hold]:
        """The holds in force, by scope."""


Tag = Callable[[Post, Page], TaggedPost]
TakeIn = Callable[[Page], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The parts one round needs; bootstrap puts them together."""

    source: Source
    store: Store
    tag: Tag
    take_in: TakeIn  # media of a page not yet taken in → how many files came
    now: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False


def collect(parts: Round, asked: Iterable[tuple[Page, Sequence[Window]]]) -> Iterator[PageReport]:
    """Walk the windows of each page and report page by page."""
    dead: dict[str, GraphError] = {}
    for page, windows in asked:
        if parts.stopping():
            return
        report = _in_the_way(parts, page, dead) or _collect_page(parts, page, windows)
        if isinstance(report.failure, TokenError) and report.windows:
            dead.setdefault(parts.source.scope(page), report.failure)
        elif isinstance(report.failure, ThrottledError) and report.windows:
            parts.store.hold(_hold(report.failure, page, parts))
        parts.store.end_page(page, report, parts.now())
        yield report


def decide(parsed: Parsed, known: Mapping[str, Known]) -> Iterator[Change]:
    """Compare one response with the archive; a post told twice counts once."""
    told: set[str] = set()
    for post in parsed.posts:
        if post.id in told:
            continue
        told.add(post.id)
        old = known.get(post.id)
        counts = parsed.counts.get(post.id)
        if old is None:
            yield Change(verdict=Verdict.NEW, post=post, tagged=None, counts=counts, known=None)
            continue
        moved = counts if counts != old.counts else None
        verdict = Verdict.SAME if old.hash == post.hash else Verdict.EDITED
        yield Change(verdict=verdict, post=post, tagged=None, counts=moved, known=old)


def _in_the_way(parts: Round, page: Page, dead: Mapping[str, GraphError]) -> PageReport | None:
    """A report at once where a hold or a dead token forbids to ask, or no token is there."""
    try:
        scope = parts.source.scope(page)
    except TokenError as error:
        return PageReport(page=page.key, outcome="failed", failure=error)
    if scope in dead:
        return PageReport(page=page.key, outcome="skipped", failure=dead[scope])
    holds = parts.store.holds(parts.now())
    for name in ("app", scope, f"page:{page.key}"):
        if hold := holds.get(name):
            failure = ThrottledError(
                _("On hold until {time}: {reason}").format(
                    time=hold.until.strftime("%Y-%m-%dT%H:%M:%SZ"), reason=hold.reason
                ),
                remedy=_("Nothing to do: the page is asked again by itself."),
            )
            return PageReport(page=page.key, outcome="skipped", failure=failure)
    return None


def _collect_page(parts: Round, page: Page, windows: Sequence[Window]) -> PageReport:
    report = PageReport(page=page.key)
    parts.store.begin_page(page, parts.now())
    for window in windows:
        line = _walk(parts, page, window, report)
        parts.store.save_window(page, line)
        report.windows.append(line)
        if report.failure or parts.stopping():
            break
    complete = len(windows) == sum(line.outcome == "complete" for line in report.windows)
    seen = report.new + report.edited + report.same
    if not complete:
        report.outcome = "partial" if seen else "failed"
    elif report.problems:
        report.outcome = "partial"
    return report


def _walk(parts: Round, page: Page, window: Window, report: PageReport) -> WindowReport:
    """One window: every response saved as it comes; complete only when the paging ended."""
    responses = received = 0
    edge, reason = "", ""
    refused: tuple[str, ...] = ()
    begun = parts.now()
    try:
        for capture in parts.source.walk(page, window):
            edge, refused = capture.edge, capture.refused_fields or refused
            responses += 1
            received += _take(parts, page, capture, report)
            if parts.stopping():
                reason = _("stopped by request")
                break
        if received == 0 and not reason:
            parts.source.control(page)  # an empty answer counts only where the page answers
    except (GraphError, PayloadError) as error:
        report.failure, reason = error, error.message
    report.media += parts.take_in(page)
    return WindowReport(
        window=window,
        outcome="cut" if reason else "complete",
        responses=responses,
        received=received,
        edge=edge,
        reason=reason,
        refused_fields=refused,
        begun_at=begun,
        ended_at=parts.now(),
    )


def _take(parts: Round, page: Page, capture: Capture, report: PageReport) -> int:
    """One response into the archive; gives the number of posts in it."""
    parsed = parse_capture(capture)
    known = parts.store.known([post.id for post in parsed.posts])
    changes = [
        change if change.verdict is Verdict.SAME else _tagged(change, parts.tag(change.post, page))
        for change in decide(parsed, known)
    ]
    parts.store.save(page, capture, changes, unread=bool(parsed.problems))
    report.captures += 1
    report.problems += [f"{problem.where}: {problem.reason}" for problem in parsed.problems]
    for change in changes:
        report.count(change.verdict)
    return len(changes)


def _tagged(change: Change, tagged: TaggedPost) -> Change:
    return Change(
        verdict=change.verdict,
        post=change.post,
        tagged=tagged,
        counts=change.counts,
        known=change.known,
    )


def _hold(error: ThrottledError, page: Page, parts: Round) -> Hold:
    """Whom a throttle concerns: 80001 and its kin the page, 4 and 341 the app, others the token."""
    code = error.code or 0
    scope = parts.source.scope(page)
    if code >= 80_000:
        scope = f"page:{page.key}"
    elif code in (4, 341, 368):
        scope = "app"
    until = parts.now() + max(error.retry_after, timedelta(minutes=1))
    return Hold(scope=scope, until=until, reason=error.message)


def exit_code(reports: Sequence[PageReport]) -> int:
    """0 all went through; 4 the token or a permission refused every page; 1 otherwise."""
    failed = [report for report in reports if report.outcome != "ok"]
    if not failed:
        return 0
    refused = [r for r in failed if isinstance(r.failure, TokenError | PermissionRefusedError)]
    return 4 if len(refused) == len(reports) else 1
