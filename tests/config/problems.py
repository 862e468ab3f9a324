"""What load says of a home folder, as tests like to compare it."""

from pathlib import Path

from fb_watch.config.load import load
from fb_watch.errors import ConfigError


def problems(home: Path) -> list[str]:
    """The mistakes in config/, as a person reads them; none where all is right."""
    try:
        load(home)
    except ConfigError as error:
        return [str(problem).removeprefix("config/") for problem in error.problems]
    return []


def change(home: Path, file: str, old: str, new: str) -> None:
    """Write `new` for `old`, which must be there, in a file of config/."""
    path = home / "config" / file
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def append(home: Path, file: str, text: str) -> None:
    """Write `text` below what stands in a file of config/."""
    with (home / "config" / file).open("a", encoding="utf-8") as out:
        out.write(text)
