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
known_as = ["Entraide.MG"]
timezone = "Asia/Beirut"
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


def test_of_a_table_that_names_no_page(typed: Typed, tmp_path: Path) -> None:
    """Each line is of the page that its address names, by its clock; by a mapping as suggested."""
    told = {
        f"{F}/groups/200000000000011/posts/9301/": ("mg", "2020-05-30T13:33:00Z"),
        f"{F}/groups/entraide.mg/posts/9302/": ("mg", "2020-05-30T13:33:00Z"),
        f"{F}/PageCI/posts/9303": ("ci", "2020-05-30T16:33:00Z"),
        f"{F}/permalink.php?story_fbid=9304&id=200000000000071": ("ci", "2020-05-30T16:33:00Z"),
        f"{F}/groups/200000000000099/posts/9305/": "is of 200000000000099, which pages.toml",
        f"{F}/marie.durand/posts/9306/": "does not say of which page it is",
    }
    table, mapping = tmp_path / "t.csv", tmp_path / "map.toml"
    rows = [f"2020-05-30 16:33,École {n} en fête,{url}" for n, url in enumerate(told)]
    table.write_text("\n".join(["when,text,url", *rows]), "utf-8")
    mapping.write_text(typed("import", "--suggest", str(table)).out, "utf-8")

    (report,) = typed("import", str(table), "--mapping", str(mapping), "--json").json["files"]

    found = [json.loads(line) for line in typed("search", "fête", "--format", "ndjson").lines]
    assert sorted(one for one in told.values() if isinstance(one, tuple)) == sorted(
        (post["page"], post["created_at"]) for post in found
    )
    assert ["line 6", "line 7"] == [one["line"] for one in report["problems"]]
    for reason, one in zip(list(told.values())[4:], report["problems"], strict=True):
        assert str(reason) in one["reason"]


@pytest.mark.parametrize("source", ["", 'source = "Page CI"\n'])
def test_what_a_table_says_itself_goes_first(source: str, typed: Typed, tmp_path: Path) -> None:
    """Address and id that name two pages tell of none; what the mapping names is believed."""
    table, mapping = tmp_path / "t.csv", tmp_path / "map.toml"
    url = f"{F}/groups/200000000000011/posts/9401/"
    table.write_text(f"Date,N,Texte,Permalien\n2020-05-30,200000000000001_9,A,{url}\n", "utf-8")
    mapping.write_text(f'{MAPPING}id = "N"\n[table]\n{source}', "utf-8")

    (report,) = typed("import", str(table), "--mapping", str(mapping), "--json").json["files"]

    assert bool(source) == bool(report["new"])
    assert (not source) == any("of which page" in one["reason"] for one in report["problems"])


@pytest.mark.parametrize("page", ["", "ci"])
def test_an_id_of_another_source_is_seen(page: str, typed: Typed, tmp_path: Path) -> None:
    """Where the address names the page by its name and the id has a number that is not its own."""
    table, mapping = tmp_path / "t.csv", tmp_path / "map.toml"
    row = f"2020-05-30,200000000000055_9,A,{F}/PageCI/posts/9501/"
    table.write_text(f"Date,N,Texte,Permalien\n{row}\n", "utf-8")
    mapping.write_text(f'{MAPPING}id = "N"\n', "utf-8")
    more = ("--page", page) if page else ()

    said = typed("import", str(table), "--mapping", str(mapping), *more, "--json")

    (problem,) = said.json["files"][0]["problems"]
    assert "another source" in problem["reason"]
