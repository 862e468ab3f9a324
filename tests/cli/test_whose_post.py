"""Whose post an address names is believed more than `--page`, where it names somebody known."""

import json
from pathlib import Path

import pytest

from cli.typed import Typed

PAGES = """
[pages.ci]
id = "200000000000001"
name = "Page CI"
region = "{region}"
known_as = ["PageCI", "200000000000071"]

[pages.user]
id = "SolidarityUser"
name = "Page User"
region = "{region}"

[pages.mg]
id = "200000000000011"
name = "Groupe MG"
kind = "group"
region = "{region}"
"""
MAPPING = '[columns]\ncreated_at = "date"\nmessage = "texte"\npermalink = "permalien"\n'
F = "https://www.facebook.com"
# whose it is to be, the address, and what of the reason is said ("": it is taken)
ADDRESSES = [
    ("mg", f"{F}/groups/200000000000099/posts/9101/", "another source"),
    ("mg", f"{F}/groups/200000000000099/?multi_permalinks=9102", "another source"),
    ("mg", f"{F}/200000000000001/posts/9103/", "is of ci"),
    ("mg", f"{F}/permalink.php?story_fbid=9104&id=200000000000071", "is of ci"),
    ("mg", f"{F}/PageCI/posts/9105", "is of ci"),
    ("ci", f"{F}/groups/200000000000011/posts/9106/", "is of mg"),
    ("ci", f"{F}/SolidarityUser/posts/9107/", "is of user"),
    ("ci", f"{F}/200000000000055/posts/9108/", "another source"),
    ("ci", f"{F}/200000000000071/posts/9109/", ""),
    ("ci", f"{F}/SomeOtherPage/posts/9110", ""),
    ("ci", f"{F}/reel/9123456789012", ""),
    ("user", f"{F}/200000000000055/posts/9111/", ""),
    ("mg", f"{F}/groups/200000000000011/posts/9112/", ""),
    ("mg", f"{F}/groups/solidarite.mg/posts/9113/", ""),
    ("mg", f"{F}/200000000000055/posts/9114/", ""),
    ("mg", f"{F}/marie.durand/posts/9115/", ""),
]


@pytest.fixture(autouse=True)
def home(own: Path) -> Path:
    """A home with two pages and a group more."""
    pages = own / "config" / "pages.toml"
    text = pages.read_text("utf-8")
    region = text.partition('region = "')[2].partition('"')[0]
    pages.write_text(text + PAGES.format(region=region), "utf-8")
    return own


@pytest.mark.parametrize(("page", "address", "reason"), ADDRESSES)
def test_by_hand(page: str, address: str, reason: str, typed: Typed) -> None:
    """A post that is clearly somebody else's is not added, and what it said is told."""
    said = typed("add", "--page", page, "--url", address, "--date", "2020-05-30", "--text", "École")

    assert (2 if reason else 0) == said.code
    assert reason in said.err
    assert (not reason) == said.out.startswith("fbw:2020-")


@pytest.mark.parametrize("page", ["mg", "ci", "user"])
def test_of_a_table(page: str, typed: Typed, tmp_path: Path) -> None:
    """Such a line is passed over, with its reason; the others come."""
    told = [(url, reason) for whose, url, reason in ADDRESSES if whose == page]
    rows = [f"2020-05-30 16:{n},École {n},{url}" for n, (url, _reason) in enumerate(told, 10)]
    table, mapping = tmp_path / "t.csv", tmp_path / "map.toml"
    table.write_text("\n".join(["Date,Texte,Permalien", *rows]), "utf-8")
    mapping.write_text(MAPPING, "utf-8")

    said = typed("import", str(table), "--mapping", str(mapping), "--page", page, "--json")

    (report,) = json.loads(said.out)["files"]
    refused = {n: reason for n, (_url, reason) in enumerate(told, 2) if reason}
    assert [f"line {n}" for n in refused] == [one["line"] for one in report["problems"]]
    assert len(told) - len(refused) == report["new"]
    assert all(
        reason in one["reason"]
        for reason, one in zip(refused.values(), report["problems"], strict=True)
    )
    assert (1 if refused else 0) == said.code
