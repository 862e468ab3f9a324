"""The table in a bag says what its posts say; the archive in it is not proven."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.test_bag_forged import bag, rewritten, sealed
from cli.test_bag_of_files import proof
from cli.typed import Typed

__all__ = ("bag",)


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """The table with its lines changed; no text in it has a line break."""
    return lambda table: b"".join(change(table.splitlines(keepends=True)))


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "words": lambda table: table.replace("École 1".encode(), "École 9".encode()),
    "a kind": _lines(
        lambda lines: [lines[0], lines[1].replace(b",status,", b",link,"), *lines[2:]]
    ),
    "a row twice": _lines(lambda lines: [*lines, lines[-1]]),
    "a row less": _lines(lambda lines: lines[:-1]),
    "no row": _lines(lambda lines: lines[:1]),
    "a column less": lambda table: table.replace(b"body", b"bodies", 1),
    "nothing": lambda _table: b"",
    "no text": lambda _table: b"\xff\xfe\x00",
    "a long text": lambda table: table + b'"' + b"x" * 200_000 + b'"',
}


@pytest.mark.parametrize("change", FORGED.values(), ids=list(FORGED))
def test_a_table_that_says_otherwise_is_found(
    bag: Path, typed: Typed, change: Callable[[bytes], bytes]
) -> None:
    """Though the checksums were made anew, and nothing else in the bag was touched."""
    table = bag / "data" / "posts.csv"
    before = table.read_bytes()
    table.write_bytes(change(before))
    assert before != table.read_bytes()
    sealed(bag)

    told = proof(typed, bag)

    assert [("bag", "posts.csv")] == [(one["kind"], one["name"]) for one in told["findings"]]
    assert 3 == told["read_anew"]
    assert 1 == typed("verify", "--bag", str(bag)).code


def test_a_table_that_is_not_there_is_found(bag: Path, typed: Typed) -> None:
    """Every bag has one."""
    (bag / "data" / "posts.csv").unlink()
    sealed(bag)

    assert ["posts.csv"] == [one["name"] for one in proof(typed, bag)["findings"]]


def test_the_rows_of_what_is_asked_for_are_looked_at(bag: Path, typed: Typed) -> None:
    """What another row says is not asked."""
    table = bag / "data" / "posts.csv"
    rows = table.read_bytes().split(b"\r\n")
    rows[1] = rows[1].replace("École".encode(), b"Eau")
    table.write_bytes(b"\r\n".join(rows))
    sealed(bag)
    refs = [row.split(b",")[0].decode() for row in rows[1:4]]

    codes = [typed("verify", "--bag", str(bag), ref).code for ref in refs]

    assert [1, 0, 0] == codes


def test_the_table_is_compared_with_the_posts(bag: Path, typed: Typed) -> None:
    """Words that are in neither have been found in the posts; lines of any shape are read."""
    rewritten(bag / "data" / "posts.jsonl", lambda one: one.update(links=7, place="x"))
    sealed(bag)

    told = typed("verify", "--bag", str(bag), "--json")

    assert 1 == told.code
    assert "posts.csv" in {one["name"] for one in told.json["findings"]}


def test_that_the_archive_is_not_proven_is_said(bag: Path, typed: Typed) -> None:
    """On the screen and in the README, in every language."""
    readme = (bag / "data" / "README.md").read_text("utf-8")

    assert "`archive.db` is not proven" in typed("verify", "--bag", str(bag)).err
    assert "`archive.db` is not proven" in readme
