"""In: what was measured. Out: a Figure beside what it is to be, the table of all, a JSON file."""

import gc
import json
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number, and the bound it has to keep; without one it is for orientation."""

    name: str
    measured: float
    unit: str = ""
    digits: int = 2
    at_most: float | None = None
    at_least: float | None = None

    @property
    def verdict(self) -> str:
        """`ok`, `over` (on the wrong side of its bound, whichever that is), or nothing."""
        if self.at_most is None and self.at_least is None:
            return ""
        too_much = self.at_most is not None and self.measured > self.at_most
        too_little = self.at_least is not None and self.measured < self.at_least
        return "over" if too_much or too_little else "ok"

    @property
    def target(self) -> str:
        """The bound in words."""
        if self.at_least is not None:
            return f"≥ {self._written(self.at_least)}"
        return f"≤ {self._written(self.at_most)}" if self.at_most is not None else ""

    def row(self) -> tuple[str, str, str, str]:
        """Its line of the table."""
        return self.name, self._written(self.measured), self.target, self.verdict

    def _written(self, value: float) -> str:
        return f"{value:,.{self.digits}f} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds: of the clock on the wall, and of this process's own work."""

    wall: float
    cpu: float


def cost(work: Callable[[], object]) -> Cost:
    """Time some work; what was made ready for it is left out of garbage collection."""
    gc.collect()
    gc.freeze()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    found = Cost(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)
    gc.unfreeze()
    return found


def least(costs: Sequence[Cost]) -> Cost:
    """The best of several: the one that the rest of the machine disturbed least."""
    return Cost(wall=min(one.wall for one in costs), cpu=min(one.cpu for one in costs))


def print_table(figures: Sequence[Figure]) -> None:
    """One line a figure; numbers stand right."""
    rows = [("figure", "measured", "target", ""), *(figure.row() for figure in figures)]
    name, measured, target = (max(len(row[column]) for row in rows) for column in range(3))
    for row in rows:
        line = f"{row[0]:{name}}  {row[1]:>{measured}}  {row[2]:>{target}}  {row[3]}"
        print(line.rstrip())


def write_json(figures: Sequence[Figure], path: Path, **facts: object) -> None:
    """The same with the machine they come from, to compare one run with the next."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cpus": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **facts,
        "figures": [
            {
                "name": figure.name,
                "measured": round(figure.measured, 4),
                "unit": figure.unit,
                "at_most": figure.at_most,
                "at_least": figure.at_least,
                "verdict": figure.verdict or None,
            }
            for figure in figures
        ],
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
