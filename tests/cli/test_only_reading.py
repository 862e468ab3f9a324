"""What an account can do that may read a home and not write to it."""

import ctypes
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.typed import Result, environment, process

PR_CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
_SYSTEM = ctypes.CDLL(None)
LOOK = """
import sys
from pathlib import Path
from fb_watch.archive.schema import connect_to_read
from fb_watch.errors import ArchiveLockedError
archive = connect_to_read(Path(sys.argv[1]))
print(archive.execute("SELECT count(*) FROM posts").fetchone()[0], flush=True)
sys.stdin.read()
try:
    archive.close()
except ArchiveLockedError as error:
    print(error)
"""


def as_others() -> None:
    """What the modes forbid is forbidden to root as well, once it starts another program."""
    for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
        _SYSTEM.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def _modes(folder: Path, *, of_folders: int, of_files: int) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(of_folders if path.is_dir() else of_files)


@pytest.fixture
def readable(sample: Path) -> Iterator[Path]:
    """The sample's home, belonging to somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(sample, home)
        for name in ("archive.db-wal", "archive.db-shm"):
            (home / "archive" / name).unlink(missing_ok=True)
        Path(folder).chmod(0o755)
        _modes(home, of_folders=0o555, of_files=0o444)
        yield home
        _modes(home, of_folders=0o755, of_files=0o644)


@pytest.fixture
def archive(readable: Path) -> Path:
    """The archive in it."""
    return readable / "archive" / "archive.db"


def _typed(home: Path, *line: str) -> Result:
    return process("--home", str(home), *line, before=as_others, cwd=home)


@pytest.mark.parametrize(
    "line",
    [
        ("search", "école"),
        ("show", "fbw:2020-000001"),
        ("cite", "fbw:2020-000001"),
        ("stats",),
        ("coverage",),
        ("status",),
        ("verify",),
        ("dossier", "list"),
    ],
)
def test_whoever_may_only_read_reads(line: tuple[str, ...], readable: Path, sample: Path) -> None:
    """A reading verb says the same to an account that cannot make the files SQLite shares."""
    said = _typed(readable, *line)
    owner = process("--home", str(sample), *line)

    assert (owner.code, owner.err) == (said.code, said.err)
    assert len(owner.lines) == len(said.lines)
    assert not list(readable.glob("archive/*-wal"))


def test_a_reader_sees_what_a_writer_has_just_written(readable: Path, archive: Path) -> None:
    """Beside a collector at work its log is read too, not the archive as it lies."""
    _modes(readable, of_folders=0o755, of_files=0o644)
    writer = sqlite3.connect(archive, isolation_level=None)
    writer.execute("UPDATE pages SET name = 'Written just now'")
    readable.chmod(0o555)
    archive.parent.chmod(0o555)

    told = _typed(readable, "search", "--limit", "1", "--json")

    assert archive.with_name("archive.db-wal").stat().st_size
    writer.close()
    assert 0 == told.code, told.err
    assert "Written just now" == told.json[0]["page_name"]


def test_what_a_killed_program_left_is_not_passed_over(readable: Path, archive: Path) -> None:
    """A log that nobody can read without writing is not ignored: that is said, and the remedy."""
    log = archive.with_name("archive.db-wal")
    archive.parent.chmod(0o755)
    log.write_bytes(b"\x37\x7f\x06\x82" + bytes(100))
    log.chmod(0o444)
    archive.parent.chmod(0o555)

    told = _typed(readable, "search")

    assert (5, "") == (told.code, told.out)
    assert "left open by a program that was killed" in told.err
    assert "fb-watch status" in told.err


@pytest.mark.parametrize("shut", ["archive/archive.db", "archive"])
def test_whoever_may_not_read_is_told_so(shut: str, readable: Path) -> None:
    """Exit 5, the file, and whom to ask; nothing about a full disk."""
    (readable / shut).chmod(0)

    told = _typed(readable, "search")

    assert (5, "") == (told.code, told.out)
    assert f"may not read {readable / 'archive' / 'archive.db'}" in told.err
    assert "→" in told.err


@pytest.mark.parametrize(
    "line",
    [
        ("export", "--format", "jsonl"),
        ("export", "-o", "/tmp/never-written.csv"),  # noqa: S108
        ("review", "set", "relevant", "fbw:2020-000001", "--by", "me"),
        ("collect",),
        ("import", "config/pages.toml", "--page", "europe"),
    ],
)
def test_what_has_to_be_noted_is_refused_with_the_reason(
    line: tuple[str, ...], readable: Path
) -> None:
    """To export, to decide and to collect is to write: exit 5, why, and whom to ask."""
    told = _typed(readable, *line)

    assert (5, "") == (told.code, told.out), told.err
    assert "This account may not write to" in told.err
    assert str(readable / "archive") in told.err
    assert "→ Whoever runs fb-watch here" in told.err
    assert ("noted in the archive" in told.err) == (line[0] == "export")
    assert not Path("/tmp/never-written.csv").exists()  # noqa: S108


def test_a_reader_without_locks_notices_a_writer(readable: Path, archive: Path) -> None:
    """What was read while a round was written may be wrong; that is said in the end."""
    looking = subprocess.Popen(
        [sys.executable, "-c", LOOK, archive],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        preexec_fn=as_others,
    )
    assert looking.stdout is not None
    assert int(looking.stdout.readline()) > 0
    _modes(readable, of_folders=0o755, of_files=0o644)
    writer = sqlite3.connect(archive, isolation_level=None)
    writer.execute("UPDATE pages SET name = 'Written meanwhile'")
    writer.close()  # the last to leave brings the log into the archive

    said, _err = looking.communicate(timeout=60)

    assert b"was written to while it was read" in said
