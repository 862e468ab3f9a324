import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.build import index_is_whole, new, opened, post, rows, save

_TESTS = Path(__file__).parents[1]
_SAVE_FOR_EVER = """
import sys
from pathlib import Path
from archive.build import new, opened, post, save
archive = opened(Path(sys.argv[1]))
for batch in range(100_000):
    save(archive, [new(post(batch * 10 + n, f"school {n}")) for n in range(10)])
    print(batch, flush=True)
"""


@pytest.mark.parametrize("responses", [1, 4, 9])
def test_a_killed_collector_loses_no_response(tmp_path: Path, responses: int) -> None:
    """After SIGKILL every response told as saved is there whole, none in part."""
    path = tmp_path / "archive.db"
    process = subprocess.Popen(
        [sys.executable, "-c", _SAVE_FOR_EVER, str(path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(_TESTS)},
    )
    assert process.stdout is not None
    for _response in range(responses):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    told = responses + len(process.stdout.readlines())
    process.wait()
    process.stdout.close()

    archive = opened(path)
    ((posts,),) = rows(path, "SELECT count(*) FROM posts")
    ((newest,),) = rows(path, "SELECT max(ref) FROM posts")
    save(archive, [new(post(1, id="another"))])
    archive.close()

    assert 0 == posts % 10
    assert posts >= 10 * told
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
