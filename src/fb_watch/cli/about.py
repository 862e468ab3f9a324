"""In: the command line, an open archive. Out: what an export says of itself, and its log entry."""

import os
import pwd
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fb_watch.errors import ArchiveError
from fb_watch.i18n import _, language
from fb_watch.model.archived import Query
from fb_watch.model.exported import Exported, ExportEntry, Lang

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from fb_watch.model.covered import PageCoverage


def about(
    home: Path,
    archive: "Connection",
    query: Query,
    posts: int,
    *,
    not_found: tuple[str, ...] = (),
    starts: "Mapping[str, datetime | None]",
    lang: Lang | None,
    is_public: bool = False,
    with_comments: bool = False,
    with_authors: bool = False,
    is_unmasked: bool = False,
) -> Exported:
    """
    What the export of a query says of itself; in the user's language, unless told another.

    `starts` says from when on each page is wanted.
    """
    from importlib.metadata import version

    from fb_watch.archive.coverage import coverage
    from fb_watch.archive.selection import codebooks, page_names, pages_of
    from fb_watch.cli.measured import measured
    from fb_watch.config.load import load_headings
    from fb_watch.export.asked import asked

    pages = pages_of(archive, query)
    now = datetime.now(UTC).replace(microsecond=0)
    covered = coverage(archive, pages, starts, now) if pages else []
    return Exported(
        asked=asked(query),
        query=query,
        at=now,
        by=account(),
        posts=posts,
        not_found=not_found,
        codebook=replace(load_headings(home), hash=", ".join(codebooks(archive))),
        lang=lang or cast("Lang", language()),
        coverage=tuple(_within(page, query) for page in covered),
        page_names=page_names(archive),
        program=f"fb-watch {version('fb-watch')}",
        is_public=is_public,
        with_comments=with_comments,
        with_authors=with_authors,
        is_unmasked=is_unmasked,
        measured=measured(archive),
    )


def _within(page: "PageCoverage", query: Query) -> "PageCoverage":
    """The stretches that touch the time asked for."""
    since, until = query.since, query.until or "9999"
    return {
        "page": page["page"],
        "complete": [
            s for s in page["complete"] if (s["since"] or "") < until and s["until"] > since
        ],
        "gaps": [
            gap for gap in page["gaps"] if (gap["since"] or "") < until and gap["until"] > since
        ],
        "imports": [f for f in page["imports"] if f["since"] < until and f["until"] >= since],
    }


def account() -> str:
    """Who is at work: the account on this machine."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # containers run under numbers without a name
        return str(os.getuid())


def check_log(home: Path) -> None:
    """Raise ArchiveError where this account cannot note that something leaves the house."""
    from fb_watch.archive.schema import may_not_write, may_write

    path = home / "archive" / "archive.db"
    if not may_write(path):
        error = may_not_write(path)
        why = _("Each export is noted in the archive.")
        raise ArchiveError(f"{why} {error.message}", remedy=error.remedy)


def log(home: Path, about: Exported, form: str, file: str) -> None:
    """Note in the archive that this leaves the house; raises ArchiveError where it cannot."""
    from fb_watch.archive.store import Archive

    entry = ExportEntry(
        at=about.at,
        by=about.by,
        format=form,
        file=file,
        asked=about.asked,
        posts=about.posts,
        is_public=about.is_public,
        with_comments=about.with_comments,
        with_authors=about.with_authors,
        is_unmasked=about.is_unmasked,
    )
    archive = Archive.open(home / "archive" / "archive.db", lambda: about.at)
    try:
        archive.log_export(entry)
    finally:
        archive.close()
