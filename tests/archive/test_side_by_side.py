"""People at work while a collector writes: real processes on one file."""

import os
import subprocess
import sys
from pathlib import Path

from archive.build import index_is_whole, new, opened, post, rows, save

_TESTS = Path(__file__).parents[1]
_POSTS, _ROUNDS = 40, 8
_COLLECT = """
import sys
from pathlib import Path
from archive.build import new, opened, post, save
archive = opened(Path(sys.argv[1]))
for batch in range(int(sys.argv[2])):
    save(archive, [new(post(1000 + batch * 10 + n, f"school {n}")) for n in range(10)])
archive.close()
"""
_REVIEW = """
import sys
from datetime import timedelta
from pathlib import Path
from archive.build import NOW
from fb_watch.archive import review
from fb_watch.archive.queue import take
from fb_watch.archive.store import reviewing
from fb_watch.model.archived import Query
path, name = Path(sys.argv[1]), sys.argv[3]
for turn in range(int(sys.argv[2])):
    with reviewing(path, lambda: NOW) as db:  # each time anew, as a verb does
        mine = take(
            db, Query(statuses=("new",)), name, NOW, number=2, until=NOW + timedelta(days=7)
        )
        for ref in mine:
            review.add_note(db, ref, f"read by {name}", name, NOW)
            review.set_status(db, [ref], "relevant", name, NOW)
"""


def _started(program: str, path: Path, rounds: int, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(rounds), *more],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(_TESTS)},
    )


def test_two_people_and_a_collector_lose_nothing(tmp_path: Path) -> None:
    """Nobody is told that the archive is locked; no post is read twice, none is lost."""
    path = tmp_path / "archive.db"
    archive = opened(path)
    save(archive, [new(post(n, f"school {n}")) for n in range(1, _POSTS + 1)])
    archive.close()

    started = [
        _started(_COLLECT, path, _ROUNDS),
        _started(_REVIEW, path, _ROUNDS, "Anna"),
        _started(_REVIEW, path, _ROUNDS, "Ben"),
    ]
    told = [process.communicate(timeout=60)[1] for process in started]

    assert ["", "", ""] == told
    assert [0, 0, 0] == [process.returncode for process in started]
    assert [(_POSTS + 10 * _ROUNDS,)] == rows(path, "SELECT count(*) FROM posts")
    decided = 2 * 2 * _ROUNDS
    assert [(decided,)] == rows(path, "SELECT count(*) FROM posts WHERE status = 'relevant'")
    assert [(decided, decided)] == rows(path, "SELECT count(*), count(DISTINCT post) FROM notes")
    assert [(decided // 2,)] * 2 == rows(path, "SELECT count(*) FROM notes GROUP BY name")
    assert [] == rows(path, "SELECT * FROM assigned")
    assert [("ok",)] == rows(path, "PRAGMA integrity_check")
    assert index_is_whole(path)
