"""One post, many roads: what comes by files and what Facebook shows become one."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fb_watch.archive.coverage import coverage
from fb_watch.archive.evidence import roads
from fb_watch.archive.history import raw
from fb_watch.archive.search import connect, facets, get, search
from fb_watch.demo.world import World
from fb_watch.errors import UsageError
from fb_watch.importer import importing, reviewing
from fb_watch.intake.bundle import Limits, open_all
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.intake import FileReport
from flow.conftest import NOW, PAGES, PAGES_TOML, Clock, Open
from flow.exports import PNG, crowdtangle, entry, group_export, page_export

MADAGASCAR = PAGES["madagascar"]
NAME = "Réseau de solidarité, Madagascar"
GROUP = """
[pages.volunteers]
id = "100000000000011"
name = "Bénévoles de Madagascar"
kind = "group"
region = "africa"
countries = ["MG"]
"""
TEXTS = [
    f"École numéro {number} : les enfants reçoivent des cahiers et du savon." for number in range(9)
]


def _at(number: int) -> datetime:
    return NOW - timedelta(days=20 - number, seconds=17)


def _import(
    home: Path, *files: Path, page: str = "", is_dry: bool = False, again: bool = False
) -> list[FileReport]:
    now = NOW + timedelta(hours=1)
    with importing(home, page=page, is_dry=is_dry, now=lambda: now) as parts:
        chosen = replace(parts, again=again)
        return list(chosen.run(open_all(files, Limits()), files))


def _posts(home: Path, words: str = "") -> list[ArchivedPost]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        hits, _notes = search(archive, Query(words=words, limit=None, order="oldest"))
    return [hit["post"] for hit in hits]


def _counted(report: FileReport) -> tuple[int, int, int, int, int]:
    return report.new, report.edited, report.merged, report.same, report.skipped


@pytest.fixture
def group(home: Path) -> Path:
    """A home that knows a group too."""
    (home / "config" / "pages.toml").write_text(PAGES_TOML + GROUP, "utf-8")
    return home


def _told(world: World, home: Path) -> list[Callable[[Open], object]]:
    """What four roads tell of nine posts; Facebook does not show the first one any more."""
    ids = [world.add_post(MADAGASCAR, text, at=_at(n)) for n, text in enumerate(TEXTS)]
    urls = [f"https://www.facebook.com/{MADAGASCAR}/posts/{one.split('_')[1]}" for one in ids]
    world.delete(ids[0])
    entries = [entry(_at(n), f"{NAME} a publié.", text) for n, text in enumerate(TEXTS)]
    one = page_export(home / "one.json", entries[:6])
    two = page_export(home / "two.json", entries[3:8])
    rows = [(_at(n), text, url) for n, (text, url) in enumerate(zip(TEXTS, urls, strict=True))]
    table = crowdtangle(home / "table.csv", NAME, rows[2:])

    def collect(opened: Open) -> None:
        with opened() as collector:
            list(collector.round(collector.pages(["madagascar"])))

    return [
        collect,
        lambda _opened: _import(home, one),
        lambda _opened: _import(home, two),
        lambda _opened: _import(home, table),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1)])
def test_four_roads_give_the_true_set_of_posts(
    order: Sequence[int], home: Path, world: World, opened: Open
) -> None:
    """Three exports that overlap and a collection give each post once, in whatever order."""
    told = _told(world, home)

    for place in order:
        told[place](opened)

    assert TEXTS == [post["message"] for post in _posts(home)]
    assert ["unknown", *["online"] * 8] == [p["availability"]["state"] for p in _posts(home)]
    assert ["dyi-page", *["graph"] * 8] == [post["source"] for post in _posts(home)]


def test_each_road_is_kept_as_evidence(home: Path, world: World, opened: Open) -> None:
    """A post that four roads tell of says so, with file and place in it."""
    for take in _told(world, home):
        take(opened)

    with closing(connect(home / "archive" / "archive.db")) as archive:
        ref = _posts(home, f'"{TEXTS[4][:14]}"')[0]["ref"]
        found = [(one["source"], Path(one["request"]).name) for one in roads(archive, ref)]

    assert [("dyi-page", "one.json"), ("dyi-page", "two.json"), ("crowdtangle", "table.csv")] == [
        one for one in found if one[0] != "graph"
    ]
    assert "graph" in {source for source, _file in found}


def test_what_is_repeated_changes_nothing(home: Path, world: World, opened: Open) -> None:
    """A file imported twice, with --again too, leaves every table as it was."""
    told = _told(world, home)
    told[3](opened)
    before = _posts(home)

    (passed,) = _import(home, home / "table.csv")
    (again,) = _import(home, home / "table.csv", again=True)

    assert (0, 0, 0, 7, 0) == _counted(passed) == _counted(again)
    assert before == _posts(home)


def test_a_weaker_road_does_not_overwrite(home: Path, world: World, opened: Open) -> None:
    """What a table says otherwise of a collected post is kept beside it, and is no version."""
    post_id = world.add_post(MADAGASCAR, "Les écoles restent fermées.", at=_at(1))
    with opened() as collector:
        list(collector.round(collector.pages(["madagascar"])))
    url = f"https://www.facebook.com/{MADAGASCAR}/posts/{post_id.split('_')[1]}"
    table = crowdtangle(home / "t.csv", NAME, [(_at(1), "Les écoles rouvrent.", url)])

    (report,) = _import(home, table)

    (post,) = _posts(home)
    with closing(connect(home / "archive" / "archive.db")) as archive:
        said = [one["message"] for one in roads(archive, post["ref"])]
    assert (0, 0, 1, 0, 0) == _counted(report)
    assert ("Les écoles restent fermées.", 1, "graph") == (
        post["message"],
        post["version"],
        post["source"],
    )
    assert [None, "Les écoles rouvrent."] == said


def test_a_stronger_road_makes_a_version_that_is_no_edit(
    home: Path, world: World, opened: Open
) -> None:
    """What Facebook shows of a post that a table told of first stands, and counts as no edit."""
    post_id = world.add_post(MADAGASCAR, "Les écoles restent fermées.", at=_at(1))
    url = f"https://www.facebook.com/{MADAGASCAR}/posts/{post_id.split('_')[1]}"
    _import(home, crowdtangle(home / "t.csv", NAME, [(_at(1), "Les ecoles restent", url)]))

    with opened() as collector:
        list(collector.round(collector.pages(["madagascar"])))

    (post,) = _posts(home)
    assert (2, "graph", "Les écoles restent fermées.", None) == (
        post["version"],
        post["source"],
        post["message"],
        post["edited_at"],
    )


def test_counts_of_a_table_do_not_cover_those_of_facebook(
    home: Path, world: World, opened: Open
) -> None:
    """A table is as old as it is; its counts do not become the newest."""
    post_id = world.add_post(MADAGASCAR, "Les écoles.", at=_at(1))
    with opened() as collector:
        list(collector.round(collector.pages(["madagascar"])))
    before = _posts(home)[0]["counts"]
    url = f"https://www.facebook.com/{MADAGASCAR}/posts/{post_id.split('_')[1]}"

    _import(home, crowdtangle(home / "t.csv", NAME, [(_at(1), "Les écoles.", url)]))

    assert before == _posts(home)[0]["counts"]


def test_a_groups_export(group: Path, tmp_path: Path) -> None:
    """Posts of a watched group come with picture; those of others and of the profile do not."""
    title = "Awa Rakoto a publié dans Bénévoles de Madagascar."
    told = [
        entry(_at(1), title, "Réunion à l’école samedi.", "photos/one.png"),
        entry(_at(2), "Awa Rakoto a publié dans Jardins.", "Des tomates."),
    ]
    zipped = group_export(tmp_path / "export.zip", told, "photos/one.png")

    (report,) = _import(group, zipped)

    (post,) = _posts(group)
    assert (1, 0, 0, 0, 1, 1) == (*_counted(report), report.media)
    assert "Jardins" in report.problems[0].reason
    assert (True, None, "volunteers") == (post["personal"], post["author"], post["page"])
    path = post["media"][0]["path"]
    assert path is not None
    assert PNG == (group / "archive" / path).read_bytes()


def test_no_name_of_an_author_is_archived(group: Path, tmp_path: Path) -> None:
    """Neither the archive nor its evidence holds the name; the same person is the same hash."""
    title = "Zoé Rakoto a publié dans Bénévoles de Madagascar."
    told = [entry(_at(n), title, f"Message {n} de ma part.") for n in (1, 2)]

    _import(group, group_export(tmp_path / "export.zip", told))

    with closing(connect(group / "archive" / "archive.db")) as archive:
        authors = archive.execute("SELECT author, author_id FROM versions").fetchall()
        evidence = raw(archive, _posts(group)[0]["ref"])
        dump = "\n".join(archive.iterdump())
    assert 1 == len(set(authors))
    assert None is authors[0][0]
    assert b"Rakoto" not in evidence
    assert "Rakoto" not in dump


def test_authors_are_named_where_the_source_says_so(group: Path, tmp_path: Path) -> None:
    """`authors = "named"` keeps the display name."""
    toml = group / "config" / "pages.toml"
    toml.write_text(toml.read_text("utf-8") + 'authors = "named"\n', "utf-8")
    title = "Zoé Rakoto a publié dans Bénévoles de Madagascar."

    _import(group, group_export(tmp_path / "export.zip", [entry(_at(1), title, "Bonjour.")]))

    assert ["Zoé Rakoto"] == [post["author"] for post in _posts(group)]


class PulledError(Exception):
    """Somebody pulls the plug."""


def test_an_interrupted_import_leaves_nothing_of_its_file(home: Path, world: World) -> None:
    """The files before it stay; the file itself is there whole after the next try."""
    _told(world, home)
    rows = [(_at(0) - timedelta(minutes=n), f"Post {n}", _url(n)) for n in range(450)]
    large = crowdtangle(home / "large.csv", NAME, rows)

    def stop(_posts: int) -> None:
        raise PulledError

    _import(home, home / "one.json")
    with importing(home, now=lambda: NOW) as parts, pytest.raises(PulledError):
        list(replace(parts, advance=stop).run(open_all([large], Limits())))

    assert TEXTS[:6] == [post["message"] for post in _posts(home)]
    (resumed,) = _import(home, large)
    assert (450, 0, 0, 0, 0) == _counted(resumed)


def _url(number: int) -> str:
    return f"https://www.facebook.com/{MADAGASCAR}/posts/{9_000_000_000_000 + number}"


def test_coverage_lists_the_file_with_its_window(home: Path, world: World) -> None:
    """From the oldest post of the file to its newest."""
    _told(world, home)
    _import(home, home / "one.json")

    with closing(connect(home / "archive" / "archive.db")) as archive:
        (page,) = coverage(archive)

    (told,) = page["imports"]
    assert ("dyi-json", 6, 0) == (told["format"], told["posts"], told["skipped"])
    assert (told["since"], told["until"]) == tuple(
        time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in (_at(0), _at(5))
    )


def _nearly_alike(home: Path, tmp_path: Path) -> tuple[str, str]:
    """A table's post, and one of an export with a word more; gives their references."""
    text = "Les volontaires portent des livres à 340 familles d’Antananarivo cette semaine."
    table = crowdtangle(tmp_path / "t.csv", NAME, [(_at(1), text, _url(1))])
    told = [entry(_at(1) + timedelta(hours=3), f"{NAME} a publié.", text + " Merci !")]
    _import(home, table)
    (report,) = _import(home, page_export(tmp_path / "p.json", told))
    assert ["1 pair of posts may be one post: fb-watch import --review"] == report.notes
    first, second = (post["ref"] for post in _posts(home))
    return first, second


def test_near_equal_texts_are_proposed_and_never_merged(home: Path, tmp_path: Path) -> None:
    """Two posts stay two until a person says that they are one."""
    first, second = _nearly_alike(home, tmp_path)

    assert [first, second] == [post["ref"] for post in _posts(home)]


def test_a_merge_keeps_references_and_can_be_undone(home: Path, tmp_path: Path) -> None:
    """Both references mean the post that stands; after the undo each has its own again."""
    first, second = _nearly_alike(home, tmp_path)
    before = _posts(home)
    own_hash = before[0]["hash"][:8]

    with reviewing(home, lambda: NOW) as decide:
        kept, merged = decide.join([first, second])

    assert (second, first) == (kept, merged)  # the export of the page is the stronger road
    with closing(connect(home / "archive" / "archive.db")) as archive:
        assert second == get(archive, first)["ref"]
        assert first == get(archive, f"{first}@{own_hash}")["ref"]
        assert 2 == len(roads(archive, first))
        counted = facets(archive, Query())
        assert 1 == sum(posts for _page, posts in counted["page"])
    assert [second] == [post["ref"] for post in _posts(home)]
    assert [second] == [post["ref"] for post in _posts(home, "volontaires")]
    with reviewing(home, lambda: NOW) as decide:
        assert [(first, second)] == decide.part(first)
    assert before == _posts(home)
    assert 2 == len(_posts(home, "volontaires"))


def test_what_words_made_one_can_be_parted(home: Path, world: World, opened: Open) -> None:
    """A post that was taken to be another for its words alone gets a reference of its own."""
    told = _told(world, home)
    told[1](opened)
    told[0](opened)
    ref = _posts(home)[3]["ref"]

    with reviewing(home, lambda: NOW) as decide:
        ((own, left),) = decide.part(ref)

    assert ref == left
    assert [own] == [
        p["ref"] for p in _posts(home) if p["ref"] not in (ref,) and p["message"] == TEXTS[3]
    ]
    _import(home, home / "one.json", again=True)
    assert 10 == len(_posts(home))
    with reviewing(home, lambda: NOW) as decide, pytest.raises(UsageError):
        decide.part(ref)


def test_zones_that_are_assumed_are_said(home: Path, clock: Clock) -> None:
    """A time without zone is one of the source's zone, and the report says so once."""
    assert clock
    columns = "Page Name,Facebook Id,Post Created,Message,URL,Type,Overperforming Score\n"
    row = f'"{NAME}",{MADAGASCAR},2020-05-30 13:33:00,Bonjour,{_url(1)},Status,1\n'
    table = home / "t.csv"
    table.write_text(columns + row + row.replace(_url(1), _url(2)), "utf-8")

    (report,) = _import(home, table)

    assert ["Times without a zone were taken as those of UTC (madagascar)."] == report.notes
