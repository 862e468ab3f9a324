import hashlib
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fb_watch.collect.media import Fetcher
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Handle, Reply, Request
from fb_watch.errors import ArchiveError, MediaError
from fb_watch.model.collected import Media
from fb_watch.model.settings import MediaSettings

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 1000
OTHER = b"\xff\xd8\xff" + bytes(reversed(range(256))) * 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where media files go."""
    return tmp_path / "media"


@pytest.fixture
def fetcher(folder: Path) -> Iterator[Fetcher]:
    """Takes files in from this machine."""
    with Fetcher(folder, MediaSettings(hosts=("127.0.0.1",))) as fetcher:
        yield fetcher


class FileServer:
    """Answers for one file, as a server with ranges does; breaks off after `most` bytes."""

    def __init__(self, server: GraphServer, content: bytes = PICTURE) -> None:
        self.content = content
        self.etag = '"1"'
        self.most: int | None = None
        self.ranges = True
        self.asked: list[str] = []
        server.faults.add(lambda request: request.path.startswith("/media/"), self, times=None)

    def __call__(self, request: Request, _handle: Handle) -> Reply:
        """The whole file, or the rest of it."""
        asked = request.headers.get("range", "")
        self.asked.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0) if self.ranges else 0
        rest = self.content[start:]
        if not rest:
            return Reply(status=416)
        headers = {"ETag": self.etag}
        if start:
            end = len(self.content)
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{end}"
        return Reply(
            status=206 if start else 200,
            headers=headers,
            body=rest[: self.most],
            length=len(rest),
        )


def _media(server: GraphServer, signature: str = "a") -> Media:
    return Media(kind="photo", url=f"{server.url}/media/v/1_n.jpg?stp=x&oh={signature}&oe=68")


def _broken(server: GraphServer, fetcher: Fetcher, files: FileServer) -> None:
    """One try that breaks in the middle."""
    files.most = 131_072
    with pytest.raises(MediaError, match="whole"):
        fetcher.fetch(_media(server))
    files.most = None


def _left(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_broken_file_is_gone_on_with(server: GraphServer, fetcher: Fetcher, folder: Path) -> None:
    """The next try asks for the rest alone, also under another signature."""
    files = FileServer(server)
    _broken(server, fetcher, files)

    file = fetcher.fetch(_media(server, signature="b"))

    assert ["", "bytes=131072-"] == files.asked
    assert hashlib.sha256(PICTURE).hexdigest() == file.sha256
    assert [PICTURE] == [path.read_bytes() for path in _left(folder)]


def test_another_content_is_never_put_behind(server: GraphServer, fetcher: Fetcher) -> None:
    """Where the server has another file by now, it is loaded from its beginning."""
    files = FileServer(server)
    _broken(server, fetcher, files)
    files.content, files.etag = OTHER, '"2"'

    file = fetcher.fetch(_media(server))

    assert ["", "bytes=131072-", ""] == files.asked
    assert hashlib.sha256(OTHER).hexdigest() == file.sha256


def test_a_server_without_ranges_gives_the_whole(server: GraphServer, fetcher: Fetcher) -> None:
    """What it sends instead of the rest is taken as it is."""
    files = FileServer(server)
    _broken(server, fetcher, files)
    files.ranges = False

    file = fetcher.fetch(_media(server))

    assert ["", "bytes=131072-"] == files.asked
    assert hashlib.sha256(PICTURE).hexdigest() == file.sha256


def test_a_file_that_was_whole_already_is_loaded_again(
    server: GraphServer, fetcher: Fetcher, folder: Path
) -> None:
    """A process killed between the last byte and the renaming does no harm."""
    files = FileServer(server)
    _broken(server, fetcher, files)
    (part,) = _left(folder)
    part.write_bytes(PICTURE)

    file = fetcher.fetch(_media(server))

    assert hashlib.sha256(PICTURE).hexdigest() == file.sha256
    assert 1 == len(_left(folder))


def test_a_beginning_is_kept_when_the_address_dies(
    server: GraphServer, fetcher: Fetcher, folder: Path
) -> None:
    """The fresh address goes on where the dead one stopped."""
    files = FileServer(server)
    _broken(server, fetcher, files)
    expired = Reply(status=403, body=b"URL signature expired")
    server.faults.clear()
    server.faults.add(lambda _request: True, lambda _request, _handle: expired)

    with pytest.raises(MediaError) as caught:
        fetcher.fetch(_media(server))

    assert caught.value.is_expired
    assert [131_072] == [path.stat().st_size for path in _left(folder)]


def test_what_nobody_goes_on_with_is_thrown_away(
    server: GraphServer, fetcher: Fetcher, folder: Path
) -> None:
    """Only beginnings, and only old ones."""
    files = FileServer(server)
    file = fetcher.fetch(_media(server))
    files.content = OTHER
    _broken(server, fetcher, files)
    (part,) = folder.glob(".*.part")
    os.utime(part, (1_000_000_000, 1_000_000_000))
    written = datetime.fromtimestamp(1_000_000_000, UTC)

    fetcher.tidy(written)
    kept = part.exists()
    fetcher.tidy(written + timedelta(seconds=1))

    assert kept
    assert [Path(file.path).name] == [path.name for path in _left(folder)]


def test_a_full_disk_leaves_no_half_file(
    server: GraphServer, fetcher: Fetcher, folder: Path
) -> None:
    """It is trouble of the archive, said with a remedy; the file can be taken in afterwards."""
    FileServer(server)

    with _room_for(50_000), pytest.raises(ArchiveError, match="cannot be written") as caught:
        fetcher.fetch(_media(server))
    left = _left(folder)
    file = fetcher.fetch(_media(server))

    assert "room" in caught.value.remedy
    assert [] == left
    assert len(PICTURE) == file.bytes


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """The system refuses to write files larger than this, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
