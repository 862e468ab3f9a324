from pathlib import Path

from archive.build import opened, rows

MAP = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_every_table_stands_in_the_map(tmp_path: Path) -> None:
    """Each table and view of a new archive is told of in docs/architecture.md."""
    path = tmp_path / "archive.db"
    opened(path).close()

    there = rows(path, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")

    inner = ("sqlite_", "_sqlite_migrations", "search_")  # of SQLite, sqlite-utils and FTS5
    named = MAP.read_text("utf-8")
    assert [] == [n for (n,) in there if not n.startswith(inner) and f"`{n}`" not in named]
