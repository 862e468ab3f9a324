from datetime import timedelta
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.demo.faults import error_body, html
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from flow.conftest import NOW, PAGES, clock, environ, home, server, world

__all__ = ["clock", "environ", "home", "server", "world"]  # fixtures

ASIA, MADAGASCAR = PAGES["south-asia"], PAGES["madagascar"]


@pytest.fixture
def collecting(
    home: Path, environ: dict[str, str], typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> Typed:
    """Types command lines in a home whose pages answer."""
    monkeypatch.setenv("FB_WATCH_HOME", str(home))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return typed


def test_a_round_is_reported_page_by_page(collecting: Typed, world: World) -> None:
    """A table on stdout with what is new; nothing on stderr; 0."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))

    result = collecting("collect")

    assert (0, "") == (result.code, result.err)
    assert ["south-asia", "1", "0", "0", "0", "1", "ok"] == result.lines[1].split()
    assert 1 == len(collecting.refs("closed"))


def test_json_has_the_fixed_shape(collecting: Typed, world: World) -> None:
    """Every key that others rely on, with times in UTC."""
    world.add_post(ASIA, "Schools stay closed", at=NOW - timedelta(days=1))

    told = collecting("collect", "--json").json

    assert {"pages", "started_at", "finished_at"} <= set(told)
    assert told["started_at"].endswith("Z")
    assert told["finished_at"] >= told["started_at"]
    page, _other = told["pages"]
    keys = {"page", "new", "edited", "same", "missing", "media", "captures", "windows"}
    assert keys | {"outcome", "error"} <= set(page)
    assert ("south-asia", 1, "ok", None) == (
        page["page"], page["new"], page["outcome"], page["error"],
    )  # fmt: skip
    assert "complete" == page["windows"][0]["outcome"]


def test_pages_and_days_can_be_chosen(collecting: Typed, world: World) -> None:
    """--page, twice means both, and --since, --until narrow the round."""
    for days in (1, 40):
        world.add_post(ASIA, f"School {days}", at=NOW - timedelta(days=days))
        world.add_post(MADAGASCAR, f"École {days}", at=NOW - timedelta(days=days))

    april = ("--since", "2020-04", "--until", "2020-04-30")
    one = collecting("collect", "--page", "madagascar", *april, "--json").json
    both = collecting(
        "collect", "--page", "south-asia", "--page", "madagascar", "--full", "--json"
    ).json

    assert [("madagascar", 1)] == [(page["page"], page["new"]) for page in one["pages"]]
    (window,) = one["pages"][0]["windows"]
    assert ("2020-04-01T00:00:00Z", "2020-05-01T00:00:00Z") == (window["since"], window["until"])
    assert [("south-asia", 2, 0), ("madagascar", 1, 1)] == [
        (page["page"], page["new"], page["same"]) for page in both["pages"]
    ]


def test_media_can_be_left_out(collecting: Typed, world: World, server: GraphServer) -> None:
    """--no-media asks for no file."""
    world.add_post(
        ASIA,
        "Schools stay closed",
        at=NOW - timedelta(days=1),
        attachments=[
            {"type": "photo", "media": {"image": {"src": f"{server.url}/media/a.jpg"}},
             "target": {"id": "1"}}
        ],
    )  # fmt: skip

    without = collecting("collect", "--no-media", "--json").json

    assert [0, 0] == [page["media"] for page in without["pages"]]
    assert not [request for request in server.requests if request.path.startswith("media")]


def test_no_token_is_4(collecting: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token, all pages are told at once what to set; the code is 4."""
    monkeypatch.delenv("FB_WATCH_TOKEN")

    text, told = collecting("collect"), collecting("collect", "--json")

    assert (4, 4) == (text.code, told.code)
    assert text.err == told.err
    said, remedy = text.err.splitlines()
    assert "fb-watch: south-asia, madagascar: There is no access token." == said
    assert "FB_WATCH_TOKEN_SOUTH_ASIA" in remedy
    error = told.json["pages"][0]["error"]
    assert {"class", "code", "subcode", "message", "remedy"} <= set(error)
    assert "TokenError" == error["class"]


def test_a_revoked_token_is_4_and_never_told(
    collecting: Typed, world: World, environ: dict[str, str]
) -> None:
    """The refusal is told with Facebook's code, and the token itself nowhere."""
    world.revoke_token()

    text, told = collecting("collect"), collecting("collect", "--json")

    assert (4, 4) == (text.code, told.code)
    assert 190 == told.json["pages"][0]["error"]["code"]
    assert ["failed", "skipped"] == [page["outcome"] for page in told.json["pages"]]
    assert environ["FB_WATCH_TOKEN"] not in text.out + text.err + told.out + told.err


def test_a_page_refused_by_permission_is_4(collecting: Typed, world: World) -> None:
    """Where every page is refused for want of a permission, the code is 4."""
    for page in (ASIA, MADAGASCAR):
        world.refuse_page(page, "permission")

    assert 4 == collecting("collect").code


def test_a_round_done_in_part_is_1(collecting: Typed, world: World, server: GraphServer) -> None:
    """A page that failed is told on stderr and in the JSON; the other is collected."""
    for n in range(150):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))
    world.add_post(MADAGASCAR, "École", at=NOW - timedelta(hours=1))
    server.faults.add(lambda request: "after" in request.params, html(502), times=None)

    told = collecting("collect", "--json")
    text = collecting("collect")

    assert (1, 1) == (told.code, text.code)
    assert ["partial", "ok"] == [page["outcome"] for page in told.json["pages"]]
    assert told.json["pages"][0]["error"]["message"]
    assert "cut" == told.json["pages"][0]["windows"][0]["outcome"]
    assert text.err.startswith("fb-watch: south-asia: ")
    assert told.err.startswith("fb-watch: south-asia: ")


def test_a_post_that_cannot_be_read_is_told_once(collecting: Typed, server: GraphServer) -> None:
    """However many windows of a round show it; on stderr and in the JSON."""
    told = {"id": f"{ASIA}_1", "created_time": "9999-12-31T23:59:59+0000", "message": "School"}
    fault = error_body(200, {"data": [told]})
    server.faults.add(lambda call: f"/{ASIA}/" in call.path, fault, times=None)
    collecting("collect")

    result = collecting("collect", "--json")

    page = result.json["pages"][0]
    assert len(page["windows"]) > 1
    assert 1 == len(page["problems"])
    assert 1 == result.err.count("has a time that cannot be read")


def test_an_address_that_is_not_safe_is_3(
    collecting: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain http goes to this machine only."""
    monkeypatch.setenv("FB_WATCH_GRAPH_URL", "http://example.org")

    result = collecting("collect")

    assert 3 == result.code
    assert "FB_WATCH_GRAPH_URL" in result.err


def test_an_archive_that_is_no_folder_is_told(
    typed: Typed, home: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 5, what is there, and what to do."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (home / "archive").write_text("mine", "utf-8")

    told = typed("--home", str(home), "collect")

    assert (5, "") == (told.code, told.out)
    assert f"{home / 'archive'} cannot be used: File exists." in told.err
    assert "→" in told.err
    for verb in ("search", "status", "doctor"):
        seen = typed("--home", str(home), verb)
        said = " ".join((seen.out + seen.err).split())
        assert f"{home / 'archive'} cannot be used: Not a directory." in said
        assert "Look at what lies there" in said


@pytest.mark.parametrize("verb", ["search", "status", "doctor", "collect", "export", "retag"])
def test_a_folder_in_the_place_of_the_archive_is_told(
    collecting: Typed, home: Path, verb: str
) -> None:
    """Every verb says what lies there; none of them sends anybody to collect."""
    path = home / "archive" / "archive.db"
    path.mkdir(parents=True)

    told = collecting(verb)

    said = told.out + told.err
    assert (1 if verb == "doctor" else 5) == told.code
    assert f"{path} cannot be used: Is a directory." in said
    assert "Look at what lies there" in said
    assert "fb-watch collect" not in said
