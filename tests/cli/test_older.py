"""An archive that an older program made, after an update."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.build import rows
from cli.test_only_reading import as_others
from cli.typed import Typed, process
from fb_watch.archive.migrations import migrations
from fb_watch.archive.schema import APPLICATION_ID, VERSION

POST = """
INSERT INTO pages (key, id, name, region) VALUES ('madagascar', '1', 'ONG', 'africa');
INSERT INTO captures (key, at, page, source, edge, request, status, refused_fields, sha256, chain,
    body) VALUES (1, '2020-04-01T09:00:00Z', 'madagascar', 'graph', '', '', 200, '[]', '', '', '');
INSERT INTO posts (key, ref, id, page, created_at, created_precision, version, availability_since,
    availability_checked) VALUES (1, 'fbw:2020-000001', '1_1', 'madagascar',
    '2020-04-01T08:00:00Z', 'second', 1, '', '');
INSERT INTO versions (post, number, hash, kind, message, captured_at, capture, source)
VALUES (1, 1, 'c0ffee00', 'status', 'Les puits', '2020-04-01T09:00:00Z', 1, 'graph')"""


@pytest.fixture
def old(own: Path) -> Path:
    """The archive of a home as an older program left it, one post in it."""
    path = own / "archive" / "archive.db"
    for name in own.glob("archive/archive.db*"):
        name.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(connection), stop_before="m013_more_of_roads")
        connection.executescript(POST)
    return path


@pytest.mark.parametrize(
    "line", [("cite", "fbw:2020-000001"), ("export", "--limit", "1"), ("export", "--log")]
)
def test_what_needs_the_form_of_today_brings_the_archive_to_it(
    typed: Typed, old: Path, line: tuple[str, ...]
) -> None:
    """No round and no token is needed for it; what happens is said once."""
    first, second = typed(*line), typed(*line)

    assert (0, 0) == (first.code, second.code), first.err
    assert ("puits" in first.out) == ("--log" not in line)
    assert [(VERSION,)] == rows(old, "PRAGMA user_version")
    assert ("older fb-watch" in first.err, "older fb-watch" in second.err) == (True, False)


def test_reading_alone_leaves_it_as_it_is(typed: Typed, old: Path) -> None:
    """Beside a daemon of the older program a search changes nothing."""
    assert 0 == typed("search").code
    assert [(12,)] == rows(old, "PRAGMA user_version")


def test_doctor_tells_it_and_what_mends_it_without_a_token(typed: Typed, old: Path) -> None:
    """The remedy it names succeeds; then nothing is left to tell."""
    assert old
    before = _archive(typed)
    mended = typed("export", "--log").code
    after = _archive(typed)

    assert ("warning", "1 posts, whole; written by an older fb-watch") == before[:2]
    assert before[2].endswith("fb-watch export --log.")
    assert (0, "ok") == (mended, after[0])


def test_whoever_may_only_read_is_told_who_mends_it(old: Path) -> None:
    """Exit 5, what it is, and the command for whoever may write."""
    old.parent.chmod(0o555)
    old.chmod(0o444)

    told = process("cite", "fbw:2020-000001", before=as_others)

    old.parent.chmod(0o755)
    assert (5, "") == (told.code, told.out)
    assert "was written by an older fb-watch" in told.err
    assert "Whoever may write there" in told.err


def _archive(typed: Typed) -> tuple[str, str, str]:
    checks = {check["check"]: check for check in typed("doctor", "--json").json["checks"]}
    told = checks["archive"]
    return told["state"], told["found"], told["remedy"]
