import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.build import opened
from fb_watch.archive.search import connect
from fb_watch.archive.store import Archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive lies."""
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An empty archive."""
    archive = opened(path)
    yield archive
    archive.close()


@pytest.fixture
def reader(archive: Archive, path: Path) -> Iterator[sqlite3.Connection]:
    """The same archive, opened to read."""
    assert archive
    connection = connect(path)
    yield connection
    connection.close()


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Where the other archive lies."""
    return tmp_path / "there.db"


@pytest.fixture
def other(there: Path) -> Iterator[Archive]:
    """Another archive, empty."""
    archive = opened(there)
    yield archive
    archive.close()
