import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.build import (
    NOW,
    OTHER,
    PAGE,
    capture,
    edit,
    index_is_whole,
    new,
    opened,
    post,
    rows,
    same,
    save,
    tagged,
    theme,
)
from fb_watch.archive.history import history, raw
from fb_watch.archive.packing import unpacked
from fb_watch.archive.rows import chain
from fb_watch.archive.search import get
from fb_watch.archive.store import Archive
from fb_watch.model.collected import Counts, Media

TABLES = ("posts", "versions", "captures", "counts", "tags", "media", "aliases", "indexed", "pages")


def _written(path: Path) -> list[list[tuple[object, ...]]]:
    return [rows(path, f"SELECT * FROM {table}") for table in TABLES]


def test_references_count_up_in_the_order_of_time(archive: Archive, path: Path) -> None:
    """Within a response, which comes newest first, the oldest post has the lowest number."""
    save(archive, [new(post(number)) for number in (1, 2, 3)])

    told = rows(path, "SELECT ref, id FROM posts ORDER BY key")

    expected = [(f"fbw:2020-00000{n}", f"{PAGE.id}_{4 - n}") for n in (1, 2, 3)]
    assert expected == told


def test_a_reference_is_never_used_again(archive: Archive, path: Path) -> None:
    """The number of a post that is gone from the table is not given to another."""
    save(archive, [new(post(1)), new(post(2))])
    archive.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER versions_are_never_removed")
    for table in ("tags", "aliases", "indexed", "versions"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM posts")
    connection.commit()
    connection.close()

    again = opened(path)
    save(again, [new(post(3))])
    again.close()

    assert [("fbw:2020-000003",)] == rows(path, "SELECT ref FROM posts")


def test_each_year_counts_by_itself(archive: Archive, path: Path) -> None:
    """The year of a reference is that of the post, in UTC, also before 1970."""
    years = (1969, 2019, 2020)
    dated = [
        post(n, created_at=datetime(y, 12, 31, 23, 59, tzinfo=UTC)) for n, y in enumerate(years)
    ]
    save(archive, [new(one) for one in dated])

    told = [ref for (ref,) in rows(path, "SELECT ref FROM posts ORDER BY key")]

    assert [f"fbw:{year}-000001" for year in years] == told


def test_posts_of_one_second_have_keys_of_that_second(archive: Archive, path: Path) -> None:
    """A key that is taken gives way to another one of the same second."""
    save(archive, [new(post(1, created_at=NOW))])
    connection = sqlite3.connect(path)
    # the number of the next post is made to end in the same twenty bits
    connection.execute("UPDATE numbers SET next = 1 + (1 << 20)")
    connection.commit()
    connection.close()

    save(archive, [new(post(2, created_at=NOW))])

    keys = [key for (key,) in rows(path, "SELECT key FROM posts ORDER BY key")]
    assert 2 == len(set(keys))
    assert {int(NOW.timestamp())} == {key >> 20 for key in keys}


def test_an_unchanged_response_writes_nothing(archive: Archive, path: Path) -> None:
    """A second look at the same posts leaves every table as it was, captures included."""
    told = [post(n, media=(Media(kind="photo", id=f"9{n}", url="https://a/1"),)) for n in (1, 2)]
    save(archive, [new(one, Counts(reactions=3)) for one in told])
    before = _written(path)
    known = archive.known([one.id for one in told])

    save(archive, [same(one, known[one.id]) for one in told], NOW + timedelta(hours=6))

    assert before == _written(path)


def test_versions_cannot_be_changed_or_removed(archive: Archive, path: Path) -> None:
    """What was read once stays, whatever program opens the file."""
    save(archive, [new(post(1))])
    connection = sqlite3.connect(path)

    for sql in ("UPDATE versions SET message = 'x'", "DELETE FROM versions"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(sql)

    connection.close()


def test_an_edit_adds_a_version(archive: Archive, reader: sqlite3.Connection) -> None:
    """Both texts are kept; the time of the edit is when it was first seen."""
    later = NOW + timedelta(hours=6)
    save(archive, [new(post(1, "open"))])

    edit(archive, post(1, "closed"), later)

    first, second = history(reader, "fbw:2020-000001")
    assert ("open", None) == (first["message"], first["edited_at"])
    assert ("closed", "2020-06-01T18:00:00Z") == (second["message"], second["edited_at"])
    assert "open" == get(reader, f"fbw:2020-000001@{first['hash'][:8]}")["message"]


def test_a_text_that_comes_back_is_a_version_of_its_own(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """Edited there and back again: three versions, and the hash names the newest of its text."""
    save(archive, [new(post(1, "open"))])
    edit(archive, post(1, "closed"))

    edit(archive, post(1, "open"))

    told = history(reader, "fbw:2020-000001")
    assert ["open", "closed", "open"] == [version["message"] for version in told]
    assert 3 == get(reader, f"fbw:2020-000001@{told[0]['hash']}")["version"]


def test_counts_are_a_series(archive: Archive, path: Path) -> None:
    """A row where something moved; what is not known stays NULL, zero stays zero."""
    told = post(1)
    save(archive, [new(told, Counts(reactions=0, shares=None))])
    known = archive.known([told.id])[told.id]

    moved = Counts(reactions=2, comments=1, by_type=(("like", 1), ("love", 1)))
    save(archive, [same(told, known, moved)], NOW + timedelta(hours=6))

    series = rows(path, "SELECT reactions, comments, shares, by_type FROM counts ORDER BY at")
    assert [(0, None, None, None), (2, 1, None, '{"like":1,"love":1}')] == series
    assert moved == archive.known([told.id])[told.id].counts


def test_captures_are_chained(archive: Archive, path: Path) -> None:
    """Each row's chain is the SHA-256 of the one before and of the row; the body is as it came."""
    for n in (1, 2, 3):
        archive.save(PAGE, capture(body=b'{"n":%d}' % n), [new(post(n))])

    before = ""
    for *head, told, body in rows(
        path,
        "SELECT at, page, source, edge, request, api_version, status, refused_fields, sha256, "
        "chain, body FROM captures ORDER BY key",
    ):
        assert chain(before, tuple(head)) == told
        assert hashlib.sha256(unpacked(body)).hexdigest() == head[-1]
        before = told


def test_the_response_of_each_version_is_kept(archive: Archive, reader: sqlite3.Connection) -> None:
    """`raw` gives back the bytes a version came in."""
    archive.save(PAGE, capture(body=b"first"), [new(post(1, "open"))])
    (version,) = history(reader, "fbw:2020-1")
    known = archive.known([post(1).id])[post(1).id]
    archive.save(PAGE, capture(body=b"second"), [same(post(1), known)])
    edit(archive, post(1, "closed"))

    assert b"first" == raw(reader, f"fbw:2020-1@{version['hash'][:8]}")
    assert b'{"data":[]}' == raw(reader, "fbw:2020-1")


def test_a_post_is_known_under_every_id(archive: Archive) -> None:
    """An id seen as an alias leads to the post; one never seen is absent."""
    told = post(1, aliases=("777_888",))
    save(archive, [new(told)])

    known = archive.known([told.id, "777_888", "777_889"])

    assert {told.id, "777_888"} == set(known)
    assert {told.hash} == {one.hash for one in known.values()}


def test_a_rewritten_permalink_is_another_alias(
    archive: Archive, reader: sqlite3.Connection
) -> None:
    """A post seen unchanged under a new address is found under both."""
    told = post(1)
    save(archive, [new(told)])
    known = archive.known([told.id])[told.id]
    address = "https://www.facebook.com/reel/1234567890"

    save(archive, [same(post(1, permalink=address), known)])

    assert get(reader, address)["ref"] == get(reader, str(told.permalink))["ref"]


def test_a_dead_picture_gets_its_new_address(archive: Archive) -> None:
    """Seen again, a picture not taken in is wanted at its new address, after a failure too."""

    def with_picture(url: str) -> object:
        return post(1, media=(Media(kind="photo", id="91", url=url),))

    first, second = (post(1, media=(Media(kind="photo", id="91", url=u),)) for u in ("a", "b"))
    save(archive, [new(first)])
    (pending,) = archive.pending_media(PAGE, videos=False)
    archive.media_failed(pending, "URL signature expired", NOW)
    assert [] == archive.pending_media(PAGE, videos=False)
    known = archive.known([first.id])[first.id]

    save(archive, [same(second, known)])

    (again,) = archive.pending_media(PAGE, videos=False)
    assert ("a", "b") == (pending.media.url, again.media.url)


def test_all_or_nothing(archive: Archive, path: Path) -> None:
    """A response that cannot be written whole leaves no trace."""
    save(archive, [new(post(1))])
    before = _written(path)

    with pytest.raises(sqlite3.IntegrityError):
        save(archive, [new(post(2)), new(post(1, "the same id once more"))])

    assert before == _written(path)
    assert index_is_whole(path)


def test_tags_of_an_old_version_stay_with_it(archive: Archive, reader: sqlite3.Connection) -> None:
    """A citation of the text before shows the tags of that text."""
    save(archive, [new(tagged(post(1, "school"), theme("education")))])
    old = get(reader, "fbw:2020-1")

    edit(archive, tagged(post(1, "hospital"), theme("health")))

    named = get(reader, f"{old['ref']}@{old['hash'][:8]}")
    assert ["education"] == [t["theme"] for t in named["themes"]]
    assert ["health"] == [t["theme"] for t in get(reader, old["ref"])["themes"]]


def test_pages_keep_their_posts_apart(archive: Archive) -> None:
    """Media still wanted are asked for page by page."""
    picture = (Media(kind="photo", id="91", url="a"), Media(kind="video", id="92", url="b"))
    save(archive, [new(post(1, media=picture))])
    save(archive, [new(post(2, media=picture, page=OTHER.key))], page=OTHER)

    mine = archive.pending_media(PAGE, videos=False)
    theirs = archive.pending_media(OTHER, videos=True)

    assert ["91"] == [one.name for one in mine]
    assert ["91", "92"] == [one.name for one in theirs]
