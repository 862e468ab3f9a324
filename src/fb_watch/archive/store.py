"""Writing the archive: one response, one transaction. Open it under `lock.collecting`."""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from fb_watch.archive import alarms, budget, presence, rounds, tokens
from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.rows import counts_of
from fb_watch.archive.saving import save_response, transaction
from fb_watch.archive.schema import VERSION, check, connect_to_write, sqlite_trouble
from fb_watch.archive.status import posted
from fb_watch.errors import FbWatchError
from fb_watch.model.collected import Capture, Media, MediaFile, Page, Window
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
        self._db = connection
        self._path = path

    @classmethod
    def open(cls, path: Path, now: Callable[[], datetime]) -> Self:
        """Open an archive, made or brought to this program's form where need be."""
        connection = connect_to_write(path)
        with sqlite_trouble(path):
            if check(connection, path) < VERSION:
                from fb_watch.archive.migrations import migrate

                migrate(connection, now())
        return cls(connection, path)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def known(self, ids: Sequence[str]) -> dict[str, Known]:
        """What is archived of posts, by the Facebook id asked for; one query."""
        with sqlite_trouble(self._path):
            found = self._db.execute(_KNOWN, [json.dumps(list(ids))]).fetchall()
        return {
            asked: Known(
                key=key,
                page=page,
                hash=version_hash,
                counts=counts_of(tuple(counts)) if at else None,
                availability=availability,
            )
            for asked, key, page, availability, version_hash, at, *counts in found
        }

    def save(
        self, page: Page, capture: Capture, changes: Sequence[Change], *, unread: bool = False
    ) -> None:
        """Write one response in one transaction; nothing where it brought nothing."""
        with sqlite_trouble(self._path):
            save_response(self._db, page, capture, changes, unread=unread)

    def begin_page(self, page: Page, at: datetime) -> None:
        """Note that a round on the page has begun."""
        with sqlite_trouble(self._path), transaction(self._db):
            rounds.begin(self._db, page, stamp(at))

    def end_page(self, page: Page, report: PageReport, at: datetime) -> None:
        """Note how it ended, also where the page was not asked at all."""
        with sqlite_trouble(self._path), transaction(self._db):
            rounds.end(self._db, page, report, stamp(at))

    def save_window(self, page: Page, report: WindowReport) -> None:
        """Write a line of the ledger; where it is complete, the page is complete up to there."""
        with sqlite_trouble(self._path), transaction(self._db):
            rounds.save_window(self._db, page, report)

    def page_states(self) -> dict[str, PageState]:
        """Where each page stands, by key."""
        with sqlite_trouble(self._path):
            return {state.page: state for state in rounds.page_states(self._db)}

    def page_state(self, key: str) -> PageState:
        """Where one page stands; a page never looked at stands at the beginning."""
        return self.page_states().get(key) or PageState(page=key)

    def hold(self, hold: Hold) -> None:
        """Ask nothing in a scope for a while; a later hold replaces the earlier one."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(
                "INSERT INTO holds VALUES (?1, ?2, ?3) "
                "ON CONFLICT DO UPDATE SET until = ?2, reason = ?3",
                (hold.scope, stamp(hold.until), hold.reason),
            )

    def holds(self, now: datetime) -> dict[str, Hold]:
        """The holds in force, by scope."""
        with sqlite_trouble(self._path):
            found = self._db.execute(
                "SELECT scope, until, reason FROM holds WHERE until > ? ORDER BY scope",
                [stamp(now)],
            ).fetchall()
        return {
            scope: Hold(scope=scope, until=moment(until), reason=reason)
            for scope, until, reason in found
        }

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

    def save_token(
        self, fingerprint: str, found: TokenFacts | FbWatchError, at: datetime
    ) -> None:
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
        self, page: Page, *, videos: bool, limit: int | None = None
    ) -> list[PendingMedia]:
        """Pictures (and films) of a page not taken in yet, those of the newest posts first."""
        with sqlite_trouble(self._path):
            found = self._db.execute(_PENDING, (page.key, videos, -1 if limit is None else limit))
            return [
                PendingMedia(post=post, name=name, media=_medium(name, kind, alt, url))
                for post, name, kind, alt, url in found
            ]

    def save_media(self, pending: PendingMedia, file: MediaFile) -> None:
        """Note that a file has been taken in."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(
                "UPDATE media SET sha256 = ?, type = ?, path = ?, bytes = ?, error = NULL, "
                "tries = tries + 1 WHERE post = ? AND name = ?",
                (file.sha256, file.type, file.path, file.bytes, pending.post, pending.name),
            )

    def media_failed(self, pending: PendingMedia, error: str, at: datetime) -> None:
        """Note why not; it is tried again when the post is seen again, five times in all."""
        with sqlite_trouble(self._path), transaction(self._db):
            self._db.execute(
                "UPDATE media SET error = ?, tries = tries + 1 WHERE post = ? AND name = ?",
                (f"{stamp(at)} {error}", pending.post, pending.name),
            )


def _medium(name: str, kind: str, alt: str | None, url: str) -> Media:
    return Media(
        kind="video" if kind == "video" else "photo",
        id=None if name.startswith("#") else name,
        url=url,
        alt=alt,
    )


# The id itself before the aliases: another post may have been seen under it.
_KNOWN = """
SELECT a.value, p.key, p.page, p.availability, v.hash,
    c.at, c.reactions, c.comments, c.shares, c.by_type
FROM json_each(?) a
JOIN posts p ON p.key = coalesce(
    (SELECT key FROM posts WHERE id = a.value), (SELECT post FROM aliases WHERE alias = a.value))
JOIN versions v ON v.post = p.key AND v.number = p.version
LEFT JOIN counts c ON c.post = p.key AND c.at = (SELECT max(at) FROM counts WHERE post = p.key)"""
_PENDING = """
SELECT m.post, m.name, m.kind, m.alt, m.url FROM media m JOIN posts p ON p.key = m.post
WHERE m.sha256 IS NULL AND m.url IS NOT NULL AND m.error IS NULL AND p.page = ?
    AND (m.kind = 'photo' OR ?) ORDER BY m.post DESC, m.name LIMIT ?"""
