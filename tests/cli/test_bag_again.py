"""What becomes of a bag that is taken in: its archive by `merge`, its lines by `import`."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.test_bag_of_files import FILES, bag_of, proof
from cli.test_import import NAME, PAGE_ID
from cli.typed import Typed


@pytest.mark.parametrize("write", FILES.values(), ids=list(FILES))
def test_the_archive_in_a_bag_proves_as_much(
    write: Callable[[Path], list[str]], fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """Taken in elsewhere it makes the same bag; the file itself is not said to be taken in."""
    line = write(tmp_path)
    assert 0 == typed("import", *line).code
    bag = bag_of(typed, tmp_path / "bag")
    shutil.rmtree(fresh / "archive")

    assert 0 == typed("merge", str(bag / "data" / "archive.db")).code
    again = bag_of(typed, tmp_path / "again")

    told = proof(typed, again)
    assert ([], [], told["versions"]) == (told["findings"], told["by_bytes"], told["read_anew"])
    versions, others = ((one / "data" / "versions.jsonl").read_bytes() for one in (bag, again))
    assert versions == others
    said = typed("import", *line)
    assert (0, False) == (said.code, "was taken in before" in said.err)


def test_masked_lines_overwrite_nothing(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """What a bag masks is the same version; who takes it in again loses no word."""
    line = {
        "id": f"{PAGE_ID}_7",
        "page": "madagascar",
        "page_name": NAME,
        "author": NAME,
        "created_at": "2020-05-30T13:33:00Z",
        "captured_at": "2020-05-30T13:33:00Z",
        "ref": "",
        "hash": "",
        "kind": "share",
        "message": None,
        "links": [
            {
                "url": "https://www.facebook.com/paul.ranaivo/posts/99",
                "title": "Paul Ranaivo",
                "description": "Écrire à paul@exemple.mg",
            }
        ],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.jsonl")).code
    bag = bag_of(typed, tmp_path / "bag")
    masked = bag / "data" / "posts.jsonl"
    assert "paul@" not in masked.read_text("utf-8")
    with closing(sqlite3.connect(fresh / "archive" / "archive.db")) as db:
        db.execute("DELETE FROM roads")  # as in archives that came out of older bags
        db.commit()

    told = typed("import", str(masked), "--json").json["files"][0]

    assert (1, 0, 0) == (told["read"], told["edited"], told["new"])
    (post,) = json.loads(typed("search", "--json").out)
    assert "Écrire à paul@exemple.mg" == post["links"][0]["description"]
    (tmp_path / "b.jsonl").write_text(
        json.dumps(line | {"message": "Oh", "captured_at": "2020-06-01T00:00:00Z"}) + "\n", "utf-8"
    )
    told = typed("import", str(tmp_path / "b.jsonl"), "--json").json["files"][0]
    assert 1 == told["edited"]
