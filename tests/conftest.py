"""Where tests write, and how the machine they run on is borne with."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

MEMORY = Path("/dev/shm")  # noqa: S108
ENOUGH = 1_000_000_000  # bytes

# A slow machine is no fault of the program.
settings.register_profile(
    "patient", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Write to memory where there is room: what a disk needs to be sure proves nothing here."""
    if config.option.basetemp or not MEMORY.is_dir():
        return
    if shutil.disk_usage(MEMORY).free > ENOUGH:
        config.option.basetemp = tempfile.mkdtemp(prefix="fb-watch-", dir=MEMORY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the memory back."""
    written = str(config.option.basetemp or "")
    if written.startswith(f"{MEMORY}/fb-watch-"):
        shutil.rmtree(written, ignore_errors=True)
