"""Comments that came out of Facebook's own exports as entries of their own."""

import json
from pathlib import Path

import docx
import pytest

from cli.typed import Typed

GROUP = '\n[pages.parents]\nid = "77"\nname = "Parents du Liban"\nkind = "group"\nregion = "%s"\n'
SAID = {"author": "Ana Ruiz", "group": "Parents du Liban", "timestamp": 1590845580}
STORY = "Ana Ruiz commented on Marc Haddad's post."


@pytest.fixture
def told(own: Path, typed: Typed, tmp_path: Path) -> tuple[str, str]:
    """A home that took in a group's post and a comment; gives their references."""
    pages = own / "config" / "pages.toml"
    text = pages.read_text("utf-8")
    region = text.partition('region = "')[2].partition('"')[0]
    pages.write_text(text + GROUP % region, "utf-8")
    post = {
        "timestamp": 1590845580,
        "title": "Ana Ruiz posted in Parents du Liban.",
        "data": [{"post": "Les cahiers de septembre"}],
    }
    comment = {
        "timestamp": 1590845580,
        "title": STORY,
        "data": [{"comment": {**SAID, "comment": "Merci pour les cahiers"}}],
    }
    export = tmp_path / "group_posts_and_comments.json"
    export.write_text(json.dumps({"group_posts_v2": [post], "group_comments_v2": [comment]}))
    assert 0 == typed("import", str(export)).code
    found = json.loads(typed("search", "--page", "parents", "--json").out)
    by_kind = {one["kind"]: one["ref"] for one in found}
    return by_kind["status"], by_kind["other"]


def test_a_comment_says_that_it_is_one(typed: Typed, told: tuple[str, str]) -> None:
    """In JSON beside its kind; `show` tells below whose post it stood."""
    post, comment = told

    found = {one["ref"]: one for one in json.loads(typed("search", "cahiers", "--json").out)}
    shown = typed("show", comment).out

    assert (False, True) == (found[post]["is_comment"], found[comment]["is_comment"])
    assert "· comment\n" in shown
    assert "commented on Marc Haddad's post." in shown
    assert "Ana Ruiz" not in shown


@pytest.mark.parametrize("form", ["csv", "jsonl", "md", "ris", "xlsx"])
def test_a_comment_leaves_only_where_it_is_asked_for(
    typed: Typed, told: tuple[str, str], form: str, tmp_path: Path
) -> None:
    """Also where a filter or a reference finds it, and it is said; the log has what left."""
    post, comment = told
    for number, line in enumerate((["--page", "parents"], ["--kind", "other"])):
        path = tmp_path / f"{number}.{form}"
        result = typed("export", *line, "--format", form, "-o", str(path))
        assert 0 == result.code
        assert "1 comment is left out: --with-comments takes it in." in result.err
        assert b"Merci" not in path.read_bytes()

    path = tmp_path / f"with.{form}"
    result = typed(
        "export", "--page", "parents", "--with-comments", "--format", form, "-o", str(path)
    )

    log = json.loads(typed("export", "--log", "--json").out)
    assert (0, "left out" in result.err) == (result.code, False)
    assert [(2, True), (0, False), (1, False)] == [
        (one["posts"], one["with_comments"]) for one in log[:3]
    ]
    if form in ("csv", "jsonl"):
        lines = path.read_text("utf-8").splitlines()
        assert 1 == sum(comment in line and "Merci" in line for line in lines)
        assert any(post in line for line in lines)


def test_a_report_says_what_of_it_is_a_comment(
    typed: Typed, told: tuple[str, str], tmp_path: Path
) -> None:
    """A writer is not to quote a comment as the post of a group."""
    path = tmp_path / "x.docx"
    line = ("--page", "parents", "--with-comments", "--format", "docx", "--lang", "en")
    typed("export", *line, "-o", str(path))

    text = [one.text for one in docx.Document(str(path)).paragraphs]

    assert [told[1]] == [ref for ref in told for one in text if ref in one and "comment ·" in one]
