import gzip
from pathlib import Path

import pytest
import requests

from fb_watch.collect.guarded import GuardedAdapter, is_public
from fb_watch.collect.media import Fetcher
from fb_watch.collect.patience import Pace
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Reply
from fb_watch.errors import MediaError
from fb_watch.model.collected import Media
from fb_watch.model.settings import MediaSettings


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "no address",
    ],
)
def test_these_addresses_are_not_public(address: str) -> None:
    """Nothing of the local machine, the local network, or a whole group of machines."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["157.240.1.35", "2a03:2880:f12d:83::1", "::ffff:157.240.1.35"])
def test_these_addresses_are_public(address: str) -> None:
    """Servers of the open internet."""
    assert is_public(address)


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.7", "::1", "::ffff:10.0.0.7"])
def test_a_listed_name_must_not_lead_inside(tmp_path: Path, private: str) -> None:
    """One private address among public ones is enough; nothing is connected to."""
    asked = []

    def names(name: str) -> list[str]:
        asked.append(name)
        return ["192.0.2.1", private] if private == "::1" else [private]

    with (
        Fetcher(tmp_path, MediaSettings(hosts=(".fbcdn.net",)), names=names) as fetcher,
        pytest.raises(MediaError, match="no public address") as caught,
    ):
        fetcher.fetch(Media(kind="photo", url="https://scontent.fbcdn.net/1_n.jpg?oh=secret"))

    assert ["scontent.fbcdn.net"] == asked
    assert "secret" not in str(caught.value)


def test_the_address_looked_at_is_the_one_connected_to(server: GraphServer) -> None:
    """A name is looked up once, so that a second answer cannot lead elsewhere."""
    answers = iter([["127.0.0.1"], ["157.240.1.35"]])
    port = int(server.url.rpartition(":")[2])
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", GuardedAdapter(Pace(total=9), lambda _name: next(answers)))

    with pytest.raises(MediaError, match=r"leads to 127\.0\.0\.1"):
        session.get(f"https://localhost:{port}/", timeout=2)

    assert [["157.240.1.35"]] == list(answers)
    assert [] == server.requests


def test_a_name_that_is_nowhere_is_said(tmp_path: Path) -> None:
    """Trouble with names is trouble on the way, to be tried again."""

    def names(_name: str) -> list[str]:
        raise OSError("Name or service not known")

    with (
        Fetcher(tmp_path, MediaSettings(hosts=(".fbcdn.net",)), names=names) as fetcher,
        pytest.raises(MediaError, match="whole"),
    ):
        fetcher.fetch(Media(kind="photo", url="https://scontent.fbcdn.net/1_n.jpg"))


def test_a_compressed_answer_is_not_unpacked(server: GraphServer, tmp_path: Path) -> None:
    """Ten megabytes in ten kilobytes: nobody packs pictures, so nothing is unpacked."""
    packed = gzip.compress(b"\xff\xd8\xff" + bytes(10_000_000))
    reply = Reply(body=packed, headers={"Content-Encoding": "gzip"})
    server.faults.add(lambda _request: True, lambda _request, _handle: reply)

    with (
        Fetcher(tmp_path, MediaSettings(hosts=("127.0.0.1",))) as fetcher,
        pytest.raises(MediaError, match="compressed"),
    ):
        fetcher.fetch(Media(kind="photo", url=f"{server.url}/media/x"))

    assert len(packed) < 20_000
    assert "identity" == server.requests[0].headers["accept-encoding"]
    assert [] == list(tmp_path.rglob("*"))
