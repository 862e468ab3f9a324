"""In: tokens and pages. Out: one Check after the other of what Facebook says of them; network."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fb_watch.bootstrap import utc_now
from fb_watch.collect.tokens import USEFUL, ask_about
from fb_watch.errors import (
    GraphError,
    PageUnavailableError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
    TransientGraphError,
)
from fb_watch.i18n import _
from fb_watch.model.checked import Check
from fb_watch.model.collected import Page
from fb_watch.model.settings import Config
from fb_watch.model.state import TokenFacts
from fb_watch.oversight import WARN_DAYS
from fb_watch.speakers import Speakers, app_token

if TYPE_CHECKING:
    from fb_watch.collect.session import GraphSession


def of_facebook(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
    """What Facebook says of each token, and of each page by the token that speaks for it."""
    speakers = Speakers(config, environ, time.sleep).all(config.pages)
    app = app_token(environ)
    for session, keys in speakers.items():
        with session:
            name = _("token of {page}").format(page=keys[0])
            try:
                facts = ask_about(session, app)
            except GraphError as error:
                facts = TokenFacts(is_valid=not isinstance(error, TokenError))
                yield _refused(name, error)
            else:
                yield from _token_facts(name, facts)
            yield _clock(session.server_time())
            for page in config.pages:
                if page.key in keys:
                    yield _page(page, session, config, facts)
    if not speakers:
        yield Check(
            name="Facebook",
            state="failed",
            found=_("not asked: there is no token"),
            remedy=_("config/token.md tells how to get one."),
        )


def _token_facts(name: str, facts: TokenFacts) -> Iterator[Check]:
    if not facts.is_valid:
        found = _("the token has stopped: {reason}").format(reason=facts.failure)
        yield Check(name=name, state="failed", found=found, remedy=facts.remedy)
        return
    lesser = [scope for scope in USEFUL if facts.scopes and scope not in facts.scopes]
    if facts.missing or lesser:
        scopes = ", ".join((*facts.missing, *lesser))
        yield Check(
            name=name,
            state="failed" if facts.missing else "warning",
            found=_("permission missing: {scopes}").format(scopes=scopes),
            remedy=_("Make the token anew with it; config/token.md, step 2."),
        )
    yield _end(name, _("the token"), facts.expires_at)
    yield _end(name, _("its access to data"), facts.data_access_ends_at)


def _end(name: str, what: str, end: datetime | None) -> Check:
    if end is None:
        return Check(name=name, state="ok", found=_("{what} has no end date").format(what=what))
    days = (end - utc_now()) // timedelta(days=1)
    found = _("{what} ends on {day}, in {days} days").format(
        what=what, day=end.date().isoformat(), days=days
    )
    if days > max(WARN_DAYS):
        return Check(name=name, state="ok", found=found)
    return Check(
        name=name,
        state="warning" if days >= 0 else "failed",
        found=found,
        remedy=_("Make it anew in time; config/token.md, steps 3 and 4."),
    )


def _page(page: Page, session: "GraphSession", config: Config, facts: TokenFacts) -> Check:
    """What Facebook says of a page; with a token that has stopped it is not asked."""
    name = _("page {key}").format(key=page.key)
    if not facts.is_valid:
        found, remedy = _("not asked: its token has stopped"), _("Renew the token, see above.")
        return Check(name=name, state="failed", found=found, remedy=remedy)
    try:
        told = session.page(page.id)
    except GraphError as error:
        return _refused(name, error)
    asked, answered = config.settings.graph.version, session.api_version
    if answered and answered != asked:
        return Check(
            name=name,
            state="warning",
            found=_("asked {asked}, answered {answered}").format(asked=asked, answered=answered),
            remedy=_("Set [graph] version in settings.toml to a version that still lives."),
        )
    return Check(name=name, state="ok", found=str(told.get("name") or told.get("id")))


def _refused(name: str, error: GraphError) -> Check:
    """A refusal in the words of what it means: each kind has another next step."""
    kinds = {
        TokenError: _("the token has stopped: {reason}"),
        PermissionRefusedError: _("the token lacks a permission: {reason}"),
        PageUnavailableError: _("the page cannot be seen with this token: {reason}"),
        ThrottledError: _("the quota is spent: {reason}"),
        TransientGraphError: _("Facebook cannot be reached now: {reason}"),
    }
    said = kinds.get(type(error), "{reason}").format(reason=error.message)
    passes = isinstance(error, ThrottledError | TransientGraphError)
    remedy = _("Wait, then try again.") if passes else error.remedy
    return Check(name=name, state="failed", found=said, remedy=remedy)


def _clock(server: datetime | None) -> Check:
    if server is None:
        return Check(name=_("clock"), state="ok", found=_("Facebook told no time"))
    apart = abs(server - utc_now())
    found = _("{seconds} s apart from Facebook's").format(seconds=round(apart.total_seconds()))
    if apart < timedelta(minutes=2):
        return Check(name=_("clock"), state="ok", found=found)
    return Check(name=_("clock"), state="warning", found=found, remedy="timedatectl set-ntp true")
