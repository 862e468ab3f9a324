from datetime import UTC, datetime, timedelta

import pytest

from fb_watch.errors import UsageError
from fb_watch.model.collected import Page, Window
from fb_watch.model.settings import Settings
from fb_watch.model.state import PageState
from fb_watch.schedule import asked, due, windows

NOW = datetime(2020, 9, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
START = datetime(2020, 3, 1, tzinfo=UTC)
PAGE = Page(key="asia", id="1", name="Asia", start=START)


def _state(**known: object) -> PageState:
    return PageState(page="asia", last_round_at=NOW - DAY, complete_until=NOW - DAY, **known)  # type: ignore[arg-type]


def _names(found: tuple[Window, ...]) -> list[str]:
    return [window.name for window in found]


def _month(number: int) -> datetime:
    return datetime(2020, number, 1, tzinfo=UTC)


def test_the_first_round_asks_for_the_whole_history() -> None:
    """One window from the page's start, since nothing is complete."""
    (window,) = windows(PAGE, PageState(page="asia"), NOW, Settings())

    assert (START, "history") == (window.since, window.name)
    assert window.until >= NOW


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param(None, datetime(2019, 1, 1, tzinfo=UTC), id="before the start of the page"),
        pytest.param(NOW + timedelta(days=3), None, id="to come"),
        pytest.param(None, datetime(1999, 1, 1, tzinfo=UTC), id="before Facebook"),
    ],
)
def test_a_window_without_anything_in_it_is_refused(
    since: datetime | None, until: datetime | None
) -> None:
    """Rather than asked for, and told as a good round."""
    with pytest.raises(UsageError, match="asia"):
        asked(PAGE, NOW, since, until)


def test_nothing_is_wanted_from_before_facebook() -> None:
    """A slip of the year would stand in the ledger as a gap of two thousand years."""
    window = asked(PAGE, NOW, datetime(1, 1, 1, tzinfo=UTC), None)

    assert datetime(2004, 2, 4, tzinfo=UTC) == window.since


def test_gaps_are_asked_for_in_the_order_they_wait_in() -> None:
    """Whatever their age: the archive puts those first that were tried longest ago."""
    gaps = tuple((_month(n), _month(n) + timedelta(days=2)) for n in (3, 8, 1, 2, 5, 4, 7))

    found = windows(PAGE, _state(gaps=gaps), NOW, Settings())

    told = [window.since for window in found if window.name == "gap"]
    assert [since for since, _until in gaps][:6] == told


def test_the_recent_posts_come_first_then_gaps_then_months() -> None:
    """What is new is wanted most; then what was missed; then what may have changed."""
    gap = (_month(4), _month(5))

    found = windows(PAGE, _state(gaps=(gap,)), NOW, Settings())

    assert ["recent", "gap", "again", "again", "again"] == _names(found)
    assert NOW - DAY - PAGE.look_back == found[0].since
    assert gap == (found[1].since, found[1].until)
    assert [_month(3), _month(4), _month(5)] == [window.since for window in found[2:]]


@pytest.mark.parametrize(
    ("month", "days", "is_due"),
    [
        pytest.param(7, 6, False, id="a young month rests a quarter of the rhythm"),
        pytest.param(7, 8, True, id="and no longer"),
        pytest.param(4, 29, False, id="a month of this year rests one rhythm"),
        pytest.param(4, 31, True, id="and no longer than that"),
    ],
)
def test_months_are_walked_again_the_less_often_the_older(
    month: int, days: int, *, is_due: bool
) -> None:
    """Old posts are hardly ever edited."""
    rested = dict.fromkeys(range(3, 8), NOW) | {month: NOW - days * DAY}
    walked = tuple((_month(number), at) for number, at in rested.items())

    found = windows(PAGE, _state(walked=walked), NOW, Settings())

    assert is_due == ("again" in _names(found))


def test_a_page_without_a_start_has_a_history_all_the_same() -> None:
    """Its months begin at the oldest post known."""
    page = Page(key="asia", id="1", name="Asia")

    found = windows(page, _state(oldest_at=_month(6) + DAY), NOW, Settings())

    assert ["recent", "again", "again"] == _names(found)
    assert [_month(6) + DAY, _month(7)] == [window.since for window in found[1:]]


def test_no_month_is_walked_where_the_settings_say_never() -> None:
    """`again = "never"`."""
    assert ["recent"] == _names(windows(PAGE, _state(), NOW, Settings(again=None)))


def test_who_waits_longest_comes_first() -> None:
    """A page never looked at before all others; one on hold, and a group, not at all."""
    keys = ("fresh", "held", "late", "later", "new")
    pages = [Page(key=key, id=key, name=key) for key in keys]
    pages.append(Page(key="group", id="9", name="Group", kind="group"))
    states = {
        "fresh": PageState(page="fresh", last_round_at=NOW),
        "held": PageState(page="held", last_round_at=NOW - 9 * DAY, hold_until=NOW + DAY),
        "late": PageState(page="late", last_round_at=NOW - 2 * DAY),
        "later": PageState(page="later", last_round_at=NOW - 3 * DAY),
    }

    assert ["new", "later", "late"] == [page.key for page in due(pages, states, NOW)]
