"""How long a person waits: whole processes from a cold shell, against `python -c pass`."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure

BIN = Path(sys.executable).parent
# What only other verbs need; a reading verb that loads one of them makes everybody wait.
NOT_NEEDED = frozenset((
    "apscheduler", "facebook", "langdetect", "numpy", "py3langid", "pydantic", "requests",
    "sqlite_utils", "urllib3", "fb_watch.bootstrap", "fb_watch.collect", "fb_watch.enrich",
    "fb_watch.export", "fb_watch.pipeline",
))  # fmt: skip


def search(home: Path, tries: int) -> list[Figure]:
    """`fb-watch search` as a multiple of `python -c pass`, and what it loads without need."""
    nothing = best([sys.executable, "-c", "pass"], tries)
    asked = ["--home", str(home), "search", "école", "--limit", "20"]
    found = best([str(BIN / "fb-watch"), *asked], tries)
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


def best(command: Sequence[str], tries: int) -> float:
    """The shortest wall time of a command, in seconds; the shortest is the least disturbed."""
    times = []
    for _ in range(tries):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


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
