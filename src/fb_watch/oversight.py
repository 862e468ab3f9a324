"""
What a round says of the quota, the tokens and the version: noted, and told where a person must act.

In: how each page went, and what /debug_token answers. Out: usage, holds, token facts and alarms in
the archive; a new alarm is a warning in the log, once.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fb_watch.collect.budget import hold
from fb_watch.collect.tokens import read_token
from fb_watch.errors import GraphError, ThrottledError, TokenError, TransientGraphError
from fb_watch.i18n import _
from fb_watch.model.collected import Page
from fb_watch.model.state import Alarm, Hold, TokenFacts
from fb_watch.model.tagged import PageReport

if TYPE_CHECKING:
    from fb_watch.archive.store import Archive
    from fb_watch.collect.session import GraphSession

log = logging.getLogger("fb_watch")

WARN_DAYS = (30, 14, 7, 1)  # before an end
CHECK_EVERY, TRY_AGAIN = timedelta(days=1), timedelta(hours=1)
OF_TOKENS = (
    "token-expired",
    "token-expires",
    "data-access-ended",
    "data-access-ends",
    "permission-missing",
)


class Oversight:
    """Looks after one archive's quotas, tokens and alarms."""

    def __init__(self, archive: "Archive", *, version: str, now: Callable[[], datetime]) -> None:
        self._archive = archive
        self._version = version
        self._now = now

    def page_done(self, page: Page, report: PageReport, session: "GraphSession") -> None:
        """After a page: note what its answers said of quota and version, and how its token is."""
        if not report.windows:
            return  # nothing was asked
        self._note_usage(page, session)
        self._compare_versions(session.api_version)
        scope = f"token:{session.fingerprint}"
        if isinstance(report.failure, TokenError):
            text = _("The token of {pages} has stopped.").format(pages=page.key)
            self._tell(_alarm("token-expired", scope, text, report.failure))
        elif report.captures:
            self._archive.clear_alarms(scope, "token-expired")

    def check_tokens(
        self,
        speakers: Mapping[str, "GraphSession"],
        pages: Mapping[str, Sequence[str]],
        app_token: str | None,
    ) -> None:
        """Once a day: ask what each token is good for; an hour later where that failed."""
        self._archive.tokens_in_use(pages)
        now = self._now()
        holds = self._archive.holds(now)
        for fingerprint, session in speakers.items():
            last, failed = self._archive.token_checked(fingerprint)
            if last and timedelta(0) <= now - last < (TRY_AGAIN if failed else CHECK_EVERY):
                continue
            if "app" not in holds and f"token:{fingerprint}" not in holds:
                self._check(session, pages[fingerprint], app_token)

    def _check(self, session: "GraphSession", pages: Sequence[str], app_token: str | None) -> None:
        scope, now = f"token:{session.fingerprint}", self._now()
        try:
            found: TokenFacts = read_token(session.debug_token(app_token))
        except GraphError as error:
            self._not_told(session, pages, error)
            return
        self._archive.save_token(session.fingerprint, found, now)
        alarms = list(token_alarms(found, scope, pages, now))
        well = set(OF_TOKENS) - {alarm.kind for alarm in alarms}
        self._archive.clear_alarms(scope, *well)
        for alarm in alarms:
            self._tell(alarm)

    def _not_told(
        self, session: "GraphSession", pages: Sequence[str], error: GraphError
    ) -> None:
        """A token that may not even ask about itself has stopped; other trouble passes."""
        now = self._now()
        self._archive.save_token(session.fingerprint, error, now)
        scope = f"token:{session.fingerprint}"
        if isinstance(error, TokenError):
            text = _("The token of {pages} has stopped.").format(pages=some(pages))
            self._tell(_alarm("token-expired", scope, text, error))
        elif isinstance(error, ThrottledError):
            until = now + error.retry_after
            self._archive.hold(Hold(scope=scope, until=until, reason=error.message))
        elif not isinstance(error, TransientGraphError):
            log.warning("%s", error)

    def _note_usage(self, page: Page, session: "GraphSession") -> None:
        """The quota as the last answer told it; where it is full, whoever it belongs to waits."""
        usage, now = session.usage, self._now()
        session.forget_usage()
        if not usage.told:
            return
        scope = usage.scope(page.key, f"token:{session.fingerprint}")
        self._archive.note_usage(scope, usage, now)
        if (wait := hold(usage)) and scope not in self._archive.holds(now):
            self._archive.hold(Hold(scope=scope, until=now + wait, reason=_("The quota is nearly spent.")))

    def _compare_versions(self, answered: str | None) -> None:
        """Facebook answers a version that has expired with another one, without a word."""
        if answered is None:
            return
        if answered == self._version:
            self._archive.clear_alarms("app", "api-version")
            return
        text = _("Version {asked} of the Graph API was asked, {answered} answered.").format(
            asked=self._version, answered=answered
        )
        remedy = _("Set [graph] version in settings.toml to a version that still lives.")
        self._tell(
            Alarm(kind="api-version", scope="app", text=text, remedy=remedy, step=answered)
        )

    def _tell(self, alarm: Alarm) -> None:
        if self._archive.alarm(alarm, self._now()):
            log.warning("%s", f"{alarm.text} {alarm.remedy}".rstrip())


def token_alarms(
    facts: TokenFacts, scope: str, pages: Sequence[str], now: datetime
) -> list[Alarm]:
    """What a person has to see of a token: that it stopped, lacks a permission, or ends soon."""
    told: dict[str, str] = {"pages": some(pages)}
    if not facts.is_valid:
        text = _("The token of {pages} has stopped.").format(**told)
        text = f"{text} {facts.failure}".rstrip()
        return [Alarm(kind="token-expired", scope=scope, text=text, remedy=facts.remedy)]
    alarms = []
    if facts.missing:
        told["missing"] = ", ".join(facts.missing)
        text = _("The token of {pages} lacks a permission: {missing}.").format(**told)
        remedy = _("Make the token anew with it; config/token.md, step 2.")
        alarms.append(Alarm(kind="permission-missing", scope=scope, text=text, remedy=remedy))
    alarms += _end(
        facts.expires_at,
        now,
        ("token-expires", _("The token of {pages} ends on {day}.").format_map(_Day(told, facts.expires_at))),
        ("token-expired", ""),
        scope,
    )
    return alarms
