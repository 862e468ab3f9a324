"""An archive with a few posts, and what people's work leaves in it."""

import sqlite3
from pathlib import Path
from typing import Any

from archive.build import country, new, opened, post, rows, save, tagged, theme

ANNA, BEN = "Anna", "Ben"
STANDING = (
    "SELECT key, status, notes FROM posts ORDER BY key",
    "SELECT * FROM notes ORDER BY id",
    "SELECT * FROM assigned ORDER BY post",
    "SELECT * FROM dossiers ORDER BY name",
    "SELECT * FROM dossier_entries ORDER BY id",
    "SELECT * FROM saved ORDER BY name",
    """SELECT post, kind, value, score FROM tags WHERE "by" = 'hand' ORDER BY post, kind, value""",
)


def filled(path: Path, number: int = 4) -> list[str]:
    """Make an archive of so many posts, every second one with a theme; gives their references."""
    archive = opened(path)
    save(
        archive,
        [
            new(
                tagged(
                    post(n, f"School number {n}"),
                    *([theme("education")] if n % 2 else []),
                    country("MG" if n < 3 else "KE"),
                )
            )
            for n in range(1, number + 1)
        ],
    )
    archive.close()
    return [ref for (ref,) in rows(path, "SELECT ref FROM posts ORDER BY key")]


def standing(db: sqlite3.Connection) -> list[list[tuple[Any, ...]]]:
    """All that stands of people's work."""
    return [db.execute(sql).fetchall() for sql in STANDING]
