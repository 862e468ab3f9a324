"""SIGKILL at any moment: what the collector has said it wrote is there, once, and stays."""

import hashlib
import os
import random
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from fb_watch.archive.verifying import prove
from fb_watch.demo import media
from fb_watch.demo.faults import html
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Handle, Reply, Request
from fb_watch.demo.world import World
from fb_watch.model.proof import Proof
from flow.collecting import collect
from flow.conftest import NOW, PAGES, change_settings
from killed import started

POSTS = 40  # of each page; every other one has a picture
KILLS = 26
FEW = 4  # posts a response
_SAVED = re.compile(r"page=\S+ saved=(\S+)\n")
_WINDOW = re.compile(r"page=\S+ window=(\d+) outcome=(\w+)\n")
_FILE = re.compile(r"post=\S+ file=(\w+)\n")


@dataclass
class Network:
    """The pages, which go on being written and edited; and the network that they are behind."""

    world: World
    dice: random.Random
    messages: dict[str, list[str]] = field(default_factory=dict)  # by id, the newest last

    def post(self, page_id: str, number: int) -> None:
        """One more post."""
        text = f"School {number} stays closed"
        name = f"9{page_id[-1]}{number:05}"
        told = {"image": {"src": media.named(name), "height": 32, "width": 48}}
        photo = {"media": told, "media_type": "photo", "type": "photo", "target": {"id": name}}
        more: dict[str, Any] = {"attachments": [photo]} if number % 2 else {}
        at = NOW - timedelta(hours=number)
        self.messages[self.world.add_post(page_id, text, at=at, **more)] = [text]

    def edit(self) -> None:
        """Some post says something else."""
        one = self.dice.choice(sorted(self.messages))
        self.messages[one].append(f"{self.messages[one][0]}, {len(self.messages[one])}")
        self.world.edit(one, self.messages[one][-1])

    def weather(self, request: Request, handle: Handle) -> Reply:
        """Answers take their time, and one in six is none: twice in a row makes a gap."""
        fails = self.dice.random() < 1 / 6
        reply = html(500)(request, handle) if fails else handle(request)
        return replace(reply, delay=self.dice.uniform(0.0, 0.01))


@dataclass
class Told:
    """All that the collector has said it wrote, read from what it logged."""

    versions: set[tuple[str, str]] = field(default_factory=set)
    windows: dict[int, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def hear(self, said: Path) -> None:
        """What was logged by now."""
        text = said.read_text("utf-8") if said.exists() else ""
        for line in _SAVED.findall(text):
            self.versions |= {tuple(one.split("@")) for one in line.split(",")}
        self.windows |= {int(key): outcome for key, outcome in _WINDOW.findall(text)}
        self.files |= set(_FILE.findall(text))


def _check(home: Path, told: Told, refs: dict[str, str]) -> None:
    """The archive is whole and holds all that was told; no reference has moved."""
    path = home / "archive" / "archive.db"
    if not path.exists() or not path.stat().st_size:
        assert not told.versions
        return
    with closing(sqlite3.connect(path)) as db:
        assert [("ok",)] == db.execute("PRAGMA integrity_check").fetchall()
        assert [] == db.execute("PRAGMA foreign_key_check").fetchall()
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'indexed'").fetchone():
            assert not told.versions
            return
        db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        versions = db.execute("SELECT p.id, v.hash FROM versions v JOIN posts p ON p.key = v.post")
        assert told.versions <= set(versions)
        windows = dict(db.execute("SELECT key, outcome FROM windows"))
        assert told.windows.items() <= windows.items()
        files = dict(db.execute("SELECT sha256, path FROM media WHERE sha256 IS NOT NULL"))
        assert told.files <= files.keys()
        found = dict(db.execute("SELECT id, ref FROM posts"))
    for digest, name in files.items():
        assert digest == hashlib.sha256((home / "archive" / name).read_bytes()).hexdigest()
    assert refs.items() <= found.items()
    refs |= found


def test_a_killed_collector_loses_and_doubles_nothing(
    home: Path, world: World, server: GraphServer, environ: dict[str, str]
) -> None:
    """
    Posts, edits, pictures and gaps on their way, killed all along the way.

    What was said to be written is there, whole and once; in the end nothing is missing.
    """
    seed = int(os.environ.get("FB_WATCH_SEED") or random.SystemRandom().getrandbits(32))
    print(f"again with FB_WATCH_SEED={seed}")
    network = Network(world, random.Random(seed))  # noqa: S311 - where to kill, not a secret
    for page_id in PAGES.values():
        for number in range(1, POSTS + 1):
            network.post(page_id, number)
    change_settings(home, "[graph]", f"[graph]\nlimit = {FEW}")
    server.faults.add(lambda request: request.number > 0, network.weather, times=None)
    said, told, refs = home / "said.log", Told(), dict[str, str]()
    sizes = set[int]()

    for kill in range(KILLS):
        server.requests.clear()
        process = started(collect, home, environ, NOW + timedelta(hours=kill), said)
        # early in the first rounds, later and later in the next ones
        strike = network.dice.randint(1, min(3 + kill * 2, 24))
        while len(server.requests) < strike and process.is_alive():
            if network.dice.random() < 0.01:
                network.edit()
            time.sleep(0.001)
        time.sleep(network.dice.uniform(0.0, 0.03))
        process.kill()
        process.join()
        network.edit()
        told.hear(said)
        _check(home, told, refs)
        sizes.add(len(told.versions))
    assert len(sizes) > KILLS // 3  # the kills hit while it was at work

    server.faults.clear()
    for hours in (0, 2):  # a picture that failed is asked for again after an hour
        at = NOW + timedelta(hours=KILLS + hours)
        process = started(collect, home, environ, at, said)
        process.join()
        assert 0 == process.exitcode
    told.hear(said)
    _check(home, told, refs)
    _check_end(home, network)


def _check_end(home: Path, network: Network) -> None:
    """Every post once, as it reads now, with its picture; no gap, and all evidence as it was."""
    with closing(sqlite3.connect(home / "archive" / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        newest = db.execute(
            "SELECT p.id, v.message FROM posts p "
            "JOIN versions v ON v.post = p.key AND v.number = p.version"
        )
        assert sorted((one, told[-1]) for one, told in network.messages.items()) == sorted(
            (row["id"], row["message"]) for row in newest
        )
        versions = db.execute(
            "SELECT p.id, v.message FROM versions v JOIN posts p ON p.key = v.post"
        ).fetchall()
        assert all(row["message"] in network.messages[row["id"]] for row in versions)
        assert len(set(map(tuple, versions))) == len(versions)
        pictures = db.execute("SELECT count(*), count(sha256) FROM media").fetchone()
        assert (len(PAGES) * POSTS // 2,) * 2 == tuple(pictures)
        proof = Proof()
        looked_at = sum(prove(db, home / "archive", (), proof))
    assert looked_at > len(network.messages)
    assert [] == proof.findings
