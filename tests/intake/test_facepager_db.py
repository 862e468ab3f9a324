import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fb_watch.errors import IntakeError
from fb_watch.intake.bundle import open_all
from fb_watch.intake.member import Limits
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found
from intake.build import CONTEXT

NODES = "CREATE TABLE Nodes (id INTEGER PRIMARY KEY, objecttype, querytype, response)"
POST = '{"id": "104563211_2993", "created_time": "2020-05-30T13:33:00+0000", "message": "Wells"}'


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """A maker of databases."""

    def making(*statements: str) -> Path:
        path = tmp_path / "posts.db"
        db = sqlite3.connect(path)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
        return path

    return making


def read(path: Path, limits: Limits | None = None) -> list[Found | Problem]:
    """All that is found."""
    (one,) = open_all([path], limits or Limits())
    return list(FORMATS["facepager-db"].read(one, CONTEXT))


def test_answers_are_read_as_they_came(make: Callable[..., Path]) -> None:
    """Seeds and empty nodes are no posts; damage is named by its node."""
    path = make(
        NODES,
        "INSERT INTO Nodes VALUES (1, 'seed', NULL, '{}')",
        f"INSERT INTO Nodes VALUES (2, 'data', 'Facebook:/x/posts', '{POST}')",
        "INSERT INTO Nodes VALUES (3, 'data', 'Facebook:/x/posts', NULL)",
        "INSERT INTO Nodes VALUES (4, 'data', 'Facebook:/x/posts', '{')",
        "INSERT INTO Nodes VALUES (5, 'data', 'Facebook:/x/posts', 7)",
        f"INSERT INTO Nodes VALUES (6, 'data', 'Facebook:/x/comments', '{POST}')",
    )

    found = read(path)

    assert "facepager-db" == recognise(next(open_all([path], Limits())))
    assert isinstance(found[0], Found)
    assert ("104563211_2993", "asia", POST.encode()) == (
        found[0].post.id,
        found[0].post.page,
        found[0].raw,
    )
    assert [
        Problem(where="node 4", reason="is no JSON"),
        Problem(where="node 5", reason="is no JSON"),
        Problem(where="node 6", reason="is a comment, not a post"),
    ] == found[1:]


def test_reading_leaves_no_trace(make: Callable[..., Path]) -> None:
    """The file and its folder are as they were, also with a journal mode that writes."""
    path = make("PRAGMA journal_mode = WAL", NODES)
    before = path.read_bytes()

    read(path)

    assert (before, [path.name]) == (
        path.read_bytes(),
        [one.name for one in path.parent.iterdir()],
    )


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE Other (id)",),
        ("CREATE TABLE Other (response)", "CREATE VIEW Nodes AS SELECT * FROM Other"),
        ("CREATE VIRTUAL TABLE Nodes USING fts5(objecttype, querytype, response)",),
        ("CREATE TABLE Nodes (id, objecttype)",),
    ],
)
def test_a_schema_that_would_run_something_is_refused(
    make: Callable[..., Path], statements: tuple[str, ...]
) -> None:
    """No views, no virtual tables, nothing but a table with these columns."""
    path = make(*statements)

    with pytest.raises(IntakeError) as caught:
        read(path)

    assert caught.value.remedy


def test_an_answer_of_too_many_bytes_is_refused(make: Callable[..., Path]) -> None:
    """SQLite itself holds the limit."""
    path = make(NODES, "INSERT INTO Nodes VALUES (1, 'data', '', hex(zeroblob(5000)))")

    with pytest.raises(IntakeError):
        read(path, Limits(record=5000))
