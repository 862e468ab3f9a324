"""
The way of a post into the archive; read this file first.

    source.walk(page, window)           network   Page, Window -> Capture ...
    | parse_capture                     pure      Capture -> Post, Counts ...
    | decide(parsed, store.known(ids))  pure      -> Change ... (new, edited, same)
    | tag                               pure      Post -> TaggedPost, only where new or edited
    | store.save                        disk      one response, one transaction
    account_for                         network   known posts that were not shown: asked for by id
    store.save_window                   disk      complete only when the paging ended
    take_in                             network   media the window brought, at once: URLs die

It decides nothing but the order and what an error stops: a page never stops the others, a
throttle is a hold, a dead token stops the pages that use it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from fb_watch.collect.classify import classify
from fb_watch.dialect.parse import Parsed, parse_capture
from fb_watch.errors import (
    GraphError,
    PayloadError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
)
from fb_watch.i18n import _
from fb_watch.model.collected import Capture, Page, Window
from fb_watch.model.state import Alarm, Expected, Hold, Refusal
from fb_watch.model.tagged import (
    Change,
    Known,
    PageReport,
    TaggedPost,
    Verdict,
    WindowReport,
)
from fb_watch.parts import Round
from fb_watch.presence import ASK_AGAIN, believed, is_mass, refusal_kind

# The posts of an answer by Facebook's id, with the key of those already archived.
Shown = dict[str, int | None]


def collect(parts: Round, asked: Iterable[tuple[Page, Sequence[Window]]]) -> Iterator[PageReport]:
    """Walk the windows of each page and report page by page."""
    dead: dict[str, GraphError] = {}
    for page, windows in asked:
        if parts.stopping():
            return
        report = _in_the_way(parts, page, dead) or _collect_page(parts, page, windows)
        if isinstance(report.failure, TokenError) and not report.windows:
            parts.store.begin_page(page, parts.now())  # tried: the next time is a rhythm away
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
    at = parts.now()
    parts.store.begin_page(page, at)
    for window in windows:
        begun = WindowReport(window=window, begun_at=parts.now(), ended_at=parts.now())
        key = parts.store.save_window(page, begun)
        line = _walk(parts, page, window, report)
        parts.store.save_window(page, line, key)
        report.windows.append(line)
        report.media += parts.take_in(page)  # after the ledger: pictures may take long
        report.is_stopped = parts.stopping()
        if report.failure or report.is_stopped:
            break
    if not report.failure and not report.is_stopped:
        _ask_for(parts, page, report)
    report.problems += parts.store.troubles(page, at)
    complete = len(windows) == sum(line.outcome == "complete" for line in report.windows)
    seen = report.new + report.edited + report.same
    if not complete:
        report.outcome = "partial" if seen else "failed"
    elif report.problems:
        report.outcome = "partial"
    return report


def _walk(parts: Round, page: Page, window: Window, report: PageReport) -> WindowReport:
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
        reason = reason or _account_for(parts, page, window, shown, report)
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
        change if change.verdict is Verdict.SAME else _tagged(change, parts.tag(change.post, page))
        for change in decide(parsed, known)
    ]
    parts.store.save(page, capture, changes, unread=bool(parsed.problems))
    report.captures += 1
    report.problems += [f"{problem.where}: {problem.reason}" for problem in parsed.problems]
    for change in changes:
        report.count(change.verdict)
    return {c.post.id: c.known.key if c.known else None for c in changes}


def _account_for(parts: Round, page: Page, window: Window, shown: Shown, report: PageReport) -> str:
    """
    What became of the known posts that a complete answer did not show.

    Gives the reason why the answer is not believed, "" where it is: an empty one counts only
    where the page itself answers, and one without many known posts is the source's fault.
    """
    expected = parts.store.expected(page, window)
    seen = set(shown.values())
    missing = [
        post
        for post in expected
        if post.availability == "online" and post.id not in shown and post.key not in seen
    ]
    if not shown:
        parts.source.control(page)
    scope, alarm = f"page:{page.key}", "mass-disappearance"
    if is_mass(len(missing), len(expected), parts.mass_share):
        why = _("{missing} of {known} known posts were not shown").format(
            missing=len(missing), known=len(expected)
        )
        parts.store.alarm(Alarm(kind=alarm, scope=scope, text=f"{page.key}: {why}"), parts.now())
        return why
    if shown:
        parts.store.clear_alarms(scope, alarm)
    if missing:
        why = _("not shown in a complete answer")
        parts.store.mark([post.key for post in missing], "missing", why, parts.now())
        report.missing += len(missing)
        _look_up(parts, page, missing, report)
    return ""


def _ask_for(parts: Round, page: Page, report: PageReport) -> None:
    """Posts missing since earlier rounds, once a day; posts gone, now and then."""
    if parts.source.usage(page).is_scarce:
        return  # three quarters of the quota are for new posts
    now = parts.now()
    waiting = parts.store.to_ask_for(page, now, now - ASK_AGAIN)
    if not waiting:
        return
    try:
        _look_up(parts, page, waiting, report)
    except GraphError as error:
        report.failure = error


def _look_up(parts: Round, page: Page, posts: Sequence[Expected], report: PageReport) -> None:
    """Ask for posts by id: what is given is online, what is refused is believed by and by."""
    found: Shown = {}
    refused: dict[str, GraphError] = {}
    for capture in parts.source.posts(page, [post.id for post in posts]):
        if capture.status < 400:
            found |= _take(parts, page, capture, report)
        elif error := classify(capture.status, {}, capture.payload):
            refused |= dict.fromkeys(_ids_asked(capture), error)
    online = [post.key for post in posts if post.id in found]
    if online:
        parts.store.mark(online, "online", _("answers when asked for"), parts.now())
    lost = [post for post in posts if post.id not in found]
    if lost:
        parts.source.control(page)  # a refusal counts only where the page itself answers
    for post in lost:
        _disbelieve(parts, post, refused.get(post.id))


def _disbelieve(parts: Round, post: Expected, error: GraphError | None) -> None:
    """Note a refusal; after two on different days the post is gone or restricted."""
    now = parts.now()
    refusal = Refusal(
        day=now.date(),
        kind=refusal_kind(error) if error else "gone",
        why=error.message if error else _("left out of the answer without a word"),
    )
    verdict = believed(parts.store.refuse(post.key, refusal))
    state = verdict.kind if verdict else "missing"
    parts.store.mark([post.key], state, refusal.why, now)


def _ids_asked(capture: Capture) -> list[str]:
    """The ids that a `?ids=` request names."""
    asked = dict(parse_qsl(urlsplit(capture.request).query))
    return asked.get("ids", "").split(",")


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
