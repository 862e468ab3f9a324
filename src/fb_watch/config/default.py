"""In: a folder. Out: the default config/ and an empty archive/ in it; writes disk."""

from pathlib import Path

from fb_watch.errors import FbWatchError, UsageError, because
from fb_watch.i18n import _

_PACKAGE = Path(__file__).parents[1]


def write_default(dest: Path) -> list[Path]:
    """
    Copy the default configuration; gives what was written and never overwrites a file.

    Raises UsageError where nothing can be written.
    """
    try:
        return _written(dest)
    except OSError as error:
        raise UsageError(
            _("{path} cannot be written: {reason}.").format(
                path=error.filename or dest, reason=because(error)
            ),
            remedy=_("Give another folder."),
        ) from error


def _written(dest: Path) -> list[Path]:
    source = _source()
    written = []
    for original in sorted(source.rglob("*")):
        target = dest / "config" / original.relative_to(source)
        if original.is_file() and not original.name.startswith(".") and _copy(original, target):
            written.append(target)
    archive = dest / "archive"
    if not archive.is_dir():
        archive.mkdir(parents=True)
        written.append(archive)
    return written


def _source() -> Path:
    # A wheel carries the default configuration inside the package; a checkout has it at its root.
    for folder in (_PACKAGE / "default_config", _PACKAGE.parents[1] / "config"):
        if (folder / "settings.toml").is_file():
            return folder
    raise FbWatchError(
        _("The default configuration is missing from this installation."),
        remedy=_("Install fb-watch again."),
    )


def _copy(original: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(original.read_bytes())
    except FileExistsError:
        return False
    return True
