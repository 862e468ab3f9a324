import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.demo.entries import Token
from fb_watch.demo.faults import graph_error
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures


@pytest.fixture
def fresh(
    home: Path, environ: dict[str, str], typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> Typed:
    """Types command lines in a home whose pages answer."""
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return typed


def test_where_each_page_stands(typed: Typed) -> None:
    """Every page with its last good round, its newest post and how many posts it has."""
    told = typed("status", "--json").json

    assert 10 == len(told["pages"])
    for page in told["pages"]:
        posts = typed("search", "--page", page["page"], "--limit", "1", "--json").json
        assert posts[0]["created_at"] == page["newest_at"]
        assert len(typed.refs("--page", page["page"])) == page["posts"]
        assert "2021-07-01T00:00:00Z" == page["last_ok_at"]
    line = next(text for text in typed("status").lines if text.startswith("lebanon"))
    assert ["lebanon", "2021-07-01T00:00Z"] == line.split()[:2]


def test_a_page_nobody_looks_at_any_more_is_not_well(typed: Typed) -> None:
    """A daemon that died long ago leaves no error; without --max-age the page says so as well."""
    line = next(text for text in typed("status").lines if text.startswith("lebanon"))

    assert line.endswith("too old")
    assert {True} == {page["is_overdue"] for page in typed("status", "--json").json["pages"]}


def test_max_age_is_1_where_a_page_is_too_old(typed: Typed) -> None:
    """Without --max-age 0; with it 1 and the pages that are too old, in the JSON too."""
    assert 0 == typed("status").code
    result = typed("status", "--max-age", "26h", "--json")

    assert (1, False) == (result.code, result.json["ok"])
    assert 10 == len(result.json["stale"])
    assert "too old" in typed("status", "--max-age", "30m").out
    assert 0 == typed("status", "--max-age", "36000d").code


def test_a_fresh_round_is_young_enough(fresh: Typed, world: World) -> None:
    """Right after a good round --max-age 30m is 0."""
    world.add_post(PAGES["south-asia"], "School", at=NOW - timedelta(days=1))
    fresh("collect")

    result = fresh("status", "--max-age", "30m", "--json")

    assert (0, [], True) == (result.code, result.json["stale"], result.json["ok"])
    assert {False} == {page["is_overdue"] for page in result.json["pages"]}
    line = next(text for text in fresh("status").lines if text.startswith("south-asia"))
    assert line.endswith("ok")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "has no time"), ("fr", "n’a pas de date"), ("es", "no tiene fecha")]
)
def test_a_post_that_could_not_be_read_is_told(
    fresh: Typed, world: World, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    """Its window is complete, for it was answered: so that nothing is missed, status names it."""
    world.add_post(PAGES["south-asia"], "School", at=NOW - timedelta(days=1))
    broken = world.add_post(PAGES["south-asia"], "Well", at=NOW - timedelta(days=2))
    world.change(broken, created_time="")
    fresh("collect")
    monkeypatch.setenv("FB_WATCH_LANG", lang)

    found = {page["page"]: page for page in fresh("status", "--json").json["pages"]}
    lines = fresh("status").lines

    (problem,) = found["south-asia"]["problems"]
    assert broken in problem
    assert said in problem
    assert next(x for x in lines if x.startswith("south-asia")).split()[-2] == "1"
    assert said in " ".join(lines)


def test_a_page_never_looked_at_is_told(fresh: Typed) -> None:
    """A page that was configured and never collected is not passed over."""
    fresh("collect", "--page", "south-asia")

    result = fresh("status", "--max-age", "26h")

    assert 1 == result.code
    assert "never looked at" in next(x for x in result.lines if x.startswith("madagascar"))
    assert ["madagascar"] == fresh("status", "--max-age", "26h", "--json").json["stale"]


def test_status_and_coverage_count_the_same_gaps(fresh: Typed) -> None:
    """What of a page was never asked for, from its start on, is a gap to both."""
    line = ("collect", "--page", "south-asia", "--since", "2020-09-01")
    assert 0 == fresh(*line, "--until", "2020-09-10").code
    bounded = _gaps(fresh)
    assert 0 == fresh(*line).code

    assert {"south-asia": 2, "madagascar": 1} == bounded
    assert {"south-asia": 1, "madagascar": 1} == _gaps(fresh)
    (asked,) = (line for line in fresh("status").lines if line.startswith("south-asia"))
    assert asked.endswith("1 gap")


def _gaps(typed: Typed) -> dict[str, int]:
    """How many gaps each page has, by `status` and by `coverage`."""
    told = {page["page"]: page["gaps"] for page in typed("status", "--json").json["pages"]}
    covered = typed("coverage", "--json").json
    assert {page["page"]: len(page["gaps"]) for page in covered} == told
    return told


def test_a_page_that_failed_is_told_apart_from_one_with_nothing_new(
    fresh: Typed, world: World
) -> None:
    """After a refusal the page says failed, with message and remedy."""
    world.refuse_page(PAGES["south-asia"], "gone")
    fresh("collect")

    text, told = fresh("status"), fresh("status", "--json").json

    states = {line.split()[0]: line.split()[-1] for line in text.lines[1:3]}
    assert {"madagascar": "ok", "south-asia": "failed"} == states
    error = told["pages"][1]["last_error"]
    assert f"south-asia: {error['message']}" in text.out
    assert error["remedy"] in text.out


def test_a_hold_is_told(fresh: Typed, server: GraphServer) -> None:
    """A page whose quota is spent says until when it waits."""
    server.faults.add(lambda _request: True, graph_error("page-quota"), times=1)
    fresh("collect", "--page", "south-asia")

    (page, _other) = fresh("status", "--json").json["pages"]

    assert page["hold_until"].endswith("Z")
    assert f"on hold until {page['hold_until'][:16]}Z" in fresh("status").out


def test_a_wrong_configuration_is_said_and_the_archive_told(typed: Typed, own: Path) -> None:
    """What is archived is told even where pages.toml cannot be read."""
    (own / "config" / "pages.toml").write_text("[pages\n")

    result = typed("status", "--json")

    assert (0, 10) == (result.code, len(result.json["pages"]))
    assert "pages.toml" in result.err


def test_a_silence_that_is_unusual_is_told(fresh: Typed, world: World) -> None:
    """A page of daily posts that has said nothing for two months, beside one that posts."""
    now = datetime.now(UTC)
    for days in range(60, 90):
        world.add_post(PAGES["south-asia"], "School", at=now - timedelta(days=days))
    for days in range(1, 30):
        world.add_post(PAGES["madagascar"], "École", at=now - timedelta(days=days))
    fresh("collect")

    told = {page["page"]: page for page in fresh("status", "--json").json["pages"]}

    quiet, lively = told["south-asia"], told["madagascar"]
    assert (24.0, True) == (quiet["usual_pause_hours"], quiet["is_unusually_silent"])
    assert 60 == round(quiet["silent_hours"] / 24)
    assert (24.0, False) == (lively["usual_pause_hours"], lively["is_unusually_silent"])
    states = {line.split()[0]: line for line in fresh("status").lines[1:3]}
    assert states["south-asia"].endswith("silent for 60 d, unusual")
    assert states["madagascar"].endswith("ok")
    assert " 24 h " in states["madagascar"]


def test_silence_of_a_page_that_cannot_be_looked_at_is_not_known(
    fresh: Typed, world: World
) -> None:
    """Nobody has looked: it neither posts nor keeps silent."""
    world.refuse_page(PAGES["south-asia"], "gone")
    fresh("collect")

    (page,) = (p for p in fresh("status", "--json").json["pages"] if p["page"] == "south-asia")

    assert (None, None) == (page["silent_hours"], page["is_unusually_silent"])


def test_a_token_that_stopped_is_told_and_fails_the_check(fresh: Typed, world: World) -> None:
    """Alarm, remedy and token in both forms; --max-age is 1 even where rounds are young."""
    fresh("collect")
    world.revoke_token()
    fresh("collect")

    told = fresh("status", "--max-age", "30d", "--json")
    text = fresh("status", "--max-age", "30d")

    assert (1, False, []) == (told.code, told.json["ok"], told.json["stale"])
    (alarm,) = told.json["alarms"]
    assert "token-expired" == alarm["kind"]
    assert 1 == text.code
    assert f"! {alarm['text']}" in text.out
    assert f"  → {alarm['remedy']}" in text.lines
    assert "token of madagascar, south-asia: has stopped" in text.lines
    assert 0 == fresh("status").code


def test_the_days_left_to_a_token_are_told(fresh: Typed, world: World) -> None:
    """Of the token and of its access to data; the warning of 30 days is an alarm, not a failure."""
    now = datetime.now(UTC)
    data_end = now + timedelta(days=60, hours=1)
    world.add_token(
        Token(expires_at=now + timedelta(days=20, hours=1), data_access_expires_at=data_end)
    )
    fresh("collect")

    told = fresh("status", "--max-age", "1h", "--json")

    (token,) = told.json["tokens"]
    assert (20, 60) == (token["days_left"], token["data_access_days_left"])
    assert ["madagascar", "south-asia"] == token["pages"]
    assert (["token-expires"], 0) == ([alarm["kind"] for alarm in told.json["alarms"]], told.code)
    line = "token of madagascar, south-asia: ends in 20 days, data access ends in 60 days"
    assert line in fresh("status").lines


def test_quota_and_disk_are_told(fresh: Typed, world: World) -> None:
    """How full a quota was when it was told, and what is free on the disk."""
    world.usage["x-app-usage"] = {"call_count": 3, "total_time": 62}
    fresh("collect")

    told, text = fresh("status", "--json").json, fresh("status")

    assert [("app", 62, "app")] == [(u["scope"], u["percent"], u["limit"]) for u in told["usage"]]
    assert told["disk"]["free_bytes"] > 0
    assert "quota of the app: 62 % used" in text.lines
    assert re.search(r"^disk: [0-9.]+ GB free$", text.out, re.MULTILINE)


def test_refused_fields_are_told(fresh: Typed, world: World) -> None:
    """Null in the archive, and why."""
    world.add_post(PAGES["south-asia"], "School", at=NOW - timedelta(days=1))
    world.refuse_fields(PAGES["south-asia"], "reactions")
    fresh("collect")

    told = {p["page"]: p["refused_fields"] for p in fresh("status", "--json").json["pages"]}

    assert {"madagascar": [], "south-asia": ["comments", "reactions"]} == told
    assert "pages_read_user_content" in fresh("status").out


def test_the_hold_of_a_token_holds_its_pages(fresh: Typed, server: GraphServer) -> None:
    """Every page it speaks for says so, and the reason is told once."""
    server.faults.add(lambda _request: True, graph_error("user-limit"), times=1)
    fresh("collect")

    told, text = fresh("status", "--json").json, fresh("status")

    (hold,) = told["holds"]
    assert hold["scope"].startswith("token:")
    assert [hold["until"]] * 2 == [page["hold_until"] for page in told["pages"]]
    assert 1 == sum(
        line.startswith("token of madagascar, south-asia: on hold") for line in text.lines
    )


def test_what_a_collector_noted_is_read_in_ones_own_language(
    fresh: Typed, server: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon that speaks French, a reader who speaks English: status, coverage, JSON."""
    server.faults.add(lambda _request: True, graph_error("unavailable"), times=None)
    monkeypatch.setenv("FB_WATCH_LANG", "fr")
    fresh("collect", "--page", "south-asia")
    assert "Facebook répond" in fresh("status").out
    monkeypatch.setenv("FB_WATCH_LANG", "en")

    for verb in ("status", "coverage"):
        for told in (fresh(verb).out, fresh(verb, "--json").out):
            assert "Facebook says" in " ".join(told.split())
            assert "répond" not in told
