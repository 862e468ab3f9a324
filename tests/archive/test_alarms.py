import sqlite3
from datetime import timedelta

import pytest

from archive.build import NOW, PAGE, new, post, save
from fb_watch.archive.alarms import open_alarms
from fb_watch.archive.budget import KEPT, VALID, quotas
from fb_watch.archive.store import Archive
from fb_watch.archive.tokens import tokens
from fb_watch.errors import TransientGraphError
from fb_watch.model.state import Alarm, TokenFacts, Usage

LATER = NOW + timedelta(minutes=5)
ALARM = Alarm(kind="mass-disappearance", scope="page:south-asia", text="60 of 80 are missing.")


def _step(step: str) -> Alarm:
    return Alarm(kind="token-expires", scope="token:c0ffee", text="Soon", step=step)


def test_an_alarm_is_told_once_until_it_is_cleared(archive: Archive) -> None:
    """Then it is a new one."""
    told = [archive.alarm(ALARM, NOW), archive.alarm(ALARM, LATER)]
    archive.clear_alarms(ALARM.scope, ALARM.kind)
    told.append(archive.alarm(ALARM, LATER))

    assert [True, False, True] == told


def test_a_further_step_is_told_again(archive: Archive) -> None:
    """Fourteen days after thirty; each once."""
    told = [archive.alarm(_step(step), NOW) for step in ("30", "30", "14", "14", "7")]

    assert [True, False, True, False, True] == told


def test_an_open_alarm_says_since_when(archive: Archive, reader: sqlite3.Connection) -> None:
    """The words are the newest, the beginning is the first; other scopes stand beside it."""
    archive.alarm(ALARM, NOW)
    archive.alarm(Alarm(kind=ALARM.kind, scope=ALARM.scope, text="61", remedy="Look"), LATER)
    archive.alarm(Alarm(kind=ALARM.kind, scope="page:madagascar", text="9"), LATER)

    first, second = open_alarms(reader)

    assert ("61", "Look") == (first["text"], first["remedy"])
    assert ("2020-06-01T12:00:00Z", "2020-06-01T12:05:00Z") == (first["first_at"], first["last_at"])
    assert ("page:madagascar", None) == (second["scope"], second["remedy"])


def test_clearing_leaves_other_kinds_and_scopes(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """What is well again of one page is not of another."""
    archive.alarm(ALARM, NOW)

    archive.clear_alarms(ALARM.scope, "api-version")
    archive.clear_alarms("page:madagascar", ALARM.kind)

    assert 1 == len(open_alarms(reader))


def test_usage_is_the_fullest_of_what_was_told_within_the_hour(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """The newest of each scope counts; the quota of another page does not."""
    archive.note_usage("app", Usage(percent=95, limit="app"), NOW)
    archive.note_usage("app", Usage(percent=60, limit="app"), LATER)
    archive.note_usage("page:south-asia", Usage(percent=20, limit="page"), LATER)
    archive.note_usage("page:madagascar", Usage(percent=99, limit="page"), LATER)
    scopes = ("app", "page:south-asia", "token:c0ffee")

    found = archive.usage(scopes, LATER)

    assert (60, "app") == (found.percent, found.limit)
    assert 0 == archive.usage(scopes, LATER + VALID).percent
    assert [60, 99, 20] == [quota["percent"] for quota in quotas(reader, LATER)]


def test_the_series_of_usage_is_short(archive: Archive, reader: sqlite3.Connection) -> None:
    """A week of it, with what the headers said."""
    told = {"x-app-usage": {"call_count": 5}}
    for days in range(10):
        archive.note_usage("app", Usage(percent=5, told=told), NOW + timedelta(days=days))

    rows = reader.execute("SELECT detail FROM usage").fetchall()

    assert KEPT.days + 1 == len(rows)
    assert ('{"x-app-usage":{"call_count":5}}',) == rows[0]


def test_a_token_tells_its_ends(archive: Archive, reader: sqlite3.Connection) -> None:
    """Days are counted from now on and go below 0; a failure leaves what was known."""
    archive.tokens_in_use({"c0ffee": ["b", "a"]})
    assert (None, False) == archive.token_checked("c0ffee")
    end = NOW + timedelta(days=3, hours=1)
    archive.save_token("c0ffee", TokenFacts(is_valid=True, expires_at=end), NOW)
    archive.save_token("c0ffee", TransientGraphError("Later"), LATER)

    (found,) = tokens(reader, NOW)

    assert (["a", "b"], True, 3, None) == (
        found["pages"],
        found["is_valid"],
        found["days_left"],
        found["data_access_days_left"],
    )
    assert found["failure"]
    assert "Later" == found["failure"]["message"]
    assert (LATER, True) == archive.token_checked("c0ffee")
    assert -1 == tokens(reader, end + timedelta(hours=1))[0]["days_left"]


def test_a_token_no_longer_used_is_forgotten_with_its_alarms(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """Those of pages and of other tokens stay."""
    archive.tokens_in_use({"c0ffee": ["a"], "decade": ["b"]})
    for scope in ("token:c0ffee", "token:decade", "page:a"):
        archive.alarm(Alarm(kind="token-expired", scope=scope, text="?"), NOW)

    archive.tokens_in_use({"decade": ["a", "b"]})

    assert ["decade"] == [token["fingerprint"] for token in tokens(reader, NOW)]
    assert ["page:a", "token:decade"] == [alarm["scope"] for alarm in open_alarms(reader)]


@pytest.mark.parametrize("number", [0, 3])
def test_when_a_page_posted(archive: Archive, number: int) -> None:
    """Only the newest posts, newest first."""
    save(archive, [new(post(hours)) for hours in range(5)])

    expected = [NOW - timedelta(hours=hours) for hours in range(number)]
    assert expected == archive.posted(PAGE, number)
