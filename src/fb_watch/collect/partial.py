"""
A file on its way, kept between tries: `.<key>.<mark>.part` in the folder of the media.

The key is the address without its signature, which differs at every read. The mark is what the
server says of the content: only where it is the same again, the rest is put behind.
"""

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

UNMARKED = "0"  # of an answer that does not say how large the file is
_ROTATING = re.compile(r"oh|oe|ccb|efg|edm|_nc_\w+", re.ASCII)
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})")


def key(url: str) -> str:
    """What the parts of this file are called; the same for every signed address of it."""
    path, _question, query = urlsplit(url)._replace(scheme="", netloc="").geturl().partition("?")
    kept = [part for part in query.split("&") if not _ROTATING.fullmatch(part.partition("=")[0])]
    return hashlib.sha256("&".join((path, *sorted(kept))).encode()).hexdigest()[:32]


def total(headers: Mapping[str, str]) -> int | None:
    """How large the whole file is, of an answer that holds all or the rest of it."""
    told = headers.get("content-range")
    if told is not None:
        found = _RANGE.fullmatch(told.strip())
        return int(found[2]) if found else None
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"\d{1,18}", length, re.ASCII) else None


def mark(headers: Mapping[str, str]) -> str:
    """What tells one content from another before it is here."""
    size = total(headers)
    if size is None:
        return UNMARKED
    told = f"{size} {headers.get('etag', '')} {headers.get('last-modified', '')}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def begins_at(headers: Mapping[str, str]) -> int | None:
    """Where in the file the answer begins; None where it does not say."""
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    return int(found[1]) if found else None


def place(folder: Path, url: str, marked: str) -> Path:
    """Where a file on its way lies."""
    return folder / f".{key(url)}.{marked}.part"


def find(folder: Path, url: str) -> Path | None:
    """What is left of an earlier try."""
    parts = sorted(folder.glob(f".{key(url)}.*.part"))
    return parts[0] if parts else None


def mark_of(part: Path) -> str:
    """The mark in the name of a part."""
    return part.name.split(".")[2]


def drop(part: Path | None) -> None:
    """Away with it, where it is."""
    if part is not None:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def tidy(folder: Path, before: datetime) -> None:
    """Away with what nobody has gone on with since; nothing else is touched."""
    for part in folder.glob(".*.part"):
        with suppress(OSError):
            if part.stat().st_mtime < before.timestamp():
                part.unlink()
