"""Whether SQLite can do what is needed, and whether an archive is whole."""

import sqlite3
from pathlib import Path

from fb_watch.archive.schema import connect_to_read, is_older, sqlite_trouble
from fb_watch.errors import ArchiveError
from fb_watch.i18n import _

_POSTS = "SELECT count(*) FROM posts WHERE merged_into IS NULL"


def sqlite_version() -> tuple[str, bool]:
    """The version of SQLite, and whether it has FTS5."""
    connection = sqlite3.connect(":memory:")
    try:
        options = {option for (option,) in connection.execute("PRAGMA compile_options")}
    finally:
        connection.close()
    return sqlite3.sqlite_version, "ENABLE_FTS5" in options


def is_of_an_older_form(path: Path) -> bool:
    """Whether an older program wrote the archive, and none of this form since."""
    connection = connect_to_read(path)
    try:
        return is_older(connection)
    finally:
        connection.close()


def quick_check(path: Path) -> str:
    """One sentence on a healthy archive; raises ArchiveError on any other."""
    connection = connect_to_read(path)
    try:
        with sqlite_trouble(path):
            found = [line for (line,) in connection.execute("PRAGMA quick_check(3)")]
            (posts,) = connection.execute(_POSTS).fetchone()
    finally:
        connection.close()
    if found != ["ok"]:
        raise ArchiveError(
            _("{path} is damaged: {reason}.").format(path=path, reason="; ".join(found)),
            remedy=_("Keep the file, and go on with the last backup."),
        )
    return _("{posts} posts, whole").format(posts=posts)
