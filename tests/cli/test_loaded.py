"""A verb loads only what it needs: who reads does not wait for what collects, tags, exports."""

import subprocess
from pathlib import Path

import pytest

from cli.typed import PROGRAM, environment

_HEAVY = (
    *("apscheduler", "facebook", "langdetect", "numpy", "orjson", "py3langid", "pydantic"),
    *("requests", "sqlite_utils", "urllib3", "fb_watch.bootstrap", "fb_watch.collect"),
    *("fb_watch.enrich", "fb_watch.export", "fb_watch.archive.saving", "fb_watch.pipeline"),
)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(("search", "school", "--limit", "3"), id="search"),
        pytest.param(("search", "--country", "MG", "--theme", "education"), id="filters"),
        pytest.param(("search", "--limit", "3", "--format", "refs"), id="references"),
        pytest.param(("stats", "--by", "theme"), id="stats"),
    ],
)
def test_reading_loads_nothing_of_the_other_rooms(line: tuple[str, ...], sample: Path) -> None:
    """Measured in `bench/cold.py`; here so that no import brings it back unseen."""
    program = (
        "import sys; from fb_watch.cli.main import main\n"
        f"code = main(['--home', {str(sample)!r}, *{line!r}])\n"
        f"print(code, *sorted(set({_HEAVY!r}) & sys.modules.keys()), file=sys.stderr)"
    )
    ended = subprocess.run(
        [PROGRAM[0], "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        check=True,
    )

    assert "0" == ended.stderr.splitlines()[-1]
