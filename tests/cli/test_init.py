import shlex
from pathlib import Path

import pytest

from cli.typed import Typed


def test_init_writes_a_home_that_works(typed: Typed, tmp_path: Path) -> None:
    """A new folder gets config/ and archive/, is told what comes next, and is in order."""
    home = tmp_path / "my network"

    result = typed("init", str(home))

    assert 0 == result.code
    for name in ("settings.toml", "pages.toml", "themes.toml", "places.csv", "ambiguous.csv"):
        assert (home / "config" / name).is_file()
    assert list((home / "config" / "terms").glob("*.csv"))
    assert (home / "archive").is_dir()
    assert f"fb-watch --home {shlex.quote(str(home))} collect" in result.out
    assert 0 == typed("--home", str(home), "explain", "école").code


def test_init_overwrites_nothing(typed: Typed, tmp_path: Path) -> None:
    """A file that is there stays as it is; what is missing is added."""
    (tmp_path / "config").mkdir()
    mine = tmp_path / "config" / "pages.toml"
    mine.write_text('[pages.mine]\nid = "1"\nname = "Mine"\n')

    first = typed("init", str(tmp_path))
    settings = (tmp_path / "config" / "settings.toml").read_bytes()
    second = typed("init", str(tmp_path))

    assert '[pages.mine]\nid = "1"\nname = "Mine"\n' == mine.read_text()
    assert str(mine) not in first.lines
    assert 0 == second.code
    assert settings == (tmp_path / "config" / "settings.toml").read_bytes()
    assert not [line for line in second.lines if line.startswith("/")]


def test_init_takes_the_folder_named_the_flag_or_the_current_one(
    typed: Typed, tmp_path: Path
) -> None:
    """DIR goes before --home, --home before the current folder; FB_WATCH_HOME is not touched."""
    typed("--home", str(tmp_path / "flag"), "init", str(tmp_path / "named"))
    typed("--home", str(tmp_path / "flag2"), "init")
    typed("init")

    assert (tmp_path / "named" / "config" / "settings.toml").is_file()
    assert not (tmp_path / "flag").exists()
    assert (tmp_path / "flag2" / "config" / "settings.toml").is_file()
    assert Path("config/settings.toml").is_file()


def test_init_tells_programs_what_it_wrote(typed: Typed, tmp_path: Path) -> None:
    """--json names the home and every file written."""
    told = typed("init", str(tmp_path / "new"), "--json").json

    assert str(tmp_path / "new") == told["home"]
    assert str(tmp_path / "new" / "config" / "pages.toml") in told["written"]
    assert all(Path(path).exists() for path in told["written"])


@pytest.mark.parametrize("given", ["file", "file/below", "/proc/home"])
def test_a_folder_that_cannot_be_is_wrong_use(given: str, typed: Typed, tmp_path: Path) -> None:
    """The path, why not, and what to do; 2."""
    (tmp_path / "file").write_text("mine", "utf-8")

    result = typed("init", str(tmp_path / given))

    assert (2, "") == (result.code, result.out)
    assert str(tmp_path / given) in result.err
    assert "→" in result.err
    assert "mine" == (tmp_path / "file").read_text("utf-8")
