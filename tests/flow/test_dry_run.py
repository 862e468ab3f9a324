"""What a dry run says is what the import does; it writes nothing."""

from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from fb_watch.demo.world import World
from flow.exports import crowdtangle, entry, group_export
from flow.test_roads import NAME, _at, _counted, _import, _posts, _told, _url, group

__all__ = ("group",)


def test_a_dry_run_writes_nothing(home: Path, world: World) -> None:
    """It says what would come, leaves no archive and no file, and the import then says the same."""
    told = _told(world, home)
    assert told

    (dry,) = _import(home, home / "one.json", is_dry=True)

    assert not (home / "archive" / "archive.db").exists()
    (real,) = _import(home, home / "one.json")
    assert (6, 0, 0, 0, 0) == _counted(dry) == _counted(real)


def test_a_dry_run_leaves_an_archive_as_it_was(home: Path, world: World) -> None:
    """All that it wrote to see what would come is taken back."""
    _told(world, home)
    _import(home, home / "one.json")
    before = _posts(home)

    (report,) = _import(home, home / "table.csv", is_dry=True)

    assert (3, 0, 4, 0, 0) == _counted(report)
    assert before == _posts(home)
    (again,) = _import(home, home / "table.csv")
    assert _counted(report) == _counted(again)


def test_a_dry_run_of_several_files_says_what_the_import_says(home: Path, world: World) -> None:
    """A post of two files is new in the first alone; a file that fails is not counted in."""
    _told(world, home)
    files = (home / "one.json", home / "two.json", *_zips(home))

    dry = _import(home, *files, is_dry=True)

    assert not (home / "archive" / "archive.db").exists()
    real = _import(home, *files)
    assert [False, False, True, False] == [bool(report.failure) for report in real]
    told = [(one.file, one.counted, bool(one.failure), one.notes) for one in dry]
    assert told == [(one.file, one.counted, bool(one.failure), one.notes) for one in real]


def _zips(home: Path) -> tuple[Path, Path]:
    """A zip of a table that ends otherwise than its checksum says, and the same one whole."""
    rows = [(_at(0) - timedelta(minutes=n), f"Post {n}", _url(n)) for n in range(450)]
    table = crowdtangle(home / "large.csv", NAME, rows)
    broken, good = home / "broken.zip", home / "good.zip"
    for path in (broken, good):
        with ZipFile(path, "w") as zipped:
            zipped.write(table, "large.csv")
    broken.write_bytes(broken.read_bytes().replace(_url(449).encode(), _url(450).encode()))
    return broken, good


def test_a_dry_run_looks_at_pictures_too(group: Path, tmp_path: Path) -> None:
    """Those that would come are counted, each once, and none is kept."""
    title = "Awa Rakoto a publié dans Bénévoles de Madagascar."
    told = [entry(_at(1), title, "Réunion à l’école samedi.", "photos/one.png")]
    files = [group_export(tmp_path / f"{n}.zip", told * n, "photos/one.png") for n in (1, 2)]

    dry = _import(group, *files, is_dry=True)

    assert [1, 0] == [report.media for report in dry]
    assert not (group / "archive" / "media").exists()
    assert [1, 0] == [report.media for report in _import(group, *files)]
