import csv
import os
from pathlib import Path

import pytest

from cli.typed import Typed


def test_the_demo_is_a_whole_round(typed: Typed, tmp_path: Path) -> None:
    """Collected, edited, searched, shown, cited, exported; the folder is a home afterwards."""
    home = tmp_path / "demo home"
    before = dict(os.environ)

    result = typed("demo", str(home))

    assert 0 == result.code, result.err
    for line in (
        "$ fb-watch search",
        "$ fb-watch show fbw:",
        "$ fb-watch cite fbw:",
        "$ fb-watch export",
        "$ fb-watch coverage",
    ):
        assert line in result.out
    with (home / "archive" / "exports" / "demo.csv").open(encoding="utf-8", newline="") as file:
        exported = [row["ref"] for row in csv.DictReader(file)]
    there = ("--home", str(home))
    found = typed("search", "--theme", "education", "--limit", "999", "--format", "refs", *there)
    assert found.lines == exported
    edited = typed("search", "--limit", "999", "--json", *there).json
    assert [post for post in edited if post["version"] == 2]
    assert 0 == typed("status", *there).code
    assert before == dict(os.environ)


def test_the_demo_tells_programs_what_it_did(typed: Typed, tmp_path: Path) -> None:
    """One JSON document: the home, both rounds as `collect --json` prints them, the file."""
    result = typed("demo", str(tmp_path / "demo"), "--json")

    assert 0 == result.code, result.err
    told = result.json
    assert str(tmp_path / "demo") == told["home"]
    assert Path(told["export"]).stat().st_size > 1000
    first, second = told["rounds"]
    assert {"ok"} == {page["outcome"] for page in (*first["pages"], *second["pages"])}
    assert sum(page["new"] for page in first["pages"]) > 300
    assert sum(page["edited"] for page in second["pages"]) > 0


def test_the_demo_leaves_a_folder_in_use_alone(typed: Typed, own: Path) -> None:
    """Where a home is already, the demo stops with 2."""
    before = (own / "archive" / "archive.db").read_bytes()

    result = typed("demo", str(own))

    assert (2, "") == (result.code, result.out)
    assert str(own) in result.err
    assert before == (own / "archive" / "archive.db").read_bytes()


@pytest.mark.parametrize("given", ["folder", "folder/file", "folder/file/below", "/proc/demo"])
def test_the_demo_takes_an_empty_folder_and_no_other(
    given: str, typed: Typed, tmp_path: Path
) -> None:
    """A folder with anything in it, a file, a place where none can be made: 2, and no change."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("mine", "utf-8")

    result = typed("demo", str(tmp_path / given))

    assert (2, "") == (result.code, result.out)
    assert str(tmp_path / given) in result.err
    assert "→" in result.err
    assert ["file"] == [path.name for path in (tmp_path / "folder").iterdir()]
