import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES

POSTS = 400
KILLS = 12


def _collector(home: Path, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A collector in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "fb_watch", "--home", str(home), "collect", "--no-media"],
        env={**os.environ, **environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


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
    for page_id in PAGES.values():
        for n in range(POSTS):
            world.add_post(page_id, f"School {n} stays closed", at=NOW - timedelta(hours=n))
    path = home / "archive" / "archive.db"
    dice = random.Random(20200530)  # noqa: S311 - where to kill, not a secret
    kept: set[tuple[str, str]] = set()
    whole_round = 0.0

    for attempt in range(KILLS + 1):
        last = attempt == KILLS
        began = time.monotonic()
        asked = len(server.requests)
        process = _collector(home, environ)
        if not last:
            # kill somewhere between the first response and the end of a round
            while len(server.requests) == asked and process.poll() is None:
                time.sleep(0.002)
            time.sleep(dice.uniform(0.0, whole_round or 0.5))
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        whole_round = whole_round or (time.monotonic() - began) / 2
        if path.exists() and path.stat().st_size:
            posts, sound, orphans = _archived(path)
            assert "ok" == sound
            assert 0 == orphans
            assert kept <= set(posts)
            kept = set(posts)

    assert 0 == process.returncode
    assert 2 * POSTS == len(kept)
    assert 2 * POSTS == len({number for number, _ref in kept})
    assert 2 * POSTS == len({ref for _number, ref in kept})
