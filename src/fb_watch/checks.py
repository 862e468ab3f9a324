"""In: a home folder. Out: one Check after the other, offline first, each with its remedy."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from fb_watch.bootstrap import graph_session, utc_now
from fb_watch.config.environment import open_token_files, token_for
from fb_watch.config.load import load
from fb_watch.errors import ArchiveError, ConfigError, GraphError, TokenError
from fb_watch.i18n import _
from fb_watch.model.collected import Page
from fb_watch.model.settings import Config

WARN_DAYS = (30, 14, 7, 1)
LOW_DISK = 1_000_000_000  # bytes
NEEDED = ("pages_read_engagement", "pages_show_list")
USEFUL = ("pages_read_user_content",)
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
        found = _("{pages} pages, codebook {hash}").format(
            pages=len(config.pages), hash=config.codebook.hash
        )
        yield Check(name=_("configuration"), state="ok", found=found)
        yield from _terms(config)
    yield _archive(home)
    yield _disk(home)
    if config:
        yield from _asked_of_facebook(config, env, online=online)
    yield from _tools()


def _mistakes(name: str, error: ConfigError) -> Iterator[Check]:
    """Each mistake with its place, key and value."""
    for problem in error.problems:
        bare = replace(problem, remedy="")
        yield Check(name=name, state="failed", found=str(bare), remedy=problem.remedy)


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
        per_language.setdefault(term.language, Counter())[term.value] += 1
    themes = [heading.id for heading in config.codebook.themes]
    headings = [*themes, *(heading.id for heading in config.codebook.questions)]
    for language, per_heading in sorted(per_language.items()):
        bare = [heading for heading in headings if not per_heading[heading]]
        is_lacking = not set(themes).isdisjoint(bare)
        found = _("{terms} terms").format(terms=sum(per_heading.values()))
        none = "; " + _("none for {themes}").format(themes=", ".join(bare)) if bare else ""
        remedy = _("Add terms to config/terms/{lang}.csv.").format(lang=language)
        yield Check(
            name=_("terms {lang}").format(lang=language),
            state="warning" if is_lacking else "ok",
            found=found + none,
            remedy=remedy if is_lacking else "",
            numbers={heading: per_heading[heading] for heading in headings},
        )


def _archive(home: Path) -> Check:
    from fb_watch.archive.integrity import quick_check

    path = home / "archive" / "archive.db"
    name = _("archive")
    if not path.exists():
        return Check(name=name, state="ok", found=_("none yet; the first round makes it"))
    try:
        return Check(name=name, state="ok", found=quick_check(path))
    except ArchiveError as error:
        return Check(name=name, state="failed", found=error.message, remedy=error.remedy)


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    found = _("{size} GB free").format(size=f"{free / 1e9:.1f}")
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
    """What Facebook says of each token and each page."""
    asked: set[str] = set()
    for page in config.pages:
        token = token_for(page.key, environ) if page.kind == "page" else None
        if not token:
            continue
        try:
            with graph_session(config, token, environ) as session:
                if token not in asked:
                    asked.add(token)
                    yield from _token_facts(session.debug_token(), page)
                    yield _clock(session.server_time())
                yield _page_facts(page, session.page(page.id), session.api_version, config)
        except GraphError as error:
            yield Check(
                name=_("page {key}").format(key=page.key),
                state="failed",
                found=error.message,
                remedy=error.remedy,
            )
    if not asked:
        yield Check(
            name="Facebook",
            state="failed",
            found=_("not asked: there is no token"),
            remedy=_("config/token.md tells how to get one."),
        )


def _token_facts(data: Mapping[str, Any], page: Page) -> Iterator[Check]:
    name = _("token of {page}").format(page=page.key)
    if not data.get("is_valid"):
        raise TokenError(_("The token is not valid any more."), remedy=_("See config/token.md."))
    missing = [scope for scope in NEEDED if scope not in data.get("scopes", ())]
    lesser = [scope for scope in USEFUL if scope not in data.get("scopes", ())]
    if missing or lesser:
        yield Check(
            name=name,
            state="failed" if missing else "warning",
            found=_("permission missing: {scopes}").format(scopes=", ".join(missing + lesser)),
            remedy=_("Make the token anew with it; config/token.md, step 2."),
        )
    for key, what in (
        ("expires_at", _("the token")),
        ("data_access_expires_at", _("its access to data")),
    ):
        end = data.get(key)
        if not end:
            yield Check(name=name, state="ok", found=_("{what} has no end date").format(what=what))
            continue
        yield _end(name, what, datetime.fromtimestamp(end, UTC))


def _end(name: str, what: str, end: datetime) -> Check:
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


def _clock(server: datetime | None) -> Check:
    if server is None:
        return Check(name=_("clock"), state="ok", found=_("Facebook told no time"))
    apart = abs(server - utc_now())
    found = _("{seconds} s apart from Facebook's").format(seconds=round(apart.total_seconds()))
    if apart < timedelta(minutes=2):
        return Check(name=_("clock"), state="ok", found=found)
    return Check(name=_("clock"), state="warning", found=found, remedy="timedatectl set-ntp true")


def _page_facts(
    page: Page, facts: Mapping[str, Any], answered: str | None, config: Config
) -> Check:
    name = _("page {key}").format(key=page.key)
    asked = config.settings.graph.version
    if answered and answered != asked:
        return Check(
            name=name,
            state="warning",
            found=_("asked {asked}, answered {answered}").format(asked=asked, answered=answered),
            remedy=_("Set [graph] version in settings.toml to a version that still lives."),
        )
    return Check(name=name, state="ok", found=str(facts.get("name") or facts.get("id")))
