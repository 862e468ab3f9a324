"""Several programs open an older archive, or none yet, at the same moment."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlite_utils import Database

from fb_watch.archive.migrations import migrations
from fb_watch.archive.schema import APPLICATION_ID, VERSION
from fb_watch.archive.store import Archive

NOW = datetime(2020, 9, 15, 12, tzinfo=UTC)


def _open_at_once(path: Path, number: int) -> Sequence[int]:
    """The version each of so many programs finds the archive at."""
    start = Barrier(number)

    def version(_turn: int) -> int:
        start.wait()
        with closing(Archive.open(path, lambda: NOW)) as archive:
            (found,) = archive.connection.execute("PRAGMA user_version").fetchone()
        return int(found)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(version, range(number)))


@pytest.mark.parametrize("turn", range(5))
def test_a_new_archive_is_made_once(tmp_path: Path, turn: int) -> None:
    """Nobody hears that a table already exists."""
    assert [VERSION] * 4 == _open_at_once(tmp_path / f"{turn}.db", 4)


@pytest.mark.parametrize("turn", range(5))
def test_an_older_archive_is_brought_up_once(tmp_path: Path, turn: int) -> None:
    """The daemon and a reviewer start after an update: one brings it up, the other waits."""
    path = tmp_path / f"{turn}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(connection), stop_before="m006_names_and_media")

    assert [VERSION] * 4 == _open_at_once(path, 4)
