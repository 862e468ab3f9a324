from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch import rhythm
from fb_watch.model.collected import Page
from fb_watch.model.state import Usage

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AUTO = Page(key="asia", id="1", name="Asia", every=HOUR, rhythm="auto")
FREE = Usage()


def _posted(pause: timedelta, number: int = 30, last: timedelta = HOUR) -> list[datetime]:
    """So many posts at equal pauses, the newest so long ago; newest first."""
    return [NOW - last - pause * n for n in range(number)]


@pytest.mark.parametrize(
    ("pause", "every"),
    [
        (timedelta(minutes=10), HOUR),
        (6 * HOUR, 3 * HOUR),
        (DAY, 12 * HOUR),
        (10 * DAY, DAY),
    ],
)
def test_a_page_is_looked_at_at_half_of_its_pauses(pause: timedelta, every: timedelta) -> None:
    """Half of the median pause between posts, from 1 to 24 hours."""
    assert every == rhythm.every(AUTO, _posted(pause), NOW, FREE)


def test_only_the_last_twenty_posts_count() -> None:
    """A page that has begun to post often is looked at often, whatever it did last year."""
    often, rarely = _posted(2 * HOUR, 20), _posted(9 * DAY, 200, last=60 * DAY)

    assert HOUR == rhythm.every(AUTO, often + rarely, NOW, FREE)


def test_half_a_quota_doubles_the_rhythm() -> None:
    """From 50 percent on, also of the longest rhythm."""
    daily, rare = _posted(DAY), _posted(10 * DAY)

    assert 12 * HOUR == rhythm.every(AUTO, daily, NOW, Usage(percent=49))
    assert 24 * HOUR == rhythm.every(AUTO, daily, NOW, Usage(percent=50))
    assert 48 * HOUR == rhythm.every(AUTO, rare, NOW, Usage(percent=80))


@pytest.mark.parametrize("posted", [[], [NOW - DAY], [NOW + DAY, NOW + 2 * DAY]])
def test_a_page_that_has_hardly_posted_is_looked_at_once_a_day(posted: list[datetime]) -> None:
    """One post has no pause; posts dated ahead of their time say nothing."""
    assert DAY == rhythm.every(AUTO, posted, NOW, FREE)


def test_a_fixed_rhythm_stays() -> None:
    """Neither posts nor quota change it."""
    fixed = Page(key="asia", id="1", name="Asia", every=6 * HOUR)

    assert 6 * HOUR == rhythm.every(fixed, _posted(HOUR), NOW, Usage(percent=80))


@given(
    hours=st.lists(st.integers(-100, 50_000), max_size=60),
    percent=st.floats(0, 100),
    least=st.integers(1, 72),
)
def test_a_rhythm_keeps_its_bounds(hours: list[int], percent: float, least: int) -> None:
    """Never below what the configuration allows, nor above two days where that allows it."""
    page = Page(key="asia", id="1", name="Asia", every=least * HOUR, rhythm="auto")

    found = rhythm.every(page, [NOW - n * HOUR for n in hours], NOW, Usage(percent=percent))

    assert least * HOUR <= found <= max(2 * DAY, least * HOUR)


def test_silence_is_odd_where_it_is_much_longer_than_pauses_were() -> None:
    """Three times the pauses of nine in ten: a weekly page may be silent for three weeks."""
    ordinary = rhythm.silence(_posted(7 * DAY, last=20 * DAY), NOW)
    odd = rhythm.silence(_posted(7 * DAY, last=22 * DAY), NOW)

    assert ordinary
    assert odd
    assert (7 * DAY, 20 * DAY, False) == (ordinary.usual, ordinary.present, ordinary.is_unusual)
    assert (7 * DAY, 22 * DAY, True) == (odd.usual, odd.present, odd.is_unusual)


def test_a_busy_page_may_rest_for_a_week() -> None:
    """A holiday of a page that posts every hour is no alarm yet."""
    rested = [rhythm.silence(_posted(HOUR, last=days * DAY), NOW) for days in (6, 8)]

    assert [False, True] == [silence and silence.is_unusual for silence in rested]


def test_long_pauses_now_and_then_are_usual() -> None:
    """One pause in five was of a month: the ninth of ten, not the median, is the measure."""
    times = [NOW - 60 * DAY]
    for n in range(40):
        times.append(times[-1] - (30 * DAY if n % 5 == 0 else DAY))

    silence = rhythm.silence(times, NOW)

    assert silence == rhythm.Silence(usual=DAY, present=60 * DAY, is_unusual=False)


@pytest.mark.parametrize("posted", [[], [NOW - 400 * DAY]])
def test_a_page_without_a_rhythm_is_not_said_to_be_silent(posted: list[datetime]) -> None:
    """With less than two posts nothing is usual."""
    assert rhythm.silence(posted, NOW) is None
