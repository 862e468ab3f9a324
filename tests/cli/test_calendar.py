import pytest

from fb_watch.cli.calendar import bar, sentence
from fb_watch.model.covered import Complete, Gap, PageCoverage


def _page(
    complete: list[tuple[str | None, str]],
    gaps: list[tuple[str | None, str]],
    reason: str = "HTTP 502",
) -> PageCoverage:
    return {
        "page": "south-asia",
        "complete": [Complete(since=s, until=u, posts=1) for s, u in complete],
        "gaps": [Gap(since=s, until=u, received=0, reason=reason, tried_at=None) for s, u in gaps],
        "imports": [],
    }


HOLE = _page(
    [
        ("2020-03-01T00:00:00Z", "2020-11-01T00:00:00Z"),
        ("2020-12-15T00:00:00Z", "2021-02-10T00:00:00Z"),
    ],
    [("2020-11-01T00:00:00Z", "2020-12-15T00:00:00Z")],
)

BEFORE = _page(
    [
        ("2019-01-01T00:00:00Z", "2019-03-01T00:00:00Z"),
        ("2019-04-01T00:00:00Z", "2019-05-01T00:00:00Z"),
    ],
    [(None, "2019-01-01T00:00:00Z"), ("2019-03-01T00:00:00Z", "2019-04-01T00:00:00Z")],
    reason="never asked for",
)


def test_the_bar_has_one_sign_a_month() -> None:
    """Years are told apart; a month in part is neither whole nor nothing."""
    assert "2020 ████████·▒ 2021 ██" == bar(HOLE)


def test_the_bar_says_that_something_lies_before_it() -> None:
    """A gap from the beginning has no first month: a sign before all years stands for it."""
    assert "…· 2019 ██·█" == bar(BEFORE)


@pytest.mark.parametrize(
    ("complete", "gap", "expected"),
    [
        (("2020-11-01", "2021-02-01"), "2020-11-01", "…· 2020 ██ 2021 █"),
        (("1990-01-01", "2004-02-01"), "1990-01-01", "…▒ 2004 █"),
        (None, "2004-03-01", "…· 2004 ··"),
        (None, "2003-03-01", "…·"),
    ],
)
def test_no_year_before_facebook_is_drawn(
    complete: tuple[str, str] | None, gap: str, expected: str
) -> None:
    """Who asks from the year 1 on reads one sign for two thousand years."""
    midnight = "T00:00:00Z"
    whole = [(complete[0] + midnight, complete[1] + midnight)] if complete else []

    assert expected == bar(_page([*whole], [(f"0001-01-01{midnight}", gap + midnight)]))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (HOLE, "complete from 2020-03-01 to 2021-02-10, except 2020-11-01 to 2020-12-15"),
        (
            BEFORE,
            "complete from 2019-01-01 to 2019-05-01, except 2019-03-01 to 2019-04-01;"
            " before 2019-01-01: never asked for",
        ),
        (_page([(None, "2020-05-01T00:00:00Z")], []), "complete from the beginning to 2020-05-01"),
        (_page([], [("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z")]), "not complete anywhere"),
    ],
)
def test_the_sentence_a_report_may_use(page: PageCoverage, expected: str) -> None:
    """What the ledger can prove, with its exceptions."""
    assert expected == sentence(page)


def test_a_page_never_looked_at_has_no_bar() -> None:
    """Nothing is drawn where nothing is known."""
    assert "" == bar(_page([], []))
