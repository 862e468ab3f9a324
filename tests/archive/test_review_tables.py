import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.build import NOW, rows
from archive.desk import ANNA
from fb_watch.archive import dossiers, review
from fb_watch.archive.hand_tags import hand_history
from fb_watch.archive.migrations import migrations
from fb_watch.archive.schema import APPLICATION_ID, VERSION
from fb_watch.archive.search import connect
from fb_watch.archive.store import reviewing
from fb_watch.errors import ArchiveError

_POST = """
INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, availability_since,
    availability_checked) VALUES (1, 'fbw:2020-000001', '5_1', 'asia', '', 'day', 1, '', '')"""
_WORD = """
INSERT INTO hand_tags (post, at, name, action, kind, value)
VALUES (1, '2020-01-01T00:00:00Z', 'Anna', 'add', 'theme', 'health')"""


@pytest.fixture
def old(path: Path) -> Path:
    """An archive as the program made it before people's work had tables, one tag by hand in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(Database(connection), stop_before="m008_review")
    connection.execute(_POST)
    connection.execute(_WORD)
    connection.close()
    return path


def test_an_older_archive_keeps_the_words_of_hands(old: Path) -> None:
    """Brought to the new form, an archive has every word that hands said, and takes statuses."""
    with reviewing(old, lambda: NOW) as db:
        review.set_status(db, ["fbw:2020-000001"], "relevant", ANNA, NOW)
        said = [(word["name"], word["value"]) for word in hand_history(db, "fbw:2020-000001")]

    assert [("Anna", "health")] == said
    assert [("relevant",)] == rows(old, "SELECT status FROM posts")
    assert [(VERSION,)] == rows(old, "PRAGMA user_version")


def test_reading_an_older_archive_says_how_to_go_on(old: Path) -> None:
    """What an older archive has no table for is an error that names the remedy."""
    db = connect(old)

    with pytest.raises(ArchiveError, match="older fb-watch"):
        dossiers.listed(db)

    db.close()
