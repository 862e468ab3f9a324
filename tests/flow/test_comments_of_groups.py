"""Comments of an export are no posts, and what they answer tells them apart."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fb_watch.importer import merge
from flow.conftest import NOW
from flow.exports import broken, entry
from flow.test_roads import _import, _posts, group

__all__ = ("group",)
GROUP = "Bénévoles de Madagascar"
AT = NOW - timedelta(days=3)
POST = entry(AT, f"Awa Rakoto a publié dans {GROUP}.", "Merci à toutes")
OTHERS = ("Paul A", "Marie B", "Luc C", "Ana D")


def _comment(at: datetime, text: str, whose: str) -> dict[str, Any]:
    said = {"timestamp": int(at.timestamp()), "comment": text, "author": "Awa Rakoto"}
    return {
        "timestamp": int(at.timestamp()),
        "title": f"Awa Rakoto a commenté la publication de {whose}.",
        "data": [{"comment": said | {"group": GROUP}}],
    }


def _zip(path: Path, **entries: Sequence[dict[str, Any]]) -> Path:
    with ZipFile(path, "w") as zipped:
        for name, told in entries.items():
            zipped.writestr(f"groups/{name}.json", json.dumps({name: broken(list(told))}))
    return path


def _told(home: Path) -> list[tuple[str, str | None, int]]:
    return [(post["kind"], post["message"], post["version"]) for post in _posts(home)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_comment_in_the_words_of_a_post_is_none(
    turned: bool, group: Path, tmp_path: Path
) -> None:
    """The same person, in the same minute: a post and a comment, whichever is read first."""
    told = {
        "group_posts_v2": [POST],
        "group_comments_v2": [_comment(AT + timedelta(seconds=9), "Merci à toutes", "Paul A")],
    }
    one = _zip(tmp_path / "one.zip", **dict(list(told.items())[:: -1 if turned else 1]))

    (first, *rest) = _import(group, one)
    again = _import(group, one, again=True)

    assert (2, 0) == (first.new + sum(r.new for r in rest), first.edited)
    assert [0] * len(again) == [report.new + report.edited for report in again]
    assert [("status", "Merci à toutes", 1), ("other", "Merci à toutes", 1)] == _told(group)


def test_comments_on_four_posts_are_four(group: Path, tmp_path: Path) -> None:
    """One word to four people within a minute; twice to the same person it is one."""
    told = [_comment(AT + timedelta(seconds=n), "Bravo !", who) for n, who in enumerate(OTHERS)]
    file = _zip(tmp_path / "one.zip", group_comments_v2=[*told, told[0]])

    (report,) = _import(group, file)
    (again,) = _import(group, file, again=True)

    assert (4, 1, 0, []) == (report.new, report.same, again.new, report.notes)
    assert [("other", "Bravo !", 1)] * 4 == _told(group)


@pytest.mark.parametrize("turned", [False, True])
def test_in_html_too(turned: bool, group: Path, tmp_path: Path) -> None:
    """A post and comments in the same words and minute, in files of their own."""
    box = (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_2ph_ _a6-h _a6-i">'
        '{}</div><div class="_2ph_ _a6-p"><div>{}</div></div><div class="_3-94 _a6-o">'
        '<div class="_a72d">30 mai 2020 à 16:33</div></div></div>'
    )
    said = f"<div>Merci à toutes</div><div>Groupe : {GROUP}</div>"
    answers = [f"Awa Rakoto a répondu au commentaire de {who}." for who in OTHERS[:2]]
    whole = "<html><head><title>{}</title></head><body><main>{}</main></body></html>"
    post = box.format(f"Awa Rakoto a publié dans {GROUP}.", "Merci à toutes")
    files = (tmp_path / "posts.html", tmp_path / "comments.html")
    files[0].write_text(whole.format("Vos publications dans les groupes", post), "utf-8")
    boxes = "".join(box.format(one, said) for one in answers)
    files[1].write_text(whole.format("Vos commentaires dans les groupes", boxes), "utf-8")

    reports = _import(group, *(files[::-1] if turned else files))

    assert [0, 0] == [report.edited for report in reports]
    assert ["other", "other", "status"] == sorted(kind for kind, *_rest in _told(group))


def test_two_homes_have_the_same_comments(group: Path, tmp_path: Path) -> None:
    """Each is keyed with a key of its own there: what it answers still tells which is which."""
    other = tmp_path / "other"
    (other / "archive").mkdir(parents=True)
    (other / "config").symlink_to(group / "config")
    told = [_comment(AT, "Bravo !", who) for who in OTHERS]
    file = _zip(tmp_path / "one.zip", group_comments_v2=told, group_posts_v2=[POST])
    for home in (group, other):
        _import(home, file)

    merged = merge(group, other / "archive" / "archive.db", now=lambda: NOW)

    assert (0, 5, 0, 0) == (merged.new, merged.known, merged.versions, merged.pairs)


def test_comments_of_an_older_archive_are_found(group: Path, tmp_path: Path) -> None:
    """Their ids were made of their words alone."""
    file = _zip(tmp_path / "one.zip", group_comments_v2=[_comment(AT, "Bravo !", OTHERS[0])])
    _import(group, file)
    archive = group / "archive" / "archive.db"
    before = _posts(group)
    for statement in ("UPDATE posts SET id = 'local:0123'", "DELETE FROM aliases"):
        _write(archive, statement)

    (report,) = _import(group, file, again=True)

    assert (0, 1) == (report.new, report.same)
    assert [one["ref"] for one in before] == [one["ref"] for one in _posts(group)]


def _write(archive: Path, statement: str) -> None:
    with closing(sqlite3.connect(archive)) as opened:
        opened.execute(statement)
        opened.commit()
