"""
In: how each page went, what /debug_token answers. Out: usage, holds, token facts, alarms; disk.

A new alarm is a warning in the log, once, and stands in `status` until it is well again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fb_watch.collect.budget import hold
from fb_watch.collect.tokens import ask_about
from fb_watch.errors import GraphError, TokenError, in_one_line
from fb_watch.i18n import _
from fb_watch.model.collected import Page
from fb_watch.model.state import Alarm, Hold, TokenFacts
from fb_watch.model.tagged import PageReport

if TYPE_CHECKING:
    from fb_watch.archive.store import Archive
    from fb_watch.collect.session import GraphSession

log = logging.getLogger("fb_watch")

WARN_DAYS = (1, 7, 14, 30)  # before an end
CHECK_EVERY, TRY_AGAIN = timedelta(days=1), timedelta(hours=1)
OF_TOKENS = frozenset(
    (
        "token-expired",
        "token-expires",
        "data-access-ended",
        "data-access-ends",
        "permission-missing",
    )
)


class Oversight:
    """Looks after one archive's quotas, tokens and alarms."""

    def __init__(self, archive: "Archive", *, version: str, now: Callable[[], datetime]) -> None:
        self._archive = archive
        self._version = version
        self._now = now
        self._dead: dict[str, TokenError] = {}  # fingerprint → what its pages were answered

    def page_done(self, page: Page, report: PageReport, session: "GraphSession") -> None:
        """After a page: note what its answers said of quota and version, and how its token is."""
        if not report.windows:
            return  # nothing was asked
        self._note_usage(page, session)
        self._compare_versions(session.api_version)
        if isinstance(report.failure, TokenError):
            self._dead[session.fingerprint] = report.failure
            failure = report.failure
            self._tell(_stopped(_scope(session), [page.key], failure.message, failure.remedy))
        elif report.captures:
            self._dead.pop(session.fingerprint, None)
            self._archive.clear_alarms(_scope(session), "token-expired")

    def check_tokens(
        self, speakers: Mapping["GraphSession", Sequence[str]], app_token: str | None
    ) -> None:
        """
        Once a day ask what each token is good for; an hour later where that failed.

        `speakers` are the sessions and the pages they speak for.
        """
        self._archive.tokens_in_use({s.fingerprint: pages for s, pages in speakers.items()})
        now = self._now()
        holds = self._archive.holds(now)
        for session, pages in speakers.items():
            last, failed = self._archive.token_checked(session.fingerprint)
            if last and timedelta(0) <= now - last < (TRY_AGAIN if failed else CHECK_EVERY):
                continue
            if "app" not in holds and _scope(session) not in holds:
                self._check(session, pages, app_token)

    def _check(self, session: "GraphSession", pages: Sequence[str], app_token: str | None) -> None:
        now = self._now()
        try:
            dead = self._dead.get(session.fingerprint)
            if dead and not app_token:
                raise dead  # asked about itself, it would say the same once more
            found = ask_about(session, app_token)
        except GraphError as error:
            self._archive.save_token(session.fingerprint, error, now)
            if isinstance(error, TokenError):
                self._tell(_stopped(_scope(session), pages, error.message, error.remedy))
            return
        self._archive.save_token(session.fingerprint, found, now)
        alarms = list(token_alarms(found, _scope(session), pages, now))
        well = OF_TOKENS - {alarm.kind for alarm in alarms}
        self._archive.clear_alarms(_scope(session), *well)
        for alarm in alarms:
            self._tell(alarm)

    def _note_usage(self, page: Page, session: "GraphSession") -> None:
        """The quota as the last answer told it; where it is full, those it belongs to wait."""
        usage, now = session.usage, self._now()
        session.forget_usage()
        if not usage.told:
            return
        scope = usage.scope(page.key, _scope(session))
        self._archive.note_usage(scope, usage, now)
        if (wait := hold(usage)) and scope not in self._archive.holds(now):
            reason = _("The quota is nearly spent.")
            self._archive.hold(Hold(scope=scope, until=now + wait, reason=reason))

    def _compare_versions(self, answered: str | None) -> None:
        """Facebook answers a version that has expired with another one, without a word."""
        if answered == self._version:
            self._archive.clear_alarms("app", "api-version")
        elif answered:
            text = _("Version {asked} of the Graph API was asked, {answered} answered.").format(
                asked=self._version, answered=answered
            )
            remedy = _("Set [graph] version in settings.toml to a version that still lives.")
            self._tell(Alarm(kind="api-version", scope="app", text=text, remedy=remedy))

    def _tell(self, alarm: Alarm) -> None:
        if self._archive.alarm(alarm, self._now()):
            log.warning("%s", in_one_line(alarm.text, alarm.remedy))


def token_alarms(
    facts: TokenFacts, scope: str, pages: Sequence[str], now: datetime
) -> Iterator[Alarm]:
    """What a person has to see of a token: that it stopped, lacks a permission, or ends soon."""
    if not facts.is_valid:
        yield _stopped(scope, pages, facts.failure, facts.remedy)
        return
    if facts.missing:
        missing = ", ".join(facts.missing)
        text = _("The token of {pages} lacks a permission: {missing}.")
        yield Alarm(
            kind="permission-missing",
            scope=scope,
            text=text.format(pages=some(pages), missing=missing),
            remedy=_("Make the token anew with it; config/token.md, step 2."),
        )
    yield from _ends(facts, scope, pages, now)


def _ends(facts: TokenFacts, scope: str, pages: Sequence[str], now: datetime) -> Iterator[Alarm]:
    """The ends that are near or past; each step of WARN_DAYS is told anew."""
    token = _("The token of {pages} ends on {day}."), _("The token of {pages} ended on {day}.")
    data = (
        _("The token of {pages} may read data until {day}."),
        _("The token of {pages} could read data until {day}."),
    )
    for end, soon, late, (will, did) in (
        (facts.expires_at, "token-expires", "token-expired", token),
        (facts.data_access_ends_at, "data-access-ends", "data-access-ended", data),
    ):
        step = next((days for days in WARN_DAYS if end and end - now <= timedelta(days=days)), 0)
        if end is None or not step:
            continue
        is_past = end <= now
        yield Alarm(
            kind=late if is_past else soon,
            scope=scope,
            text=(did if is_past else will).format(pages=some(pages), day=end.date().isoformat()),
            remedy=_("Make it anew in time; config/token.md, steps 3 and 4."),
            step="" if is_past else str(step),
        )


def some(pages: Sequence[str]) -> str:
    """The first of the pages and how many they are."""
    few = ", ".join(pages[:3])
    return few if len(pages) <= 3 else f"{few} … ({len(pages)})"


def _scope(session: "GraphSession") -> str:
    return f"token:{session.fingerprint}"


def _stopped(scope: str, pages: Sequence[str], reason: str, remedy: str) -> Alarm:
    """One message with the reason in it, so that it can be retold in another language."""
    text = _("The token of {pages} has stopped.")
    if reason:
        text = _("The token of {pages} has stopped: {reason}")
    told = text.format(pages=some(pages), reason=reason)
    return Alarm(kind="token-expired", scope=scope, text=told, remedy=remedy)
