"""Two archives become one: nothing lost, nothing doubled, nothing believed unseen."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.build import (
    NOW,
    OTHER,
    PAGE,
    edited,
    index_is_whole,
    new,
    opened,
    post,
    rows,
    save,
    tagged,
    theme,
)
from archive.merges import merge, posts
from fb_watch.archive.history import raw
from fb_watch.archive.search import connect, get
from fb_watch.archive.store import Archive
from fb_watch.errors import NotFoundError
from fb_watch.model.retagged import HandTag


def _told(path: Path) -> list[tuple[object, ...]]:
    return sorted(
        (p["id"], p["message"], p["hash"], p["created_at"], p["availability"]["state"])
        for p in posts(path)
    )


def _whole(path: Path) -> list[list[tuple[object, ...]]]:
    names = [
        name
        for (name,) in rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not name.startswith(("search", "sqlite", "_sqlite"))
    ]
    return [rows(path, f'SELECT * FROM "{name}"') for name in sorted(names)]


def test_posts_of_both_are_there_once(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """A post that both hold stays one; what only the other holds comes, and is found."""
    save(archive, [new(post(1, "School one")), new(post(2, "School two"))])
    save(other, [new(post(2, "School two")), new(post(3, "School three"))])

    merged = merge(archive, there)

    assert ["School three", "School two", "School one"] == [p["message"] for p in posts(path)]
    assert (2, 1, 1) == (merged.posts, merged.new, merged.known)
    assert index_is_whole(path)


def test_references_keep_their_meaning(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Of two posts with one reference ours has it; the version says when the other is meant."""
    save(archive, [new(post(1, "Ours"))])
    save(other, [new(post(2, "Theirs"))])
    ref, theirs = (posts(one)[0]["ref"] for one in (path, there))
    version = posts(there)[0]["hash"][:8]
    assert ref == theirs

    merge(archive, there)

    with closing(connect(path)) as reader:
        assert "Ours" == get(reader, ref)["message"]
        found = get(reader, f"{ref}@{version}")
        assert ("Theirs", "fbw:2020-000002") == (found["message"], found["ref"])
        assert b'{"data":[]}' == raw(reader, found["ref"])


def test_a_number_never_given_here_is_kept(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """A reference of the other archive that is above all of ours stays what it is."""
    save(archive, [new(post(1))])
    save(other, [new(post(number)) for number in (2, 3, 4)])

    merge(archive, there)

    assert {"fbw:2020-000001", "fbw:2020-000002", "fbw:2020-000003"} < {
        post["ref"] for post in posts(path)
    }
    with closing(connect(path)) as reader:
        assert f"{PAGE.id}_2" == get(reader, "fbw:2020-000003")["id"]


def test_merging_twice_changes_nothing(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """The second time every table stays as it is."""
    save(archive, [new(post(1))])
    save(other, [new(tagged(post(2), theme("education"))), new(post(1))])
    other.tag_by_hand([f"{PAGE.id}_2"], [HandTag(action="add", kind="theme", value="x")], "A", NOW)
    merge(archive, there)
    before = _whole(path)

    merged = merge(archive, there)

    assert before == _whole(path)
    assert (0, 0, []) == (merged.new, merged.versions, merged.conflicts)


def test_a_dry_run_writes_nothing(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """It says what would come."""
    save(other, [new(post(2))])
    before = _whole(path)

    merged = merge(archive, there, keep=False)

    assert 1 == merged.new
    assert before == _whole(path)


def test_what_is_not_what_its_hash_says_is_left_out(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """A text that somebody changed with another tool does not come, and that is said."""
    save(other, [new(post(1, "True")), new(post(2, "Changed"))])
    other.close()
    with closing(sqlite3.connect(there)) as forged:
        forged.execute("DROP TRIGGER versions_are_never_changed")
        forged.execute("UPDATE versions SET message = 'Forged' WHERE message = 'Changed'")
        forged.commit()

    merged = merge(archive, there)

    assert ["True"] == [post["message"] for post in posts(path)]
    assert 1 == len(merged.problems)


def test_a_reference_that_neither_knows(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Merging gives nobody a meaning that was not there."""
    save(other, [new(post(1))])
    merge(archive, there)

    with closing(connect(path)) as reader, pytest.raises(NotFoundError):
        get(reader, "fbw:2020-000777")


# What each of two archives saw: which post, in which wording, at which hour; once an hour, for of
# two that saw a post edited to and fro within a second nobody can say which was right.
_SEEN = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", "c"]), st.integers(0, 3)),
    max_size=8,
    unique_by=lambda one: (one[0], one[2]),
)


def _fill(archive: Archive, seen: Sequence[tuple[int, str, int]]) -> None:
    for number, word, hour in sorted(seen, key=lambda one: one[2]):
        at = NOW + timedelta(hours=hour)
        page = OTHER if number % 2 else PAGE
        told = replace(post(number, f"School {word}"), page=page.key, id=f"{page.id}_{number}")
        known = archive.known([told.id]).get(told.id)
        if known is None:
            save(archive, [new(told)], at, page)
        elif known.hash != told.hash:
            save(archive, [edited(told, known)], at, page)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mine=_SEEN, theirs=_SEEN)
def test_either_way_gives_the_same_posts(
    mine: list[tuple[int, str, int]], theirs: list[tuple[int, str, int]]
) -> None:
    """A into B and B into A hold the same posts, in the same words; and merging is idempotent."""
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.db" for name in ("a", "b", "ab", "ba")}
        for name, seen in (("a", mine), ("b", theirs)):
            archive = opened(paths[name])
            _fill(archive, seen)
            archive.close()
            shutil.copy(paths[name], paths["ab" if name == "a" else "ba"])
        for into, other in (("ab", "b"), ("ba", "a")):
            archive = opened(paths[into])
            merge(archive, paths[other])
            once = _whole(paths[into])
            merge(archive, paths[other])
            archive.close()
            assert once == _whole(paths[into])
            assert index_is_whole(paths[into])

        assert _told(paths["ab"]) == _told(paths["ba"])
        ids = {p["id"] for name in ("a", "b") for p in posts(paths[name])}
        assert ids == {p["id"] for p in posts(paths["ab"])}
