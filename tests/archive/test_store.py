import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.build import NOW, PAGE, new, opened, post, rows, save
from fb_watch.archive.integrity import quick_check
from fb_watch.archive.lock import collecting
from fb_watch.archive.schema import APPLICATION_ID, VERSION
from fb_watch.archive.search import connect
from fb_watch.archive.store import Archive
from fb_watch.errors import ArchiveError, ArchiveLockedError, ThrottledError
from fb_watch.model.collected import Media, MediaFile, Window
from fb_watch.model.state import PageState
from fb_watch.model.tagged import PageReport, WindowReport

TO_NOW = Window(since=None, until=NOW + timedelta(minutes=5))
PAST = Window(since=NOW - timedelta(days=60), until=NOW - timedelta(days=30))


def _complete(since: datetime | None, until: datetime, at: datetime = NOW) -> WindowReport:
    window = Window(since=since, until=until)
    return WindowReport(window=window, outcome="complete", begun_at=at, ended_at=at)


def test_the_file_says_what_it_is(archive: Archive, path: Path) -> None:
    """Any SQLite tool reads whose file it is, its form, and that it is written ahead."""
    assert archive
    told = [rows(path, f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version")]

    assert [APPLICATION_ID, VERSION] == told
    assert [("wal",)] == rows(path, "PRAGMA journal_mode")


def test_opening_again_changes_nothing(archive: Archive, path: Path) -> None:
    """The archive keeps its id and its posts."""
    save(archive, [new(post(1))])
    before = rows(path, "SELECT * FROM settings"), rows(path, "SELECT * FROM posts")
    archive.close()

    opened(path).close()

    assert before == (rows(path, "SELECT * FROM settings"), rows(path, "SELECT * FROM posts"))


@pytest.mark.parametrize("opening", [opened, connect])
def test_an_archive_of_a_newer_program_is_left_alone(
    archive: Archive, path: Path, opening: object
) -> None:
    """An older program neither writes nor reads a form it does not know."""
    archive.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()

    with pytest.raises(ArchiveError, match="newer") as error:
        opening(path)  # type: ignore[operator]

    assert error.value.remedy


@pytest.mark.parametrize("opening", [opened, connect])
def test_a_database_of_others_is_left_alone(path: Path, opening: object) -> None:
    """A file that is not ours is not touched."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()

    with pytest.raises(ArchiveError, match="not an archive"):
        opening(path)  # type: ignore[operator]

    assert before == path.read_bytes()


@pytest.mark.parametrize("opening", [opened, connect])
def test_no_database_at_all_is_told(path: Path, opening: object) -> None:
    """A text file in the place of the archive is an error with a remedy, no traceback."""
    path.write_text("no database, " * 100)

    with pytest.raises(ArchiveError, match="damaged"):
        opening(path)  # type: ignore[operator]


def test_reading_needs_an_archive(tmp_path: Path) -> None:
    """Reading what is not there says how to make it, and makes nothing."""
    with pytest.raises(ArchiveError) as error:
        connect(tmp_path / "none" / "archive.db")

    assert "fb-watch collect" in error.value.remedy
    assert [] == list(tmp_path.iterdir())


def test_a_reader_cannot_write(reader: sqlite3.Connection) -> None:
    """The connection of the reading verbs is read-only."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM settings")


def test_a_damaged_archive_is_told(archive: Archive, path: Path) -> None:
    """The check of an archive whose pages are overwritten raises; that of a whole one says so."""
    save(archive, [new(post(n)) for n in range(50)])
    archive.close()
    assert "50" in quick_check(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * len(content[len(content) // 2 :])
    path.write_bytes(content)

    with pytest.raises(ArchiveError):
        quick_check(path)


def test_one_collector_at_a_time(tmp_path: Path) -> None:
    """A second collector is refused while the first is at work, and let in after it."""
    with (
        collecting(tmp_path),
        pytest.raises(ArchiveLockedError, match="process") as error,
        collecting(tmp_path),
    ):
        pass

    assert 5 == error.value.exit_code
    with collecting(tmp_path):
        pass


def test_a_page_never_looked_at_stands_at_the_beginning(archive: Archive) -> None:
    """Without a round there is nothing to say."""
    assert PageState(page="nowhere") == archive.page_state("nowhere")


def test_a_round_moves_the_page(archive: Archive) -> None:
    """After a good round: when it was, the newest post, complete up to when it began."""
    archive.begin_page(PAGE, NOW, [TO_NOW])
    save(archive, [new(post(1)), new(post(9))])
    line = _complete(None, TO_NOW.until)
    archive.save_window(PAGE, line)

    archive.end_page(PAGE, PageReport(page=PAGE.key, windows=[line]), NOW + timedelta(minutes=1))

    state = archive.page_state(PAGE.key)
    assert (NOW, NOW, NOW) == (state.last_round_at, state.last_ok_at, state.complete_until)
    assert post(1).created_at == state.newest_at
    assert state.last_error is None


def test_a_question_about_the_past_is_no_look_at_the_page(archive: Archive) -> None:
    """It neither puts the next look off nor hides that nobody has looked for days."""
    archive.begin_page(PAGE, NOW, [PAST])
    line = _complete(PAST.since, PAST.until)
    archive.save_window(PAGE, line)

    archive.end_page(PAGE, PageReport(page=PAGE.key, windows=[line]), NOW)

    state = archive.page_state(PAGE.key)
    assert (None, None) == (state.last_round_at, state.last_ok_at)
    assert not state.is_interrupted


def test_a_failed_round_is_not_a_good_one(archive: Archive) -> None:
    """The round counts as begun, the error stays until a round goes through."""
    failed = PageReport(page=PAGE.key, outcome="failed", failure=ThrottledError("slow", code=32))
    archive.begin_page(PAGE, NOW, [TO_NOW])

    archive.end_page(PAGE, failed, NOW)

    state = archive.page_state(PAGE.key)
    assert (NOW, None) == (state.last_round_at, state.last_ok_at)
    assert state.last_error is not None
    assert ("ThrottledError", 32) == (state.last_error["class"], state.last_error["code"])


def test_a_waiting_page_is_one_row(archive: Archive, path: Path) -> None:
    """A page passed over again and again for one reason does not fill the table of rounds."""
    skipped = PageReport(page=PAGE.key, outcome="skipped", failure=ThrottledError("on hold"))

    for minute in range(5):
        archive.end_page(PAGE, skipped, NOW + timedelta(minutes=minute))

    assert [("2020-06-01T12:00:00Z", "2020-06-01T12:04:00Z")] == rows(
        path, "SELECT begun_at, ended_at FROM rounds"
    )
    assert archive.page_state(PAGE.key).last_round_at is None


def test_a_window_by_hand_does_not_make_the_rest_complete(archive: Archive) -> None:
    """A complete April says nothing of what lies before it."""
    april = _complete(datetime(2020, 4, 1, tzinfo=UTC), datetime(2020, 5, 1, tzinfo=UTC))

    archive.save_window(PAGE, april)

    assert archive.page_state(PAGE.key).complete_until is None


def test_a_cut_window_completes_nothing(archive: Archive) -> None:
    """Only where the paging ended the page is complete."""
    window = Window(since=None, until=NOW)
    cut = WindowReport(window=window, outcome="cut", begun_at=NOW, ended_at=NOW, reason="502")

    archive.save_window(PAGE, cut)

    assert archive.page_state(PAGE.key).complete_until is None


def test_media_taken_in_are_wanted_no_more(archive: Archive, path: Path) -> None:
    """The file's hash, type and path stand with the post."""
    save(archive, [new(post(1, media=(Media(kind="photo", id="91", url="https://a/1"),)))])
    (pending,) = archive.pending_media(PAGE, videos=True)

    archive.save_media(pending, MediaFile(sha256="ab", type="image/png", path="media/ab", bytes=3))

    assert [] == archive.pending_media(PAGE, videos=True)
    assert [("ab", "image/png", "media/ab", 3)] == rows(
        path, "SELECT sha256, type, path, bytes FROM media"
    )
