import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.build import NOW, opened
from archive.desk import filled
from fb_watch.archive.search import connect
from fb_watch.archive.store import Archive, reviewing


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
def refs(path: Path) -> list[str]:
    """The references of an archive of four posts, the oldest first."""
    return filled(path)


@pytest.fixture
def db(refs: list[str], path: Path) -> Iterator[sqlite3.Connection]:
    """That archive, or what a module has for `refs`, opened for people's work."""
    assert refs
    with reviewing(path, lambda: NOW) as connection:
        yield connection


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
