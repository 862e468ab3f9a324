"""In: the name of a media file. Out: real bytes for it, and URLs that expire. Pure."""

import hmac
import re
import struct
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

WIDTH, HEIGHT = 48, 32  # pixels of every picture
LIFE = timedelta(days=4, hours=10)  # how long a media URL lives, the median seen
SIGNED_EVERY = timedelta(hours=1)  # URLs rotate: two reads further apart than this differ
PREFIX = "/media/v/t39.30808-6/"
TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".mp4": "video/mp4"}

# In a node a media file is only named; the URL is made when the node is served.
_NAMED = re.compile(rb'"demo-media:(\w+\.(?:jpg|png|mp4))"')
_KEY = b"signs the media URLs of the stand-in; guards nothing"


def named(file_id: str, suffix: str = ".jpg") -> str:
    """How a node names a media file until it is served."""
    return f"demo-media:{file_id}_n{suffix}"


def sign_all(body: bytes, base_url: str, expires: int, generation: int) -> bytes:
    """Put a signed URL in the place of every named file of a JSON body."""

    def url(found: re.Match[bytes]) -> bytes:
        text = signed_url(base_url, found[1].decode(), expires, generation)
        return b'"' + text.replace("/", "\\/").encode() + b'"'

    return _NAMED.sub(url, body)


def signed_url(base_url: str, name: str, expires: int, generation: int) -> str:
    """The URL of a file; `expires` in Unix seconds, as `oe` in hexadecimal."""
    path = PREFIX + name
    query = {
        "_nc_cat": "101",
        "ccb": "1-7",
        "_nc_ohc": f"{generation:x}",
        "oh": _signature(path, f"{expires:x}", f"{generation:x}"),
        "oe": f"{expires:x}",
    }
    return f"{base_url}{path}?{urlencode(query)}"


def expiry(now: datetime, life: timedelta = LIFE) -> int:
    """When a URL given out now expires, in Unix seconds; the same within an hour."""
    step = int(SIGNED_EVERY.total_seconds())
    return int(now.timestamp()) // step * step + int(life.total_seconds())


def complaint(path: str, params: Mapping[str, str], now: datetime, generation: int) -> str:
    """Why a media URL is refused; empty when it is good."""
    expires, age = params.get("oe", ""), params.get("_nc_ohc", "")
    if not hmac.compare_digest(params.get("oh", ""), _signature(path, expires, age)):
        return "URL signature mismatch"
    if int(expires, 16) < now.timestamp() or int(age, 16) != generation:
        return "URL signature expired"
    return ""


def content(name: str) -> bytes:
    """The bytes of a file, different for every name and the same every time."""
    if name.endswith(".png"):
        return png(name)
    if name.endswith(".mp4"):
        return mp4(name)
    return jpeg(name)


def png(name: str) -> bytes:
    """A PNG of one colour (ISO/IEC 15948)."""
    colour = sha256(name.encode()).digest()[:3]
    rows = (b"\0" + colour * WIDTH) * HEIGHT
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def jpeg(name: str) -> bytes:
    """A baseline JPEG of one grey (ITU-T T.81), its name in a comment."""
    grey = sha256(name.encode()).digest()[0] - 128
    size = abs(grey).bit_length()
    extra = grey if grey >= 0 else grey + (1 << size) - 1
    # DC codes are the category in 4 bits, the only AC code is "0": end of block.
    first = f"{size:04b}" + (f"{extra:0{size}b}" if size else "") + "0"
    bits = first + "00000" * (WIDTH * HEIGHT // 64 - 1)
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    segments = (
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        (0xFE, name.encode()),
        (0xDB, b"\0" + b"\x08" * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, HEIGHT, WIDTH, 1, 1, 0x11, 0)),
        (0xC4, b"\x00" + bytes((0, 0, 0, 9)) + bytes(12) + bytes(range(9))),
        (0xC4, b"\x10" + b"\1" + bytes(15) + b"\0"),
        (0xDA, b"\1\1\0\0\x3f\0"),
    )
    head = b"".join(
        struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in segments
    )
    return b"\xff\xd8" + head + scan + b"\xff\xd9"


def mp4(name: str) -> bytes:
    """The head of an MP4 file (ISO/IEC 14496-12) with its name in a free box; it plays nothing."""
    boxes = ((b"ftyp", b"isom\0\0\2\0isomiso2mp41"), (b"free", name.encode()), (b"mdat", b""))
    return b"".join(struct.pack(">I", len(data) + 8) + kind + data for kind, data in boxes)


def _signature(path: str, expires: str, generation: str) -> str:
    return hmac.new(_KEY, f"{path} {expires} {generation}".encode(), sha256).hexdigest()[:32]
