"""In: the command line. Out: the home folder it means, and the archive in it."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.output import note
from fb_watch.config.home import find_home
from fb_watch.i18n import _

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection

    from fb_watch.errors import ConfigProblem
    from fb_watch.model.collected import Page


def home_of(args: argparse.Namespace) -> Path:
    """--home, else FB_WATCH_HOME, else the nearest folder upwards with config/settings.toml."""
    return find_home(args.home, os.environ, Path.cwd())


def configured(args: argparse.Namespace) -> list["Page"]:
    """The pages that ought to be looked at; what is wrong with others is said on stderr."""
    return [page for page in sources(args) if page.kind == "page"]


def sources(args: argparse.Namespace) -> list["Page"]:
    """Pages and groups; what is wrong with others is said on stderr."""
    from fb_watch.config.pages import read_pages
    from fb_watch.config.settings import read_settings

    home = home_of(args)
    found: list[ConfigProblem] = []
    pages = read_pages(home, *read_settings(home, found), found)
    for problem in sorted(found):
        note(str(problem))
    return list(pages)


def starts(args: argparse.Namespace) -> dict[str, "datetime | None"]:
    """From when on each page is wanted; None: from its beginning."""
    return {page.key: page.start for page in configured(args)}


@contextmanager
def reading(args: argparse.Namespace, *, of_today: bool = False) -> Iterator["Connection"]:
    """
    The archive, opened to read; never waits for a collector.

    `of_today`: what is asked may need this program's form; an older archive is brought to it
    first, where this account may write.
    """
    from fb_watch.archive.search import connect

    path = home_of(args) / "archive" / "archive.db"
    archive = connect(path)
    try:
        if of_today and _is_behind(archive, path):
            archive.close()
            _bring_up_to_date(path)
            archive = connect(path)
        yield archive
    finally:
        archive.close()


def _is_behind(archive: "Connection", path: Path) -> bool:
    from fb_watch.archive.schema import is_older, may_write

    return is_older(archive) and may_write(path)


def _bring_up_to_date(path: Path) -> None:
    from datetime import UTC, datetime

    from fb_watch.archive.store import Archive

    note(_("The archive was written by an older fb-watch; it is brought up to date first."))
    Archive.open(path, lambda: datetime.now(UTC)).close()
