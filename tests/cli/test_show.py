import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Typed, process
from fb_watch.demo.sample import later_edits


@pytest.fixture
def everything(typed: Typed) -> list[dict[str, Any]]:
    """Every post of the archive."""
    posts: list[dict[str, Any]] = typed("search", "--limit", "999", "--json").json
    return posts


def test_json_is_the_post_as_search_prints_it(
    typed: Typed, everything: list[dict[str, Any]]
) -> None:
    """show REF --json is the same object as in search --json, and what stands below it."""
    for post in everything[::50]:
        told = typed("show", post["ref"], "--json").json
        roads, pictures = told.pop("roads"), told.pop("pictures")

        assert {**post, "comments_list": [], "notes_list": [], "assigned": None} == told
        assert {"graph"} == {road["source"] for road in roads}
        assert [] == pictures


def test_who_has_a_post_and_what_was_noted_is_told(typed: Typed, own: Path) -> None:
    """Check-out and notes stand with the post, for people and programs."""
    assert own
    (ref,) = typed("search", "--limit", "1", "--format", "refs").lines
    typed("review", "assign", ref, "--to", "BEN", "--by", "ANA")
    typed("review", "note", ref, "ask for the figures", "--by", "ANA")

    told, shown = typed("show", ref, "--json").json, typed("show", ref).out

    assert "BEN" == told["assigned"]["name"]
    assert ["ask for the figures"] == [note["text"] for note in told["notes_list"]]
    assert "BEN until " in shown
    assert "ANA: ask for the figures" in shown


def test_a_post_goes_by_reference_id_and_every_form_of_its_address(
    typed: Typed, everything: list[dict[str, Any]]
) -> None:
    """One post of each form of permalink is found by all its names, tracking and hosts aside."""
    forms = {
        re.sub(r"pfbid\w+|\d+|solidarity\.[\w-]+", "N", post["permalink"]): post
        for post in everything
    }
    assert len(forms) > 4
    for post in forms.values():
        address = post["permalink"]
        sign = "&" if "?" in address else "?"
        for name in (
            post["ref"],
            post["ref"].upper().replace("FBW", "fbw"),
            f"{post['ref']}@{post['hash'][:8]}",
            f"{post['ref']}@{post['hash']}",
            post["id"],
            address,
            address.replace("www.", "m."),
            address.replace("https://www.", ""),
            f"{address}{sign}__tn__=%2CO%2CP-R&__cft__[0]=AZX",
            f"{address}{sign}mibextid=abc#comments",
            f" <{address}> ",
        ):
            result = typed("show", name, "--json")
            assert (0, post["ref"]) == (result.code, result.json["ref"]), name


@pytest.mark.parametrize(
    "name",
    ["fbw:2020-999999", "fbw:1999-000001", "fbw:2020-000001@00000000", "1_1", "nothing", "",
     "https://www.facebook.com/nobody/posts/1"],
)  # fmt: skip
def test_what_names_no_post_is_1_with_a_way_on(typed: Typed, name: str) -> None:
    """An unknown reference ends with 1, an empty stdout and a remedy."""
    result = typed("show", name)

    assert (1, "") == (result.code, result.out)
    assert "→" in result.err


def test_an_edited_post_shows_its_versions(typed: Typed) -> None:
    """--history tells every version with what the edit did; an old version stays citable."""
    edit = later_edits()[0]
    post = typed("show", edit.post_id, "--json", "--history").json

    first, second = post["versions"]
    told = typed("show", edit.post_id, "--history").out
    old = typed("show", f"{post['ref']}@{first['hash'][:8]}", "--json").json

    assert (2, edit.message) == (post["version"], post["message"])
    assert (1, 2) == (first["version"], second["version"])
    assert post["edited_at"] == second["edited_at"]
    assert re.search(r"\[-.+-\]|\{\+.+\+\}", told, re.DOTALL)
    assert (1, first["message"]) == (old["version"], old["message"])


def test_raw_is_the_response_as_it_came(typed: Typed) -> None:
    """--raw prints the bytes of the response that brought the post; no token is in them."""
    edit = later_edits()[0]

    body = process("show", edit.post_id, "--raw").out

    posts = {post["id"]: post for post in json.loads(body)["data"]}
    assert edit.message == posts[edit.post_id]["message"]
    assert "EAA" not in body
    assert typed("show", edit.post_id, "--raw").out == body


def test_the_text_names_what_earned_each_tag(typed: Typed) -> None:
    """The post with its words marked, and each tag with the words it rests on."""
    (post,) = typed("search", '"homa bay" pregnancies', "--json").json

    told = typed("show", post["ref"]).out

    assert f"{post['ref']}@{post['hash'][:8]} · version 1" in told
    assert post["permalink"] in told
    assert "among [schoolgirls] since [classrooms]" in told
    assert re.search(r"^theme +education +3\.0 +.*“classrooms” ← classroom\*", told, re.MULTILINE)
    assert re.search(r"^country +KE \(about\) .*“Homa Bay”", told, re.MULTILINE)


def test_links_and_media_are_shown(typed: Typed, everything: list[dict[str, Any]]) -> None:
    """Addresses of links, paths of files and descriptions of pictures are there."""
    linked = next(post for post in everything if post["links"] and post["links"][0]["title"])
    pictured = next(
        post for post in everything if post["media"] and post["media"][0]["path"]
        and post["media"][0]["alt"]
    )  # fmt: skip

    link_told, media_told = typed("show", linked["ref"]).out, typed("show", pictured["ref"]).out

    assert linked["links"][0]["url"] in link_told
    assert linked["links"][0]["title"] in link_told
    assert pictured["media"][0]["path"] in media_told
    assert pictured["media"][0]["alt"] in media_told
