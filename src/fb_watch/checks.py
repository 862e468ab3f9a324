"""In: a home folder. Out: one Check after the other, offline first, each with its remedy."""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fb_watch.archive.status import LOW_DISK
from fb_watch.bootstrap import utc_now
from fb_watch.collect.tokens import USEFUL, ask_about
from fb_watch.config.environment import open_token_files, token_for
from fb_watch.config.load import load
from fb_watch.errors import (
    ArchiveError,
    ConfigError,
    GraphError,
    PageUnavailableError,
    PermissionRefusedError,
    ThrottledError,
    TokenError,
    TransientGraphError,
)
from fb_watch.i18n import _, decimal, plural
from fb_watch.model.collected import Page
from fb_watch.model.settings import Config
from fb_watch.model.state import TokenFacts
from fb_watch.oversight import WARN_DAYS
from fb_watch.speakers import Speakers, app_token

if TYPE_CHECKING:
    from fb_watch.collect.session import GraphSession

TOOLS = ("pandoc", "soffice", "sqlite3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at, what was found, and what to do where it is not well."""

    name: str
    state: Literal["ok", "warning", "failed"]
    found: str
    remedy: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)  # behind `found`, for programs


def checks(
    home: Path, *, online: bool, environ: Mapping[str, str] | None = None
) -> Iterator[Check]:
    """Every check, in the order in which one would mend."""
    env = os.environ if environ is None else environ
    yield _python()
    yield _sqlite()
    config = None
    try:
        config = load(home)
    except ConfigError as error:
        yield from _mistakes(_("configuration"), error)
    if config:
        pages = len(config.pages)
        found = plural(
            "{pages} page, codebook {hash}", "{pages} pages, codebook {hash}", pages
        ).format(pages=pages, hash=config.codebook.hash)
        yield Check(name=_("configuration"), state="ok", found=found)
        yield from _terms(config)
    yield _archive(home)
    yield _disk(home)
    if config:
        yield from _asked_of_facebook(config, env, online=online)
    yield from _tools()


def _mistakes(name: str, error: ConfigError) -> Iterator[Check]:
    """Each mistake with its place, key and value."""
    for said, remedy in error.told_once(with_remedy=False):
        yield Check(name=name, state="failed", found=said, remedy=remedy)


def _asked_of_facebook(
    config: Config, environ: Mapping[str, str], *, online: bool
) -> Iterator[Check]:
    """The tokens, and with `online` what Facebook says of them and of the pages."""
    try:
        yield from _tokens(config, environ)
        if online:
            yield from _online(config, environ)
    except ConfigError as error:  # a token that cannot be one, an address that is none
        yield from _mistakes(_("token"), error)


def _python() -> Check:
    return Check(name="Python", state="ok", found=sys.version.split()[0])


def _sqlite() -> Check:
    from fb_watch.archive.integrity import sqlite_version

    version, has_fts5 = sqlite_version()
    if has_fts5:
        return Check(name="SQLite", state="ok", found=f"{version}, FTS5")
    return Check(
        name="SQLite",
        state="failed",
        found=_("{version} without FTS5").format(version=version),
        remedy=_("Install a Python whose SQLite has FTS5; Debian's python3 has it."),
    )


def _terms(config: Config) -> Iterator[Check]:
    """
    How many terms each theme has in each language: a theme without any is never found.

    Questions are asked of the network's own languages; where they have no terms, that is said and
    no cause to worry.
    """
    per_language: dict[str, Counter[str]] = {}
    for term in config.codebook.terms:
        if term.strength != "mask":  # what only hides says nothing
            per_language.setdefault(term.language, Counter())[term.value] += 1
    themes = [heading.id for heading in config.codebook.themes]
    headings = [*themes, *(heading.id for heading in config.codebook.questions)]
    for language, per_heading in sorted(per_language.items()):
        bare = [heading for heading in headings if not per_heading[heading]]
        is_lacking = not set(themes).isdisjoint(bare)
        told = _("{terms} terms; none for {themes}") if bare else _("{terms} terms")
        found = told.format(terms=sum(per_heading.values()), themes=", ".join(bare))
        remedy = _("Add terms to config/terms/{lang}.csv.").format(lang=language)
        yield Check(
            name=_("terms {lang}").format(lang=language),
            state="warning" if is_lacking else "ok",
            found=found,
            remedy=remedy if is_lacking else "",
            numbers={heading: per_heading[heading] for heading in headings},
        )


def _archive(home: Path) -> Check:
    from fb_watch.archive.integrity import is_of_an_older_form, quick_check
    from fb_watch.archive.schema import what_brings_it_up_to_date

    path = home / "archive" / "archive.db"
    name = _("archive")
    if not path.exists():
        return Check(name=name, state="ok", found=_("none yet; the first round makes it"))
    try:
        found = quick_check(path)
        if not is_of_an_older_form(path):
            return Check(name=name, state="ok", found=found)
    except ArchiveError as error:
        return Check(name=name, state="failed", found=error.message, remedy=error.remedy)
    return Check(
        name=name,
        state="warning",
        found=_("{found}; written by an older fb-watch").format(found=found),
        remedy=what_brings_it_up_to_date(),
    )


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    found = _("{size} GB free").format(size=decimal(free / 1e9, ".1f"))
    if free > LOW_DISK:
        return Check(name=_("disk"), state="ok", found=found)
    return Check(
        name=_("disk"),
        state="warning",
        found=found,
        remedy=_("Make room: an archive that cannot grow loses posts."),
    )


def _tokens(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
    without = [p.key for p in config.pages if p.kind == "page" and not token_for(p.key, environ)]
    if without:
        yield Check(
            name=_("token"),
            state="failed",
            found=_("none for {pages}").format(pages=", ".join(without)),
            remedy=_("Set FB_WATCH_TOKEN; config/token.md tells how to get one."),
        )
    else:
        yield Check(name=_("token"), state="ok", found=_("given for every page"))
    for path in open_token_files(environ):
        yield Check(
            name=_("token"),
            state="warning",
            found=_("{file} can be read by other accounts").format(file=path),
            remedy=f"chmod 600 {path}",
        )


def _tools() -> Iterator[Check]:
    for tool in TOOLS:
        path = shutil.which(tool)
        found = path or _("not installed; nothing of what is built in needs it")
        yield Check(name=tool, state="ok", found=found)


def _online(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
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
