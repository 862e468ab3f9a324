import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fb_watch import pipeline
from fb_watch.archive.coverage import coverage
from fb_watch.archive.search import connect, get, search
from fb_watch.demo.entries import DEMO_TOKEN
from fb_watch.demo.faults import error_body, graph_error, html, reset
from fb_watch.demo.server import GraphServer
from fb_watch.demo.world import World
from fb_watch.errors import TokenError
from fb_watch.export.citation import references
from fb_watch.export.references import render
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.collected import Window
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open, ask_for_few

ASIA, MADAGASCAR = PAGES["south-asia"], PAGES["madagascar"]


def _collect(opened: Open) -> list[PageReport]:
    with opened() as collect:
        return list(collect.round(collect.pages()))


def _found(home: Path, words: str = "") -> list[ArchivedPost]:
    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(words=words, limit=None))
    finally:
        archive.close()
    return [hit["post"] for hit in hits]


def _tables(home: Path, without: Sequence[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every ordinary table."""
    archive = sqlite3.connect(home / "archive" / "archive.db")
    names = [
        name
        for (name,) in archive.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if name not in without and not name.startswith(("search", "sqlite"))
    ]
    rows = {name: archive.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    archive.close()
    return rows


def test_from_the_page_to_the_reference(home: Path, world: World, opened: Open) -> None:
    """A published post is collected, tagged, found by its words without accents, and cited."""
    world.add_post(
        MADAGASCAR, "Les écoles d’Antananarivo restent fermées.", at=NOW - timedelta(days=3)
    )

    reports = _collect(opened)

    (post,) = _found(home, "ecoles fermees")
    assert ["ok", "ok"] == [report.outcome for report in reports]
    assert "fr" == post["language"]["code"]
    assert ["education"] == [theme["theme"] for theme in post["themes"]]
    assert ("MG", "about") in [(c["country"], c["role"]) for c in post["countries"]]
    assert ["challenges"] == post["questions"]
    (evidence,) = post["themes"][0]["evidence"]
    assert "écoles" == (post["message"] or "")[evidence["start"] : evidence["end"]]
    cited = render(references([post]), style="iso690-fr", form="text", lang=None)
    assert cited.startswith("MADAGASCAR, 2020. Les écoles d’Antananarivo restent fermées.")
    assert f"fbw:2020-000001@{post['hash'][:8]}" in cited


def test_a_second_round_writes_nothing_but_the_ledger(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """Collecting twice is the same as collecting once, but for the ledger."""
    for n in range(30):
        world.add_post(ASIA, f"Schools stay closed, day {n}", at=NOW - timedelta(days=n))
    ledger = ("pages", "rounds", "windows", "covered")
    _collect(opened)
    before = _tables(home, ledger)
    clock.forward(hours=6)

    reports = _collect(opened)

    assert (0, 0, 30) == (reports[0].new, reports[0].edited, reports[0].same)
    assert before == _tables(home, ledger)


def test_an_edit_is_a_new_version(home: Path, world: World, opened: Open, clock: Clock) -> None:
    """An edited post is found by its new words only; the version read before stays citable."""
    number = world.add_post(ASIA, "Schools are open", at=NOW - timedelta(days=2))
    _collect(opened)
    (before,) = _found(home)
    clock.forward(hours=6)
    world.edit(number, "Schools are closed")

    reports = _collect(opened)

    (after,) = _found(home, "closed")
    archive = connect(home / "archive" / "archive.db")
    old = get(archive, f"{before['ref']}@{before['hash'][:8]}")
    archive.close()
    assert 1 == reports[0].edited
    assert [] == _found(home, "open")
    assert (2, before["ref"]) == (after["version"], after["ref"])
    assert "2020-06-01T18:00:00Z" == after["edited_at"]
    assert ("Schools are open", 1) == (old["message"], old["version"])


def test_what_moves_by_itself_is_no_edit(world: World, opened: Open, clock: Clock) -> None:
    """Comments, reactions, another permalink and new media URLs make no version."""
    number = world.add_post(ASIA, "Schools are open", at=NOW - timedelta(days=2))
    _collect(opened)
    clock.forward(hours=6)
    world.comment(number, "a visitor", "Bravo")
    world.set_counts(number, reactions={"LIKE": 7}, shares=2)
    world.rewrite_permalink(number, f"https://www.facebook.com/reel/{number.split('_')[1]}")
    world.expire_media()

    reports = _collect(opened)

    assert (0, 0, 1) == (reports[0].new, reports[0].edited, reports[0].same)


def test_a_failure_half_way_loses_nothing(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """When a later response fails, what came is kept, and the next round has it all."""
    ask_for_few(home)
    for n in range(25):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))
    server.faults.add(lambda request: "after" in request.params, html(502), times=None)

    cut = _collect(opened)
    server.faults.clear()
    clock.forward(hours=6)
    whole = _collect(opened)

    assert ("partial", 10) == (cut[0].outcome, cut[0].new)
    assert "cut" == cut[0].windows[0].outcome
    assert ("ok", 15) == (whole[0].outcome, whole[0].new)
    assert 25 == len(_found(home))


def test_one_page_never_stops_the_others(world: World, opened: Open) -> None:
    """A page that cannot be looked at is told; the next one is collected."""
    world.refuse_page(ASIA, "gone")
    world.add_post(MADAGASCAR, "Les écoles rouvrent", at=NOW - timedelta(days=1))

    reports = _collect(opened)

    assert ["failed", "ok"] == [report.outcome for report in reports]
    assert 1 == reports[1].new


def test_a_dead_token_is_not_asked_with_again(
    world: World, server: GraphServer, opened: Open
) -> None:
    """After the first refusal of a token nothing more is asked with it."""
    world.revoke_token()

    reports = _collect(opened)

    assert ["failed", "skipped"] == [report.outcome for report in reports]
    assert isinstance(reports[0].failure, TokenError)
    assert 1 == len(server.requests)


def test_a_token_without_a_role_on_one_page_is_asked_with_for_the_others(
    world: World, server: GraphServer, opened: Open
) -> None:
    """That its account has lost one page says nothing of the next."""
    world.add_post(MADAGASCAR, "Les écoles rouvrent", at=NOW - timedelta(days=1))
    of_asia = f"/{ASIA}/"
    server.faults.add(lambda call: of_asia in call.path, graph_error("token-not-admin"), times=None)

    reports = _collect(opened)

    assert ["failed", "ok"] == [report.outcome for report in reports]
    assert isinstance(reports[0].failure, TokenError)


def test_a_time_at_the_end_of_all_calendars_stops_nobody(
    world: World, server: GraphServer, opened: Open
) -> None:
    """The post is a problem; the other page is collected."""
    world.add_post(MADAGASCAR, "Les écoles rouvrent", at=NOW - timedelta(days=1))
    told = {"id": f"{ASIA}_1", "created_time": "9999-12-31T23:59:59+0000", "message": "School"}
    fault = error_body(200, {"data": [told]})
    server.faults.add(lambda call: f"/{ASIA}/" in call.path, fault, times=None)

    reports = _collect(opened)

    assert ["partial", "ok"] == [report.outcome for report in reports]
    assert "has a time that cannot be read" in reports[0].problems[0]


def test_what_nobody_has_foreseen_stops_one_page(opened: Open) -> None:
    """A mistake of ours in one page is told with its name; the next one is collected."""
    window = Window(since=None, until=NOW)
    with opened() as collect:
        pages = collect.pages()
        parts = replace(collect._parts, take_in=lambda page: 1 // (page.key != pages[0].key))
        reports = list(pipeline.collect(parts, [(page, [window]) for page in pages]))

    assert ["failed", "ok"] == [report.outcome for report in reports]
    assert "ZeroDivisionError" in str(reports[0].failure)


def test_a_throttle_is_a_hold_that_survives_a_restart(
    server: GraphServer, opened: Open, clock: Clock
) -> None:
    """A spent quota is not asked against again before its time, not even by a new process."""
    server.faults.add(lambda _request: True, graph_error("page-limit"), times=1)

    first = _collect(opened)
    asked = len(server.requests)
    second = _collect(opened)
    clock.forward(hours=2)
    third = _collect(opened)

    assert ["failed", "skipped"] == [report.outcome for report in first]
    assert ["skipped", "skipped"] == [report.outcome for report in second]
    assert 1 == asked
    assert ["ok", "ok"] == [report.outcome for report in third]


def test_no_token_is_told_with_what_to_set(home: Path, clock: Clock) -> None:
    """Without a token the page fails with the name of the variable to set."""
    from fb_watch.bootstrap import collector

    with collector(home, now=clock, environ={}) as collect:
        reports = list(collect.round(collect.pages()))

    assert ["failed", "failed"] == [report.outcome for report in reports]
    assert "FB_WATCH_TOKEN_SOUTH_ASIA" in ((reports[0].failure and reports[0].failure.remedy) or "")


def test_the_token_is_nowhere_in_the_archive(home: Path, world: World, opened: Open) -> None:
    """Neither requests nor bodies nor any other byte of the archive holds the token."""
    from fb_watch.archive.packing import unpacked

    ask_for_few(home)
    for n in range(12):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))

    _collect(opened)

    archive = sqlite3.connect(home / "archive" / "archive.db")
    bodies = [unpacked(b) for (b,) in archive.execute("SELECT body FROM captures")]
    archive.close()
    assert 2 == len(bodies)
    assert not any(DEMO_TOKEN.encode() in body for body in bodies)
    for path in (home / "archive").rglob("*"):
        assert not path.is_file() or DEMO_TOKEN.encode() not in path.read_bytes()


@pytest.mark.parametrize("fault", [html(500), reset(), graph_error("unavailable")])
def test_passing_trouble_is_tried_again(
    world: World, server: GraphServer, opened: Open, fault: object
) -> None:
    """An error that passes does not reach the report."""
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1))
    server.faults.add(lambda _request: True, fault, times=1)  # type: ignore[arg-type]

    reports = _collect(opened)

    assert ["ok", "ok"] == [report.outcome for report in reports]
    assert 1 == reports[0].new


def test_first_posts_are_tagged_as_later_ones_are(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """What a page puts under nearly every post says nothing from its first round on."""
    slogan = "School for all children. "
    for n in range(40):
        world.add_post(ASIA, f"{slogan}Bread number {n}", at=NOW - timedelta(hours=n + 1))
    _collect(opened)
    world.add_post(ASIA, f"{slogan}Bread once more", at=NOW + timedelta(minutes=5))
    clock.forward(hours=1)
    _collect(opened)

    archive = sqlite3.connect(home / "archive" / "archive.db")
    told = archive.execute("SELECT count(*) FROM tags WHERE kind = 'theme'").fetchone()
    archive.close()
    assert (0,) == told


def test_a_round_that_was_interrupted_is_due_at_once(
    home: Path, world: World, opened: Open
) -> None:
    """Stopped half-way: the ledger has the gap, and nobody waits for the page's rhythm."""
    ask_for_few(home)
    for n in range(25):
        world.add_post(ASIA, f"School {n}", at=NOW - timedelta(hours=n))

    with opened() as collect:
        pages = collect.pages(["south-asia"])
        (report,) = collect.round(pages, stopping=lambda: _archived(home) > 0)
        due = [page.key for page in collect.due()]

    archive = connect(home / "archive" / "archive.db")
    (page,) = coverage(archive, ["south-asia"])
    archive.close()
    assert ("partial", 10) == (report.outcome, report.new)
    assert "south-asia" in due
    assert ["stopped by request"] == [gap["reason"] for gap in page["gaps"]]


def _archived(home: Path) -> int:
    archive = sqlite3.connect(home / "archive" / "archive.db")
    try:
        (number,) = archive.execute("SELECT count(*) FROM posts").fetchone()
    finally:
        archive.close()
    return int(number)
