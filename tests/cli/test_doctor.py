import csv
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Typed
from fb_watch.demo.entries import Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures


@pytest.fixture
def online(
    home: Path, environ: dict[str, str], typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> Typed:
    """Types command lines in a home whose pages answer."""
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return typed


def _states(told: dict[str, Any]) -> dict[str, str]:
    return {check["check"]: check["state"] for check in told["checks"]}


def test_what_is_checked_offline(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python, SQLite, configuration, terms, archive, disk, token and tools; all is well: 0."""
    monkeypatch.setenv("FB_WATCH_TOKEN", "EAAofNobody")

    told = typed("doctor", "--json")

    names = ("Python", "SQLite", "configuration", "terms fr", "archive", "disk", "token", "pandoc")
    assert set(names) <= set(_states(told.json))
    assert {"ok"} == set(_states(told.json).values())
    assert (0, True) == (told.code, told.json["ok"])


def test_terms_are_counted_per_theme_and_language(typed: Typed, sample: Path) -> None:
    """For each language every theme has its number of terms told; masks are none."""
    with (sample / "config" / "terms" / "fr.csv").open(encoding="utf-8", newline="") as sheet:
        rows = [row for row in csv.DictReader(sheet) if row["strength"] != "mask"]
        themes = Counter(row["theme"] for row in rows)

    checks = {check["check"]: check for check in typed("doctor", "--json").json["checks"]}

    numbers = checks["terms fr"]["numbers"]
    assert numbers["education"] == themes["education"]
    assert numbers["challenges"] == themes["question:challenges"]
    assert f"{sum(themes.values())} terms" == checks["terms fr"]["found"]


def test_a_language_without_a_theme_is_a_warning(typed: Typed, own: Path) -> None:
    """A theme that can never be found in a language is said, with the file to mend; still 0."""
    terms = own / "config" / "terms" / "de.csv"
    lines = terms.read_text("utf-8").splitlines(keepends=True)
    terms.write_text("".join(x for x in lines if not x.startswith("poverty")), "utf-8")

    checks = {check["check"]: check for check in typed("doctor", "--json").json["checks"]}

    assert "warning" == checks["terms de"]["state"]
    assert "poverty" in checks["terms de"]["found"]
    assert "config/terms/de.csv" in checks["terms de"]["remedy"]


def test_no_token_is_a_failed_check_with_its_remedy(typed: Typed) -> None:
    """One line a check, a cross before what failed, the remedy below; 1."""
    result = typed("doctor")

    assert 1 == result.code
    cross = next(n for n, line in enumerate(result.lines) if line.startswith("✗ token: "))
    assert "FB_WATCH_TOKEN" in result.lines[cross + 1]
    assert all(re.match(r"[✓!✗] \S.*: |    → ", line) for line in result.lines)


def test_every_mistake_of_the_configuration_is_a_line(typed: Typed, own: Path) -> None:
    """File, line, key and value of each; the archive and the disk are checked all the same."""
    (own / "config" / "settings.toml").write_text('regions = ["africa"]\nevery = "soon"\n')
    (own / "config" / "pages.toml").write_text(
        '[pages.a]\nid = "1"\nname = "A"\ncountries = ["UK"]\n'
    )

    result = typed("doctor")

    assert 1 == result.code
    assert re.search(r"✗ configuration: .*settings\.toml:2: every = soon: ", result.out)
    assert re.search(r"✗ configuration: .*pages\.toml:4: .*countries.*UK", result.out)
    assert "✓ archive: 345 posts" in result.out
    assert "✓ disk: " in result.out


def test_a_folder_that_takes_no_picture_is_a_failed_check(typed: Typed, own: Path) -> None:
    """Texts are collected all the same; the addresses of pictures die within days."""
    assert "media" not in _states(typed("doctor", "--json").json)
    folder = own / "archive" / "media"
    if folder.exists():
        shutil.rmtree(folder)
    folder.write_text("a file")

    told = typed("doctor", "--json")

    assert (1, "failed") == (told.code, _states(told.json)["media"])
    assert str(folder) in typed("doctor").out.replace("\n", "")


def test_a_token_that_cannot_be_one_is_a_failed_check(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token with a blank in it is told without being told."""
    monkeypatch.setenv("FB_WATCH_TOKEN", "EAA one two")

    result = typed("doctor")

    assert 1 == result.code
    assert "✗ token: FB_WATCH_TOKEN" in result.out
    assert "one two" not in result.out + result.err


def test_online_tells_token_clock_and_pages(online: Typed) -> None:
    """--online asks Facebook: validity, end of token and of data access, clock, each page."""
    told = online("doctor", "--online", "--json").json

    states = _states(told)
    assert "ok" == states["page south-asia"] == states["page madagascar"]
    assert "ok" == states["token of south-asia"]
    assert "clock" in states
    found = [c["found"] for c in told["checks"] if c["check"] == "token of south-asia"]
    assert ["the token has no end date", "its access to data has no end date"] == found


def test_online_tells_a_missing_permission(online: Typed, world: World) -> None:
    """A permission without which nothing can be read is a failed check that names it."""
    world.add_token(Token(scopes=("pages_show_list",)))

    told = online("doctor", "--online", "--json")

    assert 1 == told.code
    (check,) = [c for c in told.json["checks"] if "pages_read_engagement" in c["found"]]
    assert "failed" == check["state"]
    assert check["remedy"]


def test_online_tells_a_revoked_token(online: Typed, world: World, environ: dict[str, str]) -> None:
    """A dead token fails with a remedy and is not told itself."""
    world.revoke_token()

    result = online("doctor", "--online")

    assert 1 == result.code
    assert "✗ page south-asia" in result.out
    assert environ["FB_WATCH_TOKEN"] not in result.out + result.err


def test_online_tells_a_page_that_does_not_answer(
    online: Typed, world: World, server: GraphServer
) -> None:
    """One page that is gone fails alone."""
    world.refuse_page("100000000000005", "gone")

    states = _states(online("doctor", "--online", "--json").json)

    assert ("failed", "ok") == (states["page south-asia"], states["page madagascar"])
    assert server.requests


@pytest.mark.parametrize(
    ("error", "found", "remedy"),
    [
        ("gone", "the page cannot be seen with this token", "may see it"),
        ("permission", "the token lacks a permission", "config/token.md"),
        ("page-limit", "the quota is spent", "Wait"),
        ("token-role-lost", "the token has stopped", "a role on the page"),
    ],
)
def test_online_names_the_next_step_for_each_refusal(
    online: Typed, world: World, error: str, found: str, remedy: str
) -> None:
    """A page out of sight, a permission, a quota and a token are told apart."""
    world.refuse_page("100000000000005", error)

    told = online("doctor", "--online", "--json").json

    (check,) = [c for c in told["checks"] if c["check"] == "page south-asia"]
    assert check["found"].startswith(found)
    assert remedy in check["remedy"]


def test_online_asks_no_page_with_a_token_that_has_stopped(
    online: Typed, world: World, server: GraphServer
) -> None:
    """The token is told once, with its reason; its pages refer to it."""
    world.revoke_token(error="token-checkpoint")

    told = online("doctor", "--online", "--json").json

    checks = {check["check"]: check for check in told["checks"]}
    assert checks["token of south-asia"]["found"].startswith("the token has stopped")
    assert "facebook.com" in checks["token of south-asia"]["remedy"]
    assert "not asked" in checks["page south-asia"]["found"]
    assert ["/debug_token"] == [request.path for request in server.requests]
