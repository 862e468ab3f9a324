from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from fb_watch.errors import in_one_line
from fb_watch.i18n import LANGUAGES, in_language
from fb_watch.model.state import Alarm, TokenFacts
from fb_watch.oversight import token_alarms
from fb_watch.retelling import retold

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)


def _alarms(**facts: object) -> list[Alarm]:
    told = TokenFacts(**({"is_valid": True} | facts))  # type: ignore[arg-type]
    return list(token_alarms(told, "token:c0ffee", ["asia", "africa"], NOW))


@pytest.mark.parametrize("name", ["expires_at", "data_access_ends_at"])
@pytest.mark.parametrize(
    ("days", "step"),
    [(31, None), (30, "30"), (15, "30"), (14, "14"), (7, "7"), (2, "7"), (1, "1"), (0.1, "1")],
)
def test_an_end_is_told_30_14_7_and_1_days_before(name: str, days: float, step: str | None) -> None:
    """Each step is another one to tell, of the token and of its access to data."""
    found = _alarms(**{name: NOW + timedelta(days=days)})

    kind = {"expires_at": "token-expires", "data_access_ends_at": "data-access-ends"}[name]
    assert ([(kind, step)] if step else []) == [(alarm.kind, alarm.step) for alarm in found]
    assert all("asia, africa" in alarm.text and alarm.remedy for alarm in found)


def test_an_end_that_is_past_is_another_alarm() -> None:
    """Of the token and of its access to data."""
    past = NOW - timedelta(minutes=1)

    found = _alarms(expires_at=past, data_access_ends_at=past)

    assert ["token-expired", "data-access-ended"] == [alarm.kind for alarm in found]


def test_a_token_that_has_stopped_is_one_alarm() -> None:
    """Its reason and remedy; ends do not matter any more."""
    (found,) = _alarms(
        is_valid=False, expires_at=NOW, failure="It was revoked.", remedy="Make a new one."
    )

    assert ("token-expired", "Make a new one.") == (found.kind, found.remedy)
    assert "It was revoked." in found.text


@pytest.mark.parametrize(("there", "here"), list(product(LANGUAGES, LANGUAGES)))
@pytest.mark.parametrize("why", ["", "Facebook says: {text} ({number})", "It was revoked (190)"])
def test_a_token_that_has_stopped_is_told_in_any_language(
    monkeypatch: pytest.MonkeyPatch, there: str, here: str, why: str
) -> None:
    """The daemon noted it in its language; who asks reads it whole in his own, reason and all."""
    told = {}
    for lang in (there, here):
        monkeypatch.setenv("FB_WATCH_LANG", lang)
        reason = in_language(lang)(why).format(text="Error", number=190) if why else ""
        (alarm,) = _alarms(is_valid=False, failure=reason)
        told[lang] = alarm.text

    assert told[here] == retold(told[there], here)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Error (190)", "Error (190). Make a new token."),
        ("It was revoked.", "It was revoked. Make a new token."),
    ],
)
def test_message_and_remedy_in_one_line_are_two_sentences(message: str, line: str) -> None:
    """In the log, where there is one line for both."""
    assert line == in_one_line(message, "Make a new token.")
    assert message == in_one_line(message, "")


def test_a_missing_permission_is_told_apart_from_a_token_that_stopped() -> None:
    """It names the permission."""
    (found,) = _alarms(missing=("pages_read_engagement",))

    assert "permission-missing" == found.kind
    assert "pages_read_engagement" in found.text


def test_a_token_without_end_has_no_alarm() -> None:
    """That of a page mostly has none."""
    assert [] == _alarms()
