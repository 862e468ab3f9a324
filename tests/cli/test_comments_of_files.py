"""Comments that came out of Facebook's own exports as entries of their own."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import docx
import pytest

from cli.typed import Typed
from fb_watch.archive.packing import unpacked

GROUP = '\n[pages.parents]\nid = "77"\nname = "Parents du Liban"\nkind = "group"\nregion = "%s"\n'
SAID = {"author": "Ana Ruiz", "group": "Parents du Liban", "timestamp": 1590845580}
STORY = "Ana Ruiz commented on Marc Haddad's post."


def everything(bag: Path) -> bytes:
    """All that lies in a bag, unpacked."""
    found = b""
    for path in sorted(one for one in bag.rglob("*") if one.is_file()):
        content = path.read_bytes()
        found += gzip.decompress(content) if path.suffix == ".gz" else content
    with closing(sqlite3.connect(bag / "data" / "archive.db")) as db:
        for (body,) in db.execute("SELECT body FROM captures"):
            found += unpacked(body)
    return found


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


AS_THEY_ARE = ("--format", "bag", "--unmasked", "--with-authors")


def test_a_bag_leaves_comments_out(typed: Typed, told: tuple[str, str], tmp_path: Path) -> None:
    """Of the evidence and the archive in it too, and the evidence still proves the posts."""
    assert told
    bag = tmp_path / "bag"

    made = typed("export", "--page", "parents", *AS_THEY_ARE, "-o", str(bag))

    assert (0, True) == (made.code, "1 comment is left out" in made.err)
    assert b"Les cahiers" in everything(bag)
    for told_by in (b"Merci pour", b"Haddad"):
        assert told_by not in everything(bag)
    assert "No comment" in (bag / "data" / "README.md").read_text("utf-8")
    proof = typed("verify", "--bag", str(bag), "--json")
    assert (0, 1, 1) == (proof.code, proof.json["read_anew"], proof.json["versions"])
    assert 0 == typed("verify").code


def test_a_bag_has_comments_that_are_asked_for(
    typed: Typed, told: tuple[str, str], tmp_path: Path
) -> None:
    """And its README says so."""
    assert told
    bag = tmp_path / "bag"

    made = typed("export", "--page", "parents", *AS_THEY_ARE, "--with-comments", "-o", str(bag))

    assert 0 == made.code
    assert b"Merci pour" in everything(bag)
    assert "Comments can be in it" in (bag / "data" / "README.md").read_text("utf-8")
    assert 2 == typed("verify", "--bag", str(bag), "--json").json["read_anew"]


def test_evidence_that_older_programs_kept_together_is_refused(
    own: Path, typed: Typed, told: tuple[str, str], tmp_path: Path
) -> None:
    """Posts and comments in one part of a file: only both together make its hash."""
    _together(own / "archive" / "archive.db", told[1])
    line = ("export", "--page", "parents", *AS_THEY_ARE, "-o", str(tmp_path / "bag"))

    refused = typed(*line)

    assert 2 == refused.code
    assert "1 response or part of a file shows comments too" in refused.err
    assert "--with-comments" in refused.err
    assert not list(tmp_path.glob("*bag*"))
    assert 0 == typed(*line, "--with-comments").code


def _together(path: Path, comment: str) -> None:
    """As before: the row of the comment stands behind that of the post."""
    with closing(sqlite3.connect(path)) as db:
        (post,) = db.execute(
            "SELECT capture FROM roads r JOIN posts p ON p.key = r.post "
            "WHERE p.page = 'parents' AND p.ref <> ?",
            [comment],
        ).fetchone()
        db.execute(
            "UPDATE roads SET capture = ? WHERE post = (SELECT key FROM posts WHERE ref = ?)",
            (post, comment),
        )
        db.commit()


@pytest.mark.parametrize("with_them", [False, True])
def test_answers_with_comments_in_them_leave_where_they_are_asked_for(
    own: Path, typed: Typed, tmp_path: Path, *, with_them: bool
) -> None:
    """Somebody saved an answer of the Graph API that was asked for comments as well."""
    assert own
    comments = {"data": [{"message": "Merci pour tout", "from": {"name": "Marc Haddad"}}]}
    answer = {
        "id": "100000000000004_2999999999999",
        "created_time": "2020-05-30T13:33:10+0000",
        "message": "Les cahiers de septembre",
        "comments": comments if with_them else {"data": [], "summary": {"total_count": 1}},
    }
    (tmp_path / "a.json").write_text(json.dumps({"data": [answer]}), "utf-8")
    assert 0 == typed("import", str(tmp_path / "a.json")).code
    line = ("export", "--format", "bag", "-o", str(tmp_path / "bag"), "cahiers")

    made = typed(*line)

    assert (2 if with_them else 0) == made.code
    if with_them:
        assert "--with-comments" in made.err
        assert 0 == typed(*line, "--with-comments").code
        assert 0 == typed("verify", "--bag", str(tmp_path / "bag")).code
