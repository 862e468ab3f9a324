import csv
import io
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from cli.typed import PROGRAM, Typed, environment, process
from fb_watch.archive.exports import exports
from fb_watch.archive.search import connect
from fb_watch.demo.sample import later_edits
from fb_watch.export.forms import FORMS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
WRITTEN = [pytest.param(form, marks=needs_office) if form == "pdf" else form for form in FORMS]


@pytest.mark.parametrize(
    "line",
    [
        ["--theme", "education"],
        ["école", "--country", "MG", "--country", "CI"],
        ["--language", "ar", "--order", "oldest"],
        ["school*", "--order", "engagement", "--limit", "7", "--offset", "2"],
        ["--theme", "none", "--since", "2020-06"],
    ],
    ids=" ".join,
)
def test_export_holds_what_search_finds_in_that_order(typed: Typed, line: list[str]) -> None:
    """The same filters give the same posts in the same order, as CSV and as JSON Lines."""
    limited = [] if "--limit" in line else ["--limit", "999"]
    posts = typed("search", *line, *limited, "--json").json

    rows = typed("export", *line, "--format", "csv").out
    objects = typed("export", *line, "--format", "jsonl").out

    assert posts
    told = [json.loads(text) for text in objects.split("\n") if text]
    assert posts == [{name: one[name] for name in posts[0]} for one in told]
    read = list(csv.DictReader(io.StringIO(rows, newline="")))
    assert [post["ref"] for post in posts] == [row["ref"] for row in read]
    assert [post["message"] or "" for post in posts] == [row["body"] for row in read]


def test_without_filters_every_post_is_exported(typed: Typed) -> None:
    """With nothing on stdin and no filter the whole archive is meant."""
    whole = process("export", "--format", "jsonl").out.splitlines()

    assert sorted(typed.refs()) == sorted(json.loads(line)["ref"] for line in whole)


def test_two_versions_of_one_post_are_two_posts_of_a_file(typed: Typed, tmp_path: Path) -> None:
    """A text before and after an edit, in the order named; in a document and a bag too."""
    post = typed("show", later_edits()[0].post_id, "--history", "--json").json
    old, new = (version["hash"] for version in post["versions"])
    given = f"{post['ref']}@{new[:8]}\n{post['ref']}@{old[:8]}\n"
    out = {
        form: process("export", "--format", form, "-o", str(tmp_path / form), given=given)
        for form in ("jsonl", "md", "bag")
    }

    told = [json.loads(line) for line in (tmp_path / "jsonl").read_text("utf-8").splitlines()]
    document = (tmp_path / "md").read_text("utf-8")
    assert {0} == {one.code for one in out.values()}
    assert [new, old] == [one["hash"] for one in told]
    assert ("[^1]", "[^2]") == tuple(re.findall(r"\[\^\d\](?!:)", document))
    assert "2 posts" in out["jsonl"].err
    assert 0 == typed("verify", "--bag", str(tmp_path / "bag")).code
    package = str(tmp_path / "bag" / "data" / "datapackage.json")
    checked = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", package], check=False
    )
    assert 0 == checked.returncode


@pytest.mark.parametrize("dash", [[], ["-"]])
def test_references_on_stdin_choose_the_posts(typed: Typed, dash: list[str]) -> None:
    """References, ids and permalinks on stdin choose posts and their order."""
    (first, second, third) = typed("search", "--limit", "3", "--json").json
    given = f"{third['ref']}\n\n{first['id']}\n  {second['permalink']}\n"

    result = process("export", *dash, "--format", "jsonl", given=given)

    told = [json.loads(line)["ref"] for line in result.out.splitlines()]
    assert [third["ref"], first["ref"], second["ref"]] == told


def test_a_search_that_found_nothing_never_exports_everything(tmp_path: Path) -> None:
    """No reference on stdin: `-` exports none, and without it nothing is written, with 2."""
    dash = process("export", "-", "--format", "jsonl", given="")
    plain = process("export", "-o", str(tmp_path / "x.csv"), given="", FB_WATCH_LANG="en")

    assert (0, "") == (dash.code, dash.out)
    assert (2, "") == (plain.code, plain.out)
    assert "< /dev/null" in plain.err
    assert not (tmp_path / "x.csv").exists()


def test_a_pipe_into_which_nobody_writes_is_not_waited_for() -> None:
    """An open pipe without a reference ends neither in waiting for ever nor in silence."""
    reading, writing = os.pipe()
    ended = subprocess.run(
        [*PROGRAM, "export", "--format", "jsonl", "--limit", "2"],
        stdin=reading,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    os.close(reading)
    os.close(writing)

    assert (0, 2) == (ended.returncode, ended.stdout.count(b"\n"))
    assert b"stdin" in ended.stderr


def test_a_filter_goes_before_stdin(typed: Typed) -> None:
    """With words or a filter, stdin is left alone."""
    told = process("export", "--page", "lebanon", "--format", "jsonl", given="fbw:2020-000001\n")

    assert typed.refs("--page", "lebanon") == [
        json.loads(line)["ref"] for line in told.out.splitlines()
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "md", "bag", "biblatex"])
def test_of_many_references_those_that_are_there_are_exported(form: str, tmp_path: Path) -> None:
    """The others are named on stderr and in the file, or beside it; the code is 1."""
    path = tmp_path / f"x.{form}"
    given = "fbw:2020-000001\nfbw:2020-999999\n"

    result = process("export", "-", "--format", form, "-o", str(path), given=given)

    assert 1 == result.code
    assert "There is no post fbw:2020-999999." in result.err
    assert "1 post written" in result.err
    assert re.search(r"[Nn]ot[ _]found\W.*fbw:2020-999999", _said(path), re.DOTALL)


def test_references_of_which_none_is_there_write_no_file(tmp_path: Path) -> None:
    """Where nothing can be handed over, nothing is."""
    result = process("export", "-", "-o", str(tmp_path / "x.csv"), given="fbw:2020-999999\nx\n")

    assert (1, "") == (result.code, result.out)
    assert "fbw:2020-999999" in result.err
    assert [] == [path.name for path in tmp_path.iterdir() if path.name != "here"]


def _said(path: Path) -> str:
    """All that a file or folder says of itself, and what lies beside it."""
    if path.is_dir():
        return (path / "data" / "README.md").read_text("utf-8")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zipped:
            parts = [zipped.read(name) for name in zipped.namelist() if name.endswith(".xml")]
        return b"".join(parts).decode()
    beside = path.with_name(f"{path.name}-metadata.json")
    return (beside if beside.exists() else path).read_text("utf-8")


def test_a_file_is_written_and_said_on_stderr(typed: Typed, tmp_path: Path) -> None:
    """-o writes what stdout would have had; stderr says how many posts."""
    path = tmp_path / "a b.csv"

    result = typed("export", "--theme", "education", "-o", str(path))

    number = len(typed.refs("--theme", "education"))
    assert (0, "") == (result.code, result.out)
    assert f"{number} posts" in result.err
    assert path.read_bytes().decode() == typed("export", "--theme", "education").out


def test_an_existing_file_is_not_replaced_without_force(typed: Typed, tmp_path: Path) -> None:
    """A file that is there stays, with 2; --force replaces it."""
    path = tmp_path / "mine.csv"
    path.write_text("mine")

    refused = typed("export", "--theme", "education", "-o", str(path))
    kept = path.read_text()
    forced = typed("export", "--theme", "education", "-o", str(path), "--force")

    assert (2, "mine") == (refused.code, kept)
    assert "--force" in refused.err
    assert 0 == forced.code
    assert path.read_text("utf-8").startswith("ref,")


def test_a_file_that_cannot_be_is_wrong_use(typed: Typed, tmp_path: Path) -> None:
    """A folder that is not there, or a folder in place of a file, is told by its name."""
    nowhere = typed("export", "--theme", "none", "-o", str(tmp_path / "no" / "x.csv"))
    folder = typed("export", "--theme", "none", "-o", str(tmp_path), "--force")

    assert (2, 2) == (nowhere.code, folder.code)
    assert str(tmp_path / "no") in nowhere.err
    assert str(tmp_path) in folder.err


@pytest.mark.parametrize("name", ["", ".", "./", "/"])
def test_a_folder_however_it_is_written_is_wrong_use(typed: Typed, name: str) -> None:
    """An empty name, this folder, the root of all."""
    result = typed("export", "--theme", "none", "-o", name)

    assert 2 == result.code
    assert "is a folder" in result.err


def test_where_nothing_can_be_written_the_file_asked_for_is_named(typed: Typed) -> None:
    """Not the one that it is while it is made."""
    chart = typed("stats", "--by", "theme", "--chart", "/proc/x.svg")
    table = typed("export", "--theme", "none", "-o", "/proc/x.xlsx", "--format", "xlsx")

    assert (1, 1) == (chart.code, table.code)
    assert chart.err.startswith("fb-watch: /proc/x.svg: ")
    assert table.err.startswith("fb-watch: /proc/x.xlsx: ")


def _small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize("before", ["mine", None])
def test_a_failure_while_writing_leaves_no_half_file(tmp_path: Path, before: str | None) -> None:
    """When the disk takes no more, what was there before stays and nothing half is left."""
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "all.jsonl"
    if before:
        path.write_text(before)

    result = process(
        *("export", "--format", "jsonl", "--force", "-o", str(path)), before=_small_files_only
    )

    assert 1 == result.code
    assert result.err
    assert ([path] if before else []) == list(folder.iterdir())
    assert not before or before == path.read_text()


def test_a_pipe_may_stand_in_for_a_file(tmp_path: Path, typed: Typed) -> None:
    """`-o >(gzip > x.gz)`: a pipe takes the export and stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = tmp_path / "read"  # by the other end, at once: a pipe holds little
    with read.open("wb") as out, subprocess.Popen(["cat", str(pipe)], stdout=out):
        result = typed("export", "--page", "lebanon", "--format", "jsonl", "-o", str(pipe))

    assert 0 == result.code
    assert pipe.is_fifo()
    assert len(typed.refs("--page", "lebanon")) == read.read_bytes().count(b"\n")


@pytest.mark.parametrize(("excel", "separator"), [([], ","), (["fr"], ";"), (["es"], ";")])
def test_the_csv_that_excel_opens_right(typed: Typed, excel: list[str], separator: str) -> None:
    """--excel [fr] begins with a byte order mark and has the separator of that language."""
    out = typed("export", "--theme", "education", "--excel", *excel).out

    assert out.startswith(f"\ufeffref{separator}version{separator}")
    assert not typed("export", "--theme", "education").out.startswith("\ufeff")


def test_each_export_is_noted(own: Path, typed: Typed, tmp_path: Path) -> None:
    """Who, when, what and how many stand in the archive, for a file and for stdout."""
    path = tmp_path / "x.jsonl"
    typed("export", "--page", "lebanon", "--format", "jsonl", "-o", str(path), "--public")
    typed("export", "--theme", "education", "--limit", "2")

    log = connect(own / "archive" / "archive.db")
    first, second = exports(log)[-2:]
    log.close()

    number = len(path.read_text("utf-8").splitlines())
    assert ("jsonl", str(path), "--page lebanon", number) == (
        *(first.format, first.file, first.asked, first.posts),
    )
    assert ("csv", "-", "--theme education --limit 2", 2) == (
        *(second.format, second.file, second.asked, second.posts),
    )
    assert (True, False) == (first.is_public, second.is_public)
    assert first.by
    assert first.at <= second.at


def test_what_cannot_be_noted_is_not_handed_over(own: Path, typed: Typed, tmp_path: Path) -> None:
    """Where the archive takes no entry, no file is left and the code is 5."""
    database = sqlite3.connect(own / "archive" / "archive.db")
    database.execute("DROP TABLE exports")
    database.commit()
    database.close()

    result = typed("export", "--page", "lebanon", "-o", str(tmp_path / "x.csv"))

    assert 5 == result.code
    assert result.err
    assert ["here", "own home"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("form", ["csv", "hxl", "jsonl"])
def test_the_query_stands_beside_a_form_that_has_no_room_for_it(
    typed: Typed, tmp_path: Path, form: str
) -> None:
    """FILE-metadata.json tells query, time, number, coverage and codebook."""
    path = tmp_path / f"x.{form}"

    typed("export", "--theme", "education", "--format", form, "-o", str(path))

    told = json.loads((tmp_path / f"x.{form}-metadata.json").read_text("utf-8"))
    source = told["dc:source"]
    assert path.name == told["url"]
    assert "--theme education" == source["query"]
    assert len(typed.refs("--theme", "education")) == source["posts"]
    assert source["codebook"]
    assert "lebanon" in {page["page"] for page in source["coverage"]}


def test_csv_on_the_web_names_the_columns_of_the_file(typed: Typed, tmp_path: Path) -> None:
    """The W3C metadata beside a CSV lists its columns in order, told in the language asked for."""
    path = tmp_path / "x.csv"

    typed("export", "--page", "lebanon", "--lang", "fr", "--excel", "fr", "-o", str(path))

    told = json.loads((tmp_path / "x.csv-metadata.json").read_text("utf-8"))
    header = path.read_text("utf-8-sig").partition("\n")[0].strip().split(";")
    columns = told["tableSchema"]["columns"]
    assert header == [column["name"] for column in columns]
    assert ";" == told["dialect"]["delimiter"]
    assert "Référence" in columns[0]["dc:description"]


@pytest.mark.parametrize("form", WRITTEN)
def test_nothing_found_is_a_valid_file_and_said(typed: Typed, tmp_path: Path, form: str) -> None:
    """An empty result makes a file all the same, and stderr says that it holds no post."""
    path = tmp_path / "empty"

    result = typed("export", "zzzzzz", "--format", form, "-o", str(path))

    assert 0 == result.code
    assert path.exists()
    assert "no post" in result.err


@pytest.mark.parametrize("form", FORMS)
def test_no_form_replaces_a_file_unasked(typed: Typed, tmp_path: Path, form: str) -> None:
    """Whatever the form, a file that is there stays as it is, and so does one beside it."""
    path, beside = tmp_path / "mine", tmp_path / "other-metadata.json"
    path.write_text("mine")
    beside.write_text("mine")

    taken = typed("export", "--page", "lebanon", "--format", form, "-o", str(path))
    typed("export", "--page", "lebanon", "--format", form, "-o", str(tmp_path / "other"))

    assert 2 == taken.code
    assert ("mine", "mine") == (path.read_text(), beside.read_text())
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--format", "jsonl", "--excel"], "--excel"),
        (["--format", "csv", "--with-comments"], "jsonl"),
        (["--public", "--with-authors"], "--public"),
    ],
)
def test_options_that_do_not_go_together(typed: Typed, line: list[str], said: str) -> None:
    """Wrong use is told before anything is read or written."""
    result = typed("export", "--page", "lebanon", *line)

    assert (2, "") == (result.code, result.out)
    assert said in result.err


def test_every_form_holds_what_search_finds_in_that_order(typed: Typed, tmp_path: Path) -> None:
    """Whatever the form, the same filters give the same posts in the same order."""
    line = ("--theme", "education", "--order", "engagement", "--limit", "9")
    refs = typed("search", *line, "--format", "refs").lines
    told = {}
    for form in ("xlsx", "hxl", "ris", "biblatex", "csl-json", "parquet"):
        path = tmp_path / f"x.{form}"
        typed("export", *line, "--format", form, "-o", str(path))
        told[form] = path.read_bytes()

    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    column = [row[0] for row in book["Posts"].iter_rows(min_row=2, values_only=True)]
    book.close()
    table = duckdb.connect().execute(f"SELECT ref FROM '{tmp_path}/x.parquet'").fetchall()
    rows = list(csv.DictReader(io.StringIO(told["hxl"].decode(), newline="")))
    assert refs == column
    assert refs == [ref for (ref,) in table]
    assert refs == [row["ref"] for row in rows[1:]]
    assert refs == re.findall(r"^ID  - (.*)@", told["ris"].decode(), re.MULTILINE)
    assert refs == [item["id"].split("@")[0] for item in json.loads(told["csl-json"])]
    keys = re.findall(r"^@online\{fbw-(\d{4}-\d{6})", told["biblatex"].decode(), re.MULTILINE)
    assert refs == [f"fbw:{key}" for key in keys]


def test_a_file_that_needs_a_place_goes_into_a_pipe_too() -> None:
    """`export --format xlsx > x.xlsx` writes the workbook to stdout, whole."""
    ended = subprocess.run(
        [*PROGRAM, "export", "--page", "lebanon", "--format", "xlsx"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )

    book = openpyxl.load_workbook(io.BytesIO(ended.stdout))
    assert book["Posts"].max_row > 1


def test_a_full_disk_leaves_no_half_workbook(tmp_path: Path) -> None:
    """When the disk takes no more, a workbook leaves nothing half, nor parts of it."""
    folder = tmp_path / "out"
    folder.mkdir()

    result = process(
        *("export", "--format", "xlsx", "-o", str(folder / "x.xlsx")), before=_small_files_only
    )

    assert 1 == result.code
    assert "fb-watch: File too large\n" == result.err
    assert [] == list(folder.iterdir())


@pytest.mark.usefixtures("own")
def test_the_log_shows_what_left_the_house(typed: Typed, tmp_path: Path) -> None:
    """`export --log` tells who took out what and what was not left out, the newest first."""
    path = tmp_path / "x.csv"
    typed("export", "--page", "lebanon", "--format", "jsonl", "--unmasked", "-o", str(path))
    typed("export", "--theme", "education", "--limit", "2", "--with-authors")

    told = typed("export", "--log", "--json").json
    lines = typed("export", "--log").lines

    assert ["--theme education --limit 2", "--page lebanon"] == [e["asked"] for e in told[:2]]
    assert [False, True] == [entry["is_unmasked"] for entry in told[:2]]
    assert [True, False] == [entry["with_authors"] for entry in told[:2]]
    assert ["-", str(path)] == [entry["file"] for entry in told[:2]]
    assert "--with-authors" in lines[1]
    assert "--unmasked" in lines[2]
    assert len(told) == len(lines) - 1


def test_json_without_log_is_wrong_use(typed: Typed) -> None:
    """Posts as JSON are a format; what --json means here is told."""
    result = typed("export", "--json")

    assert 2 == result.code
    assert "--format jsonl" in result.err


def test_the_number_written_agrees(typed: Typed, tmp_path: Path) -> None:
    """One post is a post, not posts."""
    result = typed("export", "--limit", "1", "-o", str(tmp_path / "x.csv"))

    assert "1 post written" in result.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.xlsx", b"PK"),
        ("x.DOCX", b"PK"),
        ("x.ris", b"TY  - "),
        ("x.jsonl", b"{"),
        ("x.txt", b"ref,"),
        ("x", b"ref,"),
    ],
)
def test_the_name_of_the_file_says_its_form(
    typed: Typed, tmp_path: Path, name: str, begins: bytes
) -> None:
    """A table under the name of a workbook opens in no program."""
    path = tmp_path / name

    assert 0 == typed("export", "--limit", "2", "-o", str(path)).code
    assert path.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(begins)


def test_a_form_that_is_told_goes_before_the_name(typed: Typed, tmp_path: Path) -> None:
    """Who says both means what stands at --format."""
    path = tmp_path / "x.xlsx"

    assert 0 == typed("export", "--limit", "2", "--format", "ris", "-o", str(path)).code
    assert path.read_bytes().startswith(b"TY  - ")
