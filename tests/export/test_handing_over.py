"""A whole file under its name, or nothing; what is in the way is told by the name asked for."""

from pathlib import Path

import pytest

from fb_watch.errors import UsageError
from fb_watch.export.bag import write_bag
from fb_watch.export.handing_over import Form, PathForm, TextForm, Wishes, to_file, write_whole
from fb_watch.export.tables import write_csv
from make import about, archived

FORMS = [TextForm(write=write_csv, says_query=False), PathForm(write=write_bag)]


def _nothing() -> None:
    """No note is kept."""


def _made(form: Form, path: Path) -> None:
    to_file(form, [archived()], about(), Wishes(), path, force=True, note=_nothing)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["", ".", "./", "..", "/", "folder"])
def test_a_folder_is_no_file(
    name: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it is written; also the one at work in and the root of all."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()

    with pytest.raises(UsageError, match="is a folder"):
        _made(form, Path(name))
    with pytest.raises(UsageError, match="is a folder"):
        write_whole(Path(name), b"", force=True)

    assert [tmp_path / "folder"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("path", [Path("n" * 300), Path("/proc/chart.svg")])
def test_a_name_that_cannot_be_is_told_as_it_was_given(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the name of where the file is made."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(OSError, match=r"\S") as told:
        _made(TextForm(write=write_csv), path)
    with pytest.raises(OSError, match=r"\S") as whole:
        write_whole(path, b"", force=True)

    assert [str(path)] * 2 == [told.value.filename, whole.value.filename]
    assert [] == list(tmp_path.iterdir())


def test_a_name_may_be_as_long_as_the_disk_lets_it(tmp_path: Path) -> None:
    """What is needed to make the file takes nothing of it."""
    path = tmp_path / ("n" * 251 + ".csv")

    _made(TextForm(write=write_csv), path)

    assert [path] == list(tmp_path.iterdir())
