"""Archives of before: what they hold of other roads is understood as it was meant."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.build import opened, rows
from fb_watch.archive.migrations import migrations
from fb_watch.archive.schema import APPLICATION_ID, VERSION

_POST = """
INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, availability_since,
    availability_checked, strength) VALUES (?1, 'fbw:2020-00000' || ?1, ?1, 'asia', '', 'day', 1,
    '', '', ?2)"""


def test_counts_of_before_are_those_of_the_road_that_ruled(path: Path) -> None:
    """A table's counts do not keep out those of an answer, only because they are older."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(db), stop_before="m013_more_of_roads")
        for key, strength in ((1, "table"), (2, "graph")):
            db.execute(_POST, (key, strength))
            db.execute("INSERT INTO counts VALUES (?, '', 1, 2, 3, NULL)", [key])

    opened(path).close()

    assert [(VERSION,)] == rows(path, "PRAGMA user_version")
    assert [(1, "table"), (2, "graph")] == rows(path, "SELECT post, strength FROM counts")
