"""However slowly a server answers, nobody waits for ever."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from collect.dripping import HEAD, dripping
from fb_watch.collect.media import Fetcher
from fb_watch.collect.patience import PATIENCE, SLOWEST, Pace
from fb_watch.collect.session import GraphSession
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.errors import MediaError, TransientGraphError
from fb_watch.model.collected import Media
from fb_watch.model.settings import MediaSettings

READ = 0.1
TOTAL = PATIENCE * READ
JPEG = b"\xff\xd8\xff" + bytes(70_000)


@pytest.mark.parametrize(
    ("at_once", "rest"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n{", b" "),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (HEAD + b"\r\n{", b" "),
        (HEAD + b"X-Long: ", b"x"),
        (HEAD, b"X: y\r\n"),
    ],
    ids=["length", "chunked", "to the end", "one header", "headers"],
)
def test_an_answer_that_drips_is_given_up_and_asked_for_again(at_once: bytes, rest: bytes) -> None:
    """Some read timeouts in all, each try; then it is the transient failure that it is."""
    pauses: list[float] = []
    with (
        dripping(at_once, rest) as url,
        GraphSession(
            url, "v25.0", DEMO_TOKEN, read_timeout=READ, tries=2, pause=pauses.append
        ) as session,
    ):
        begun = time.monotonic()
        with pytest.raises(TransientGraphError, match="does not answer in time"):
            session.get("v25.0/1")

    assert 2 * TOTAL <= time.monotonic() - begun < 2 * TOTAL + 1
    assert [1.0] == pauses


def test_a_file_that_drips_is_given_up_and_gone_on_with_later(tmp_path: Path) -> None:
    """What came of it stays for the next try, as where the connection broke."""
    head = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 99999\r\n\r\n' + JPEG
    settings = MediaSettings(hosts=("127.0.0.1",))
    with (
        dripping(head, b"x") as url,
        Fetcher(tmp_path, settings, read_timeout=READ) as fetcher,
    ):
        begun = time.monotonic()
        with pytest.raises(MediaError, match="could not be loaded whole"):
            fetcher.fetch(Media(kind="photo", url=f"{url}/1.jpg"))

    assert TOTAL <= time.monotonic() - begun < TOTAL + len(JPEG) / SLOWEST + 1
    (part,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert part.read_bytes().startswith(JPEG[: 1 << 16])


@pytest.fixture
def clock() -> Callable[[], float]:
    """A clock that shows one second more each time."""
    seconds = iter(range(1_000_000))
    return lambda: float(next(seconds))


def test_a_large_file_may_take_its_time(clock: Callable[[], float]) -> None:
    """Who sends so many bytes a second is waited for to the end, who sends fewer is not."""
    quick = Pace(total=5, slowest=SLOWEST, clock=clock).begun()
    for _second in range(1000):
        quick.came(SLOWEST)
    slow = Pace(total=5, slowest=SLOWEST, clock=clock).begun()
    for _second in range(10):  # each moves the end by half a second
        slow.came(SLOWEST // 2)
    with pytest.raises(TimeoutError):
        slow.came(SLOWEST // 2)
