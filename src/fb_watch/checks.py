"""In: a home folder. Out: one Check after the other, offline first, each with its remedy."""

import errno
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from fb_watch.archive.status import LOW_DISK
from fb_watch.checks_online import of_facebook
from fb_watch.config.environment import open_token_files, token_for
from fb_watch.config.load import load
from fb_watch.errors import ArchiveError, ConfigError
from fb_watch.i18n import _, decimal, plural
from fb_watch.model.checked import Check
from fb_watch.model.settings import Config

TOOLS = ("pandoc", "soffice", "sqlite3")


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
    yield from _media(home)
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
            yield from of_facebook(config, environ)
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
    from fb_watch.archive.schema import is_there, what_brings_it_up_to_date

    path = home / "archive" / "archive.db"
    name = _("archive")
    try:
        if not is_there(path):
            return Check(name=name, state="ok", found=_("none yet; the first round makes it"))
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


def _media(home: Path) -> Iterator[Check]:
    """Where pictures and films go: told only where none can be written there."""
    folder = home / "archive" / "media"
    if not folder.exists() or (folder.is_dir() and os.access(folder, os.W_OK)):
        return
    reason = os.strerror(errno.EACCES if folder.is_dir() else errno.ENOTDIR)
    yield Check(
        name=_("media"),
        state="failed",
        found=_("{path} cannot be written: {reason}.").format(path=folder, reason=reason),
        remedy=_("Make room on the disk, or mend the rights of the folder."),
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
