"""In: --home, the environment, the current folder. Out: the home folder; looks at the disk."""

from collections.abc import Mapping
from pathlib import Path

from fb_watch.errors import ConfigError, ConfigProblem
from fb_watch.i18n import _

SETTINGS = "config/settings.toml"


def find_home(flag: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """--home, else FB_WATCH_HOME, else the nearest folder at or above `cwd` with settings.toml."""
    if flag is not None:
        return _existing(flag, "--home", cwd)
    if named := environ.get("FB_WATCH_HOME", "").strip():
        return _existing(Path(named), "FB_WATCH_HOME", cwd)
    for folder in (cwd, *cwd.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise _no_home(
        SETTINGS, str(cwd), _("there is no fb-watch home here, nor in any folder above.")
    )


def _existing(named: Path, by: str, cwd: Path) -> Path:
    try:
        home = cwd / named.expanduser()
    except RuntimeError:  # ~nobody: no such account
        home = cwd / named
    if not home.is_dir():
        raise _no_home(by, str(named), _("there is no such folder."))
    return home


def _no_home(where: str, value: str, message: str) -> ConfigError:
    remedy = _("Make one with fb-watch init, or name one with --home.")
    return ConfigError((ConfigProblem(where, 0, "", value, message, remedy),))
