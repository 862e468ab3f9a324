"""
The way of a post into the archive; read this file first.

    source.walk(page, window)           network   Page, Window -> Capture ...
    | parse_capture                     pure      Capture -> Post, Counts ...
    | decide(parsed, store.known(ids))  pure      -> Change ... (new, edited, same)
    | tag                               pure      Post -> TaggedPost, only where new or edited
    | store.save                        disk      one response, one transaction
    Accounting.of_window                network   known posts that were not shown: asked for by id
    store.save_window                   disk      complete only when the paging ended
    take_in                             network   media the window brought, at once: URLs die

It decides nothing but the order and what an error stops: a page never stops the others, a
throttle is a hold, a dead token stops the pages that use it, a disk without room for pictures
stops pictures.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from fb_watch.accounting import Accounting, Shown
from fb_watch.dialect.parse import Parsed, parse_capture
from fb_watch.errors import (
    FbWatchError,
    GraphError,
    MediaFolderError,
    PageUnavailableError,
    PayloadError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
)
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page, Window
from fb_watch.model.state import Alarm, Hold
from fb_watch.model.tagged import (
    Change,
    Known,
    PageReport,
    TaggedPost,
    Verdict,
    WindowReport,
)
from fb_watch.parts import Round

log = logging.getLogger("fb_watch")
# what one window was answered, any other of the page would be answered too
_OF_PAGE = (TokenError, PermissionRefusedError, ThrottledError, PageUnavailableError)


def collect(parts: Round, asked: Iterable[tuple[Page, Sequence[Window]]]) -> Iterator[PageReport]:
    """Walk the windows of each page and report page by page."""
    dead: dict[str, GraphError] = {}
    for page, windows in asked:
        if parts.stopping():
            return
        report = _in_the_way(parts, page, dead) or _guarded(parts, page, windows)
        if isinstance(report.failure, TokenError) and not report.windows:
            # tried: the next time is a rhythm away
            parts.store.begin_page(page, parts.now(), windows)
        if isinstance(report.failure, TokenError) and _stops_others(report):
            dead.setdefault(parts.source.scope(page), report.failure)
        elif isinstance(report.failure, ThrottledError) and report.windows:
            parts.store.hold(_hold(report.failure, page, parts))
        parts.store.end_page(page, report, parts.now())
        yield report


def _stops_others(report: PageReport) -> bool:
    """Whether the token has died, and not only this page out of its reach."""
    failure = report.failure
    return bool(report.windows) and isinstance(failure, TokenError) and not failure.is_of_page


def _guarded(parts: Round, page: Page, windows: Sequence[Window]) -> PageReport:
    """What nobody has foreseen stops this page, with all there is to say on it, and no other."""
    try:
        return _collect_page(parts, page, windows)
    except FbWatchError:
        raise
    except Exception as error:
        log.exception("page=%s", page.key)
        failure = PayloadError(
            _("fb-watch stumbled over this page: {error}").format(error=repr(error)),
            remedy=_("This is a mistake of fb-watch: please report it with the log."),
        )
        return PageReport(page=page.key, outcome="failed", failure=failure)


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
        verdict = verdict if old.strength == "graph" else Verdict.BETTER
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
    accounting = Accounting(parts, page, report, lambda one: _take(parts, page, one, report))
    at = parts.now()
    parts.store.begin_page(page, at, windows)
    for window in windows:
        begun = WindowReport(window=window, begun_at=parts.now(), ended_at=parts.now())
        key = parts.store.save_window(page, begun)
        line = _walk(parts, page, window, report, accounting)
        parts.store.save_window(page, line, key)
        log.debug("page=%s window=%s outcome=%s", page.key, key, line.outcome)
        report.windows.append(line)
        _take_in(parts, page, report)  # after the ledger: pictures may take long
        report.is_stopped = parts.stopping()
        if report.is_stopped or _ends_round(report):
            break
    if not report.failure and not report.is_stopped:
        accounting.ask_for_waiting()
    report.problems += parts.store.troubles(page, at)
    if (others := report.elsewhere).total() == report.seen > 0 and len(others) == 1:
        text = _("Every post is already archived as one of {other}: are they the same page?")
        report.problems.append(text.format(other=next(iter(others))))
    complete = len(windows) == sum(line.outcome == "complete" for line in report.windows)
    if not complete:
        report.outcome = "partial" if report.seen else "failed"
    elif report.problems:
        report.outcome = "partial"
    return report


def _ends_round(report: PageReport) -> bool:
    """
    Whether what failed leaves nothing to ask for.

    One gap or month that Facebook never answers is not to keep the others from being asked for,
    round after round; a second failure is none of the window's.
    """
    failed = [line for line in report.windows if line.outcome == "cut"]
    return report.failure is not None and (
        isinstance(report.failure, _OF_PAGE)
        or len(failed) > 1
        or failed[-1].window.name not in ("gap", "again")
    )


def _take_in(parts: Round, page: Page, report: PageReport) -> None:
    """Media files; a disk that takes none stops neither the texts nor the other pages."""
    try:
        came = parts.take_in(page)
    except MediaFolderError as error:
        if str(error) not in report.problems:
            report.problems.append(str(error))
        alarm = Alarm(kind="media-folder", scope="app", text=error.message, remedy=error.remedy)
        parts.store.alarm(alarm, parts.now())
        return
    report.media += came
    if came:
        parts.store.clear_alarms("app", "media-folder")


def _walk(
    parts: Round, page: Page, window: Window, report: PageReport, accounting: Accounting
) -> WindowReport:
    """One window: every response saved as it comes; complete only when the paging ended."""
    responses = 0
    edge, reason = "", ""
    refused: tuple[str, ...] = ()
    shown: Shown = {}
    begun = parts.now()
    try:
        for capture in parts.source.walk(page, window):
            edge, refused = capture.edge, capture.refused_fields or refused
            responses += 1
            shown |= _take(parts, page, capture, report)
            if parts.stopping():
                reason = _("stopped by request")
                break
        reason = reason or accounting.of_window(window, shown)
    except (GraphError, PayloadError) as error:
        report.failure, reason = error, error.message
    return WindowReport(
        window=window,
        outcome="cut" if reason else "complete",
        responses=responses,
        received=len(shown),
        edge=edge,
        reason=reason,
        refused_fields=refused,
        begun_at=begun,
        ended_at=parts.now(),
    )


def _take(parts: Round, page: Page, capture: Capture, report: PageReport) -> Shown:
    """One response into the archive; gives the posts it shows."""
    parsed = parse_capture(capture)
    known = parts.store.recognise(parsed.posts)
    changes = [
        change
        if change.verdict is Verdict.SAME
        else _tagged(change, parts.tag(change.post, page, parsed.posts))
        for change in decide(parsed, known)
    ]
    parts.store.save(page, capture, changes, unread=bool(parsed.problems))
    if log.isEnabledFor(logging.DEBUG):
        written = (c.post for c in changes if c.verdict is not Verdict.SAME)
        log.debug("page=%s saved=%s", page.key, ",".join(f"{p.id}@{p.hash}" for p in written))
    report.captures += 1
    report.drafts.update(parsed.drafts)
    # windows overlap: what one post lacks is told once
    told = dict.fromkeys(f"{problem.where}: {problem.reason}" for problem in parsed.problems)
    report.problems += [problem for problem in told if problem not in report.problems]
    for change in changes:
        report.count(change.verdict)
        if change.known and change.known.page != page.key:
            report.elsewhere[change.known.page] += 1
    return {c.post.id: c.known.key if c.known else None for c in changes}


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
    if error.concerns == "page" or code >= 80_000:
        scope = f"page:{page.key}"
    elif error.concerns == "app" or code in (4, 341, 368):
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
