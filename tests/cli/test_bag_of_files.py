"""What a bag proves of posts that came by files: read anew, and said where that cannot be."""

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import bagit
import pytest
from openpyxl import Workbook

from cli.test_import import ADD, NAME, PAGE_ID, URL
from cli.typed import Typed
from fb_watch.archive.rows import chain
from flow.exports import PNG, crowdtangle, entry, group_export, page_export
from flow.test_albums import album_export
from intake.test_albums import block, page, shown
from intake.test_dyi import old_block

AT = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
MAPPING = """
[columns]
created_at = "Quand"
message = "Texte"
permalink = "Adresse"
[table]
source = "Réseau de solidarité, Madagascar"
zone = "Africa/Abidjan"
"""


def address(number: int) -> str:
    """A permalink."""
    return f"https://www.facebook.com/{PAGE_ID}/posts/{3_000_000_000_000 + number}"


def a_table(folder: Path) -> list[str]:
    """CrowdTangle's, of which the archive keeps rows."""
    told = [(AT + timedelta(days=n), f"École {n}, « ouverte »", address(n)) for n in range(3)]
    return [str(crowdtangle(folder / "t.csv", NAME, told))]


def a_mapped_table(folder: Path) -> list[str]:
    """Any table in the encoding of Windows, and what its columns are."""
    (folder / "map.toml").write_text(MAPPING, "utf-8")
    row = f"30/05/2020 13:33;Une école Ã© d’été à Ambovombe;{address(1)}\r\n"
    (folder / "t.csv").write_bytes(f"Quand;Texte;Adresse\r\n{row}".encode("cp1252"))
    return [str(folder / "t.csv"), "--mapping", str(folder / "map.toml")]


def a_mapped_workbook(folder: Path) -> list[str]:
    """A workbook, and what its columns are."""
    (folder / "map.toml").write_text(MAPPING, "utf-8")
    book = Workbook()
    assert book.active is not None
    book.active.append(["Quand", "Texte", "Adresse"])
    book.active.append([AT.replace(tzinfo=None), "Une école.", address(1)])
    book.save(folder / "t.xlsx")
    return [str(folder / "t.xlsx"), "--mapping", str(folder / "map.toml")]


def an_export(folder: Path) -> list[str]:
    """Facebook's own, its letters broken as they are in all of its JSON."""
    told = [entry(AT, f"{NAME} a publié.", "Les écoles d’Ambovombe à midi, où est l’eau ?")]
    return [str(page_export(folder / "posts.json", told)), "--page", "madagascar"]


FILES: dict[str, Callable[[Path], list[str]]] = {
    "table": a_table,
    "mapped table": a_mapped_table,
    "mapped workbook": a_mapped_workbook,
    "export": an_export,
}


def album_pages(path: Path) -> Path:
    """The same as pages of HTML: a post with a picture that an album speaks of, and another."""
    posts = old_block(f"{NAME} added a photo.", shown("1.png"), "May 30, 2020, 1:33 PM")
    album = (block(shown("1.png", "Les élèves")), block(shown("2.png", "La cour")))
    with ZipFile(path, "w") as zipped:
        zipped.writestr("posts/your_posts_1.html", page(posts, title="Posts"))
        zipped.writestr("posts/album/0.html", page(*album, title="Écoles"))
        for number, name in enumerate(("1.png", "2.png")):
            zipped.writestr(f"posts/media/{name}", PNG + bytes([number]))
    return path


def bag_of(typed: Typed, path: Path, *line: str) -> Path:
    """All posts of the home, as a bag."""
    made = typed("export", "--format", "bag", "-o", str(path), *line)
    assert 0 == made.code, made.err
    return path


def proof(typed: Typed, bag: Path) -> dict[str, Any]:
    """What is said of a bag, to programs."""
    told: dict[str, Any] = typed("verify", "--bag", str(bag), "--json").json
    return told


@pytest.mark.parametrize("write", FILES.values(), ids=list(FILES))
def test_a_row_in_a_bag_is_read_anew(
    write: Callable[[Path], list[str]], fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """The row, names of columns, mapping: all that it takes lies in the bag."""
    assert 0 == typed("import", *write(tmp_path)).code
    bag = bag_of(typed, tmp_path / "bag")
    shutil.rmtree(fresh / "archive")

    told = proof(typed, bag)

    assert ([], []) == (told["findings"], told["by_bytes"])
    assert told["read_anew"] == told["versions"] > 0
    said = typed("verify", "--bag", str(bag)).err
    assert "read anew" in said
    assert "in part only" not in said


@pytest.mark.parametrize("form", ["json", "html"])
def test_what_was_put_together_is_proven_by_its_words(
    fresh: Path, tmp_path: Path, typed: Typed, form: str
) -> None:
    """A post with the words of an album is no single row; a picture of one is."""
    assert fresh
    write = album_export if form == "json" else album_pages
    assert 0 == typed("import", str(write(tmp_path / "a.zip")), "--page", "madagascar").code

    told = proof(typed, bag_of(typed, tmp_path / "bag"))

    assert [] == told["findings"]
    assert 1 <= len(told["by_bytes"]) < told["versions"]
    assert {"it was put together from several entries of an export"} == {
        one["why"] for one in told["by_bytes"]
    }


def test_a_post_by_hand_is_read_anew(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """What somebody noted of it is its evidence."""
    assert fresh
    line = ("--page", "madagascar", "--date", "2020-05-30", "--url", address(7))
    assert 0 == typed("add", *line, "--text", "Écoles\n\nouvertes").code

    told = proof(typed, bag_of(typed, tmp_path / "bag"))

    assert (1, [], []) == (told["read_anew"], told["by_bytes"], told["findings"])


def test_a_post_of_a_person_is_read_anew(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """The name was taken out of the sentence over it, not out of what it says."""
    assert fresh
    told_by = entry(AT, "Ana Ruiz a publié dans Bénévoles.", "Bonjour à tous.")
    assert 0 == typed("import", str(group_export(tmp_path / "g.zip", [told_by]))).code
    assert 0 == typed(*ADD, URL, "--text", "Merci !", "--author", "Léa Marchal").code

    bag = bag_of(typed, tmp_path / "bag", "--unmasked", "--with-authors")

    told = proof(typed, bag)
    assert (2, [], []) == (told["read_anew"], told["by_bytes"], told["findings"])


def test_where_a_name_was_taken_out_of_the_text_that_is_said(
    fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """A post that says nothing but its author's name is proven in part, and counted."""
    assert fresh
    assert 0 == typed(*ADD, URL, "--text", "Léa Marchal", "--author", "Léa Marchal").code
    bag = bag_of(typed, tmp_path / "bag", "--unmasked", "--with-authors")

    told, said = proof(typed, bag), typed("verify", "--bag", str(bag))

    assert (0, 1, []) == (told["read_anew"], len(told["by_bytes"]), told["findings"])
    assert 0 == said.code
    assert "1 version is proven in part only: names of people were taken out" in said.err


def test_a_row_that_says_something_else_is_told(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """Who makes text, hash and checksums anew is found out by the row."""
    assert fresh
    assert 0 == typed("import", *a_table(tmp_path)).code
    bag = bag_of(typed, tmp_path / "bag")
    data = bag / "data"
    warc = gzip.decompress((data / "evidence.warc.gz").read_bytes())
    assert warc.count("École 1".encode()) == 1
    records = [json.loads(line) for line in (data / "evidence.jsonl").read_bytes().splitlines()]
    places = [(one["start"], one["size"]) for one in records]
    for one, place in zip(records, places[1:] + places[:1], strict=True):  # the row of the next
        one["start"], one["size"] = place
    (data / "evidence.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    bagit.Bag(str(bag)).save(manifests=True)

    told = proof(typed, bag)

    assert [{"the row that is its evidence does not show it"}, 3] == [
        {one["why"] for one in told["findings"]},
        len(told["findings"]),
    ]


def test_rows_of_an_older_archive_are_proven_by_their_words(
    fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """Names of columns were not kept then; how many versions that concerns, and why, is told."""
    assert 0 == typed("import", *a_table(tmp_path)).code
    as_before(fresh / "archive" / "archive.db")

    bag = bag_of(typed, tmp_path / "bag")
    told, said = proof(typed, bag), typed("verify", "--bag", str(bag))

    assert (0, 3, []) == (told["read_anew"], len(told["by_bytes"]), told["findings"])
    assert "3 versions are proven in part only" in said.err
    assert "names of columns" in said.err


def test_nothing_is_said_to_be_unchanged_that_is_proven_in_part(
    fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """No change was found; that there is none is said of what was read anew alone."""
    assert 0 == typed("import", *a_table(tmp_path)).code
    whole = bag_of(typed, tmp_path / "whole")
    as_before(fresh / "archive" / "archive.db")
    bag = bag_of(typed, tmp_path / "bag")

    said = [typed("verify", "--bag", str(one)).err for one in (whole, bag)]

    assert [True, False] == ["Nothing has changed." in one for one in said]
    assert [False, True] == ["No change was found." in one for one in said]


def test_what_another_road_said_too_is_told(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """A stronger road that leaves the text unsaid shows a part of the version."""
    assert fresh
    assert 0 == typed("import", *a_table(tmp_path)).code
    answer = {
        "id": f"{PAGE_ID}_3000000000001",
        "created_time": "2020-05-31T13:33:10+0000",
        "attachments": {"data": [{"type": "share", "unshimmed_url": "https://example.org/e"}]},
    }
    (tmp_path / "a.json").write_text(json.dumps({"data": [answer]}), "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.json")).code

    told = proof(typed, bag_of(typed, tmp_path / "bag"))

    assert [] == told["findings"]
    assert told["versions"] == told["read_anew"] + len(told["by_bytes"]) == 4
    assert "a part of it" in told["by_bytes"][0]["why"]


def test_of_two_roads_that_say_the_same_one_is_enough(
    fresh: Path, tmp_path: Path, typed: Typed
) -> None:
    """The stronger one left unsaid that it is a film, which rows of an older archive say."""
    (file,) = a_table(tmp_path)
    Path(file).write_bytes(Path(file).read_bytes().replace(b"Status", b"Native Video"))
    assert 0 == typed("import", file).code
    as_before(fresh / "archive" / "archive.db")
    answer = {
        "id": f"{PAGE_ID}_3000000000001",
        "created_time": "2020-05-31T13:33:00+0000",
        "message": "École 1, « ouverte »",
    }
    (tmp_path / "a.json").write_text(json.dumps({"data": [answer]}), "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.json")).code

    told = proof(typed, bag_of(typed, tmp_path / "bag"))

    assert ([], 3) == (told["findings"], len(told["by_bytes"]))


def as_before(path: Path) -> None:
    """Take out what older programs did not keep above the rows."""
    from backports import zstd

    from fb_watch.archive.packing import unpacked

    with closing(sqlite3.connect(path)) as db:
        key, body, *head = db.execute(
            "SELECT key, body, at, page, source, edge, request, api_version, status, "
            "refused_fields FROM captures"
        ).fetchone()
        kept = unpacked(body)
        rows = kept.partition(b"\n")[2]
        import hashlib

        sha256 = hashlib.sha256(rows).hexdigest()
        db.execute(
            "UPDATE captures SET body = ?, sha256 = ?, chain = ? WHERE key = ?",
            (zstd.compress(rows), sha256, chain("", (*head, sha256)), key),
        )
        db.execute("UPDATE roads SET start = start - ?", [len(kept) - len(rows)])
        db.commit()
