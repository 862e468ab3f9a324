import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fb_watch.archive.discussion import comments
from fb_watch.archive.packing import unpacked
from fb_watch.archive.search import connect, search
from fb_watch.cli.main import main
from fb_watch.demo import faults
from fb_watch.demo.entries import DEMO_TOKEN, Token
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.errors import ArchiveError, ThrottledError
from fb_watch.model.archived import CommentShape, Query
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open

PAGE = PAGES["south-asia"]
NAMES = ("Awa Diop", "Jean Dupont")


@pytest.fixture
def commented(home: Path) -> Path:
    """The home, with comments of one page wanted."""
    pages = home / "config" / "pages.toml"
    told = pages.read_text("utf-8")
    pages.write_text(told.replace('region = "asia"', 'region = "asia"\ncomments = true'), "utf-8")
    return home


@pytest.fixture
def post(world: World) -> str:
    """A post with two comments, the second a reply that tags a person."""
    name = world.add_post(PAGE, "The school is closed.", at=NOW - timedelta(days=2))
    first = world.comment(name, NAMES[0], "We have 40 pupils at home in Bouaké.")
    world.comment(name, NAMES[1], f"Same here, {NAMES[0]}!")
    _comments(world, name)[1] |= {
        "parent": {"id": first, "from": {"id": "1", "name": NAMES[0]}},
        "message_tags": [{"id": "1", "name": NAMES[0], "offset": 11, "length": 8}],
    }
    return name


def _comments(world: World, name: str) -> list[dict[str, Any]]:
    return world.post(name).comments


def _round(opened: Open) -> PageReport:
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return report


def _below(home: Path, name: str) -> list[CommentShape]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        return comments(archive, name)


def _asked(server: GraphServer) -> list[str]:
    return [request.path for request in server.requests if request.path.endswith("/comments")]


def _add(world: World, numbers: Sequence[int], *, comments: int) -> list[str]:
    """Posts that count comments of which none is shown."""
    added = [world.add_post(PAGE, f"Post {n}", at=NOW - timedelta(hours=n)) for n in numbers]
    for name in added:
        world.set_counts(name, comments=comments)
    return added


def test_comments_are_off_by_default(
    server: GraphServer, opened: Open, home: Path, post: str
) -> None:
    """Nobody asks for them, and no key is made."""
    report = _round(opened)

    assert ("ok", 0) == (report.outcome, report.comments)
    assert [] == _asked(server)
    assert [] == _below(home, post)
    assert not (home / "archive" / "author.key").exists()


def test_comments_are_taken_in_without_names(
    commented: Path, opened: Open, server: GraphServer, post: str
) -> None:
    """Words, replies and who is the same person; asked for once, to the end of the paging."""
    report = _round(opened)

    assert ("ok", 2, [f"/{post}/comments"]) == (report.outcome, report.comments, _asked(server))
    first, reply = _below(commented, post)
    assert "We have 40 pupils at home in Bouaké." == first["message"]
    assert ("Same here, @…!", first["id"]) == (reply["message"], reply["parent"])
    assert 2 == len({first["author"], reply["author"]} - {None})
    with closing(connect(commented / "archive" / "archive.db")) as archive:
        hits, _notes = search(archive, Query(words="bouake pupils", has=("comments",)))
    assert [post] == [hit["post"]["id"] for hit in hits]


def test_no_name_is_in_any_file(commented: Path, opened: Open, world: World, post: str) -> None:
    """Neither in a table nor in a response kept, nor the id that Facebook has for the person."""
    ids = [comment["from"]["id"] for comment in _comments(world, post)]
    _round(opened)

    files = [file for file in (commented / "archive").rglob("*") if file.is_file()]
    written = b"".join(file.read_bytes() for file in files)
    database = sqlite3.connect(commented / "archive" / "archive.db")
    with closing(database):
        kept = database.execute("SELECT edge, body, taken_out FROM captures").fetchall()
    written += b"".join(unpacked(body) for _edge, body, _taken_out in kept)

    assert b"Bouak" in written
    assert not any(told.encode() in written for told in (*NAMES, *ids))
    assert {"comments": True, "published_posts": False} == {
        edge: "from" in json.loads(taken_out) for edge, _body, taken_out in kept
    }


def test_comments_are_asked_for_when_their_count_moves(
    commented: Path, opened: Open, server: GraphServer, world: World, clock: Clock, post: str
) -> None:
    """A new one brings the post up again; a quiet post costs nothing."""
    _round(opened)
    clock.forward(hours=6)
    assert 0 == _round(opened).comments
    assert 1 == len(_asked(server))

    world.comment(post, "Awa Diop", "News?")
    clock.forward(hours=6)

    assert 1 == _round(opened).comments
    told = _below(commented, post)
    assert 3 == len(told)
    assert told[0]["author"] == told[2]["author"]


def test_a_removed_comment_is_missing_and_then_gone(
    commented: Path, opened: Open, world: World, clock: Clock, post: str
) -> None:
    """The count says that one is fewer; gone is believed on another day."""
    states = []
    _round(opened)
    del _comments(world, post)[0]
    world.set_counts(post)
    for hours in (1, 6, 12):
        clock.forward(hours=hours)
        assert "ok" == _round(opened).outcome
        states.append([comment["availability"] for comment in _below(commented, post)])

    assert [["missing", "online"]] * 2 + [["gone", "online"]] == states


def test_all_comments_removed_by_people_are_missing(
    commented: Path, opened: Open, world: World, clock: Clock, post: str
) -> None:
    """The post itself counts none any more: an empty list is the truth."""
    _round(opened)
    _comments(world, post).clear()
    world.set_counts(post)
    clock.forward(hours=6)

    report = _round(opened)

    assert [] == report.problems
    assert {"missing"} == {comment["availability"] for comment in _below(commented, post)}


def test_a_token_that_sees_no_comments_removes_none(
    commented: Path, opened: Open, world: World, clock: Clock, post: str
) -> None:
    """A user's token is answered with an empty list: a problem that names the permission."""
    _round(opened)
    world.comment(post, "Awa Diop", "News?")
    world.add_token(Token(value=DEMO_TOKEN, kind="USER"))
    clock.forward(hours=6)

    report = _round(opened)

    assert ["pages_read_user_content" in problem for problem in report.problems] == [True]
    assert ["online"] * 2 == [comment["availability"] for comment in _below(commented, post)]

    world.add_token(Token(value=DEMO_TOKEN))
    clock.forward(hours=6)
    assert 1 == _round(opened).comments


@pytest.mark.usefixtures("commented")
def test_a_mute_page_is_not_asked_for_every_post(
    opened: Open, server: GraphServer, world: World
) -> None:
    """Three empty lists in a row are enough to know that more will be."""
    _add(world, range(1, 8), comments=2)

    report = _round(opened)

    assert 3 == len(_asked(server))
    assert 1 == len(report.problems)


@pytest.mark.usefixtures("commented", "post")
def test_hidden_comments_are_no_trouble_where_others_are_shown(
    opened: Open, server: GraphServer, world: World, clock: Clock
) -> None:
    """Facebook counts what it hides; the post is asked again when its count moves."""
    _add(world, [1], comments=1)

    assert ([], 2) == ((report := _round(opened)).problems, report.comments)
    clock.forward(days=2)
    _round(opened)
    assert 2 == len(_asked(server))


@pytest.mark.usefixtures("commented")
def test_a_post_out_of_sight_does_not_stop_the_others(
    opened: Open, server: GraphServer, post: str, world: World
) -> None:
    """It is told, and the next one is asked."""
    (newer,) = _add(world, [1], comments=1)
    server.faults.add(
        lambda request: request.path == f"/{newer}/comments", faults.graph_error("gone")
    )

    report = _round(opened)

    assert (2, 1) == (report.comments, len(report.problems))
    assert newer in report.problems[0]
    assert [f"/{newer}/comments", f"/{post}/comments"] == _asked(server)


@pytest.mark.usefixtures("commented", "post")
def test_a_throttle_stops_asking(opened: Open, server: GraphServer, world: World) -> None:
    """What is asked beyond the quota lengthens the wait; the posts are archived all the same."""
    _add(world, [1, 2], comments=1)
    server.faults.add(
        lambda request: request.path.endswith("/comments"), faults.graph_error("app-limit")
    )

    report = _round(opened)

    assert (3, 0, 1) == (report.new, report.comments, len(_asked(server)))
    assert isinstance(report.failure, ThrottledError)


@pytest.mark.usefixtures("commented", "post")
def test_a_scarce_quota_is_left_to_the_posts(
    opened: Open, server: GraphServer, world: World, clock: Clock
) -> None:
    """Comments can wait; they are asked for when there is room again."""
    world.usage["x-app-usage"] = {"call_count": 80}
    assert ("ok", 0) == ((report := _round(opened)).outcome, report.comments)
    assert [] == _asked(server)

    world.usage.clear()
    clock.forward(hours=6)
    assert 2 == _round(opened).comments


def test_a_walk_cut_short_keeps_what_came_and_goes_on(
    commented: Path, opened: Open, server: GraphServer, world: World, clock: Clock, post: str
) -> None:
    """Nothing is missing for having stood on the page that did not come; nothing is doubled."""
    for number in range(120):
        world.comment(post, f"Visitor {number}", f"Comment {number}")
    server.faults.add(
        lambda request: request.path.endswith("/comments") and "after" in request.params,
        faults.graph_error("unknown"),
        times=None,
    )

    assert 100 == _round(opened).comments
    assert {"online"} == {comment["availability"] for comment in _below(commented, post)}
    server.faults.clear()
    clock.forward(hours=6)
    assert 22 == _round(opened).comments
    assert 122 == len(_below(commented, post))


def test_a_lost_key_stops_the_round_before_anything_is_asked(
    commented: Path, opened: Open, server: GraphServer, clock: Clock, post: str
) -> None:
    """Authors would become strangers: the archive refuses, and says what to do."""
    assert post
    _round(opened)
    (commented / "archive" / "author.key").unlink()
    server.requests.clear()
    clock.forward(hours=6)

    with pytest.raises(ArchiveError, match=r"author\.key"):
        _round(opened)

    assert [] == server.requests


def test_show_prints_comments_and_export_has_none(
    commented: Path, opened: Open, post: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for a post sees them, replies further in; what is handed over is without."""
    _round(opened)
    home = ["--home", str(commented)]

    assert 0 == main([*home, "show", post])
    printed = capsys.readouterr().out
    assert "    We have 40 pupils at home in Bouaké.\n" in printed
    assert "        Same here, @…!\n" in printed
    assert 0 == main([*home, "show", post, "--json"])
    told = json.loads(capsys.readouterr().out)
    assert _below(commented, post) == told["comments_list"]

    for form in ("csv", "jsonl"):
        assert 0 == main([*home, "export", "--format", form])
        handed_over = capsys.readouterr().out
        assert "The school is closed." in handed_over
        assert not any(text in handed_over for text in ("pupils", "comments_list", "Same here"))
    assert 0 == main([*home, "search", "pupils", "--json"])
    assert "pupils" not in capsys.readouterr().out


@pytest.mark.usefixtures("commented")
def test_what_was_archived_stays_when_comments_are_turned_off(
    home: Path, opened: Open, server: GraphServer, post: str
) -> None:
    """It is shown as before; nothing more is asked, and nobody needs the key."""
    _round(opened)
    pages = home / "config" / "pages.toml"
    pages.write_text(pages.read_text("utf-8").replace("comments = true", ""), "utf-8")
    (home / "archive" / "author.key").unlink()
    before = _asked(server)

    assert "ok" == _round(opened).outcome
    assert before == _asked(server)
    assert 2 == len(_below(home, post))
