"""What tests of two archives ask: one taken into the other, and what is there then."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive.build import NOW
from fb_watch.archive.merging import Merged
from fb_watch.archive.search import connect, search
from fb_watch.archive.store import Archive
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.collected import MediaFile, Page


def _no_file(_sha256: str) -> MediaFile | None:
    return None


def merge(
    archive: Archive, there: Path, *, keep: bool = True, pages: Sequence[Page] = ()
) -> Merged:
    """Take the other archive in; its files of media are not there."""
    return archive.merge(there, _no_file, NOW, keep=keep, pages=pages)


def posts(path: Path) -> list[ArchivedPost]:
    """Every post of an archive, the oldest first."""
    with closing(connect(path)) as reader:
        return [hit["post"] for hit in search(reader, Query(limit=None, order="oldest"))[0]]
