"""The log of exports: who took out what, when, how much. Append-only."""

import sqlite3

from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.dialect.clean import clean_text
from fb_watch.model.exported import ExportEntry


def log_export(db: sqlite3.Connection, entry: ExportEntry) -> None:
    """Add one line."""
    values = (
        *(
            stamp(entry.at),
            entry.by,
            entry.format,
            clean_text(entry.file),
            entry.asked,
            entry.posts,
        ),
        *(entry.is_public, entry.with_comments, entry.with_authors, entry.is_unmasked),
    )
    with transaction(db):
        places = ", ".join("?" * len(values))
        db.execute(f"INSERT INTO exports ({_COLUMNS}) VALUES ({places})", values)  # noqa: S608


@sqlite_trouble()
def exports(db: sqlite3.Connection) -> list[ExportEntry]:
    """Every line, the first export first."""
    return [
        ExportEntry(
            at=moment(at),
            by=by,
            format=form,
            file=file,
            asked=asked,
            posts=posts,
            is_public=bool(public),
            with_comments=bool(comments),
            with_authors=bool(authors),
            is_unmasked=None if unmasked is None else bool(unmasked),
        )
        for at, by, form, file, asked, posts, public, comments, authors, unmasked in db.execute(
            f"SELECT {_COLUMNS} FROM exports ORDER BY key"  # noqa: S608
        )
    ]


_COLUMNS = (
    'at, "by", format, file, asked, posts, is_public, with_comments, with_authors, is_unmasked'
)
