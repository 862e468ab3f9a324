import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.typed import Typed
from fb_watch.demo.sample import later_edits


def change(home: Path, *statements: str) -> None:
    """Somebody who knows SQLite changes the archive behind our back."""
    with closing(sqlite3.connect(home / "archive" / "archive.db")) as archive:
        for name in ("versions_are_never_changed", "versions_are_never_removed"):
            archive.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            archive.execute(statement)
        archive.commit()


def findings(typed: Typed, *line: str) -> list[str]:
    """What kinds of things are not what they were."""
    result = typed("verify", *line, "--json")
    found = [one["kind"] for one in result.json["findings"]]
    assert (1 if found else 0) == result.code
    return found


def test_an_archive_left_alone_is_what_it_was(typed: Typed) -> None:
    """Versions, responses and files are looked at, and nothing has changed."""
    result = typed("verify", "--json")

    assert 0 == result.code
    assert [] == result.json["findings"]
    assert "Nothing has changed." in result.err
    assert result.json["versions"] > 300
    assert result.json["responses"] > 10


def test_one_of_a_thing_is_one(typed: Typed) -> None:
    """Of a single post: one version, one response, in the singular."""
    (ref,) = typed.refs("--limit", "1")[:1]

    said = " ".join(typed("verify", ref).err.split())

    assert "Looked at: 1 version, 1 response, " in said


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE versions SET message = message || '!' WHERE post = {post}", ["version"]),
        ("UPDATE versions SET place = '{{' WHERE post = {post}", ["version"]),
        ("UPDATE captures SET body = x'00' WHERE key = 2", ["response"]),
        ("UPDATE captures SET request = '/' WHERE key = 2", ["chain"]),
        ("UPDATE captures SET sha256 = 'abc' WHERE key = 2", ["response", "chain"]),
    ],
)
def test_what_was_changed_is_found(
    typed: Typed, own: Path, statement: str, found: list[str]
) -> None:
    """Each change that no verb of ours makes is told, and the exit code is 1."""
    with closing(sqlite3.connect(own / "archive" / "archive.db")) as archive:
        (post,) = archive.execute(
            "SELECT key FROM posts JOIN versions ON post = key WHERE version = 1 "
            "AND message IS NOT NULL LIMIT 1"
        ).fetchone()

    change(own, statement.format(post=post))

    assert found == findings(typed)


def test_a_media_file_that_changed_or_is_gone_is_told(typed: Typed, own: Path) -> None:
    """A file is named by its bytes."""
    first, second = sorted((own / "archive" / "media").rglob("*.*"))[:2]
    first.write_bytes(b"another picture")
    second.unlink()

    assert ["media", "media"] == findings(typed)


def test_one_post_is_looked_at_alone(typed: Typed, own: Path) -> None:
    """What has changed elsewhere does not concern it."""
    ref, other = typed("search", "école", "--limit", "2", "--format", "refs").lines
    change(
        own,
        "UPDATE versions SET message = 'x' WHERE post = "
        f"(SELECT key FROM posts WHERE ref = '{other.partition('@')[0]}')",
    )

    assert [] == findings(typed, ref)
    assert ["version"] == findings(typed, other)


@pytest.fixture
def bag(typed: Typed, tmp_path: Path) -> Path:
    """Five posts, as a bag."""
    path = tmp_path / "bag"
    made = typed("export", "--limit", "5", "--format", "bag", "-o", str(path))
    assert 0 == made.code, made.err
    return path


def test_a_bag_proves_a_version_by_itself(typed: Typed, bag: Path) -> None:
    """Read anew, the response in it shows the very content that the reference names."""
    post = json.loads((bag / "data" / "posts.jsonl").read_bytes().split(b"\n")[0])
    ref = f"{post['ref']}@{post['hash'][:8]}"

    result = typed("verify", "--bag", str(bag), ref, "--json", "--home", str(bag.parent))

    assert 0 == result.code, result.err
    assert (1, 1, []) == tuple(result.json[n] for n in ("versions", "responses", "findings"))


@pytest.fixture
def bag_of_an_edit(typed: Typed, tmp_path: Path) -> tuple[Path, str, str]:
    """A bag that holds an edited post; the references of its first and its newest version."""
    post = typed("show", later_edits()[0].post_id, "--json", "--history").json
    path = tmp_path / "edited"
    made = typed("export", "--page", post["page"], "--format", "bag", "-o", str(path))
    assert 0 == made.code, made.err
    first, newest = (f"{post['ref']}@{one['hash'][:8]}" for one in post["versions"])
    return path, first, newest


def test_a_bag_proves_versions_before_the_newest(
    typed: Typed, bag_of_an_edit: tuple[Path, str, str]
) -> None:
    """A report may have cited what was edited since; without a version all are proven."""
    bag, first, newest = bag_of_an_edit

    one, other, both = (
        typed("verify", "--bag", str(bag), ref, "--json")
        for ref in (first, newest, first.partition("@")[0])
    )

    assert (1, 1, []) == tuple(one.json[n] for n in ("versions", "responses", "findings"))
    assert (1, 1, []) == tuple(other.json[n] for n in ("versions", "responses", "findings"))
    assert (2, []) == tuple(both.json[n] for n in ("versions", "findings"))


def test_an_earlier_version_that_was_changed_is_told(
    typed: Typed, bag_of_an_edit: tuple[Path, str, str]
) -> None:
    """Its words make its hash, or they are not what was received."""
    bag, first, _newest = bag_of_an_edit
    versions = bag / "data" / "versions.jsonl"
    told = [json.loads(line) for line in versions.read_bytes().splitlines()]
    for one in told:
        if first == f"{one['ref']}@{one['hash'][:8]}":
            one["message"] += " not"
    versions.write_text("".join(json.dumps(one) + "\n" for one in told), "utf-8")

    assert ["bag", "version"] == findings(typed, "--bag", str(bag), first)


def test_a_bag_of_before_is_proven_by_its_posts(typed: Typed, bag: Path) -> None:
    """It has no file of versions."""
    data = bag / "data"
    (data / "versions.jsonl").unlink()
    (ref, *_others) = [
        f"{post['ref']}@{post['hash'][:8]}"
        for post in map(json.loads, (data / "posts.jsonl").read_bytes().splitlines())
    ]

    assert ["bag"] == findings(typed, "--bag", str(bag), ref)


def test_a_bag_that_was_changed_is_told(typed: Typed, bag: Path) -> None:
    """A word more in a post breaks its hash and the bag's own checksums; the table lacks it."""
    posts = bag / "data" / "posts.jsonl"
    first, *others = posts.read_bytes().split(b"\n")
    told = json.loads(first)
    told["message"] = "another text"
    posts.write_bytes(b"\n".join([json.dumps(told).encode(), *others]))

    assert ["bag", "version", "bag"] == findings(typed, "--bag", str(bag))


def test_what_is_no_bag_is_said(typed: Typed, tmp_path: Path, bag: Path) -> None:
    """A folder without a bag's declaration, a reference that is not in it: a message, exit 1."""
    shutil.copytree(bag / "data", tmp_path / "folder")

    wrong, absent = (
        typed("verify", "--bag", str(tmp_path / "folder")),
        typed("verify", "--bag", str(bag), "fbw:1999-000001"),
    )

    assert (1, 1) == (wrong.code, absent.code)
    assert "folder" in wrong.err
    assert "fbw:1999-000001" in absent.err
