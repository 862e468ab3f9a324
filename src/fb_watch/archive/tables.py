"""Which tables and columns an archive has."""

import sqlite3


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table in their order; none where there is no such table."""
    found = db.execute("SELECT name FROM pragma_table_info(?)", [table])
    return [name for (name,) in found]
