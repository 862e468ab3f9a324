"""Whose export it is tells apart what two people said in the same words."""

import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from flow.conftest import NOW
from flow.exports import broken, entry
from flow.test_roads import _import, _posts, group

__all__ = ("group",)
POSTS = "your_facebook_activity/groups/group_posts_and_comments.json"
ABOUT = "personal_information/profile_information/profile_information"
IN_HTML = (
    "<html><title>{label}</title><body><table><tr><td>{label}</td>"
    "<td><div>{name}</div></td></tr></table></body></html>"
)


def _export(path: Path, name: str = "", label: str = "", more: str = "") -> Path:
    """The export of somebody whom Facebook calls "you"."""
    told = [entry(NOW, "You posted in Bénévoles de Madagascar.", "Merci à toutes et à tous !")]
    if more:
        told.append(entry(NOW - timedelta(days=1), "You posted in Bénévoles de Madagascar.", more))
    with ZipFile(path, "w") as zipped:
        zipped.writestr(POSTS, json.dumps({"group_posts_v2": broken(told)}))
        if label:
            zipped.writestr(f"{ABOUT}.html", IN_HTML.format(label=label, name=name))
        elif name:
            about = {"profile_v2": {"name": {"full_name": name}}}
            zipped.writestr(f"{ABOUT}.json", json.dumps(broken(about)))
    return path


@pytest.mark.parametrize("label", ["", "Full name", "Nom complet", "Nombre completo"])
def test_two_who_said_the_same_are_two(group: Path, tmp_path: Path, label: str) -> None:
    """Their exports say who they are, in JSON and in HTML; taken in again nothing changes."""
    ana = _export(tmp_path / "1.zip", "Ana Ruíz", label, "Une école")
    awa = _export(tmp_path / "2.zip", "Awa Rakoto", label, "Un puits")

    reports = [_import(group, file)[0] for file in (ana, awa, ana, awa)]

    assert [2, 2, 0, 0] == [report.new for report in reports]
    assert 2 == sum("Merci" in (post["message"] or "") for post in _posts(group))


def test_two_files_of_the_same_bytes_are_two_peoples(group: Path, tmp_path: Path) -> None:
    """Each posted this and nothing else: what lies beside tells whose file it is."""
    files = [_export(tmp_path / f"{name}.zip", name) for name in ("Ana Ruíz", "Awa Rakoto")]

    reports = [_import(group, file)[0] for file in (*files, *files)]

    assert [1, 1, 0, 0] == [report.new for report in reports]
    assert 2 == len(_posts(group))


def test_a_page_that_turns_out_to_be_a_group_is_read_anew(group: Path, tmp_path: Path) -> None:
    """Whether it is one decides who wrote its posts, and whose names are kept."""
    file = _export(tmp_path / "1.zip", "Ana Ruíz")
    toml = group / "config" / "pages.toml"
    as_group = toml.read_text("utf-8")
    toml.write_text(as_group.replace('kind = "group"\n', ""), "utf-8")
    _import(group, file)
    toml.write_text(as_group, "utf-8")

    reports = [_import(group, file)[0] for _time in range(2)]

    assert [False, True] == [bool(report.notes) for report in reports]


def test_where_nobody_is_told_it_is_one(group: Path, tmp_path: Path) -> None:
    """Nobody knows of two posts without an author that they are two people's."""
    files = [_export(tmp_path / f"{n}.zip", more=f"Numéro {n}") for n in (1, 2)]

    for file in files:
        _import(group, file)

    assert 1 == sum("Merci" in (post["message"] or "") for post in _posts(group))
