"""Only an archive like ours is taken in."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.build import new, post, save
from archive.merges import merge
from fb_watch.archive.store import Archive
from fb_watch.errors import ArchiveError, UsageError


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("PRAGMA application_id = 7", "not an archive"),
        ("PRAGMA user_version = 99", "newer"),
        ("PRAGMA user_version = 6", "older"),
        ("DROP TABLE refusals; CREATE VIEW refusals AS SELECT 1 AS post", "refusals"),
        ("ALTER TABLE roads ADD COLUMN more", "roads"),
    ],
)
def test_what_is_no_archive_like_ours_is_refused(
    archive: Archive, other: Archive, there: Path, script: str, said: str
) -> None:
    """The message says what is wrong, and nothing is read."""
    other.close()
    with closing(sqlite3.connect(there)) as odd:
        odd.executescript(script)

    with pytest.raises(ArchiveError, match=said):
        merge(archive, there)


def test_the_archive_itself_is_refused(archive: Archive, path: Path) -> None:
    """It holds its own posts already."""
    with pytest.raises(UsageError):
        merge(archive, path)


def test_damage_is_told(archive: Archive, other: Archive, there: Path) -> None:
    """A file cut short is named damaged."""
    save(other, [new(post(number)) for number in range(200)])
    other.close()
    there.write_bytes(there.read_bytes()[: there.stat().st_size // 2])

    with pytest.raises(ArchiveError):
        merge(archive, there)
