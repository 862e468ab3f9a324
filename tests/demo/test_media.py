import struct
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from fb_watch.demo import media

NOW = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)


def complaint(url: str, now: datetime, generation: int = 0) -> str:
    """Why this URL is refused at this time."""
    split = urlsplit(url)
    return media.complaint(split.path, dict(parse_qsl(split.query)), now, generation)


def url(now: datetime) -> str:
    """A URL given out at this time."""
    return media.signed_url("http://127.0.0.1", "41_n.jpg", media.expiry(now), 0)


def test_a_url_lives_for_days_and_then_expires() -> None:
    """A media URL is good until its `oe`, and from then on it is told to have expired."""
    given = url(NOW)

    assert ["", "", "URL signature expired"] == [
        complaint(given, NOW + passed)
        for passed in (timedelta(0), timedelta(days=4), timedelta(days=5))
    ]


def test_a_url_of_an_earlier_generation_has_expired() -> None:
    """All URLs given out can be made to expire at once."""
    assert "URL signature expired" == complaint(url(NOW), NOW, generation=1)


def test_a_url_cannot_be_made_up() -> None:
    """A changed path or expiry does not pass."""
    given = url(NOW)

    assert ["URL signature mismatch"] * 3 == [
        complaint(changed, NOW)
        for changed in (given.replace("41_n", "42_n"), given + "0", given.split("?")[0])
    ]


def test_urls_rotate_within_hours() -> None:
    """The same file has the same URL within an hour and another one later."""
    assert (True, False) == (
        url(NOW) == url(NOW + timedelta(minutes=30)),
        url(NOW) == url(NOW + timedelta(hours=1)),
    )


def test_a_png_holds_what_its_header_says() -> None:
    """Chunks, checksums and the number of bytes of pixels are right."""
    data = media.content("41_n.png")
    chunks = {}
    at = 8
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", data, at + 8 + size)
        assert zlib.crc32(kind + body) == check
        chunks[kind] = body
        at += size + 12

    assert [b"IHDR", b"IDAT", b"IEND"] == list(chunks)
    assert (media.WIDTH, media.HEIGHT) == struct.unpack_from(">II", chunks[b"IHDR"])
    assert (media.WIDTH * 3 + 1) * media.HEIGHT == len(zlib.decompress(chunks[b"IDAT"]))


def test_a_jpeg_has_its_size_between_its_marks() -> None:
    """A JPEG begins and ends with its marks and carries its size in the frame header."""
    data = media.content("41_n.jpg")
    frame = data.index(b"\xff\xc0")

    assert (b"\xff\xd8", b"\xff\xd9") == (data[:2], data[-2:])
    assert (media.HEIGHT, media.WIDTH) == struct.unpack_from(">HH", data, frame + 5)


def test_files_differ_by_name_and_never_by_time() -> None:
    """Every name has bytes of its own, the same every time."""
    names = [f"{number}_n{suffix}" for number in range(300) for suffix in media.TYPES]

    assert len(names) == len({media.content(name) for name in names})
    assert media.content("1_n.jpg") == media.content("1_n.jpg")
