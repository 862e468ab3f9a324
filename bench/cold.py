"""How long a person waits: whole processes from a cold shell, against `python -c pass`."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent


def best(command: Sequence[str], *, tries: int = 15) -> float:
    """The shortest wall time of a command, in seconds; the shortest is the least disturbed."""
    times = []
    for _ in range(tries):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return min(times)


def cold_search(home: Path) -> float:
    """`fb-watch search` as a multiple of `python -c pass`."""
    nothing = best([sys.executable, "-c", "pass"])
    search = best([str(BIN / "fb-watch"), "--home", str(home), "search", "école", "--limit", "20"])
    return search / nothing
