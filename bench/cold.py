"""How long a person waits: whole processes from a cold shell, against `python -c pass`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Figure

BIN = Path(sys.executable).parent
# What only other verbs need; a reading verb that loads one of them makes everybody wait.
NOT_NEEDED = frozenset((
    "apscheduler", "facebook", "langdetect", "numpy", "py3langid", "pydantic", "requests",
    "orjson", "hashlib",
    "sqlite_utils", "urllib3", "fb_watch.bootstrap", "fb_watch.collect", "fb_watch.enrich",
    "fb_watch.archive.saving", "fb_watch.export", "fb_watch.pipeline",
))  # fmt: skip


def search(home: Path, tries: int, words: Sequence[str] = ("école",)) -> list[Figure]:
    """`fb-watch search` as a multiple of `python -c pass`, and what it loads without need."""
    asked = ["--home", str(home), "search", *words, "--limit", "20"]
    with tempfile.TemporaryDirectory() as compiled:
        commands = [[sys.executable, "-c", "pass"], [str(BIN / "fb-watch"), *asked]]
        nothing, found = best(commands, tries, environment(compiled))
    return [
        Figure(name="fb-watch search, of python -c pass", measured=found / nothing, at_most=6),
        Figure(name="  the search", measured=found * 1e3, unit="ms", digits=0),
        Figure(
            name="  modules loaded without need",
            measured=len(unneeded(asked)),
            digits=0,
            at_most=0,
        ),
    ]


def environment(compiled: str) -> dict[str, str]:
    """This one, but modules are compiled once, as in any installation; not into the checkout."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled}


def best(
    commands: Sequence[Sequence[str]], tries: int, environ: Mapping[str, str]
) -> Sequence[float]:
    """
    The shortest wall time of each command, in seconds; the shortest is the least disturbed.

    They take turns, so that a machine that is busy for a while is so for all of them.
    """
    times: list[list[float]] = [[] for _command in commands]
    for turn in range(tries + 1):
        for command, taken in zip(commands, times, strict=True):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environ)
            if turn:  # the first one compiles
                taken.append(time.perf_counter() - began)
    return [min(taken) for taken in times]


def unneeded(asked: Sequence[str]) -> frozenset[str]:
    """The modules of NOT_NEEDED that a command line of fb-watch imports."""
    command = [sys.executable, "-X", "importtime", "-m", "fb_watch", *asked]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    loaded = {
        line.rpartition("|")[2].strip()
        for line in told.splitlines()
        if line.startswith("import time:")
    }
    return NOT_NEEDED & loaded
