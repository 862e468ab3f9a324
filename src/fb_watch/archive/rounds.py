"""Rounds, windows and where each page stands: the coverage ledger in the archive."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime

from fb_watch.archive.coverage import Starts, gaps
from fb_watch.archive.keys import moment, stamp
from fb_watch.archive.ledger import BEGINNING, Stretch, lay, reaches
from fb_watch.archive.rows import compact
from fb_watch.archive.saving import put_page
from fb_watch.errors import facts
from fb_watch.model.collected import Page, Window
from fb_watch.model.covered import INTERRUPTED
from fb_watch.model.state import PageState
from fb_watch.model.tagged import PageReport, WindowReport

STOPPED = "stopped"  # the outcome of a round that was ended by request


def begin(db: sqlite3.Connection, page: Page, at: str, windows: Sequence[Window]) -> None:
    """A round over these windows of the page begins."""
    put_page(db, page)
    if _is_look(windows, at):
        db.execute("UPDATE pages SET last_round_at = ? WHERE key = ?", (at, page.key))
    db.execute("INSERT INTO rounds (page, begun_at) VALUES (?, ?)", (page.key, at))


def end(db: sqlite3.Connection, page: Page, report: PageReport, at: str) -> None:
    """The round on the page ends; one that was never begun found something in its way."""
    error = compact(facts(report.failure)) if report.failure else None
    outcome = STOPPED if report.is_stopped else report.outcome
    counted = compact({name: getattr(report, name) for name in _COUNTED})
    last = db.execute(
        "SELECT key, begun_at, ended_at, outcome, error FROM rounds WHERE page = ? "
        "ORDER BY key DESC LIMIT 1",
        [page.key],
    ).fetchone()
    # a page that waits for hours, for the same reason, is one row and not one a minute
    if last is not None and (last[2] is None or (error and last[3:] == (outcome, error))):
        key, begun = last[:2]
    else:
        put_page(db, page)
        key, begun = None, at
    db.execute(
        "INSERT INTO rounds VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET "
        "ended_at = ?4, outcome = ?5, counted = ?6, problems = ?7, error = ?8",
        (key, page.key, begun, at, outcome, counted, compact(report.problems), error),
    )
    db.execute("UPDATE pages SET last_error = ? WHERE key = ?", (error, page.key))
    # what could not be read as a post is told apart: all that was asked for was answered
    if report.is_whole and _is_look([line.window for line in report.windows], begun):
        db.execute("UPDATE pages SET last_ok_at = ? WHERE key = ?", (begun, page.key))


def _is_look(windows: Sequence[Window], begun: str) -> bool:
    """Whether the newest posts are asked for: a question about the past says nothing of today."""
    return any(stamp(window.until) >= begun for window in windows)


def save_window(
    db: sqlite3.Connection, page: Page, report: WindowReport, key: int | None = None
) -> int:
    """
    A line of the ledger, and what it says of where the page stands; gives its key.

    A window is written as cut when it begins and anew, under its key, when it ends: whoever is
    killed in between leaves a ledger that tells the truth.
    """
    put_page(db, page)
    since = stamp(report.window.since) if report.window.since else BEGINNING
    begun = stamp(report.begun_at)
    cursor = db.execute(
        "INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            page.key,
            since,
            stamp(report.window.until),
            report.outcome,
            report.reason or ("" if report.outcome == "complete" else INTERRUPTED),
            report.edge,
            report.responses,
            report.received,
            compact(report.refused_fields),
            begun,
            stamp(report.ended_at),
            report.window.name,
        ),
    )
    if report.outcome == "complete":
        # what was published after we began to look may be missing from what we saw
        _cover(db, page, Stretch(since, min(stamp(report.window.until), begun), begun))
    return cursor.lastrowid or 0


def _cover(db: sqlite3.Connection, page: Page, new: Stretch) -> None:
    """Lay a complete stretch over the others and move the page's mark where none is left out."""
    under = db.execute(
        "DELETE FROM covered WHERE page = ? AND since < ? AND until > ? RETURNING since, until, at",
        (page.key, new.until, new.since),
    ).fetchall()
    laid = lay((Stretch(*row) for row in under), new)
    db.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", [(page.key, *one) for one in laid])
    (mark,) = db.execute("SELECT complete_until FROM pages WHERE key = ?", [page.key]).fetchone()
    start = stamp(page.start) if page.start else BEGINNING
    if reaches(mark, new.since, start) and (mark is None or mark < new.until):
        db.execute("UPDATE pages SET complete_until = ? WHERE key = ?", (new.until, page.key))


def page_states(db: sqlite3.Connection, starts: Starts) -> Iterator[PageState]:
    """Where each page stands; a hold of the whole app holds every page."""
    for row in db.execute(_STATES):
        key, round_at, ok_at, newest, oldest, complete, hold_until, hold_reason, error, is_cut = row
        yield PageState(
            page=key,
            last_round_at=round_at and moment(round_at),
            last_ok_at=ok_at and moment(ok_at),
            newest_at=newest and moment(newest),
            oldest_at=oldest and moment(oldest),
            complete_until=complete and moment(complete),
            hold_until=hold_until and moment(hold_until),
            hold_reason=hold_reason or "",
            last_error=json.loads(error) if error else None,
            is_interrupted=bool(is_cut),
            gaps=tuple(_gaps(db, key, starts)),
            walked=tuple(_walked(db, key)),
        )


def _gaps(
    db: sqlite3.Connection, page: str, starts: Starts
) -> Iterator[tuple[datetime | None, datetime]]:
    newest_first = sorted(gaps(db, page, starts), key=lambda gap: gap["until"], reverse=True)
    for gap in sorted(newest_first, key=lambda gap: gap["tried_at"] or ""):
        yield moment(gap["since"]) if gap["since"] else None, moment(gap["until"])


def _walked(db: sqlite3.Connection, page: str) -> Iterator[tuple[datetime, datetime]]:
    """The months of history that were walked alone, and when last."""
    for since, at in db.execute(_WALKED, [page]):
        yield moment(since), moment(at)


_WALKED = """
SELECT since, max(begun_at) FROM windows
WHERE page = ? AND outcome = 'complete' AND name = 'again' GROUP BY since"""
_COUNTED = ("new", "edited", "same", "missing", "media", "captures")
# max(until) makes SQLite take the reason from the row that has it
_STATES = """
SELECT g.key, g.last_round_at, g.last_ok_at,
    (SELECT created_at FROM posts WHERE page = g.key ORDER BY key DESC LIMIT 1),
    (SELECT created_at FROM posts WHERE page = g.key ORDER BY key LIMIT 1),
    g.complete_until, max(h.until), h.reason, g.last_error,
    (SELECT ended_at IS NULL OR outcome = 'stopped' FROM rounds
        WHERE page = g.key ORDER BY key DESC LIMIT 1)
FROM pages g LEFT JOIN holds h ON h.scope IN ('app', 'page:' || g.key)
GROUP BY g.key ORDER BY g.key"""
