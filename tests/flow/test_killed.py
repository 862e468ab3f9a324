import random
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.collecting import collect
from flow.conftest import NOW, PAGES, ask_for_few
from killed import started

POSTS = 60
KILLS = 8


def _archived(path: Path) -> tuple[list[tuple[str, str]], str, int]:
    """Every post's id and reference, what the integrity check says, versions without a capture."""
    archive = sqlite3.connect(path)
    posts = archive.execute("SELECT id, ref FROM posts ORDER BY id").fetchall()
    (sound,) = archive.execute("PRAGMA integrity_check").fetchone()
    archive.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    (orphans,) = archive.execute(
        "SELECT count(*) FROM versions v WHERE NOT EXISTS "
        "(SELECT 1 FROM captures c WHERE c.key = v.capture)"
    ).fetchone()
    archive.close()
    return posts, sound, orphans


def test_a_killed_collector_loses_and_doubles_nothing(
    home: Path, world: World, server: GraphServer, environ: dict[str, str]
) -> None:
    """SIGKILL at any moment of a round: what was saved stays, once; the next round completes."""
    ask_for_few(home)
    for page_id in PAGES.values():
        for n in range(POSTS):
            world.add_post(page_id, f"School {n} stays closed", at=NOW - timedelta(hours=n))
    path = home / "archive" / "archive.db"
    dice = random.Random(20200530)  # noqa: S311 - where to kill, not a secret
    kept: set[tuple[str, str]] = set()

    for kill in (*range(KILLS), None):
        server.requests.clear()
        process = started(collect, home, environ)
        if kill is not None:
            answers = dice.randint(1, 2 * POSTS // 10)
            while len(server.requests) < answers and process.is_alive():
                time.sleep(0.001)
            time.sleep(dice.uniform(0.0, 0.05))
            process.kill()
        process.join()
        if path.exists() and path.stat().st_size:
            posts, sound, orphans = _archived(path)
            assert "ok" == sound
            assert 0 == orphans
            assert kept <= set(posts)
            kept = set(posts)

    assert 0 == process.exitcode
    assert 2 * POSTS == len(kept)
    assert 2 * POSTS == len({number for number, _ref in kept})
    assert 2 * POSTS == len({ref for _number, ref in kept})
