"""What a file leaves unsaid stays; a better time counts; a file that brings nothing is a fault."""

import json
import random
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.build import index_is_whole, rows
from fb_watch.archive.history import raw
from fb_watch.archive.search import connect
from fb_watch.importer import importing
from fb_watch.intake.bundle import Limits, open_all
from fb_watch.intake.mapping import Mapping
from fb_watch.model.intake import FileReport
from flow.conftest import NOW, PAGES, PAGES_TOML
from flow.exports import broken, crowdtangle, entry, group_export, page_export
from flow.test_roads import GROUP, _posts
from killed import started

MADAGASCAR = PAGES["madagascar"]
NAME = "Réseau de solidarité, Madagascar"
URL = f"https://www.facebook.com/{MADAGASCAR}/posts/77"
AT = NOW - timedelta(days=2)


def _import(
    home: Path,
    *files: Path,
    page: str = "",
    form: str = "",
    again: bool = False,
    mapping: Mapping | None = None,
) -> list[FileReport]:
    with importing(home, page=page, mapping=mapping, now=lambda: NOW) as parts:
        chosen = replace(parts, again=again, format=form)
        return list(chosen.run(open_all(files, Limits()), files))


def _answer(path: Path, **told: object) -> Path:
    """What somebody saved of the Graph API."""
    post = {"id": f"{MADAGASCAR}_77", "created_time": "2020-05-30T18:45:10+0000", **told}
    path.write_text(json.dumps({"data": [post]}), "utf-8")
    return path


def _is_sound(home: Path) -> bool:
    path = home / "archive" / "archive.db"
    odd = rows(path, "PRAGMA foreign_key_check")
    keys = rows(path, "SELECT key >> 20, strftime('%s', created_at) FROM posts")
    return not odd and index_is_whole(path) and all(str(key) == at for key, at in keys)


@pytest.mark.parametrize("hours", [-30 * 24, 0, 6])
def test_the_time_of_a_stronger_road_counts(hours: int, home: Path, tmp_path: Path) -> None:
    """However far a table was off: time, order and index are right, the reference stays."""
    path = home / "archive" / "archive.db"
    table = crowdtangle(tmp_path / "t.csv", NAME, [(AT + timedelta(hours=hours), "École", URL)])
    _import(home, table)
    (before,) = _posts(home)

    _import(home, _answer(tmp_path / "a.json", message="École"))

    (after,) = _posts(home)
    assert ("2020-05-30T18:45:10Z", "second") == (after["created_at"], after["created_precision"])
    assert before["ref"] == after["ref"]
    assert _is_sound(home)
    assert [("versions_are_never_changed",), ("versions_are_never_removed",)] == rows(
        path, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'versions'"
    )
    (again,) = _import(home, table, again=True)
    assert (0, 1) == (again.new, again.same)
    assert "2020-05-30T18:45:10Z" == _posts(home)[0]["created_at"]


def test_what_a_stronger_road_leaves_unsaid_stays(home: Path, tmp_path: Path) -> None:
    """An answer with few fields takes no text, link or picture away; with none it is no version."""
    _import(home, crowdtangle(tmp_path / "t.csv", NAME, [(AT, "École", URL)]))
    (before,) = _posts(home)

    _import(home, _answer(tmp_path / "a.json"))
    assert [before] == _posts(home)

    _import(home, _answer(tmp_path / "b.json", story="Réseau a partagé un lien."))
    (after,) = _posts(home)
    assert (2, "École", "graph") == (after["version"], after["message"], after["source"])
    assert "Réseau a partagé un lien." == after["story"]
    assert before["permalink"] == after["permalink"]


def test_a_pages_own_export_that_names_nobody(home: Path, tmp_path: Path) -> None:
    """With --page it is the page's own: believed as such, and one post with Facebook's."""
    file = page_export(tmp_path / "posts.json", [entry(AT, "", "École ouverte.")])
    _import(home, file, page="madagascar")

    (post,) = _posts(home)

    assert ("dyi-page", False) == (post["source"], post["personal"])


def test_page_says_whose_the_posts_of_a_profile_are(home: Path, tmp_path: Path) -> None:
    """Posts that name no group are of the one that --page gives; those of another one are not."""
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    told = [
        entry(AT, "Awa Rakoto a publié.", "Réunion samedi."),
        entry(AT, "Awa Rakoto a publié dans Jardins.", "Des tomates."),
    ]
    file = group_export(tmp_path / "export.zip", told)

    (report,) = _import(home, file, page="volunteers")
    (other,) = _import(home, page_export(tmp_path / "p.json", told[:1]), page="madagascar")

    assert ["Réunion samedi."] == [post["message"] for post in _posts(home)]
    assert "Jardins" in report.problems[0].reason
    assert (0, 1) == (other.new, other.skipped)


@pytest.mark.parametrize(
    ("page", "source"), [("madagascar", ""), ("", MADAGASCAR), ("", NAME.upper())]
)
def test_a_page_that_a_table_names_as_author_is_no_person(
    home: Path, tmp_path: Path, page: str, source: str
) -> None:
    """Its post is one with Facebook's, and its name is kept."""
    _import(home, _answer(tmp_path / "a.json", message="École ouverte."))
    table = tmp_path / "t.csv"
    table.write_text(f'Date,Texte,Auteur\n2020-05-30T18:45Z,École ouverte.,"{NAME}"\n', "utf-8")
    fields = {"created_at": "Date", "message": "Texte", "author": "Auteur"}
    columns: dict[str, tuple[str, ...]] = {field: (name,) for field, name in fields.items()}
    mapping = Mapping(columns=columns, source=source)

    (report,) = _import(home, table, page=page, form="mapped", mapping=mapping)

    assert (0, 1, 0) == (report.new, report.merged, report.skipped)
    assert [False] == [post["personal"] for post in _posts(home)]


def test_a_private_timeline_is_no_groups(home: Path, tmp_path: Path) -> None:
    """With --page a group has the one post that was made in it; what else is there is private."""
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    titles = (
        "Awa Rakoto updated her status.",
        "",
        "Awa Rakoto wrote on Paul Martin's timeline.",
        "Awa Rakoto added a new photo to the album: Mora Mora.",
    )
    private = [entry(AT, title, f"Privé {number}") for number, title in enumerate(titles)]
    said = {"timestamp": int(AT.timestamp()), "comment": "Joli", "author": "Awa Rakoto"}
    title = "Awa Rakoto commented on Paul Martin's photo."
    comment = {"timestamp": said["timestamp"], "title": title, "data": [{"comment": said}]}
    shared = [entry(AT, "Awa Rakoto a publié dans Bénévoles de Madagascar.", "Réunion")]
    export = group_export(tmp_path / "export.zip", shared)
    with ZipFile(export, "a") as zipped:
        zipped.writestr("posts/your_posts_1.json", json.dumps(private))
        zipped.writestr("comments/comments.json", json.dumps({"comments_v2": [comment]}))
        zipped.writestr("posts/your_posts.html", _html("Your posts", titles[0]))

    reports = _import(home, export, page="volunteers")
    _import(home, export)

    assert ["Réunion"] == [post["message"] for post in _posts(home)]
    assert {"is of its author's own profile"} == {
        problem.reason for report in reports for problem in report.problems
    }
    assert 6 == sum(report.skipped for report in reports)


def _html(called: str, title: str) -> str:
    """A page of an export with one post."""
    return (
        f"<html><head><title>{called}</title></head><body><div class='_a706'>"
        f"<div class='_3-95 _a6-g'><div class='_2ph_ _a6-h _a6-i'>{title}</div>"
        "<div class='_2ph_ _a6-p'><div>Privé</div></div>"
        "<div class='_3-94 _a6-o'><div class='_a72d'>30 mai 2020 à 13:33</div></div></div>"
        "</div></body></html>"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Awa Rakoto was live in Bénévoles de Madagascar.",
        "Awa Rakoto is feeling happy in Bénévoles de Madagascar.",
        "Awa Rakoto était en direct dans Bénévoles de Madagascar.",
        "Awa Rakoto kusema kwa Bénévoles de Madagascar.",
    ],
)
def test_no_name_stays_in_a_sentence_of_any_kind(home: Path, tmp_path: Path, title: str) -> None:
    """Neither in the story nor in the evidence, whatever somebody did."""
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    for name, text in (
        ("a.json", json.dumps({"group_posts_v2": [entry(AT, title, "Bonjour")]})),
        ("b.html", _html("Your posts in groups", title)),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        _import(home, tmp_path / name)

    posts = _posts(home)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        evidence = [raw(archive, post["ref"]) for post in posts]

    assert 2 == len(posts)
    assert "Awa" not in f"{posts} {evidence}"
    assert "Rakoto" not in f"{posts} {evidence}"
    authors = "SELECT DISTINCT author_id FROM versions WHERE author_id IS NOT NULL"
    assert 1 == len(rows(home / "archive" / "archive.db", authors))


def test_page_says_whose_the_posts_of_a_page_of_group_posts_are(home: Path, tmp_path: Path) -> None:
    """HTML of posts in groups is of the group that --page gives, where it names none."""
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    file = tmp_path / "groups.html"
    file.write_text(_html("Vos publications dans des groupes", "Awa Rakoto a publié."), "utf-8")

    _import(home, file, page="volunteers")

    assert ["Privé"] == [post["message"] for post in _posts(home)]


def test_an_account_is_that_of_its_own_export(home: Path, tmp_path: Path) -> None:
    """A post that names nobody, in one zip, is not of the page whose export lies beside it."""
    profile = json.dumps({"profile_v2": {"name": {"full_name": broken(NAME)}}})
    about = "personal_information/profile_information/profile_information.json"
    for name, number in (("a.zip", 1), ("b.zip", 2)):
        with ZipFile(tmp_path / name, "w") as zipped:
            told = json.dumps([broken(entry(AT, "", f"École {number}"))])
            zipped.writestr("facebook-x/posts/your_posts_1.json", told)
            if number == 1:
                zipped.writestr(f"facebook-x/{about}", profile)

    reports = _import(home, tmp_path / "a.zip", tmp_path / "b.zip")

    assert ["École 1"] == [post["message"] for post in _posts(home)]
    assert ["does not say of which page it is"] == [
        problem.reason for report in reports for problem in report.problems
    ]


@pytest.mark.parametrize("is_zip", [False, True])
def test_an_export_within_another_has_its_own_account(
    is_zip: bool, home: Path, tmp_path: Path
) -> None:
    """A folder may hold two exports: what names nobody is of the one that it lies in."""
    profile = json.dumps({"profile_v2": {"name": {"full_name": broken(NAME)}}})
    given = tmp_path / "exports"
    given.mkdir()
    with ZipFile(tmp_path / "exports.zip", "w") as zipped:
        zipped.writestr(
            "personal_information/profile_information/profile_information.json", profile
        )
        for number, folder in enumerate(("posts", "b/posts", "your_facebook_activity/posts")):
            told = json.dumps([broken(entry(AT, "", f"École {number}"))])
            zipped.writestr(f"{folder}/your_posts_1.json", told)
        zipped.extractall(given)

    reports = _import(home, tmp_path / "exports.zip" if is_zip else given)

    assert ["École 0", "École 2"] == sorted(str(post["message"]) for post in _posts(home))
    assert ["does not say of which page it is"] == [
        problem.reason for report in reports for problem in report.problems
    ]


def test_a_file_of_which_nothing_comes_is_a_fault(home: Path, tmp_path: Path) -> None:
    """Read as what it is not it gives no post and no problem: that is said, and not noted."""
    table = crowdtangle(tmp_path / "t.csv", NAME, [(AT, "École", URL)])

    (report,) = _import(home, table, form="dyi-json")

    assert report.failure is not None
    assert [] == rows(home / "archive" / "archive.db", "SELECT file FROM imports")
    assert 1 == _import(home, table)[0].new


def _take_in(home: Path, file: Path) -> None:
    _import(home, file)


def _archived(home: Path) -> Sequence[tuple[object, ...]]:
    path = home / "archive" / "archive.db"
    if not path.exists() or not path.stat().st_size:
        return [(0, 0)]
    return rows(path, "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM imports)")


def test_a_killed_import_leaves_nothing_of_its_file(home: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle of a file: none of its posts is there; given again all are."""
    number = 1_500
    told = [
        (AT - timedelta(minutes=n), f"École {n} : savon et cahiers.", f"{URL}{n:05}")
        for n in range(number)
    ]
    file = crowdtangle(tmp_path / "t.csv", NAME, told)
    _import(home, crowdtangle(tmp_path / "first.csv", NAME, [(NOW, "Avant", URL)]))
    dice = random.Random(20200530)  # noqa: S311 - when to kill, not a secret
    log = home / "archive" / "archive.db-wal"
    killed = 0

    for _kill in range(4):
        process = started(_take_in, home, file)
        size = log.stat().st_size if log.exists() else 0
        while process.is_alive() and (log.stat().st_size if log.exists() else 0) <= size:
            time.sleep(0.001)
        time.sleep(dice.uniform(0.0, 0.05))
        process.kill()
        process.join()
        killed += process.exitcode != 0
        if process.exitcode:
            assert [(1, 1)] == _archived(home)

    (report,) = _import(home, file)
    assert killed
    assert (number, 0) == (report.new + report.same, report.skipped)
    assert [(number + 1, 2)] == _archived(home)
    assert _is_sound(home)
