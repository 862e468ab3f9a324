import sqlite3
from pathlib import Path

import pytest

from archive.build import NOW, opened
from fb_watch.archive.exports import exports
from fb_watch.archive.search import connect
from fb_watch.model.exported import ExportEntry

ENTRY = ExportEntry(
    at=NOW, by="me", format="csv", file="-", asked="--theme x", posts=3, is_unmasked=True
)


def test_the_log_of_exports_gives_back_what_was_noted(tmp_path: Path) -> None:
    """Who took out what, when and how much is kept in order."""
    archive = opened(tmp_path / "archive.db")
    archive.log_export(ENTRY)
    archive.close()

    reading = connect(tmp_path / "archive.db")
    told = exports(reading)
    reading.close()

    assert [ENTRY] == told


@pytest.mark.parametrize("sql", ["UPDATE exports SET posts = 0", "DELETE FROM exports"])
def test_the_log_of_exports_cannot_be_changed(tmp_path: Path, sql: str) -> None:
    """A line of the log is never changed and never removed, whatever the tool."""
    path = tmp_path / "archive.db"
    archive = opened(path)
    archive.log_export(ENTRY)
    archive.close()
    connection = sqlite3.connect(path)

    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)

    connection.close()


def test_what_was_noted_before_stays_in_the_log(tmp_path: Path) -> None:
    """Lines of a time when nothing was noted of masks say that nothing is known of them."""
    path = tmp_path / "archive.db"
    opened(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO exports (at, by, format, file, asked, posts, is_public, with_comments,"
        " with_authors) VALUES ('2020-06-01T08:00:00Z', 'me', 'csv', '-', '', 1, 0, 0, 1)"
    )
    connection.commit()

    (told,) = exports(connection)

    connection.close()
    assert (None, True) == (told.is_unmasked, told.with_authors)
