"""In: the command line. Out: the home folder it means, and the archive in it."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.output import note
from fb_watch.config.home import find_home

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
def reading(args: argparse.Namespace) -> Iterator["Connection"]:
    """The archive, opened to read; never waits for a collector."""
    from fb_watch.archive.search import connect

    archive = connect(home_of(args) / "archive" / "archive.db")
    try:
        yield archive
    finally:
        archive.close()
