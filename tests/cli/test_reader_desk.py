"""What the reader does with the post on its screen."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.archive.store import reviewing
from fb_watch.cli.reader_desk import Desk
from fb_watch.cli.reader_page import whole
from fb_watch.errors import UsageError
from fb_watch.model.archived import ArchivedPost, Query, versioned

NOW = datetime(2021, 8, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(own: Path) -> Iterator[Desk]:
    """Anna at the reader, in a home of her own."""
    with reviewing(own / "archive" / "archive.db", lambda: NOW) as archive:
        yield Desk(
            archive=archive,
            home=own,
            query=Query(),
            by="Anna",
            now=lambda: NOW,
            leaving=lambda post: post,
        )


@pytest.fixture
def old(desk: Desk) -> ArchivedPost:
    """A post at its first version; it has been edited since."""
    return desk.post(edited(desk.archive))


def edited(archive: sqlite3.Connection) -> str:
    """The first version of an edited post."""
    ref, version = archive.execute(
        "SELECT p.ref, v.hash FROM posts p JOIN versions v ON v.post = p.key AND v.number = 1 "
        "WHERE p.version > 1 ORDER BY p.key LIMIT 1"
    ).fetchone()
    return f"{ref}@{version[:8]}"


def test_what_is_cited_and_collected_is_the_version_shown(
    desk: Desk, old: ArchivedPost, typed: Typed
) -> None:
    """A reference, a note and a dossier name what was read, though the post was edited since."""
    ref = versioned(old)

    cited = desk.cite(ref)
    desk.note(ref, "the figures")
    desk.begin_dossier(ref, "water")

    assert f"{ref}." in cited
    assert [ref] == [one["ref"] for one in desk.notes(ref)]
    (entry,) = typed("dossier", "show", "water", "--json").json["entries"]
    assert ref == entry["ref"]
    assert "edited since" in whole(old, [], []).plain.splitlines()[0]


def test_what_somebody_else_decided_meanwhile_is_said_first(desk: Desk) -> None:
    """A decision that was not on the screen is told, and replaced only where that is meant."""
    shown = desk.found().hits[0]["post"]
    other = replace(desk, by="Ben")
    assert "" == desk.objection(shown, "set-aside")
    other.decide(shown["ref"], "verified")

    objection = desk.objection(shown, "set-aside")

    assert f"{shown['ref']} is verified by now: Ben, 2021-08-01T09:30Z." in objection
    assert "" == desk.objection(shown, "verified") == other.objection(shown, "set-aside")
    again = desk.post(versioned(shown))
    assert "" == desk.objection(again, "set-aside")
    assert "was verified: Ben, 2021" in desk.decide(shown["ref"], "set-aside")


def test_a_post_that_somebody_made_new_again_is_said_first(desk: Desk) -> None:
    """New is a decision where somebody took it."""
    ref = desk.found().hits[0]["post"]["ref"]
    replace(desk, by="Chloé").decide(ref, "verified")
    shown = desk.post(ref)
    replace(desk, by="Ben").decide(ref, "new")

    assert f"{ref} is new by now: Ben, 2021" in desk.objection(shown, "relevant")
    assert "was new: Ben, 2021" in desk.decide(ref, "relevant")


def test_what_an_undo_leaves_is_said(desk: Desk) -> None:
    """What others have changed since stays, and the reader says so."""
    ref = desk.found().hits[0]["post"]["ref"]
    desk.decide(ref, "relevant")
    replace(desk, by="Ben").decide(ref, "set-aside")

    told = desk.undo()

    assert told.startswith("Nothing is taken back: status of 2021-08-01")
    assert f"1 is left, changed since by Ben: {ref}" in told
    assert "Asked once more, undo passes it over" in told


def test_the_reader_stays_with_the_version_of_a_dossier(desk: Desk, old: ArchivedPost) -> None:
    """What the reader finds in a dossier and reads again is the version that the dossier holds."""
    desk.begin_dossier(versioned(old), "water")
    (hit,) = replace(desk, query=Query(dossiers=("water",))).found().hits

    again = desk.post(versioned(hit["post"]))

    assert (old["hash"], 1) == (hit["post"]["hash"], again["version"])


def test_tags_are_taken_by_name(desk: Desk) -> None:
    """What a sheet takes the reader takes too, names of several words among them."""
    ref = desk.found().hits[0]["post"]["ref"]

    told = desk.tag(ref, "theme:Éducation country:Burkina Faso  country:inde -language:French")

    assert "theme:Éducation is read as theme:education." in told
    assert "country:Burkina Faso is read as country:BF." in told
    assert {"BF", "IN"} <= {one["country"] for one in desk.post(ref)["countries"]}
    with pytest.raises(UsageError, match=r"^country:Burkina: there is no such country"):
        desk.tag(ref, "country:Burkina theme:education")
