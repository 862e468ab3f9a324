"""In: a Query and what to count by. Out: numbers of posts."""

import sqlite3

from fb_watch.archive.asked import planned
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.words import read
from fb_watch.model.archived import Query

_FIELDS = {
    "page": "p.page",
    "month": "substr(p.created_at, 1, 7)",
    "region": "coalesce(nullif(g.region, ''), 'none')",
    "theme": "coalesce(theme.value, 'none')",
    "country": "coalesce(country.value, 'none')",
    "language": "coalesce(language.value, 'none')",
    "question": "coalesce(question.value, 'none')",
}
_TAGS = ("theme", "country", "language", "question")
_VALUE = "CASE role WHEN 'unresolved' THEN role ELSE value END"
# A post whose only countries are unresolved has none: it counts under both.
_UNDECIDED = (
    " UNION ALL SELECT post, 'none' FROM found JOIN current_tags ON post = found.key "
    "WHERE kind = 'country' GROUP BY post HAVING min(role IS 'unresolved') = 1"
)


@sqlite_trouble()
def stats(db: sqlite3.Connection, query: Query, by: tuple[str, ...]) -> list[tuple[str | int, ...]]:
    """
    Rows of the values asked for and the number of posts that have them all.

    A post with two themes counts under both, one without under `none`. Most frequent first; where
    months are among the values, in order of time.
    """
    words = read(query.words)
    if words.is_hopeless:
        return []
    chosen = planned(db, query, words)
    columns = [_FIELDS[field] for field in by]
    rows = db.execute(_sql(chosen.found, by, columns), chosen.values).fetchall()
    if "month" not in by:
        return rows
    month = by.index("month")
    return sorted(rows, key=lambda row: row[month])


def _sql(found: str, by: tuple[str, ...], columns: list[str]) -> str:
    """Every part of this text is our own; what people typed goes in by name."""
    tags = [field for field in by if field in _TAGS]
    with_tags = "".join(
        f", {field} AS MATERIALIZED ("  # noqa: S608
        f"SELECT post, {_VALUE} AS value FROM found "
        f"JOIN current_tags ON post = found.key WHERE kind = '{field}'"
        f"{_UNDECIDED if field == 'country' else ''})"
        for field in tags
    )
    joins = "".join(f" LEFT JOIN {field} ON {field}.post = p.key" for field in tags)
    numbers = ", ".join(str(place + 1) for place in range(len(columns)))
    return (
        f"WITH found AS MATERIALIZED ({found}){with_tags} "  # noqa: S608
        f"SELECT {', '.join(columns)}, count(DISTINCT p.key) AS n "
        f"FROM found JOIN posts p ON p.key = found.key JOIN pages g ON g.key = p.page{joins} "
        f"GROUP BY {numbers} ORDER BY n DESC, {numbers}"
    )
