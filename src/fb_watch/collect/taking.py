"""In: what a page has shown. Out: its media files on disk and in the archive; network, disk."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from fb_watch.collect.media import Fetcher
from fb_watch.dialect.parse import parse_capture
from fb_watch.errors import GraphError, MediaError
from fb_watch.model.collected import Capture, MediaFile, Page, Post
from fb_watch.model.settings import MediaSettings
from fb_watch.model.state import PendingMedia

log = logging.getLogger("fb_watch")
STALE = timedelta(days=7)  # no address of a file lives longer, nor is its beginning worth more


class Store(Protocol):
    """Where it is known which files are wanted."""

    def pending_media(
        self, page: Page, *, videos: bool, now: datetime | None = None
    ) -> list[PendingMedia]:
        """Files not here yet, also those whose next try has come."""

    def save_media(self, pending: PendingMedia, file: MediaFile) -> None:
        """Note that a file has been taken in."""

    def media_failed(
        self, pending: PendingMedia, error: str, at: datetime, *, counts: bool
    ) -> None:
        """Note why not."""

    def renew_media(
        self, posts: Sequence[Post], wanted: Sequence[PendingMedia]
    ) -> list[PendingMedia]:
        """The wanted files that these posts have another address for."""


class Source(Protocol):
    """Where posts are asked for anew."""

    def posts(self, page: Page, ids: Sequence[str]) -> Iterator[Capture]:
        """These posts, asked for by id."""


class Taking:
    """Takes in the files of one round, page by page; a post is asked anew once in a round."""

    def __init__(
        self,
        store: Store,
        source: Source,
        *,
        folder: Path,
        settings: MediaSettings,
        now: Callable[[], datetime],
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._source = source
        self._folder = folder
        self._settings = settings
        self._now = now
        self._stopping = stopping
        self._asked: set[str] = set()

    def take_in(self, page: Page) -> int:
        """Fetch the files of a page that are not here yet; gives how many came."""
        wanted = self._store.pending_media(page, videos=self._settings.videos, now=self._now())
        with Fetcher(self._folder, self._settings) as fetcher:
            fetcher.tidy(self._now() - STALE)
            came, expired = self._fetch(fetcher, wanted)
            fresh = self._renewed(page, list(expired))
            more, dead = self._fetch(fetcher, fresh)
        known = {(one.post, one.name) for one in fresh}
        for one, why in (*expired.items(), *dead.items()):
            if one in dead or (one.post, one.name) not in known:
                self._store.media_failed(one, why, self._now(), counts=True)
        return came + more

    def _fetch(
        self, fetcher: Fetcher, wanted: Sequence[PendingMedia]
    ) -> tuple[int, dict[PendingMedia, str]]:
        """How many files came, and those whose address has died; why others did not is noted."""
        came, expired = 0, {}
        for one in wanted:
            if self._stopping():
                break
            try:
                file = fetcher.fetch(one.media)
                self._store.save_media(one, file)
                log.debug("post=%s file=%s", one.post_id, file.sha256)
                came += 1
            except MediaError as error:
                if error.is_expired:
                    expired[one] = error.message
                    continue
                counts = not error.is_forbidden
                self._store.media_failed(one, error.message, self._now(), counts=counts)
        return came, expired

    def _renewed(self, page: Page, expired: Sequence[PendingMedia]) -> list[PendingMedia]:
        """The same files at fresh addresses, as the posts tell them when asked for anew."""
        if not expired:
            return []
        ids = list(dict.fromkeys(one.post_id for one in expired if one.post_id not in self._asked))
        self._asked |= set(ids)
        posts: list[Post] = []
        try:
            for capture in self._source.posts(page, ids):
                if capture.status < 400:
                    posts += parse_capture(capture).posts
        except GraphError:
            pass  # the files stay wanted, and the round meets the error at its next question
        return self._store.renew_media(posts, expired)
