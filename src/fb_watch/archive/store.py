"""Writing the archive: one response, one transaction. Open it under `lock.collecting`."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

from fb_watch.archive import (
    alarms,
    budget,
    hand_tags,
    holds,
    known_posts,
    media,
    naming,
    presence,
    rounds,
    tokens,
)
from fb_watch.archive.comments import Comments
from fb_watch.archive.coverage import Starts
from fb_watch.archive.exports import log_export
from fb_watch.archive.foreign import foreign
from fb_watch.archive.intake import Intake
from fb_watch.archive.keys import stamp
from fb_watch.archive.lock import alone
from fb_watch.archive.merged_media import Take
from fb_watch.archive.merging import Merged, Merging
from fb_watch.archive.readiness import is_ready, make_ready
from fb_watch.archive.saving import save_response, transaction
from fb_watch.archive.schema import (
    connect_to_read,
    connect_to_write,
    sqlite_trouble,
)
from fb_watch.archive.status import posted
from fb_watch.archive.tagging import Tagging
from fb_watch.errors import FbWatchError
from fb_watch.model.collected import Capture, MediaFile, Page, Post, Window
from fb_watch.model.exported import ExportEntry
from fb_watch.model.retagged import HandTag
from fb_watch.model.state import (
    Alarm,
    Expected,
    Hold,
    PageState,
    PendingMedia,
    Refusal,
    TokenFacts,
    Usage,
)
from fb_watch.model.tagged import Change, Known, PageReport, WindowReport


class Archive:
    """The door for everything that is written; `search.connect` is the door for reading."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.comments = Comments(connection, path)
        self.tagging = Tagging(connection, path)
        self.intake = Intake(connection, path)
        self._db = connection
        self._path = path

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime]) -> Self:
        """Open an archive, made or brought to this program's form where need be."""
        connection = connect_to_write(path)
        with sqlite_trouble(path):
            if not is_ready(connection, path):
                with alone(path.parent):
                    make_ready(connection, path, now())
        return cls(connection, path)

    def tag_by_hand(
        self, refs: Sequence[str], words: Sequence[HandTag], name: str, at: datetime
    ) -> int:
        """Write what a person says of posts; gives how many words were news."""
        return hand_tags.tag_by_hand(self._db, refs, words, name, at)

    def merge(
        self, path: Path, take: Take, at: datetime, *, keep: bool, pages: Sequence[Page] = ()
    ) -> Merged:
        """
        Take another archive in, in one transaction; not `keep`: only say what would come.

        `pages`: those that are watched here, also where nothing of them is archived yet.
        """
        with (
            foreign(self._db, self._path, path) as theirs,
            sqlite_trouble(self._path),
            self.intake.one_file(keep=keep),
        ):
            return Merging(self._db, theirs, take, stamp(at), pages).run()

    @property
    def connection(self) -> sqlite3.Connection:
        """For review.py, dossiers.py and others that write what people do."""
        return self._db

    def log_export(self, entry: ExportEntry) -> None:
        """Note what leaves the house."""
        with sqlite_trouble(self._path):
            log_export(self._db, entry)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """What is archived of posts, by the Facebook id asked for; one query."""
        with sqlite_trouble(self._path):
            return known_posts.known(self._db, ids)

    def recognise(self, posts: Sequence[Post]) -> dict[str, Known]:
        """What is archived of posts that a response shows, by their ids."""
        with sqlite_trouble(self._path):
            return known_posts.recognise(self._db, posts)

    def save(
        self, page: Page, capture: Capture, changes: Sequence[Change], *, unread: bool = False
    ) -> None:
        """Write one response in one transaction; nothing where it brought nothing."""
        with sqlite_trouble(self._path):
            save_response(self._db, page, capture, changes, unread=unread)

    def begin_page(self, page: Page, at: datetime, windows: Sequence[Window]) -> None:
        """Note that a round on the page has begun."""
        with sqlite_trouble(self._path), transaction(self._db):
            rounds.begin(self._db, page, stamp(at), windows)

    def end_page(self, page: Page, report: PageReport, at: datetime) -> None:
        """Note how it ended, also where the page was not asked at all."""
        with sqlite_trouble(self._path), transaction(self._db):
            rounds.end(self._db, page, report, stamp(at))

    def save_window(self, page: Page, report: WindowReport, key: int | None = None) -> int:
        """Write a line of the ledger, or write it anew; where complete, the page is so far."""
        with sqlite_trouble(self._path), transaction(self._db):
            return rounds.save_window(self._db, page, report, key)

    def page_states(self, starts: Starts = MappingProxyType({})) -> dict[str, PageState]:
        """Where each page stands, by key; `starts` says from when on each is wanted."""
        with sqlite_trouble(self._path):
            return {state.page: state for state in rounds.page_states(self._db, starts)}

    def page_state(self, key: str) -> PageState:
        """Where one page stands; a page never looked at stands at the beginning."""
        return self.page_states().get(key) or PageState(page=key)

    def hold(self, hold: Hold) -> None:
        """Ask nothing in a scope for a while; a later hold replaces the earlier one."""
        with sqlite_trouble(self._path), transaction(self._db):
            holds.put(self._db, hold)

    def holds(self, now: datetime) -> dict[str, Hold]:
        """The holds in force, by scope."""
        with sqlite_trouble(self._path):
            return holds.in_force(self._db, now)

    def expected(self, page: Page, window: Window) -> list[Expected]:
        """The archived posts that a complete answer to a window shows."""
        with sqlite_trouble(self._path):
            return presence.expected(self._db, page, window)

    def to_ask_for(self, page: Page, now: datetime, long_ago: datetime) -> list[Expected]:
        """Missing posts not asked for today, and posts gone that were not asked for since."""
        with sqlite_trouble(self._path):
            return presence.to_ask_for(self._db, page, now, long_ago)

    def mark(self, posts: Collection[int], state: str, why: str, at: datetime) -> None:
        """Give posts another availability, with its reason."""
        with sqlite_trouble(self._path), transaction(self._db):
            presence.mark(self._db, posts, state, why, at)

    def newest_online(self, page: Page, number: int, without: Sequence[int]) -> list[Expected]:
        """The newest posts that are online, but for these: to see whether any answers."""
        with sqlite_trouble(self._path):
            return presence.newest_online(self._db, page, number, without)

    def refused_on(self, day: date, posts: Sequence[int]) -> set[int]:
        """Those of the posts that were asked for on this day and refused."""
        with sqlite_trouble(self._path):
            return presence.refused_on(self._db, day, posts)

    def refuse(self, post: int, refusal: Refusal) -> Sequence[Refusal]:
        """Note that a post was refused when asked for; gives every refusal so far."""
        with sqlite_trouble(self._path), transaction(self._db):
            presence.refuse(self._db, post, refusal)
            return presence.refusals(self._db, post)

    def note_usage(self, scope: str, usage: Usage, at: datetime) -> None:
        """Note how full a quota is."""
        with sqlite_trouble(self._path), transaction(self._db):
            budget.note(self._db, scope, usage, at)

    def usage(self, scopes: Sequence[str], now: datetime) -> Usage:
        """The fullest quota of these scopes, as told within the hour."""
        with sqlite_trouble(self._path):
            return budget.newest(self._db, scopes, now)

    def alarm(self, alarm: Alarm, at: datetime) -> bool:
        """Note what a person has to see; whether it is new and therefore to be told."""
        with sqlite_trouble(self._path), transaction(self._db):
            return alarms.sound(self._db, alarm, at)

    def clear_alarms(self, scope: str, *kinds: str) -> None:
        """What these alarms were about is well again."""
        with sqlite_trouble(self._path), transaction(self._db):
            alarms.clear(self._db, kinds, scope)

    def tokens_in_use(self, pages: Mapping[str, Sequence[str]]) -> None:
        """The fingerprints of the tokens in use and the pages each speaks for."""
        with sqlite_trouble(self._path), transaction(self._db):
            tokens.in_use(self._db, pages)

    def token_checked(self, fingerprint: str) -> tuple[datetime | None, bool]:
        """When the token was asked about last, and whether that failed."""
        with sqlite_trouble(self._path):
            return tokens.checked(self._db, fingerprint)

    def save_token(self, fingerprint: str, found: TokenFacts | FbWatchError, at: datetime) -> None:
        """What Facebook said of a token, or why it did not."""
        with sqlite_trouble(self._path), transaction(self._db):
            if isinstance(found, TokenFacts):
                tokens.save(self._db, fingerprint, found, at)
            else:
                tokens.failed(self._db, fingerprint, found, at)

    def posted(self, page: Page, number: int) -> list[datetime]:
        """When the newest posts of a page were published."""
        with sqlite_trouble(self._path):
            return posted(self._db, page.key, number)

    def pending_media(
        self, page: Page, *, videos: bool, now: datetime | None = None, limit: int | None = None
    ) -> list[PendingMedia]:
        """Pictures (and films) not here yet; with `now` also those whose next try has come."""
        with sqlite_trouble(self._path):
            return media.pending(self._db, page, videos=videos, now=now, limit=limit)

    def save_media(self, pending: PendingMedia, file: MediaFile) -> None:
        """Note that a file has been taken in."""
        with sqlite_trouble(self._path), transaction(self._db):
            media.take(self._db, pending, file)

    def media_failed(
        self, pending: PendingMedia, error: str, at: datetime, *, counts: bool = True
    ) -> None:
        """Note why not; five tries in all, where each `counts`."""
        with sqlite_trouble(self._path), transaction(self._db):
            media.fail(self._db, pending, error, at, counts=counts)

    def renew_media(
        self, posts: Sequence[Post], wanted: Sequence[PendingMedia]
    ) -> list[PendingMedia]:
        """The wanted files that these posts, asked for anew, have another address for."""
        with sqlite_trouble(self._path), transaction(self._db):
            return media.renew(self._db, posts, wanted)

    def troubles(self, page: Page, since: datetime) -> list[str]:
        """What people should know of since then: files that did not come, names claimed twice."""
        with sqlite_trouble(self._path):
            failures = media.failures(self._db, page, since)
            return [*failures, *naming.conflicts(self._db, page, since)]


@contextmanager
def reviewing(path: Path, now: Callable[[], datetime]) -> Iterator[sqlite3.Connection]:
    """
    An archive opened for people's work, which goes on beside a collector and needs no lock.

    Raises ArchiveError where there is none: to open one to write would make it.
    """
    connect_to_read(path).close()
    archive = Archive.open(path, now)
    try:
        yield archive.connection
    finally:
        archive.close()
