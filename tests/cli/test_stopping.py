"""SIGTERM ends a program that writes files, and nothing of it stays behind."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from cli.typed import PROGRAM, environment
from fb_watch.export.pdf import office


def _started(tmp_path: Path, *line: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*PROGRAM, *line],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(tmp_path)),
    )


def _wait_for(tmp_path: Path, pattern: str, running: "subprocess.Popen[bytes]") -> None:
    patience = time.monotonic() + 60
    while not list(tmp_path.glob(pattern)):
        assert running.poll() is None
        assert time.monotonic() < patience
        time.sleep(0.01)


def _ended(running: "subprocess.Popen[bytes]") -> None:
    """It ends though nobody reads what it writes."""
    running.send_signal(signal.SIGTERM)
    assert -signal.SIGTERM == running.wait(timeout=30)
    _out, said = running.communicate()
    assert b"" == said


def test_no_folder_is_left_of_a_workbook(tmp_path: Path) -> None:
    """Also where it waits for somebody to read."""
    here = set(tmp_path.iterdir())
    running = _started(tmp_path, "export", "--format", "xlsx")
    assert running.stdout is not None
    running.stdout.read(1)  # from now on it waits for somebody to read the rest
    assert list(tmp_path.glob("fb-watch-*"))

    _ended(running)

    assert here == set(tmp_path.iterdir())


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_libreoffice_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """Neither folder stays, and nobody writes into them afterwards."""
    here = set(tmp_path.iterdir())
    running = _started(
        tmp_path, "export", "--limit", "20", "--format", "pdf", "-o", str(tmp_path / "x.pdf")
    )
    _wait_for(tmp_path, "fb-watch-*/profile", running)
    (profile,) = tmp_path.glob("fb-watch-*/profile")

    _ended(running)

    assert not [line for line in _command_lines() if str(profile) in line]
    assert here == set(tmp_path.iterdir())


def _command_lines() -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_text("utf-8", "replace"))
        except OSError:  # it has ended meanwhile
            continue
    return found
