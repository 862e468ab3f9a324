"""config.home: which folder is meant."""

from pathlib import Path

import pytest

from fb_watch.config.home import find_home
from fb_watch.errors import ConfigError


def test_flag_then_environment_then_folder(home: Path, tmp_path: Path) -> None:
    """--home goes before FB_WATCH_HOME, and that before the nearest folder upwards."""
    flag, named = tmp_path / "flag", tmp_path / "named"
    deep = home / "archive" / "exports"
    for folder in (flag, named, deep):
        folder.mkdir(parents=True)
    environ = {"FB_WATCH_HOME": str(named)}

    assert flag == find_home(flag, environ, deep)
    assert named == find_home(None, environ, deep)
    assert home == find_home(None, {"FB_WATCH_HOME": ""}, deep)


def test_relative_paths_start_at_the_current_folder(home: Path) -> None:
    """A path without a beginning slash is looked for where the person stands."""
    (home / "other").mkdir()

    assert home / "other" == find_home(Path("other"), {}, home)
    assert home / "other" == find_home(None, {"FB_WATCH_HOME": "other"}, home)


def test_no_home_tells_how_to_make_one(tmp_path: Path) -> None:
    """Where there is none, fb-watch init is named."""
    for flag, environ in (
        (None, {}),
        (tmp_path / "nowhere", {}),
        (None, {"FB_WATCH_HOME": "nowhere"}),
        (Path("~no-such-account/home"), {}),
    ):
        with pytest.raises(ConfigError) as caught:
            find_home(flag, environ, tmp_path)

        assert "fb-watch init" in str(caught.value)
        assert 3 == caught.value.exit_code
