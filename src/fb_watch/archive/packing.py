"""In: bytes. Out: one zstd frame, and back; the one place that names the library."""

import sys
from collections.abc import Iterator
from io import BytesIO

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_BLOCK = 1 << 20


def packed(body: bytes) -> bytes:
    """The bytes in one frame; of JSON, higher levels make nothing smaller before the fourth."""
    return zstd.compress(body, level=1)


def unpacked(frame: bytes) -> bytes:
    """What was packed; raises ValueError where it is no whole frame."""
    return b"".join(blocks(frame))


def blocks(frame: bytes) -> Iterator[bytes]:
    """What was packed, a megabyte at a time: a hostile frame may be of any size."""
    try:
        with zstd.ZstdFile(BytesIO(frame)) as stream:
            while block := stream.read(_BLOCK):
                yield block
    except (zstd.ZstdError, EOFError) as error:
        raise ValueError(str(error)) from error
