"""Two archives become one: nothing lost, nothing doubled, nothing believed unseen."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
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
    capture,
    edit,
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
from fb_watch.archive.history import raw
from fb_watch.archive.merging import Merged
from fb_watch.archive.rows import chain
from fb_watch.archive.search import connect, get, search
from fb_watch.archive.store import Archive
from fb_watch.errors import ArchiveError, NotFoundError, UsageError
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.collected import MediaFile, Page
from fb_watch.model.retagged import HandTag


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Where the other archive lies."""
    return tmp_path / "there.db"


@pytest.fixture
def other(there: Path) -> Iterator[Archive]:
    """Another archive, empty."""
    archive = opened(there)
    yield archive
    archive.close()


def _no_file(_sha256: str) -> MediaFile | None:
    return None


def _merge(archive: Archive, there: Path, *, keep: bool = True) -> Merged:
    return archive.merge(there, _no_file, NOW, keep=keep)


def _posts(path: Path) -> list[ArchivedPost]:
    with closing(connect(path)) as reader:
        return [hit["post"] for hit in search(reader, Query(limit=None, order="oldest"))[0]]


def _told(path: Path) -> list[tuple[object, ...]]:
    return sorted(
        (p["id"], p["message"], p["hash"], p["created_at"], p["availability"]["state"])
        for p in _posts(path)
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

    merged = _merge(archive, there)

    assert ["School three", "School two", "School one"] == [p["message"] for p in _posts(path)]
    assert (2, 1, 1) == (merged.posts, merged.new, merged.known)
    assert index_is_whole(path)


def test_references_keep_their_meaning(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Of two posts with one reference ours has it; the version says when the other is meant."""
    save(archive, [new(post(1, "Ours"))])
    save(other, [new(post(2, "Theirs"))])
    ref, theirs = (_posts(one)[0]["ref"] for one in (path, there))
    version = _posts(there)[0]["hash"][:8]
    assert ref == theirs

    _merge(archive, there)

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

    _merge(archive, there)

    assert {"fbw:2020-000001", "fbw:2020-000002", "fbw:2020-000003"} < {
        post["ref"] for post in _posts(path)
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
    _merge(archive, there)
    before = _whole(path)

    merged = _merge(archive, there)

    assert before == _whole(path)
    assert (0, 0, []) == (merged.new, merged.versions, merged.conflicts)


def test_a_dry_run_writes_nothing(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """It says what would come."""
    save(other, [new(post(2))])
    before = _whole(path)

    merged = _merge(archive, there, keep=False)

    assert 1 == merged.new
    assert before == _whole(path)


def test_the_later_version_stands(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """An edit that only the other archive saw becomes the newest version here."""
    save(archive, [new(post(1, "Before"))])
    save(other, [new(post(1, "Before"))])
    edit(other, post(1, "After"), NOW + timedelta(hours=1))

    merged = _merge(archive, there)

    assert ["After"] == [post["message"] for post in _posts(path)]
    assert 1 == merged.versions
    assert index_is_whole(path)


def test_an_earlier_version_does_not(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """It is kept, and the newest one stays; a later edit goes on behind it."""
    save(archive, [new(post(1, "After"))], NOW + timedelta(hours=2))
    save(other, [new(post(1, "Before"))])

    _merge(archive, there)
    assert ["After"] == [post["message"] for post in _posts(path)]
    edit(archive, post(1, "Later"), NOW + timedelta(hours=3))

    assert ["Later"] == [post["message"] for post in _posts(path)]
    assert [1, 2, 3] == [n for (n,) in rows(path, "SELECT number FROM versions ORDER BY number")]


def test_hand_tags_come_along_and_conflicts_are_listed(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Who said last is believed, and that they differ is told."""
    for one in (archive, other):
        save(one, [new(tagged(post(1), theme("education")))])
    ref = f"{PAGE.id}_1"
    said = HandTag(action="add", kind="theme", value="education")
    denied = replace(said, action="remove")
    archive.tag_by_hand([ref], [said], "A", NOW)
    other.tag_by_hand([ref], [denied], "B", NOW + timedelta(days=1))
    other.tag_by_hand([ref], [replace(said, value="health")], "B", NOW)

    merged = _merge(archive, there)

    (found,) = _posts(path)
    assert ["health"] == [told["theme"] for told in found["themes"]]
    assert ["tags fbw:2020-000001 theme education: score 1.0 / 0.0"] == merged.conflicts
    assert [("A",), ("B",), ("B",)] == rows(path, "SELECT name FROM hand_tags ORDER BY name")


def test_a_post_has_one_language_by_hand(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Of two the later one, and both are told."""
    for one, language, day in ((archive, "fr", 1), (other, "mg", 0)):
        save(one, [new(post(1))])
        word = HandTag(action="add", kind="language", value=language)
        one.tag_by_hand([f"{PAGE.id}_1"], [word], "A", NOW + timedelta(days=day))

    merged = _merge(archive, there)

    assert ["fr"] == [post["language"]["code"] for post in _posts(path)]
    assert 1 == len(merged.conflicts)


def test_a_key_of_another_page_is_changed(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Pages are the same by Facebook's id, whatever people call them."""
    save(archive, [new(post(1))])
    namesake = Page(key=PAGE.key, id="4711", name="Another", region="europe")
    theirs = replace(post(2), id="4711_2")
    save(other, [new(theirs)], page=namesake)
    renamed = replace(PAGE, key="asia-of-theirs")
    save(other, [new(replace(post(3), page=renamed.key))], page=renamed)

    merged = _merge(archive, there)

    told = {post["id"]: post["page"] for post in _posts(path)}
    assert {"4711_2": "south-asia-2", f"{PAGE.id}_1": PAGE.key, f"{PAGE.id}_3": PAGE.key} == told
    assert 1 == len(merged.conflicts)


def test_the_chain_of_captures_goes_on(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Responses of the other archive stand behind ours, and each row is chained to the last."""
    save(archive, [new(post(1))])
    other.save(PAGE, capture(body=b'{"data":["theirs"]}'), [new(post(2))])

    _merge(archive, there)

    before = ""
    found = rows(
        path,
        "SELECT chain, at, page, source, edge, request, api_version, status, refused_fields, "
        "sha256 FROM captures ORDER BY key",
    )
    assert 2 == len(found)
    for told, *head in found:
        before = chain(before, tuple(head))
        assert before == told


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

    merged = _merge(archive, there)

    assert ["True"] == [post["message"] for post in _posts(path)]
    assert 1 == len(merged.problems)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("PRAGMA application_id = 7", "not an archive"),
        ("PRAGMA user_version = 99", "newer"),
        ("PRAGMA user_version = 6", "older"),
        ("DROP TABLE refusals; CREATE VIEW refusals AS SELECT 1 AS post", "refusals"),
        ("ALTER TABLE roads ADD COLUMN more", "roads"),
    ],
)
def test_what_is_no_archive_like_ours_is_refused(
    archive: Archive, other: Archive, there: Path, script: str, said: str
) -> None:
    """The message says what is wrong, and nothing is read."""
    other.close()
    with closing(sqlite3.connect(there)) as odd:
        odd.executescript(script)

    with pytest.raises(ArchiveError, match=said):
        _merge(archive, there)


def test_the_archive_itself_is_refused(archive: Archive, path: Path) -> None:
    """It holds its own posts already."""
    with pytest.raises(UsageError):
        _merge(archive, path)


def test_damage_is_told(archive: Archive, other: Archive, there: Path) -> None:
    """A file cut short is named damaged."""
    save(other, [new(post(number)) for number in range(200)])
    other.close()
    there.write_bytes(there.read_bytes()[: there.stat().st_size // 2])

    with pytest.raises(ArchiveError):
        _merge(archive, there)


def test_a_reference_that_neither_knows(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Merging gives nobody a meaning that was not there."""
    save(other, [new(post(1))])
    _merge(archive, there)

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
            _merge(archive, paths[other])
            once = _whole(paths[into])
            _merge(archive, paths[other])
            archive.close()
            assert once == _whole(paths[into])
            assert index_is_whole(paths[into])

        assert _told(paths["ab"]) == _told(paths["ba"])
        ids = {p["id"] for name in ("a", "b") for p in _posts(paths[name])}
        assert ids == {p["id"] for p in _posts(paths["ab"])}
