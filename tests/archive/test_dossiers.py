import sqlite3
from pathlib import Path

import pytest

from archive.build import NOW, edit, opened, post
from archive.desk import ANNA, BEN
from fb_watch.archive import dossiers, review
from fb_watch.archive.chosen import refs as refs_of
from fb_watch.archive.search import count, facets, search
from fb_watch.archive.stats import stats
from fb_watch.errors import NotFoundError, UsageError
from fb_watch.model.archived import Query

NAME = "Rapport « Écoles »"
VERSIONS = """
SELECT hash FROM versions WHERE post = (SELECT key FROM posts WHERE ref = ?) ORDER BY number"""


@pytest.fixture
def db(db: sqlite3.Connection) -> sqlite3.Connection:
    """The archive with an empty dossier."""
    dossiers.create(db, NAME, ANNA, NOW, "Les écoles en 2020")
    return db


def order(db: sqlite3.Connection) -> list[str]:
    """Headings and references, without versions."""
    return [
        one["heading"] or (one["ref"] or "").partition("@")[0] for one in dossiers.entries(db, NAME)
    ]


def test_a_dossier_keeps_its_order(db: sqlite3.Connection, refs: list[str]) -> None:
    """Posts and headings stand where they were put, and can be put elsewhere."""
    dossiers.add_all(db, NAME, refs[:3], None, ANNA, NOW)
    dossiers.add_heading(db, NAME, "Fermées", ANNA, NOW, before=refs[1])
    dossiers.add(db, NAME, refs[3], None, ANNA, NOW, before="#fermées")
    dossiers.move(db, NAME, refs[0], None, ANNA, NOW)

    assert [refs[3], "Fermées", refs[1], refs[2], refs[0]] == order(db)
    assert not dossiers.move(db, NAME, refs[0], None, ANNA, NOW)
    assert not dossiers.move(db, NAME, refs[1], refs[2], ANNA, NOW)


def test_there_is_always_room_between_two(db: sqlite3.Connection, refs: list[str]) -> None:
    """However often something is put in between, the order is the one asked for."""
    dossiers.add_all(db, NAME, refs[:2], None, ANNA, NOW)
    for number in range(40):
        dossiers.add_heading(db, NAME, f"{number}", ANNA, NOW, before=refs[1])

    assert [refs[0], *map(str, range(40)), refs[1]] == order(db)


def test_a_post_is_kept_at_the_version_it_had(
    db: sqlite3.Connection, refs: list[str], path: Path
) -> None:
    """An edit does not reach into a dossier: search, counts and references keep the old one."""
    dossiers.add_all(db, NAME, [refs[3], refs[0]], "chiffres", ANNA, NOW)
    archive = opened(path)
    edit(archive, post(1, "Écoles rouvertes"))
    archive.close()

    told = dossiers.entries(db, NAME)
    query = Query(dossiers=(NAME,))
    found, _notes = search(db, query)
    chosen = refs_of(db, query)

    assert [False, True] == [one["is_newest"] for one in told]
    assert ["chiffres", "chiffres"] == [one["note"] for one in told]
    assert [one["ref"] for one in told] == chosen
    assert ["School number 1", "School number 4"] == [hit["post"]["message"] for hit in found]
    assert refs[3] == found[0]["post"]["ref"]
    assert 2 == count(db, query)
    assert [("south-asia", 2)] == facets(db, query)["page"]
    assert [("south-asia", 2)] == stats(db, query, ("page",))


def test_dossiers_go_with_other_filters(db: sqlite3.Connection, refs: list[str]) -> None:
    """Words, themes and references narrow a dossier; an order asked for goes before its own."""
    dossiers.add_all(db, NAME, [refs[3], refs[0], refs[1]], None, ANNA, NOW)

    def found(**asked: object) -> list[str]:
        query = Query(dossiers=(NAME,), **asked)  # type: ignore[arg-type]
        return [hit["post"]["ref"] for hit in search(db, query)[0]]

    assert [refs[3], refs[1]] == found(themes=("education",))
    assert [refs[1]] == found(words="number 3")
    assert [refs[1], refs[3]] == found(refs=(refs[1], refs[2], refs[3]))
    assert [refs[0], refs[1], refs[3]] == found(order="oldest")
    assert [refs[0]] == found(limit=1, offset=1)


def test_a_post_is_in_a_dossier_once(db: sqlite3.Connection, refs: list[str]) -> None:
    """Added again it stays where it is, with the note it has."""
    assert dossiers.add(db, NAME, refs[0], "un", ANNA, NOW)
    assert not dossiers.add(db, NAME, refs[0], "deux", BEN, NOW)
    assert [("un", ANNA)] == [(one["note"], one["by"]) for one in dossiers.entries(db, NAME)]


def test_the_version_named_first_stays(db: sqlite3.Connection, refs: list[str], path: Path) -> None:
    """Two versions of a post named at once are as two calls: the other one is told, both times."""
    archive = opened(path)
    edit(archive, post(1, "Écoles rouvertes"))
    archive.close()
    hashes = [one for (one,) in db.execute(VERSIONS, [refs[3]])]
    first, second = (f"{refs[3]}@{told[:8]}" for told in hashes)

    at_once = dossiers.add_all(db, NAME, [first, refs[1], second], None, ANNA, NOW)
    later = dossiers.add_all(db, NAME, [second, refs[3], first], None, ANNA, NOW)

    assert (2, [second]) == (at_once.posts, at_once.other_versions)
    assert (0, [second]) == (later.posts, later.other_versions)
    assert first == dossiers.entries(db, NAME)[0]["ref"]


def test_a_dossier_comes_back_whole(db: sqlite3.Connection, refs: list[str]) -> None:
    """Taken away and back, it has its title, order, headings and notes again."""
    dossiers.add_all(db, NAME, refs, "une note", ANNA, NOW)
    dossiers.add_heading(db, NAME, "Puits", ANNA, NOW, before=refs[2])
    before = dossiers.entries(db, NAME), dossiers.listed(db)

    removed = dossiers.discard(db, NAME, BEN, NOW)
    gone = dossiers.listed(db)
    review.undo(db, BEN, NOW)

    assert (5, []) == (removed, gone)
    assert before == (dossiers.entries(db, NAME), dossiers.listed(db))


def test_a_dossier_in_use_is_not_unmade(db: sqlite3.Connection, refs: list[str]) -> None:
    """To take back that a dossier was begun leaves it where somebody has put posts into it."""
    dossiers.add(db, NAME, refs[0], None, BEN, NOW)

    undone = review.undo(db, ANNA, NOW)

    assert undone is not None
    assert 0 == undone["changes"]
    assert [refs[0]] == order(db)


def test_a_slip_of_the_pen_is_told(db: sqlite3.Connection, refs: list[str]) -> None:
    """A dossier, post or heading that is not there is an error that says what is."""
    with pytest.raises(NotFoundError, match="Did you mean Rapport"):
        dossiers.add(db, "Raport « Écoles »", refs[0], None, ANNA, NOW)
    with pytest.raises(NotFoundError, match="is not in the dossier"):
        dossiers.remove(db, NAME, [refs[0]], ANNA, NOW)
    with pytest.raises(NotFoundError, match="is not in the dossier"):
        dossiers.add(db, NAME, refs[0], None, ANNA, NOW, before="#Puits")
    with pytest.raises(UsageError, match="already"):
        dossiers.create(db, f" {NAME} ", BEN, NOW)
    for name in ("", "-x", "#x", "a\nb\x1b", "x" * 101):
        with pytest.raises(UsageError, match="cannot be a name"):
            dossiers.create(db, name, ANNA, NOW)
