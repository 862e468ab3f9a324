"""In: two archives. Out: rows there, by the names of the columns here; rows written here."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from fb_watch.archive.brought import Row
from fb_watch.archive.tables import columns

_WHOLE = ("posts", "versions", "tags", "media")


class Both:
    """Our archive and the one that is taken in: the tables whose rows come over as they are."""

    def __init__(self, ours: sqlite3.Connection, theirs: sqlite3.Connection) -> None:
        self.ours = ours
        self.theirs = theirs
        self._columns = {table: columns(ours, table) for table in _WHOLE}

    def rows(self, table: str, rest: str, asked: Sequence[Any]) -> Iterator[Row]:
        """Rows of a table there, by the names of its columns here."""
        names = self._columns[table]
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f"SELECT {quoted} FROM {table} {rest}"  # noqa: S608
        for row in self.theirs.execute(sql, asked):
            yield dict(zip(names, row, strict=True))

    def insert(self, table: str, row: Row, *, or_nothing: bool = False) -> None:
        """Write a row here."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _name in row)
        end = " ON CONFLICT DO NOTHING" if or_nothing else ""
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}){end}"  # noqa: S608
        self.ours.execute(sql, list(row.values()))
