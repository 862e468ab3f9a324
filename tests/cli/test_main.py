import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.archive.lock import collecting
from fb_watch.cli.main import verbs

LANGUAGES = ("en", "fr", "es")
READING = (
    ("search", "--json"),
    ("search", "--json", "--facets"),
    ("show", "fbw:2020-000001", "--json"),
    ("show", "fbw:2020-000001", "--json", "--history"),
    ("stats", "--json"),
    ("explain", "école", "--json"),
    ("cite", "fbw:2020-000001", "--json"),
    ("status", "--json"),
    ("coverage", "--json"),
    ("doctor", "--json"),
)


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_json_is_one_document_on_stdout(typed: Typed, line: tuple[str, ...]) -> None:
    """Every verb that reports something prints JSON that parses, and nothing beside it; 0."""
    result = typed(*line)

    assert result.json
    assert "" == result.err
    assert (line[0] == "doctor") == result.code  # no token: a check that failed


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["serach"],
        ["--home"],
        ["search", "--fromat", "json"],
        ["search", "--format", "xml"],
        ["search", "--status", "read"],
        ["search", "--availability", "here"],
        ["search", "--kind", "poem"],
        ["search", "--has", "links"],
        ["search", "--tagged-by", "nobody"],
        ["search", "--order", "best"],
        ["search", "--limit", "many"],
        ["search", "--limit", "-1"],
        ["search", "--offset", "x"],
        ["search", "--since", "yesterday"],
        ["search", "--until", "2020-13"],
        ["search", "--since", "2020-06-02", "--until", "2020-06-01"],
        ["search", "--facets", "--format", "csv"],
        ["show"],
        ["show", "fbw:2020-000001", "fbw:2020-000002"],
        ["stats", "--by", "colour"],
        ["stats", "--by", ""],
        ["cite"],
        ["cite", "fbw:2020-000001", "--style", "harvard"],
        ["cite", "fbw:2020-000001", "--format", "docx"],
        ["cite", "fbw:2020-000001", "--lang", "de"],
        ["export", "--theme", "education", "--format", "papyrus"],
        ["export", "--theme", "education", "--format", "jsonl", "--excel"],
        ["status", "--max-age", "soon"],
        ["coverage", "--page", "atlantis"],
        ["collect", "--page", "atlantis"],
        ["collect", "--since", "never"],
        ["collect", "--since", "2020-06", "--until", "2020-05"],
        ["watch", "--tick", "0s"],
        ["explain", "x", "--page", "atlantis"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_2(typed: Typed, line: list[str]) -> None:
    """What the command line cannot mean is told on stderr, stdout stays empty, the code is 2."""
    result = typed(*line)

    assert 2 == result.code
    assert result.err
    assert "" == result.out


def test_a_slip_of_the_pen_is_answered_with_the_verb_meant(typed: Typed) -> None:
    """A mistyped verb names the nearest one."""
    assert "Did you mean search?" in typed("serach").err


def test_a_wrong_configuration_is_3_with_every_mistake(typed: Typed, own: Path) -> None:
    """Two mistakes in two files: both are told with file, line, key and value."""
    (own / "config" / "settings.toml").write_text('regions = ["africa"]\nevery = "soon"\n')
    (own / "config" / "pages.toml").write_text(
        '[pages.a]\nid = "1"\nname = "A"\ncountries = ["UK"]\n'
    )

    result = typed("collect")

    assert 3 == result.code
    assert re.search(r"settings\.toml:2: every = \"?soon", result.err)
    assert re.search(r"pages\.toml:4: .*countries.*UK.*GB", result.err)


@pytest.mark.parametrize("verb", ["search", "stats", "status", "coverage", "doctor", "collect"])
def test_no_home_is_3_with_the_way_out(
    typed: Typed, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no home folder, the remedy names init and --home."""
    monkeypatch.delenv("FB_WATCH_HOME")

    result = typed(verb)

    assert 3 == result.code
    assert "fb-watch init" in result.err
    assert "--home" in result.err


def test_a_second_collector_is_5_and_reading_goes_on(typed: Typed, own: Path) -> None:
    """While a collector holds the archive, another one stops with 5; searching answers."""
    with collecting(own / "archive"):
        refused = typed("collect")
        found = typed("search", "--limit", "3", "--format", "refs")

    assert 5 == refused.code
    assert "Another collector" in refused.err
    assert (0, 3) == (found.code, len(found.lines))


@pytest.mark.parametrize(
    ("sql", "said"),
    [("PRAGMA application_id = 17", "archive.db"), ("PRAGMA user_version = 999", "newer")],
)
@pytest.mark.parametrize("verb", ["search", "status", "stats", "collect"])
def test_a_database_that_is_not_ours_is_5(
    typed: Typed, own: Path, sql: str, said: str, verb: str
) -> None:
    """Somebody else's database, or one of a later version, is left alone: code 5."""
    database = sqlite3.connect(own / "archive" / "archive.db")
    database.execute(sql)
    database.close()

    result = typed(verb)

    assert 5 == result.code
    assert said in result.err


def test_a_damaged_archive_is_5(typed: Typed, own: Path) -> None:
    """A file that is no database, or half of one, is told as such."""
    path = own / "archive" / "archive.db"
    for beside in path.parent.glob("archive.db-*"):
        beside.unlink()
    path.write_bytes(b"no database at all" * 999)

    assert 5 == typed("search").code
    assert 5 == typed("collect").code


def test_no_archive_yet_says_what_to_do(typed: Typed, tmp_path: Path) -> None:
    """In a new home, reading verbs name the verb that makes an archive."""
    typed("init", str(tmp_path / "new"))

    result = typed("--home", str(tmp_path / "new"), "search")

    assert 5 == result.code
    assert "fb-watch collect" in result.err


def test_home_is_flag_then_environment_then_upwards(
    typed: Typed, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--home goes before FB_WATCH_HOME, that before the nearest folder upwards."""
    for name in ("flag", "environment", "upwards"):
        shutil.copytree(sample / "config", tmp_path / name / "config")
        shutil.copytree(sample / "archive", tmp_path / name / "archive")
        database = sqlite3.connect(tmp_path / name / "archive" / "archive.db")
        database.execute("UPDATE pages SET region = ?", [name])
        database.commit()
        database.close()
    below = tmp_path / "upwards" / "notes" / "of today"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    def region(*line: str) -> str:
        (one,) = typed(*line).json
        return str(one["region"])

    once = ("--json", "--limit", "1")
    monkeypatch.setenv("FB_WATCH_HOME", str(tmp_path / "environment"))
    assert "flag" == region("--home", str(tmp_path / "flag"), "search", *once)
    assert "flag" == region("search", *once, "--home", str(tmp_path / "flag"))
    assert "flag" == region(f"--home={tmp_path / 'flag'}", "search", *once)
    assert "environment" == region("search", *once)
    monkeypatch.delenv("FB_WATCH_HOME")
    assert "upwards" == region("search", *once)


def test_a_home_can_be_moved(typed: Typed, own: Path, tmp_path: Path) -> None:
    """The folder moved as a whole answers as before."""
    before = typed("search", "--json", "--limit", "5")
    shutil.copytree(own, tmp_path / "elsewhere")

    moved = typed("--home", str(tmp_path / "elsewhere"), "search", "--json", "--limit", "5")
    assert before.out == moved.out


def test_help_of_the_program_names_every_verb(typed: Typed) -> None:
    """--help lists the verbs on stdout; without a verb the same goes to stderr, with code 2."""
    asked, wrong = typed("--help"), typed()

    assert (0, "") == (asked.code, asked.err)
    assert (2, "") == (wrong.code, wrong.out)
    assert asked.out == wrong.err
    assert all(re.search(rf"^  {verb} ", asked.out, re.MULTILINE) for verb in verbs())


def test_version(typed: Typed) -> None:
    """--version prints name and version."""
    assert re.fullmatch(r"fb-watch \d+\.\d+\.\d+\S*\n", typed("--version").out)


def test_a_search_does_not_wait_for_a_writer(typed: Typed, own: Path) -> None:
    """While another process is in the middle of writing, searching answers at once."""
    writer = sqlite3.connect(own / "archive" / "archive.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE posts SET status = 'verified'")

    found = typed("search", "--status", "new", "--limit", "1", "--format", "refs")
    writer.execute("ROLLBACK")
    writer.close()

    assert (0, 1) == (found.code, len(found.lines))


@pytest.mark.parametrize("verb", ["review", "dossier", "saved"])
def test_the_help_of_a_verb_of_parts_has_examples(verb: str, typed: Typed) -> None:
    """Two or three lines to be typed, with parts that there are."""
    told = typed(verb, "--help").out.partition("examples:\n")[2].partition("\n\n")[0].splitlines()

    assert 2 <= len(told) <= 3
    for line in told:
        assert line.startswith(f"  fb-watch {verb} ")
        assert 0 == typed(verb, line.split()[2], "--help").code
