"""In: a post there and which it is here. Out: its pictures, and how many files came with them."""

import re
from collections.abc import Callable

from fb_watch.archive.merged_rows import Both
from fb_watch.model.collected import MediaFile

_SHA256 = re.compile(r"[0-9a-f]{64}")
Take = Callable[[str], MediaFile | None]  # SHA-256 → the file, copied; None: it is not there


def bring_media(both: Both, take: Take, there: int, here: int) -> tuple[int, int]:
    """
    Bring pictures over; gives how many files came, and how many are not there.

    A file is copied where its bytes are what its name says.
    """
    came = absent = 0
    for medium in list(both.rows("media", _MEDIA, [there])):
        sha256 = medium["sha256"]
        empty = {"post": here, "sha256": None, "type": None, "path": None, "bytes": None}
        both.insert("media", medium | empty, or_nothing=True)
        lacks = both.ours.execute(_LACKS, (here, medium["name"])).fetchone()
        if lacks is None or not _SHA256.fullmatch(str(sha256)):
            continue
        file = take(sha256)
        if file is None:
            absent += 1
            continue
        came += 1
        told = (file.sha256, file.type, file.path, file.bytes, here, medium["name"])
        both.ours.execute(_FILE, told)
    return came, absent


_MEDIA = "WHERE post = ? ORDER BY name"
_LACKS = "SELECT 1 FROM media WHERE post = ? AND name = ? AND sha256 IS NULL"
_FILE = """
UPDATE media SET sha256 = ?, type = ?, path = ?, bytes = ?, error = NULL, failed_at = NULL
WHERE post = ? AND name = ?"""
