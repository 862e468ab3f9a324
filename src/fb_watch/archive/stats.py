"""In: a Query and what to count by. Out: numbers of posts."""

import sqlite3

from fb_watch.archive.asked import planned
from fb_watch.archive.query import Plan
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
    " UNION ALL SELECT id, 'none' FROM {source} "
    "WHERE kind = 'country' GROUP BY id HAVING min(role IS 'unresolved') = 1"
)
_NEWEST = "found JOIN current_tags ON post = found.key"
_VERSIONS = """found JOIN standing_tags t ON t.post = found.key
    AND (t."by" = 'hand' OR t.version = found.version)"""


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
    rows = db.execute(_sql(chosen, by), chosen.values).fetchall()
    if "month" not in by:
        return rows
    month = by.index("month")
    return sorted(rows, key=lambda row: row[month])


def _sql(chosen: Plan, by: tuple[str, ...]) -> str:
    """Every part of this text is our own; what people typed goes in by name."""
    tags = [field for field in by if field in _TAGS]
    source = _VERSIONS if chosen.is_versioned else _NEWEST
    with_tags = "".join(
        f", {field} AS MATERIALIZED ("  # noqa: S608
        f"SELECT id, {_VALUE} AS value FROM {source} WHERE kind = '{field}'"
        f"{_UNDECIDED.format(source=source) if field == 'country' else ''})"
        for field in tags
    )
    joins = "".join(f" LEFT JOIN {field} ON {field}.id = found.id" for field in tags)
    # a post can be there at two versions, and counts for each
    each = "row_number() OVER ()" if chosen.is_versioned else "key"
    numbers = ", ".join(str(place + 1) for place in range(len(by)))
    return (
        f"WITH found AS MATERIALIZED (SELECT {each} AS id, * FROM ({chosen.found}))"  # noqa: S608
        f"{with_tags} SELECT {', '.join(_FIELDS[field] for field in by)}, "
        "count(DISTINCT found.id) AS n "
        f"FROM found JOIN posts p ON p.key = found.key JOIN pages g ON g.key = p.page{joins} "
        f"GROUP BY {numbers} ORDER BY n DESC, {numbers}"
    )
