from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.intake.moments import Moment, day_first, read_moment

PARIS = "Europe/Paris"


def at(*parts: int) -> datetime:
    """A time in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("told", "when", "precision"),
    [
        ("2021-07-06 16:45:20 EDT", at(2021, 7, 6, 20, 45, 20), "second"),
        ("2021-07-06 16:45:20 UTC", at(2021, 7, 6, 16, 45, 20), "second"),
        ("2021-07-06 16:45:20 +0530", at(2021, 7, 6, 11, 15, 20), "second"),
        ("2021-07-06 16:45:20 -03", at(2021, 7, 6, 19, 45, 20), "second"),
        ("2021-07-06T16:45:20+00:00", at(2021, 7, 6, 16, 45, 20), "second"),
        ("2021-07-06T16:45:20.123Z", at(2021, 7, 6, 16, 45, 20), "second"),
        ("2021-07-06 16:45 Asia/Kolkata", at(2021, 7, 6, 11, 15), "minute"),
        ("2021-01-06 16:45 CET", at(2021, 1, 6, 15, 45), "minute"),
        (1590845580, at(2020, 5, 30, 13, 33), "second"),
        (1590845580000, at(2020, 5, 30, 13, 33), "second"),
        ("1590845580", at(2020, 5, 30, 13, 33), "second"),
        ("Sat, 30 May 2020 13:33:00 GMT", at(2020, 5, 30, 13, 33), "second"),
        ("Sat, 30 May 2020 13:33:00 +0200 (CEST)", at(2020, 5, 30, 11, 33), "second"),
        ("Sat May 30 13:33:00 +0000 2020", at(2020, 5, 30, 13, 33), "second"),
        ("Sat May 30 13:33:00 UTC 2020", at(2020, 5, 30, 13, 33), "second"),
        ("May 30, 2020 at 11:33 PM UTC-05:30", at(2020, 5, 31, 5, 3), "minute"),
        ("30 May 2020, 1:33 pm America/New_York", at(2020, 5, 30, 17, 33), "minute"),
        ("30 mai 2020 à 13 h 33 EAT", at(2020, 5, 30, 10, 33), "minute"),
        ("20200530T133300Z", at(2020, 5, 30, 13, 33), "second"),
        ("20200530T1333+0200", at(2020, 5, 30, 11, 33), "minute"),
    ],
)
def test_times_that_say_their_zone(told: Any, when: datetime, precision: Any) -> None:
    """By offset, abbreviation or name, or as Unix time: nothing is assumed."""
    assert Moment(at=when, precision=precision) == read_moment(told, PARIS)


@pytest.mark.parametrize(
    ("told", "when", "precision"),
    [
        ("2020-05-30 13:33:05", at(2020, 5, 30, 11, 33, 5), "second"),
        ("2020-05-30 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("2020-12-30 13:33", at(2020, 12, 30, 12, 33), "minute"),
        ("30/05/2020 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("30.5.2020, 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("05/30/2020 1:33 PM", at(2020, 5, 30, 11, 33), "minute"),
        ("05/06/2020 12:05 a.m.", at(2020, 6, 4, 22, 5), "minute"),
        ("May 30, 2020 11:33 PM", at(2020, 5, 30, 21, 33), "minute"),
        ("30 May 2020 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("30 May 2020, 1:33 pm", at(2020, 5, 30, 11, 33), "minute"),
        ("30-May-2020 13:33:05", at(2020, 5, 30, 11, 33, 5), "second"),
        ("30 mai 2020 à 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("30 de mayo de 2020, 1:33 p. m.", at(2020, 5, 30, 11, 33), "minute"),
        ("Sat May 30 13:33:00 2020", at(2020, 5, 30, 11, 33), "second"),
        ("20200530T133300", at(2020, 5, 30, 11, 33), "second"),
        ("20200530 13:33", at(2020, 5, 30, 11, 33), "minute"),
        ("30/05/2020 à 13:33", at(2020, 5, 30, 11, 33), "minute"),
    ],
)
def test_times_without_zone_are_on_the_sources_clock(
    told: str, when: datetime, precision: Any
) -> None:
    """Summer and winter; it is said that the zone was assumed."""
    assert Moment(at=when, precision=precision, zone_assumed=True) == read_moment(told, PARIS)


@pytest.mark.parametrize("zone", ["Indian/Antananarivo", "America/Lima", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "told",
    ["2020-05-30", "30/05/2020", "2020-05-30 +05:30", "20200530", "May 30, 2020", "30 mai 2020"],
)
def test_a_day_is_that_day_in_every_zone(told: str, zone: str) -> None:
    """A day that no clock was told of is found, cited and counted as the day that was told."""
    assert Moment(at=at(2020, 5, 30), precision="day") == read_moment(told, zone)


def test_the_order_of_day_and_month() -> None:
    """A number above twelve says it for the whole table; nothing is said by small ones."""
    us = read_moment("05/06/2020 10:00", "UTC", "mdy")

    assert us is not None
    assert (5, 6) == (us.at.month, us.at.day)
    assert ["dmy", "mdy", None] == [
        day_first(told)
        for told in (
            ["05/06/2020", "13/06/2020"],
            ["05/06/2020", "05/31/2020 10:00"],
            ["05/06/2020", "2020-13-01", ""],
        )
    ]


def test_an_abbreviation_of_several_meanings_is_the_sources_own() -> None:
    """IST is India's, unless the source's clock is Israel's."""
    india = read_moment("2021-01-06 12:00:00 IST", "UTC")
    israel = read_moment("2021-01-06 12:00:00 IST", "Asia/Jerusalem")

    assert (at(2021, 1, 6, 6, 30), at(2021, 1, 6, 10)) == (
        india and india.at,
        israel and israel.at,
    )


@pytest.mark.parametrize(
    "told",
    [
        "",
        None,
        "soon",
        "2020-13-45",
        "31/31/2020",
        "2020-05-30 25:00",
        [],
        True,
        "12:30",
        "2020-05-30 10:00 XYZT",
        "30 May 2020 10:00 XYZT",
        "30 May 2020 25:00",
        "31 February 2020 10:00",
        "30 May 2020 10:00 +99:00",
        "1 January 0001 00:00 +14:00",
        "We met on 30 May 2020 at 10:00",
        10**30,
        "0001-01-01 00:00 +14:00",
    ],
)
def test_what_is_no_time(told: Any) -> None:
    """None, and never a crash."""
    assert read_moment(told, PARIS) is None


@given(
    st.one_of(
        st.text(st.sampled_from("0123456789-/:. TZ+apmUCEST,"), max_size=30),
        st.lists(
            st.sampled_from(
                [
                    "30",
                    "May",
                    "2020",
                    "13:33",
                    "mai",
                    "at",
                    "PM",
                    "+02",
                    "(CEST)",
                    "Sat",
                    ",",
                    "1",
                    "0001",
                    "9999",
                ]
            ),
            max_size=9,
        ).map(" ".join),
    )
)
def test_no_text_is_a_crash(text: str) -> None:
    """A Moment in UTC or None."""
    found = read_moment(text, PARIS)

    assert found is None or found.at.tzinfo is UTC
