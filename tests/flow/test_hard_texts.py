import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fb_watch.archive.packing import unpacked
from fb_watch.archive.search import connect, search
from fb_watch.cli.main import main
from fb_watch.demo.world import World
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.tagged import PageReport
from flow.conftest import PAGES, Open

ASIA = PAGES["south-asia"]


def _node(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"{ASIA}_1",
        "created_time": "2020-05-30T10:00:00+0000",
        "message": "Schools stay closed",
        **changes,
    }


def _collected(opened: Open, world: World, *bodies: bytes) -> PageReport:
    world.replay(f"{ASIA}/published_posts", bodies)
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return report


def _only(home: Path, words: str = "") -> ArchivedPost:
    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(words=words))
    finally:
        archive.close()
    (hit,) = hits
    return hit["post"]


@pytest.mark.parametrize(
    ("message", "kept", "words"),
    [
        pytest.param("School \ud83c closed", "School \ufffd closed", "closed", id="half an emoji"),
        pytest.param("School\x00 closed", "School\ufffd closed", "closed", id="a NUL"),
        pytest.param("School\x0cclosed", "School\x0cclosed", "closed", id="a form feed"),
        pytest.param("School\u2028closed", "School\u2028closed", "closed", id="a line separator"),
        pytest.param("x " * 20_000 + "closed", "x " * 20_000 + "closed", "closed", id="40,000"),
    ],
)
def test_hard_texts_are_stored_and_found(
    message: str, kept: str, words: str, home: Path, world: World, opened: Open
) -> None:
    """What Facebook really sends is kept, found, and can be read."""
    body = json.dumps({"data": [_node(message=message)]}).encode()

    report = _collected(opened, world, body)

    assert ("ok", 1) == (report.outcome, report.new)
    assert kept == _only(home, words)["message"]
    assert 0 == main(["--home", str(home), "show", f"{ASIA}_1"])
    assert 0 == main(["--home", str(home), "show", f"{ASIA}_1", "--raw"])


def test_attachments_a_hundred_deep(home: Path, world: World, opened: Open) -> None:
    """Attachments inside attachments are kept whole, whatever their depth."""
    inner: dict[str, Any] = {"title": "depth 0", "unshimmed_url": "https://example.org/0"}
    for depth in range(1, 101):
        inner = {
            "title": f"depth {depth}",
            "unshimmed_url": f"https://example.org/{depth}",
            "subattachments": {"data": [inner]},
        }

    report = _collected(
        opened, world, json.dumps({"data": [_node(attachments={"data": [inner]})]}).encode()
    )

    assert ("ok", 1) == (report.outcome, report.new)
    links = {link["url"] for link in _only(home)["links"]}
    assert {f"https://example.org/{depth}" for depth in range(101)} == links


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2020-05-30T10:00:00", "2020-05-30T10:00:00Z"),
        ("2020-05-30T10:00:00+0200", "2020-05-30T08:00:00Z"),
        ("2020-05-30T10:00:00+02:00", "2020-05-30T08:00:00Z"),
        (1590832800, "2020-05-30T10:00:00Z"),
    ],
)
def test_every_form_of_a_time(
    told: object, kept: str, home: Path, world: World, opened: Open
) -> None:
    """A time without zone is UTC; every form the interface ever had is read."""
    _collected(opened, world, json.dumps({"data": [_node(created_time=told)]}).encode())

    assert kept == _only(home)["created_at"]


@pytest.mark.parametrize(
    "node",
    [
        pytest.param({"message": "no id"}, id="no id"),
        pytest.param({"id": "1_2", "created_time": "yesterday"}, id="no time"),
        pytest.param({"id": 7, "created_time": None}, id="null time"),
        pytest.param(None, id="null"),
        pytest.param("text", id="a text"),
        pytest.param([], id="a list"),
    ],
)
def test_what_is_no_post_is_told_and_the_others_are_kept(
    node: object, home: Path, world: World, opened: Open
) -> None:
    """One bad entry is reported with its place; the good one beside it is archived."""
    report = _collected(opened, world, json.dumps({"data": [node, _node()]}).encode())

    assert ("partial", 1, 1) == (report.outcome, report.new, len(report.problems))
    assert f"{ASIA}_1" == _only(home)["id"]


def test_a_response_that_cannot_be_read_is_kept_once(
    home: Path, world: World, opened: Open
) -> None:
    """What no post could be made of stays in the archive as evidence, however often it comes."""
    for _round in range(2):
        _collected(opened, world, json.dumps({"data": [{"message": "no id"}]}).encode())

    archive = sqlite3.connect(home / "archive" / "archive.db")
    kept = [unpacked(body) for (body,) in archive.execute("SELECT body FROM captures")]
    archive.close()
    assert 1 == len(kept)
    assert b"no id" in kept[0]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"text"', b"{}", b'{"data": 3}', b"<html>", b"\xff\xfe", b"[" * 100_000],
)
def test_a_response_of_no_shape_is_a_gap(body: bytes, world: World, opened: Open) -> None:
    """Bytes that are no list of posts end in a report, and the window stays open."""
    report = _collected(opened, world, body)

    assert 0 == report.new
    assert "failed" == report.outcome
    assert report.failure is not None
    assert ["cut"] == [line.outcome for line in report.windows]
