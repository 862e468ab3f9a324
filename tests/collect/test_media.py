import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fb_watch.collect.media import Fetcher
from fb_watch.collect.sniff import media_type
from fb_watch.demo import media
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Reply, Request
from fb_watch.demo.world import World
from fb_watch.errors import ArchiveError, MediaError
from fb_watch.model.collected import Media
from fb_watch.model.settings import MediaSettings

HOSTS = ("127.0.0.1", ".fbcdn.net")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where media files go; it is not there yet."""
    return tmp_path / "archive" / "media"


@pytest.fixture
def fetcher(folder: Path) -> Iterator[Fetcher]:
    """Takes files in from this machine."""
    with Fetcher(folder, MediaSettings(hosts=HOSTS, max_bytes=1000)) as fetcher:
        yield fetcher


def _url(server: GraphServer, name: str = "1_n.jpg") -> str:
    """A signed address of a file."""
    world = server.world
    return media.signed_url(server.url, name, media.expiry(world.now()), world.media_generation)


def _serve(server: GraphServer, body: bytes = b"", status: int = 200, **headers: str) -> str:
    """An address that is answered like this."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = Reply(status=status, body=body, headers=named)
    server.faults.add(lambda _request: True, lambda _request, _handle: reply)
    return f"{server.url}/media/x"


def _files(folder: Path) -> list[str]:
    """Every file, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "kind"),
    [("1_n.jpg", "image/jpeg"), ("1_n.png", "image/png"), ("1_n.mp4", "video/mp4")],
)
def test_a_file_is_named_by_its_content(
    server: GraphServer, fetcher: Fetcher, folder: Path, name: str, kind: str
) -> None:
    """media/<first 2>/<sha256>.<ext> holds the bytes that were served, and nothing else is left."""
    file = fetcher.fetch(Media(kind="photo", url=_url(server, name)))

    content = media.content(name)
    sha256 = hashlib.sha256(content).hexdigest()
    suffix = {"image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4"}[kind]
    assert (sha256, kind, len(content)) == (file.sha256, file.type, file.bytes)
    assert f"media/{sha256[:2]}/{sha256}.{suffix}" == file.path
    assert content == (folder.parent / file.path).read_bytes()
    assert [f"{sha256[:2]}/{sha256}.{suffix}"] == _files(folder)


def test_the_same_content_is_kept_once(server: GraphServer, fetcher: Fetcher, folder: Path) -> None:
    """Under another address it is the same file."""
    first = fetcher.fetch(Media(kind="photo", url=_url(server)))
    server.world.expire_media()
    second = fetcher.fetch(Media(kind="photo", url=_url(server)))

    assert first == second
    assert 1 == len(_files(folder))


def test_no_token_goes_to_a_file_server(server: GraphServer, fetcher: Fetcher) -> None:
    """Only who asks, and what can be opened."""
    fetcher.fetch(Media(kind="photo", url=_url(server)))

    (request,) = server.requests
    assert "authorization" not in request.headers
    assert request.headers["user-agent"].startswith("fb-watch/")
    assert "image/avif" not in request.headers["accept"]


def test_an_expired_address_is_told_apart(
    server: GraphServer, fetcher: Fetcher, folder: Path, world: World
) -> None:
    """A new one can be had from the post; a refusal of another kind cannot be helped so."""
    url = _url(server)
    world.expire_media()

    with pytest.raises(MediaError) as expired:
        fetcher.fetch(Media(kind="photo", url=url))
    with pytest.raises(MediaError) as refused:
        fetcher.fetch(Media(kind="photo", url=url + "0"))

    assert (True, False) == (expired.value.is_expired, refused.value.is_expired)
    assert [] == _files(folder)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://evil.org/a.jpg",
        "https://fbcdn.net.evil.org/a.jpg",
        "https://evilfbcdn.net/a.jpg",
        "https://user@scontent.fbcdn.net/a.jpg",
        "https://evil.org\\@scontent.fbcdn.net/a.jpg",
        "https://scontent.fbcdn.net:22/a.jpg",
        "http://scontent.fbcdn.net/a.jpg",
        "ftp://127.0.0.1/a.jpg",
        "file:///etc/passwd",
        "http://10.0.0.1/a.jpg",
        "http://169.254.169.254/latest",
        "https://[",
        "https://scontent.fbcdn.net/a b",
        "https://",
    ],
)
def test_no_other_host_is_asked(fetcher: Fetcher, folder: Path, url: str | None) -> None:
    """An address out of a response reaches nothing but the servers of the settings."""
    with pytest.raises(MediaError):
        fetcher.fetch(Media(kind="photo", url=url))

    assert not folder.exists() or [] == _files(folder)


def test_a_redirect_leads_to_listed_hosts_alone(
    server: GraphServer, fetcher: Fetcher, folder: Path
) -> None:
    """Followed within the list, refused beyond it, given up in a circle."""
    good = fetcher.fetch(Media(kind="photo", url=_serve(server, status=302, location=_url(server))))

    with pytest.raises(MediaError, match=r"10\.0\.0\.1"):
        fetcher.fetch(
            Media(kind="photo", url=_serve(server, status=302, location="http://10.0.0.1/"))
        )
    circle = Reply(status=301, headers={"location": "/media/y"})
    server.faults.add(lambda _request: True, lambda _request, _handle: circle, times=None)
    with pytest.raises(MediaError, match="leads from one to another"):
        fetcher.fetch(Media(kind="photo", url=f"{server.url}/media/y"))

    assert "image/jpeg" == good.type
    assert 1 == len(_files(folder))


@pytest.mark.parametrize("told", [True, False])
def test_a_file_too_large_is_not_taken_in(
    server: GraphServer, fetcher: Fetcher, folder: Path, told: bool
) -> None:
    """Whether the server says how large it is or just goes on sending."""
    body = b"\xff\xd8\xff" + b"0" * 2000
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    url = _serve(server, body) if told else _serve(server, chunked, transfer_encoding="chunked")

    with pytest.raises(MediaError, match="larger than"):
        fetcher.fetch(Media(kind="photo", url=url))

    assert [] == _files(folder)


@pytest.mark.parametrize("body", [b"", b"<html>Log in</html>", b"\xff\xd8"])
def test_what_is_no_picture_is_not_taken_in(
    server: GraphServer, fetcher: Fetcher, folder: Path, body: bytes
) -> None:
    """The bytes decide, whatever the server calls them."""
    with pytest.raises(MediaError, match="no picture"):
        fetcher.fetch(Media(kind="photo", url=_serve(server, body, content_type="image/jpeg")))

    assert [] == _files(folder)


def test_half_a_file_is_not_taken_in(server: GraphServer, fetcher: Fetcher, folder: Path) -> None:
    """A connection that breaks leaves no file, only a beginning, and its address in no text."""

    def break_off(request: Request, _handle: object) -> Reply:
        return Reply(body=b"\xff\xd8\xff0", length=900) if request else Reply()

    server.faults.add(lambda _request: True, break_off)

    with pytest.raises(MediaError, match="whole") as caught:
        fetcher.fetch(Media(kind="photo", url=f"{server.url}/media/x?oh=signature"))

    assert "signature" not in str(caught.value)
    assert caught.value.__context__ is None
    assert [".part"] == [Path(name).suffix for name in _files(folder)]


def test_a_folder_that_cannot_be_written_is_said(server: GraphServer, folder: Path) -> None:
    """That is trouble of the archive and not of the picture."""
    folder.parent.mkdir()
    folder.write_text("a file stands where the folder should be")

    with Fetcher(folder, MediaSettings(hosts=HOSTS)) as fetcher, pytest.raises(ArchiveError):
        fetcher.fetch(Media(kind="photo", url=_url(server)))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypavif", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg>", None),
    ],
)
def test_a_type_is_told_by_its_first_bytes(head: bytes, kind: str | None) -> None:
    """Five types are known; a script in SVG is none of them."""
    assert kind == media_type(head)
