"""config.durations: stretches of time as people write them."""

from datetime import timedelta

import pytest

from fb_watch.config.durations import duration
from fb_watch.errors import UsageError


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("30m", timedelta(minutes=30)),
        ("6h", timedelta(hours=6)),
        ("7d", timedelta(days=7)),
        ("36500d", timedelta(days=36500)),
    ],
)
def test_number_and_unit(text: str, stretch: timedelta) -> None:
    """Minutes, hours and days are understood."""
    assert stretch == duration(text, "--max-age")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "h",
        "0h",
        "-1h",
        "1.5h",
        "6 h",
        "6H",
        "6w",
        "٦h",
        "6h\n",
        "9" * 5000 + "m",
        "36501d",
    ],
)
def test_anything_else_is_wrong_use_of_the_option(text: str) -> None:
    """The option is named with what was written, and the right form is the remedy."""
    with pytest.raises(UsageError) as caught:
        duration(text, "--max-age")

    assert caught.value.message.startswith(f"--max-age {text}: ")
    assert caught.value.remedy
