"""What a retag leaves behind, to SQLite's own eyes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.build import opened, rows
from archive.desk import filled
from fb_watch.archive.migrations import m016_past_tags_by_key, migrations

_PAST = """
INSERT INTO past_tags (post, kind, value, version, role, score, codebook, evidence, made_at,
    replaced_at)
SELECT key, 'theme', 'health', 1, NULL, 2.0, 'c0de', '[]', '2020-06-01', '2020-06-02' FROM posts"""


def test_an_archive_that_was_retagged_is_whole(path: Path) -> None:
    """SQLite's checks find nothing in it: `doctor` and `merge` go by them."""
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(_PAST)

    assert [("ok",)] == rows(path, "PRAGMA quick_check") == rows(path, "PRAGMA integrity_check")


def test_an_archive_that_an_older_program_retagged_becomes_whole(path: Path) -> None:
    """What it kept is all there; nothing of it was ever damaged."""
    opened(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        older = path.with_name("older.db")
        with closing(sqlite3.connect(older, isolation_level=None)) as old:
            migrations.apply(Database(old), stop_before=m016_past_tags_by_key.__name__)
            (table,) = old.execute(
                "SELECT sql FROM sqlite_schema WHERE name = 'past_tags'"
            ).fetchone()
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DROP TABLE past_tags")
        db.execute(table)
        db.execute(_PAST.replace("SELECT key", "SELECT 1").replace(" FROM posts", ""))
        before = db.execute(
            "SELECT post, kind, value, score, replaced_at FROM past_tags"
        ).fetchall()

        m016_past_tags_by_key(Database(db))

        after = db.execute("SELECT post, kind, value, score, replaced_at FROM past_tags").fetchall()
    assert before == after == [(1, "theme", "health", 2.0, "2020-06-02")]
    assert [("ok",)] == rows(path, "PRAGMA quick_check")
