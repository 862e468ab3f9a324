import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.build import NOW, PAGE, new, post, save
from fb_watch.archive.coverage import coverage
from fb_watch.archive.ledger import Stretch, joined, lay, reaches, without
from fb_watch.archive.search import get
from fb_watch.archive.status import status
from fb_watch.archive.store import Archive
from fb_watch.model.collected import Window
from fb_watch.model.tagged import WindowReport

letters = st.sampled_from("abcdefghij")
pairs = st.lists(st.tuples(letters, letters).map(lambda two: (min(two), max(two))))


def _ends(pair: tuple[str, str]) -> set[str]:
    return {letter for letter in "abcdefghij" if pair[0] <= letter < pair[1]}


@given(pairs)
def test_the_newest_lies_on_top(asked: list[tuple[str, str]]) -> None:
    """Each moment belongs to the newest stretch over it, and to one stretch only."""
    laid: list[Stretch] = []
    for number, (since, until) in enumerate(asked):
        laid = list(lay(laid, Stretch(since, until, f"{number:03d}")))

    for letter in "abcdefghij":
        over = [f"{n:03d}" for n, pair in enumerate(asked) if letter in _ends(pair)]
        told = [one.at for one in laid if one.since <= letter < one.until]
        assert over[-1:] == told


@given(pairs)
def test_joined_holds_the_same_moments(asked: list[tuple[str, str]]) -> None:
    """Joining loses no moment, adds none, and leaves no two stretches that touch."""
    whole = joined(asked)

    assert set().union(*map(_ends, asked)) == set().union(*map(_ends, whole))
    assert all(one[1] < two[0] for one, two in pairwise(whole))


@given(pairs, st.tuples(letters, letters))
def test_what_is_left_is_what_nobody_went_through(
    complete: list[tuple[str, str]], asked: tuple[str, str]
) -> None:
    """Gaps and complete stretches together are what was asked, and share no moment."""
    left = [_ends(pair) for pair in without(*asked, complete)]

    done = set().union(*map(_ends, complete))
    assert _ends(asked) - done == set().union(*left)


def test_the_mark_never_leaves_a_hole() -> None:
    """The mark moves with windows that begin at the page's start or within what is done."""
    assert reaches(None, "b", "b")
    assert reaches("d", "c", "a")
    assert not reaches(None, "c", "b")
    assert not reaches("c", "d", "a")


def _report(since: datetime | None, until: datetime, **changes: object) -> WindowReport:
    told = {"outcome": "complete", "begun_at": until, "ended_at": until} | changes
    return WindowReport(window=Window(since=since, until=until), **told)  # type: ignore[arg-type]


def _day(day: int) -> datetime:
    return datetime(2020, 5, day, tzinfo=UTC)


def test_a_gap_is_told_with_its_reason(archive: Archive, reader: sqlite3.Connection) -> None:
    """What was cut, and what was never asked between two windows, are gaps."""
    save(archive, [new(post(1, created_at=_day(2)))])
    archive.save_window(PAGE, _report(_day(1), _day(5)))
    archive.save_window(PAGE, _report(_day(10), _day(15)))
    archive.save_window(PAGE, _report(_day(15), _day(20), outcome="cut", reason="502", received=7))

    (told,) = coverage(reader)

    assert [("2020-05-01T00:00:00Z", 1), ("2020-05-10T00:00:00Z", 0)] == [
        (c["since"], c["posts"]) for c in told["complete"]
    ]
    assert [
        ("2020-05-05T00:00:00Z", "2020-05-10T00:00:00Z", 0, "never asked for"),
        ("2020-05-15T00:00:00Z", "2020-05-20T00:00:00Z", 7, "502"),
    ] == [(g["since"], g["until"], g["received"], g["reason"]) for g in told["gaps"]]


def test_a_gap_closes(archive: Archive, reader: sqlite3.Connection) -> None:
    """A later complete window over a cut one leaves no gap, and one stretch."""
    archive.save_window(PAGE, _report(None, _day(20), outcome="cut", reason="502"))
    before = status(reader, NOW)[0]["gaps"]

    archive.save_window(PAGE, _report(None, _day(21)))

    (told,) = coverage(reader, (PAGE.key,))
    assert 1 == before
    assert [] == told["gaps"]
    assert [(None, "2020-05-21T00:00:00Z")] == [(c["since"], c["until"]) for c in told["complete"]]


def test_a_killed_window_tells_what_came(archive: Archive, reader: sqlite3.Connection) -> None:
    """Nobody was left to count: what is archived of it was received."""
    window = Window(since=NOW - timedelta(days=2), until=NOW)
    archive.save_window(PAGE, WindowReport(window=window, begun_at=NOW, ended_at=NOW))
    save(archive, [new(post(1)), new(post(2)), new(post(200))])

    (told,) = coverage(reader)

    assert [("interrupted", 2)] == [(gap["reason"], gap["received"]) for gap in told["gaps"]]


def test_a_page_never_looked_at_has_no_coverage(reader: sqlite3.Connection) -> None:
    """A key the archive does not know is there, with nothing complete and no gap."""
    (told,) = coverage(reader, ("nowhere",))

    assert ("nowhere", [], []) == (told["page"], told["complete"], told["gaps"])


def test_when_a_post_was_last_checked_stands_in_the_ledger(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """The last complete window over a post says when it was checked; others do not."""
    save(archive, [new(post(24 * 10))])  # 22 May
    later = NOW + timedelta(days=1)
    archive.save_window(PAGE, _report(_day(20), later))
    archive.save_window(PAGE, _report(_day(25), later + timedelta(days=1)))

    post_told = get(reader, post(240).id)

    assert "2020-06-02T12:00:00Z" == post_told["availability"]["checked_at"]
