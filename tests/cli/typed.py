"""Command lines as people type them: in this process, in one of its own, on a terminal."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROGRAM = (sys.executable, "-m", "fb_watch")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a command line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout, read as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Stdout, line by line."""
        return self.out.splitlines()


class Typed:
    """Types command lines in this process."""

    def __init__(
        self, main: Callable[[Sequence[str]], int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._main = main
        self._capsys = capsys

    def __call__(self, *line: str) -> Result:
        """One command line, without `fb-watch`."""
        self._capsys.readouterr()
        code = self._main(line)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return Result(code=code, out=out, err=err)

    def refs(self, *line: str) -> list[str]:
        """The references that a search finds, all of them."""
        result = self("search", *line, "--limit", "999", "--format", "refs")
        assert 0 == result.code, result.err
        return result.lines


def environment(**changes: str) -> dict[str, str]:
    """Our environment, changed, for a process of its own, which buffers as it does for people."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**ours, "PYTHONPATH": os.pathsep.join(sys.path), **changes}


def process(
    *line: str | bytes,
    given: str | bytes | None = None,
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
    **environ: str,
) -> Result:
    """A command line in a process of its own; `given` is its stdin, none is /dev/null."""
    ended = subprocess.run(
        [*PROGRAM, *line],
        input=given.encode() if isinstance(given, str) else given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        env=environment(**environ),
        cwd=cwd,
        timeout=60,
        check=False,
        preexec_fn=before,
    )
    err = ended.stderr.decode()
    assert "Traceback" not in err
    return Result(code=ended.returncode, out=ended.stdout.decode(), err=err)


def on_terminal(*line: str, columns: int = 80, **environ: str) -> str:
    """What a terminal of so many columns is sent, stdout and stderr together."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environ = {"TERM": "xterm-256color", "COLUMNS": str(columns), **environ}
    running = subprocess.Popen(
        [*PROGRAM, *line], stdin=its, stdout=its, stderr=its, env=environment(**environ)
    )
    os.close(its)
    sent = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not piece:
            break
        sent += piece
    os.close(ours)
    running.wait(timeout=60)
    assert b"Traceback" not in sent
    return sent.decode().replace("\r\n", "\n")
