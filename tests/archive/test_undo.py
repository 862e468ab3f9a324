"""Two people at random on one archive: what undo must keep."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.build import NOW, index_is_whole
from archive.desk import ANNA, BEN, filled, standing
from fb_watch.archive import dossiers, joining, review, saved, states
from fb_watch.archive.hand_tags import tag_by_hand
from fb_watch.archive.keys import stamp
from fb_watch.archive.queue import take
from fb_watch.archive.store import reviewing
from fb_watch.errors import FbWatchError
from fb_watch.model.archived import Query
from fb_watch.model.retagged import HandTag

_DEED = st.tuples(
    st.sampled_from(
        [
            *("status", "note", "assign", "tag", "language", "take"),
            *("create", "add", "heading", "move", "annotate", "remove", "discard", "save", "undo"),
            *("join", "part"),
        ]
    ),
    st.sampled_from([ANNA, BEN]),
    st.integers(0, 3),
    st.integers(0, 3),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of four posts, to be copied."""
    path = tmp_path_factory.mktemp("desk") / "archive.db"
    filled(path)
    return path


def do(db: sqlite3.Connection, deed: str, by: str, one: int, other: int) -> None:
    """One deed; `one` and `other` choose posts and words."""
    refs = [ref for (ref,) in db.execute("SELECT ref FROM posts ORDER BY key")]
    word = review.STATUSES[other]
    if deed == "status":
        review.set_status(db, refs[: one + 1], word, by, NOW)
    elif deed == "note":
        review.add_note(db, refs[one], word, by, NOW)
    elif deed == "assign":
        review.assign(db, refs[one:], ("", ANNA, BEN, BEN)[other], by, NOW, NOW)
    elif deed == "tag":
        word = ("education", "health")[other % 2]
        action = HandTag(action="add" if other < 2 else "remove", kind="theme", value=word)
        tag_by_hand(db, refs[one:], [action], by, NOW)
    elif deed == "language":
        action = HandTag(action="add", kind="language", value=("fr", "es", "en", "sw")[other])
        tag_by_hand(db, refs[one:], [action], by, NOW)
    elif deed == "take":
        take(db, Query(statuses=("new",)), by, NOW, number=one + 1, until=NOW)
    elif deed == "save":
        saved.add(db, "eau", Query(words=word), by, NOW, force=True)
    elif deed == "undo":
        review.undo(db, by, NOW)
    elif deed in ("join", "part"):
        _make_one(db, deed, refs[one], refs[other])
    else:
        _collect(db, deed, by, refs[one], refs[other])


def _make_one(db: sqlite3.Connection, deed: str, one: str, other: str) -> None:
    """Two posts made one, or two again."""
    if deed == "join":
        joining.join(db, [one, other], stamp(NOW))
    else:
        joining.part(db, one, stamp(NOW))


def _collect(db: sqlite3.Connection, deed: str, by: str, one: str, other: str) -> None:
    """One deed on the dossier."""
    if deed == "create":
        dossiers.create(db, "Rapport", by, NOW)
    elif deed == "add":
        dossiers.add(db, "Rapport", one, other, by, NOW)
    elif deed == "heading":
        dossiers.add_heading(db, "Rapport", one[-1], by, NOW)
    elif deed == "move":
        dossiers.move(db, "Rapport", one, other, by, NOW)
    elif deed == "annotate":
        dossiers.annotate(db, "Rapport", one, other, by, NOW)
    elif deed == "remove":
        dossiers.remove(db, "Rapport", [one], by, NOW)
    else:
        dossiers.discard(db, "Rapport", by, NOW)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(_DEED, min_size=1, max_size=12))
def test_undo_restores_what_stood_before(
    home: Path, deeds: list[tuple[str, str, int, int]]
) -> None:
    """
    An action undone at once leaves all as it was; the history always ends where things stand.

    Whatever two people did before, in any order, with undo among it.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        shutil.copy(home, path)
        with reviewing(path, lambda: NOW) as db:
            for deed, by, one, other in deeds:
                before, number = standing(db), _actions(db)
                try:
                    do(db, deed, by, one, other)
                except FbWatchError:
                    assert before == standing(db)
                    continue
                if deed not in ("undo", "take", "join", "part") and _actions(db) > number:
                    after = standing(db)
                    undone = review.undo(db, by, NOW)
                    assert undone is not None
                    assert [] == undone["left"]
                    assert before == standing(db)
                    do(db, deed, by, one, other)
                    assert _shape(after) == _shape(standing(db))
            _assert_history_is_true(db)
        assert index_is_whole(path)


def _actions(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM actions").fetchone()[0])


def _shape(told: list[list[tuple[object, ...]]]) -> list[int]:
    """How many rows stand; the ids of notes and entries are others when written again."""
    return [len(rows) for rows in told]


def _assert_history_is_true(db: sqlite3.Connection) -> None:
    """Each change began where the last one of its field ended; the last ones say what stands."""
    last: dict[tuple[int | None, str], str | None] = {}
    for post, field, before, after in db.execute(
        "SELECT post, field, before, after FROM changes ORDER BY key"
    ):
        assert before == last.get((post, field), "new" if field == "status" else None)
        last[post, field] = after
    for (post, field), after in last.items():
        assert after == states.read(db, field, post)
