"""Times, addresses and texts as they come from outside."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fb_watch.dialect.clean import clean
from fb_watch.dialect.links import is_facebook, plain_url
from fb_watch.dialect.times import read_time

TIME = datetime(2021, 7, 9, 19, 9, 52, tzinfo=UTC)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@pytest.mark.parametrize(
    "told",
    [
        "2021-07-09T19:09:52+0000",
        "2021-07-09T19:09:52+00:00",
        "2021-07-09T21:09:52+0200",
        "2021-07-09T19:09:52Z",
        "2021-07-09T19:09:52",
        "2021-07-09 19:09:52",
        "Fri, 09 Jul 2021 19:09:52 +0000",
        "1625857792",
        1625857792,
        1625857792.0,
        1625857792000,
    ],
)
def test_a_time_is_read_in_every_form(told: Any) -> None:
    """With and without colon and zone, Unix seconds and milliseconds, `date_format`."""
    assert (TIME, "second") == read_time(told)


def test_a_time_is_as_exact_as_it_was_told() -> None:
    """A minute or a day is not a second."""
    assert (TIME.replace(second=0), "minute") == read_time("2021-07-09T19:09Z")
    assert (datetime(2021, 7, 9, tzinfo=UTC), "day") == read_time("2021-07-09")


@pytest.mark.parametrize("told", [None, "", "soon", True, [], 1e300, "9" * 30, float("nan")])
def test_what_is_no_time_is_none(told: Any) -> None:
    """Nothing is guessed."""
    assert read_time(told) is None


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2F%3Fb%3D1&h=A&s=1",
            "https://a.org/?b=1",
        ),
        ("https://lm.facebook.com/l.php?h=A&u=http%3A%2F%2Fa.org", "http://a.org"),
        ("http://www.facebook.com/l.php?u=https%3A%2F%2Fa.org%2Ffbclid", "https://a.org/fbclid"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fa.org&e=x", "https://a.org"),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D"
            "https%253A%252F%252Fa.org%26h%3DB&h=A",
            "https://a.org",
        ),
        ("https://l.facebook.com/l.php?h=A&s=1", "https://l.facebook.com/l.php?s=1"),
        ("https://a.org/?fbclid=I&h=1&utm_source=x#y", "https://a.org/?h=1&utm_source=x#y"),
        ("https://a.org/?fbclid=I", "https://a.org/"),
        ("https://a.org/ü?q=é%20+&q=", "https://a.org/ü?q=é%20+&q="),
        (
            "https://m.facebook.com/1/posts/2?__tn__=R&__cft__[0]=A",
            "https://m.facebook.com/1/posts/2",
        ),
        ("/1/posts/2", "https://www.facebook.com/1/posts/2"),
        (" https://a.org ", "https://a.org"),
        ("https://[", "https://["),
        ("javascript:alert(1)", None),
        ("a.org", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_freed_of_what_follows_people(url: str | None, plain: str | None) -> None:
    """Wrapper and trackers go; every other character stays as it was."""
    assert plain == plain_url(url)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://www.facebook.com/1", True),
        ("https://scontent.xx.fbcdn.net/a.jpg", True),
        ("https://facebook.com", True),
        ("https://facebook.com.evil.org", False),
        ("https://notfacebook.com", False),
        ("https://a.org/facebook.com", False),
        ("https://[", False),
        (None, False),
    ],
)
def test_facebook_is_told_by_its_host(url: str | None, own: bool) -> None:
    """A name that only looks like it is not."""
    assert own == is_facebook(url)


@given(values)
def test_a_cleaned_value_can_be_written(value: Any) -> None:
    """As strict JSON, as UTF-8, without NUL; what was fit is the same as before."""
    cleaned, is_cut = clean(value)

    text = json.dumps(cleaned, ensure_ascii=False, allow_nan=False)
    text.encode()
    assert "\\u0000" not in text.replace("\\\\", "")
    assert not is_cut
    assert (cleaned, False) == clean(cleaned)
