"""What a bag proves against somebody who may change all of it but what was received."""

import csv
import gzip
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest

from cli.test_bag_of_files import a_table, address, as_before, bag_of, proof
from cli.test_import import PAGE_ID
from cli.typed import Typed
from fb_watch.model.proof import content_of
from flow.exports import PNG, entry, group_export
from flow.test_albums import album_export

AT = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
FORGED = "Nous n’avons rien distribué."
Change = Callable[[dict[str, Any]], Any]


def rewritten(file: Path, change: Change) -> None:
    """Each line of a file, changed."""
    lines = [json.loads(line) for line in file.read_bytes().split(b"\n") if line]
    for one in lines:
        change(one)
    file.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")


def sealed(bag: Path) -> None:
    """The checksums, made anew."""
    bagit.Bag(str(bag)).save(manifests=True)


def forged(bag: Path, message: str, pointer: Change) -> str:
    """Put other words, their hash and their reference in place of a version's."""
    data = bag / "data"
    first = json.loads((data / "versions.jsonl").read_bytes().split(b"\n")[0])
    told = content_of(first["kind"], message, first["links"], first["media"], first["place"])
    before, after = (f"{first['ref']}@{one[:8]}" for one in (first["hash"], told.hash))

    def text(one: dict[str, Any]) -> None:
        if one["hash"] == first["hash"]:
            one |= {"hash": told.hash, "message": message}

    def record(one: dict[str, Any]) -> None:
        if one["ref"] == before:
            one["ref"] = after
            pointer(one)

    rewritten(data / "posts.jsonl", text)
    rewritten(data / "versions.jsonl", text)
    rewritten(data / "evidence.jsonl", record)
    _tabled(data / "posts.csv", first["hash"], {"hash": told.hash, "body": message})
    sealed(bag)
    return after


def _tabled(table: Path, version: str, cells: dict[str, str]) -> None:
    """The same in the table."""
    with table.open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    with table.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names)
        out.writeheader()
        for row in (dict(zip(names, row, strict=True)) for row in rows):
            out.writerow(row | cells if row["hash"] == version else row)


POINTERS: dict[str, Change] = {
    "as it is": lambda one: one,
    "no such reader": lambda one: one.update(format="none"),
    "another reader": lambda one: one.update(format="dyi-json"),
    "no start": lambda one: one.pop("start"),
    "no place": lambda one: [one.pop(name) for name in ("start", "size")],
    "null": lambda one: one.update(start=None, size=None),
    "too short": lambda one: one.update(size=5),
    "too long": lambda one: one.update(size=10**9),
    "before all": lambda one: one.update(start=-1),
    "its heading": lambda one: one.update(start=0),
    "text": lambda one: one.update(start="0", size="9"),
    "true": lambda one: one.update(start=True, size=True),
}


@pytest.fixture
def bag(fresh: Path, tmp_path: Path, typed: Typed) -> Path:
    """Three posts of a table."""
    assert fresh
    assert 0 == typed("import", *a_table(tmp_path)).code
    return bag_of(typed, tmp_path / "bag")


@pytest.mark.parametrize("pointer", POINTERS.values(), ids=list(POINTERS))
def test_a_forged_version_is_found(bag: Path, typed: Typed, pointer: Change) -> None:
    """Whatever is said of where it stands: its words were not received."""
    ref = forged(bag, FORGED, pointer)

    said = typed("verify", "--bag", str(bag), ref)

    assert 1 == said.code
    assert ref in said.out
    assert "Nothing has changed" not in said.err
    assert [] == proof(typed, bag)["by_bytes"]


@pytest.mark.parametrize("pointer", POINTERS.values(), ids=list(POINTERS))
def test_words_of_another_row_prove_nothing(bag: Path, typed: Typed, pointer: Change) -> None:
    """They stand in the same evidence, of which the row of this post is one."""
    ref = forged(bag, "École 2, « ouverte »", pointer)

    assert [ref] == [one["name"] for one in proof(typed, bag)["findings"]]


@pytest.mark.parametrize("name", ["no such reader", "too short", "no place", "text"])
def test_a_pointer_that_leads_nowhere_is_a_finding(bag: Path, typed: Typed, name: str) -> None:
    """Also where nothing else was touched; how rows are read says the evidence itself."""
    rewritten(bag / "data" / "evidence.jsonl", POINTERS[name])
    sealed(bag)

    told = proof(typed, bag)

    found = 0 if name == "no such reader" else 3
    assert (found, 3 - found, []) == (len(told["findings"]), told["read_anew"], told["by_bytes"])


def test_a_part_from_nowhere_is_a_finding(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """What a row leaves unsaid has to stand in another version of the post."""
    assert fresh
    answer = {
        "id": f"{PAGE_ID}_3000000000001",
        "created_time": "2020-05-31T13:33:10+0000",
        "attachments": {"data": [{"type": "share", "unshimmed_url": "https://example.org/e"}]},
    }
    (tmp_path / "a.json").write_text(json.dumps({"data": [answer]}), "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.json")).code
    bag = bag_of(typed, tmp_path / "bag")

    ref = forged(bag, FORGED, lambda one: one)

    assert [ref] == [one["name"] for one in proof(typed, bag)["findings"]]


@pytest.mark.parametrize("pointer", POINTERS.values(), ids=list(POINTERS))
def test_words_that_an_older_archive_never_had_are_found(
    fresh: Path, tmp_path: Path, typed: Typed, pointer: Change
) -> None:
    """Its rows cannot be read anew, but the words have to stand in them."""
    assert 0 == typed("import", *a_table(tmp_path)).code
    as_before(fresh / "archive" / "archive.db")
    bag = bag_of(typed, tmp_path / "bag")

    ref = forged(bag, FORGED, pointer)

    told = proof(typed, bag)
    assert ([ref], 2) == ([one["name"] for one in told["findings"]], len(told["by_bytes"]))


def test_words_that_no_entry_has_are_found(fresh: Path, tmp_path: Path, typed: Typed) -> None:
    """Also of a post that was put together from several entries."""
    assert fresh
    written = album_export(tmp_path / "a.zip")
    assert 0 == typed("import", str(written), "--page", "madagascar").code
    bag = bag_of(typed, tmp_path / "bag")
    ref = proof(typed, bag)["by_bytes"][0]["name"]
    versions = bag / "data" / "versions.jsonl"
    lines = versions.read_bytes().splitlines(keepends=True)
    lines.sort(key=lambda line: json.loads(line)["hash"][:8] != ref.partition("@")[2])
    versions.write_bytes(b"".join(lines))

    other = forged(bag, FORGED, lambda one: one)

    told = proof(typed, bag)
    assert [(other, "its words do not stand in its evidence")] == [
        (one["name"], one["why"]) for one in told["findings"]
    ]


LINES = [b"[]", b'"x"', b"7", b"nothing", b"\xff\xfe", b"[" * 100_000, b'{"hash": "abcdef01"}']
LINES += [b'{"ref": 1, "hash": 2, "record": 3}', b'{"ref": "\\ud800", "hash": "\\ud800", "x": 1}']
LINES += [b'{"ref": "fbw:2024-000001", "hash": "abcdef01", "links": ["a"], "media": [1]}']


@pytest.mark.parametrize("name", ["posts.jsonl", "versions.jsonl", "evidence.jsonl"])
@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_lines_of_another_shape_are_findings(
    bag: Path, typed: Typed, name: str, line: bytes
) -> None:
    """Each is told, and what can be proven is proven."""
    with (bag / "data" / name).open("ab") as file:
        file.write(line + b"\n")
    sealed(bag)

    told = typed("verify", "--bag", str(bag), "--json")

    assert 1 == told.code
    assert 3 == told.json["read_anew"]
    assert told.json["findings"]
    assert 1 == typed("verify", "--bag", str(bag)).code


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"[]\n", gzip.compress(b"hello", mtime=0), None, "half"],
    ids=["empty", "text", "list", "packed text", "absent", "half"],
)
def test_evidence_that_is_no_warc_is_told(
    bag: Path, typed: Typed, content: bytes | str | None
) -> None:
    """A message in place of what the library for it says."""
    file = bag / "data" / "evidence.warc.gz"
    whole = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_bytes(whole[: len(whole) * 2 // 3] if isinstance(content, str) else content)
    sealed(bag)

    said = typed("verify", "--bag", str(bag))

    assert 1 == said.code
    assert "evidence of it" in said.out or "its bytes are not what was received" in said.out


@pytest.fixture
def shown(fresh: Path, tmp_path: Path, typed: Typed) -> tuple[Path, Path]:
    """A bag with a picture that was taken in and one that never was; the file of the first."""
    assert fresh
    picture = "your_facebook_activity/groups/media/1.png"
    told = entry(AT, "Ana Ruiz a publié dans Bénévoles.", "Bonjour à tous.", picture)
    other = entry(AT + timedelta(days=1), "Ana Ruiz a publié dans Bénévoles.", "Oh.", "2.png")
    zipped = group_export(tmp_path / "g.zip", [told, other], picture)
    assert "2.png is not in the export" in typed("import", str(zipped)).err
    bag = bag_of(typed, tmp_path / "bag", "--unmasked", "--with-authors")
    (file,) = (one for one in (bag / "data" / "media").rglob("*.*"))
    assert file.read_bytes() == PNG
    return bag, file


def test_pictures_are_looked_at(shown: tuple[Path, Path], typed: Typed) -> None:
    """A file is named by its bytes; what was never taken in is no fault."""
    bag, file = shown
    told = proof(typed, bag)
    assert (1, []) == (told["media"], told["findings"])

    file.write_bytes(b"forged")
    sealed(bag)

    said = typed("verify", "--bag", str(bag))
    assert 1 == said.code
    assert file.name in said.out
    assert "its bytes are not those of its name" in said.out


def test_a_picture_that_posts_name_is_there(shown: tuple[Path, Path], typed: Typed) -> None:
    """Of the posts that are asked for alone; a path leads nowhere else."""
    bag, file = shown
    posts = [json.loads(line) for line in (bag / "data" / "posts.jsonl").read_bytes().splitlines()]
    (with_it,) = (one["ref"] for one in posts if any(m["path"] for m in one["media"]))
    (without,) = (one["ref"] for one in posts if not any(m["path"] for m in one["media"]))
    file.unlink()
    sealed(bag)

    asked = [typed("verify", "--bag", str(bag), ref, "--json") for ref in (with_it, without)]
    assert [(1, ["media"]), (0, [])] == [
        (one.code, [found["kind"] for found in one.json["findings"]]) for one in asked
    ]

    def elsewhere(one: dict[str, Any]) -> None:
        for medium in one["media"]:
            medium["path"] = "media/../../../secret"

    rewritten(bag / "data" / "posts.jsonl", elsewhere)
    sealed(bag)
    assert 1 == typed("verify", "--bag", str(bag)).code


def test_a_post_is_found_by_its_id_and_address(bag: Path, typed: Typed) -> None:
    """As in every verb that takes a reference; in the archive's absence."""
    posts = [json.loads(line) for line in (bag / "data" / "posts.jsonl").read_bytes().splitlines()]
    one = next(post for post in posts if "École 1" in post["message"])
    number = one["id"].partition("_")[2]
    names = (
        one["id"],
        address(1),
        f"http://m.facebook.com/story.php?story_fbid={number}&id={PAGE_ID}&refid=5",
        number,
        one["ref"].upper().replace("FBW:2020-000", "fbw:2020-"),
        f"{one['ref']}@{one['hash'][:5]}",
    )

    for name in names:
        told = typed("verify", "--bag", str(bag), name, "--json")
        assert (0, 1, []) == (told.code, told.json["read_anew"], told.json["not_found"]), name
    absent = typed("verify", "--bag", str(bag), address(7), f"{one['ref']}@ffff", "--json")
    assert (1, 2) == (absent.code, len(absent.json["not_found"]))


def test_the_seal_tells_one_bag_from_another(bag: Path, typed: Typed, tmp_path: Path) -> None:
    """Who makes everything anew makes another seal; export and verify tell the same one."""
    made = typed("export", "--format", "bag", "-o", str(tmp_path / "again"))
    seal = proof(typed, tmp_path / "again")["seal"]
    assert 64 == len(seal)
    assert seal in made.err
    assert seal in typed("verify", "--bag", str(tmp_path / "again")).err

    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "again", copy)
    rewritten(copy / "data" / "posts.jsonl", lambda one: one.update(author="Somebody"))
    sealed(copy)

    told = proof(typed, copy)
    assert ([], False) == (told["findings"], told["seal"] == seal)
    assert "seal" in (bag / "data" / "README.md").read_text("utf-8")
