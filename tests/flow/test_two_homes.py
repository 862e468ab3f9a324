"""Two homes with the same pages, each with a key of its own for people: nothing twice, no loss."""

import io
import json
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.build import index_is_whole, rows
from fb_watch.archive.search import connect, get, search
from fb_watch.archive.selection import posts, select
from fb_watch.export.handing_over import Wishes
from fb_watch.export.tables import write_jsonl
from fb_watch.importer import importing, merge, reviewing
from fb_watch.intake.bundle import Limits, open_all
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.intake import FileReport
from flow.conftest import NOW, PAGES_TOML
from flow.exports import entry, group_export
from flow.test_roads import GROUP
from make import about

TITLE = "Awa Rakoto a publié dans Bénévoles de Madagascar."
TEXTS = ("Réunion à l’école samedi, avec les enfants.", "Nous distribuons le savon dimanche.")


def _home(like: Path, name: str) -> Path:
    home = like / name
    shutil.copytree(like / "config", home / "config")
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    return home


@pytest.fixture
def homes(home: Path) -> tuple[Path, Path]:
    """Two homes, empty."""
    return _home(home, "one"), _home(home, "two")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """What a member of the group has downloaded."""
    told = [entry(NOW - timedelta(days=n), TITLE, text) for n, text in enumerate(TEXTS)]
    return group_export(tmp_path / "export.zip", told)


def _import(home: Path, *files: Path) -> list[FileReport]:
    with importing(home, now=lambda: NOW) as parts:
        return list(parts.run(open_all(files, Limits()), files))


def _archive(home: Path) -> Path:
    return home / "archive" / "archive.db"


def _posts(home: Path) -> list[ArchivedPost]:
    with closing(connect(_archive(home))) as archive:
        hits, _notes = search(archive, Query(limit=None, order="oldest"))
    return [hit["post"] for hit in hits]


def _lines(home: Path, to: Path) -> Path:
    """The whole archive as JSON Lines, nothing masked."""
    out = io.StringIO()
    with closing(connect(_archive(home))) as archive:
        those = posts(archive, select(archive, Query(limit=None, order="oldest")))
        write_jsonl(those, about(), Wishes(), out)
    to.write_text(out.getvalue(), "utf-8")
    return to


def _content(lines: Path) -> list[dict[str, object]]:
    """What a post is, without what each archive says of it by itself."""
    own = ("ref", "version", "captured_at", "availability")
    told = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    return [{name: value for name, value in one.items() if name not in own} for one in told]


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_of_two_homes_doubles_no_post_of_a_person(
    turned: bool, homes: tuple[Path, Path], export: Path
) -> None:
    """The same export in both: its posts are there once, and that the keys differ is said."""
    one, two = homes[::-1] if turned else homes
    for home in homes:
        _import(home, export)

    merged = merge(one, _archive(two), now=lambda: NOW)
    again = merge(one, _archive(two), now=lambda: NOW)

    assert (0, 2, 0) == (merged.new, merged.known, merged.pairs)
    assert (0, 2, 0) == (again.new, again.known, again.versions)
    assert "author.key" in merged.conflicts[0]
    assert list(TEXTS[::-1]) == [post["message"] for post in _posts(one)]
    assert [1, 1] == [post["version"] for post in _posts(one)]
    assert index_is_whole(_archive(one))
    with closing(connect(_archive(one))) as archive:
        for post in _posts(two):
            assert post["message"] == get(archive, f"{post['ref']}@{post['hash'][:8]}")["message"]
            assert post["message"] == get(archive, post["id"])["message"]


def test_what_a_merge_took_for_one_can_be_parted(homes: tuple[Path, Path], export: Path) -> None:
    """Two people who wrote the same in one minute are two posts again when a person says so."""
    one, two = homes
    _import(one, export)
    told = [entry(NOW, TITLE, TEXTS[0])]
    _import(two, group_export(export.with_name("another.zip"), told))
    merge(one, _archive(two), now=lambda: NOW)
    assert 2 == len(_posts(one))

    with reviewing(one, now=lambda: NOW) as deciding:
        deciding.part(_posts(one)[1]["ref"])

    assert 3 == len(_posts(one))


def test_two_who_say_the_same_are_not_made_one(
    homes: tuple[Path, Path], export: Path, tmp_path: Path
) -> None:
    """Where two posts there may be the one here, nothing is decided; it is proposed."""
    one, two = homes
    other = TITLE.replace("Awa", "Zoé")
    _import(one, export)
    _import(
        two,
        group_export(
            tmp_path / "b.zip", [entry(NOW, TITLE, TEXTS[0]), entry(NOW, other, TEXTS[0])]
        ),
    )

    merged = merge(one, _archive(two), now=lambda: NOW)

    assert 2 == len(_posts(two)), _posts(two)
    assert (2, 3) == (merged.new, merged.pairs)


def test_lines_of_the_same_home_bring_nothing(
    homes: tuple[Path, Path], export: Path, tmp_path: Path
) -> None:
    """Who imports what was exported has every post once still, and no version more."""
    home, _other = homes
    _import(home, export)
    before = _posts(home)

    (report,) = _import(home, _lines(home, tmp_path / "all.jsonl"))

    assert (0, 0, 2) == (report.new, report.edited, report.read)
    assert before == _posts(home)


def test_masked_lines_outdo_nothing(homes: tuple[Path, Path], export: Path, tmp_path: Path) -> None:
    """What was masked on export is not what the post says now."""
    home, _other = homes
    _import(home, export)
    before = _posts(home)
    lines = _lines(home, tmp_path / "all.jsonl")
    lines.write_text(lines.read_text("utf-8").replace("samedi", "••••••"), "utf-8")

    _import(home, lines)

    assert before == _posts(home)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_lines_and_the_file_they_came_of_are_one(
    order: tuple[int, int], homes: tuple[Path, Path], export: Path, tmp_path: Path
) -> None:
    """In a home with another key, in either order; references of the first home resolve."""
    one, two = homes
    _import(one, export)
    files = (_lines(one, tmp_path / "all.jsonl"), export)

    for place in order:
        _import(two, files[place])

    assert list(TEXTS[::-1]) == [post["message"] for post in _posts(two)]
    with closing(connect(_archive(two))) as archive:
        for post in _posts(one):
            found = get(archive, f"{post['ref']}@{post['hash'][:8]}")
            assert post["message"] == found["message"]


def test_lines_go_round_without_loss(
    homes: tuple[Path, Path], export: Path, tmp_path: Path
) -> None:
    """Exported, imported and exported again, every post says the same."""
    one, two = homes
    page = {
        "id": "100000000000004_7",
        "created_time": "2020-05-30T13:33:00+0000",
        "updated_time": "2020-05-31T13:33:00+0000",
        "message": "École",
        "story": "Réseau a partagé un lien.",
        "is_hidden": False,
        "from": {"id": "100000000000004", "name": "Réseau de solidarité, Madagascar"},
        "reactions": {"summary": {"total_count": 3}},
    }
    (tmp_path / "answer.json").write_text(json.dumps({"data": [page]}), "utf-8")
    _import(one, export, tmp_path / "answer.json")

    _import(two, _lines(one, tmp_path / "there.jsonl"))

    there, back = tmp_path / "there.jsonl", _lines(two, tmp_path / "back.jsonl")
    assert 3 == len(_content(there))
    assert _content(there) == _content(back)
    assert rows(_archive(one), "SELECT author_id FROM versions ORDER BY message")


def test_a_page_has_the_key_that_pages_toml_gives_it(
    homes: tuple[Path, Path], export: Path
) -> None:
    """Another key there, and nothing of it archived here yet: its posts are not doubled later."""
    one, two = homes
    toml = two / "config" / "pages.toml"
    toml.write_text(toml.read_text("utf-8").replace("[pages.volunteers]", "[pages.g]"), "utf-8")
    _import(two, export)

    merge(one, _archive(two), now=lambda: NOW)
    _import(one, export)

    assert ["volunteers"] * 2 == [post["page"] for post in _posts(one)]
