import gzip
import json
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from warcio.archiveiterator import ArchiveIterator

from cli.typed import Typed
from fb_watch.demo.entries import DEMO_TOKEN


@pytest.fixture
def bag(typed: Typed, tmp_path: Path) -> Path:
    """The posts on education, as a bag."""
    path = tmp_path / "bag"
    made = typed("export", "--theme", "education", "--format", "bag", "-o", str(path))
    assert 0 == made.code, made.err
    return path


def test_an_archivist_s_tools_find_it_whole(bag: Path) -> None:
    """bagit checks every file, frictionless the table, warcio the digests of what was received."""
    told = json.loads((bag / "data" / "datapackage.json").read_text("utf-8"))
    checked = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(bag / "data" / "datapackage.json")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert bagit.Bag(str(bag)).is_valid()
    assert 0 == checked.returncode, checked.stdout
    assert "--theme education" == told["fb-watch"]["query"]
    with (bag / "data" / "evidence.warc.gz").open("rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        kinds: dict[str, int] = {}
        for record in records:
            record.content_stream().read()
            assert record.digest_checker.passed is not False
            kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
    assert {"warcinfo", "request", "response"} == set(kinds)
    assert kinds["request"] == kinds["response"]


def test_it_is_told_what_lies_in_it(bag: Path) -> None:
    """Every file is in the package and in the README; the records are of the form they say."""
    data = bag / "data"
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    readme = (data / "README.md").read_text("utf-8")
    listed = {one["path"] for one in package["resources"]}

    for name in ("posts.jsonl", "versions.jsonl", "evidence.warc.gz", "evidence.jsonl"):
        assert name in listed
        assert f"`{name}`" in readme
    assert "other posts besides" in readme
    assert "`posts.jsonl`\u202f: les publications" in readme
    warc = gzip.decompress((data / "evidence.warc.gz").read_bytes())
    assert warc.startswith(b"WARC/1.1\r\n")
    assert b"WARC/1.0" not in warc


def test_every_version_has_its_evidence(bag: Path) -> None:
    """Each post of the bag is in the very record that `evidence.jsonl` names for it."""
    data = bag / "data"
    posts, told = (
        [json.loads(line) for line in (data / name).read_bytes().splitlines()]
        for name in ("posts.jsonl", "evidence.jsonl")
    )
    names = {one["ref"]: one["record"] for one in told}
    bodies = {}
    with (data / "evidence.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                name = record.rec_headers.get_header("WARC-Record-ID")
                bodies[name] = record.content_stream().read()

    assert posts
    for post in posts:
        body = json.loads(bodies[names[f"{post['ref']}@{post['hash'][:8]}"]])
        shown = body["data"] if "data" in body else body.values()
        assert post["message"] in [one.get("message") for one in shown]


def test_what_pages_share_is_masked_in_it_and_proven(typed: Typed, tmp_path: Path) -> None:
    """Names of sources stay in it; a masked line is no other version; the README says what is."""
    bag = tmp_path / "shares"
    made = typed("export", "--kind", "share", "--format", "bag", "-o", str(bag))
    assert 0 == made.code, made.err
    posts = [json.loads(line) for line in (bag / "data" / "posts.jsonl").read_bytes().splitlines()]

    assert "Réseau de solidarité – Madagascar" in {k["title"] for p in posts for k in p["links"]}
    assert 0 == typed("verify", "--bag", str(bag)).code
    assert "as they were received" in (bag / "data" / "README.md").read_text("utf-8")


def test_no_token_leaves_with_it(bag: Path) -> None:
    """Neither the evidence nor the archive nor any other file holds one."""
    for path in bag.rglob("*"):
        if path.is_file():
            told = path.read_bytes()
            told = gzip.decompress(told) if path.suffix == ".gz" else told
            assert DEMO_TOKEN.encode() not in told
            assert b"access_token=" not in told


def test_its_archive_is_an_archive(bag: Path, typed: Typed, tmp_path: Path) -> None:
    """`search` finds the same posts in the copy, and nothing else."""
    (tmp_path / "copy" / "archive").mkdir(parents=True)
    (tmp_path / "copy" / "archive" / "archive.db").write_bytes(
        (bag / "data" / "archive.db").read_bytes()
    )
    line = ("search", "--limit", "999", "--format", "refs")

    found = typed(*line, "--home", str(tmp_path / "copy")).lines

    assert typed(*line, "--theme", "education").lines == found
    assert typed("search", "école", "--home", str(tmp_path / "copy")).out


@pytest.mark.parametrize("form", ["bag", "docx", "pdf", "html", "md"])
def test_what_quotes_texts_is_not_for_everybody(typed: Typed, tmp_path: Path, form: str) -> None:
    """`--public` and a bag or a document exclude each other."""
    refused = typed("export", "--format", form, "--public", "-o", str(tmp_path / "bag"))

    assert 2 == refused.code
    assert not (tmp_path / "bag").exists()
