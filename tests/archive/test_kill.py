import sqlite3
from pathlib import Path

import pytest

from archive.build import index_is_whole, new, opened, post, rows, save, save_for_ever
from killed import counter, started


@pytest.mark.parametrize("responses", [1, 4, 9])
def test_a_killed_collector_loses_no_response(tmp_path: Path, responses: int) -> None:
    """After SIGKILL every response told as saved is there whole, none in part."""
    path = tmp_path / "archive.db"
    told = counter()
    process = started(save_for_ever, path, told)
    while told.value < responses:
        assert process.is_alive()
    process.kill()
    process.join()

    archive = opened(path)
    ((posts,),) = rows(path, "SELECT count(*) FROM posts")
    ((newest,),) = rows(path, "SELECT max(ref) FROM posts")
    save(archive, [new(post(1, id="another"))])
    archive.close()

    assert 0 == posts % 10
    assert posts >= 10 * told.value
    assert index_is_whole(path)
    assert [("ok",)] == rows(path, "PRAGMA integrity_check")
    assert [] == rows(path, "PRAGMA foreign_key_check")
    assert [(1,)] == rows(path, "SELECT count(*) FROM posts WHERE ref > ?", newest)


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    """While a transaction is open the archive is read as it was before."""
    from fb_watch.archive.search import connect, count
    from fb_watch.model.archived import Query

    path = tmp_path / "archive.db"
    archive = opened(path)
    save(archive, [new(post(1))])
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE posts SET status = 'verified'")

    reader = connect(path)
    found = count(reader, Query(statuses=("new",)))
    reader.close()

    writer.execute("ROLLBACK")
    writer.close()
    archive.close()
    assert 1 == found
