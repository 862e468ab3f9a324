import json
from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch.collect.budget import hold, pause, read_usage
from fb_watch.errors import TransientGraphError
from fb_watch.model.state import Usage

QUOTED = Path(__file__).parents[3] / "shared" / "fixtures" / "quoted"


@pytest.mark.parametrize(
    ("name", "value", "percent", "minutes", "limit"),
    [
        ("X-App-Usage", '{"call_count":28,"total_time":25,"total_cputime":25}', 28, 0, "app"),
        ("x-page-usage", '{"call_count":1,"total_time":95.5,"new_key":"?"}', 95.5, 0, "page"),
        (
            "X-Business-Use-Case-Usage",
            '{"1":[{"type":"pages","call_count":97,"estimated_time_to_regain_access":5}],'
            '"2":[{"call_count":98}]}',
            98,
            5,
            "page",
        ),
        (
            "x-ad-account-usage",
            '{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"x"}',
            9.67,
            0,
            "ad-account",
        ),
        ("x-app-usage", "42", 42, 0, "app"),
        ("x-app-usage", '{"call_volume":1,"cpu_time":0}', 1, 0, "app"),
        ("x-app-usage", '{"call_count":"30"}', 30, 0, "app"),
        ("x-app-usage", "soon", 0, 0, ""),
        ("x-app-usage", "[[[", 0, 0, ""),
        ("x-app-usage", '{"call_count":NaN,"total_time":-1,"cpu_time":[1]}', 0, 0, ""),
        ("x-other", '{"call_count":99}', 0, 0, ""),
    ],
)
def test_usage_is_read_in_every_spelling(
    name: str, value: str, percent: float, minutes: float, limit: str
) -> None:
    """The fullest limit counts and is named; what is not understood counts as nothing."""
    usage = read_usage({name: value})

    assert (percent, minutes, limit) == (usage.percent, usage.regain_minutes, usage.limit)


@pytest.mark.skipif(not QUOTED.is_dir(), reason="the quoted headers are not beside the repository")
def test_quoted_usage_headers_are_read() -> None:
    """97 of 100 calls of the page is the fullest of them; every header is kept as it was told."""
    headers = json.loads((QUOTED / "headers.json").read_bytes())
    del headers["_variants"]

    usage = read_usage(headers)

    assert (97, "page") == (usage.percent, usage.limit)
    told = {name: json.loads(text) for name, text in headers.items() if name.endswith("-usage")}
    assert told == usage.told


def test_asking_stops_before_the_quota_is_spent() -> None:
    """From 90 percent on, without any error; other errors hold nothing up."""
    full = Usage(percent=90)

    assert hold(Usage(percent=89)) is None
    assert timedelta(hours=1) == hold(full)
    assert timedelta(minutes=7) == hold(Usage(percent=90, regain_minutes=7))
    assert hold(full, TransientGraphError("?")) is None


def test_requests_wait_for_each_other_from_half_of_the_quota_on() -> None:
    """No pause below 50 percent, a second there, ten seconds just below the hold."""
    assert [0, 0, 1, 10, 10] == [
        pause(Usage(percent=percent)) for percent in (0, 49.9, 50, 89, 100)
    ]
    assert 1 < pause(Usage(percent=60)) < pause(Usage(percent=75)) < 10
