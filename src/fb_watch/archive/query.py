"""In: a Query. Out: the SQL that finds the keys of its posts. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from fb_watch.archive.facets import token
from fb_watch.archive.keys import first_key, moment
from fb_watch.archive.words import Words
from fb_watch.model.archived import Query

# message, links, alt, shadow, facets, comments: what a link says counts half, what others wrote
# below the post a fifth, tags choose and do not rank
_RANK = "bm25(search, 1.0, 0.5, 0.5, 1.0, 0.0, 0.2)"
# what the newest text does not say comes last: ranks of two indexes cannot be compared
_RANK_OF_NEWEST = (
    f"coalesce((SELECT {_RANK} FROM search WHERE search MATCH :words AND rowid = p.key), 0.0)"  # noqa: S608
)
_NAMED = """(
    SELECT key AS place, json_extract(value, '$[0]') AS post, json_extract(value, '$[1]') AS version
    FROM json_each(:named)) n CROSS JOIN posts p ON p.key = n.post"""
_INDEXED_OR_HELD = """(
    n.place IN (SELECT value FROM json_each(:held))
    OR n.version = p.version AND p.merged_into IS NULL AND p.key IN (
        SELECT rowid FROM search
        WHERE search MATCH :match AND rowid IN (SELECT value FROM json_each(:keys))))"""
_PAGE = "LIMIT :limit OFFSET :offset"
_YEAR = 31_556_952 << 20  # in keys
RANKED = 2_000  # posts: of more matches the newest are ranked, a moment for the ranks of all
_ENGAGEMENT = (
    "(SELECT coalesce(reactions, 0) + coalesce(comments, 0) + coalesce(shares, 0) "
    "FROM counts WHERE post = {key} ORDER BY at DESC LIMIT 1)"
)


class Plan(NamedTuple):
    """
    `found` selects the keys of all posts, `order` sorts them. Where the query names versions of
    before (`is_versioned`), each with its `version`: a post can be there twice.

    `first` selects :limit keys after :offset in this order; of more than RANKED matches the newest
    are ranked. `values` go to the other names in each.
    """

    found: str
    order: str
    first: str
    values: dict[str, Any]
    is_all: bool  # no condition: every post there is
    is_versioned: bool


class Held(NamedTuple):
    """Versions that a query names, not all of them in the index, as JSON."""

    named: str  # key and version number of each
    told: str  # places of those not in the index that have the words and tags


def plan(
    query: Query,
    words: Words,
    keys: str | None = None,
    held: Held | None = None,
    marks: Iterable[str] | None = None,
) -> Plan:
    """
    The SQL of a query; `keys` is a JSON list of the only keys that may be found in the index.

    `held` are the versions that are asked for, where not all are those in the index.
    `marks` are tokens of which a post has to have one (see alike.py).
    """
    expression = match(query, words, marks)
    is_indexed = bool(expression) and held is None
    key = "search.rowid" if is_indexed else "p.key"
    values: dict[str, Any] = {"match": expression, "words": words.expression, "keys": keys}
    conditions = ["search MATCH :match"] if is_indexed else []
    if held is not None:
        values |= {"named": held.named, "held": held.told}
        if expression:
            conditions.append(_INDEXED_OR_HELD)
    elif keys is not None:
        conditions.append(f"{key} IN (SELECT value FROM json_each(:keys))")  # noqa: S608
    if query.since:
        conditions.append(f"{key} >= :since")
        values["since"] = first_key(moment(query.since))
    if query.until:
        conditions.append(f"{key} < :until")
        values["until"] = first_key(moment(query.until))
    on_posts = _on_posts(query, values)
    source = "posts p" if held is None else _NAMED
    if is_indexed:
        # CROSS JOIN: the index goes first, whatever the planner thinks of it
        source = "search CROSS JOIN posts p ON p.key = search.rowid" if on_posts else "search"
    conditions += on_posts
    where = f"{source} WHERE {' AND '.join(conditions) or '1'}"
    columns = f"{key} AS key" if held is None else "p.key AS key, n.version AS version"
    order = _order(query, words, key, _RANK if held is None else _RANK_OF_NEWEST)
    if held is not None:
        order += ", n.place"
    has_tags = expression != f"({words.expression})"
    return Plan(
        found=f"SELECT {columns} FROM {where}",  # noqa: S608
        order=order,
        first=_first(key, where, has_tags=has_tags, is_narrow=" " in words.expression)
        if held is None and _is_short(query) and _is_ranked(query, words)
        else f"SELECT {columns} FROM {where} ORDER BY {order} {_PAGE}",  # noqa: S608
        values=values,
        is_all=not conditions and held is None,
        is_versioned=held is not None,
    )


def match(query: Query, words: Words, marks: Iterable[str] | None = None) -> str:
    """Words and tags in one expression of the index; "" where there are neither."""
    wanted = [f"({words.expression})"] if words.expression else []
    for field, given in (
        ("theme", query.themes),
        ("country", query.countries),
        ("question", query.questions),
        ("language", query.languages),
        ("page", query.pages),
        ("kind", query.kinds),
        ("by", query.tagged_by),
        ("has", query.has),
    ):
        if given:
            wanted.append(_either(token(field, value) for value in given))
    if marks is not None:
        wanted.append(_either(marks))
    return " AND ".join(wanted)


def _either(tokens: Iterable[str]) -> str:
    told = " OR ".join(f'"{one}"' for one in tokens)
    return f"facets : ({told})"


def _on_posts(query: Query, values: dict[str, Any]) -> list[str]:
    """Conditions on what moves too often to stand in the index."""
    # the index knows no merged posts; one that is asked for by a version of its own is meant
    conditions = [] if values["match"] or values["keys"] else ["p.merged_into IS NULL"]
    for column, given in (("status", query.statuses), ("availability", query.availabilities)):
        if given:
            conditions.append(f"p.{column} IN ({_named(column, given, values)})")
    if query.regions:
        regions = _named("region", query.regions, values)
        conditions.append(f"p.page IN (SELECT key FROM pages WHERE region IN ({regions}))")  # noqa: S608
    return conditions


def _named(name: str, given: tuple[str, ...], values: dict[str, Any]) -> str:
    names = {f"{name}{place}": value for place, value in enumerate(given)}
    values.update(names)
    return ", ".join(f":{one}" for one in names)


def _is_short(query: Query) -> bool:
    return query.limit is not None and query.offset + query.limit <= RANKED


def _first(key: str, where: str, *, has_tags: bool, is_narrow: bool) -> str:
    """A page of the keys, of which the newest are ranked; `is_narrow`: few are expected."""
    newest = f"{where} ORDER BY {key} DESC LIMIT {RANKED}"
    ranked = f"SELECT {key} AS key, {_RANK} AS rank FROM {newest}"  # noqa: S608
    if has_tags:
        # bm25 asks how many posts have each word, and would ask it of the tags too, which weigh
        # nothing and which half of all posts have; + keeps the set from being asked post by post
        ranked = f"""
            WITH newest AS MATERIALIZED (SELECT {key} AS key FROM {newest})
            SELECT search.rowid AS key, {_RANK} AS rank FROM search WHERE search MATCH :words
            AND search.rowid BETWEEN (SELECT min(key) FROM newest) AND (SELECT max(key) FROM newest)
            AND +search.rowid IN (SELECT key FROM newest)"""  # noqa: S608
    elif is_narrow:
        # from the newest backwards the index takes half as long again: only where it has to
        ranked = f"""
            WITH some AS MATERIALIZED (
                SELECT {key} AS key, {_RANK} AS rank FROM {where} LIMIT {RANKED + 1}),
            there AS MATERIALIZED (SELECT count(*) > {RANKED} AS are_more FROM some)
            SELECT key, rank FROM some WHERE NOT (SELECT are_more FROM there)
            UNION ALL SELECT key, rank FROM (
                SELECT {key} AS key, {_RANK} AS rank
                FROM there CROSS JOIN {where} AND are_more ORDER BY {key} DESC LIMIT {RANKED})"""  # noqa: S608
    return f"SELECT key FROM ({ranked}) ORDER BY {_by_rank('rank', 'key')} {_PAGE}"  # noqa: S608


def _order(query: Query, words: Words, key: str, rank: str) -> str:
    if _is_ranked(query, words):
        return _by_rank(rank, key)
    if query.order == "engagement":
        return f"{_ENGAGEMENT.format(key=key)} DESC, {key} DESC"
    return f"{key} ASC" if query.order == "oldest" else f"{key} DESC"


def _is_ranked(query: Query, words: Words) -> bool:
    return bool(words.expression) and query.order in (None, "relevance")


def _by_rank(rank: str, key: str) -> str:
    """A tenth better for a post of today, half of that after a year."""
    age = f"1.0 + ((SELECT max(key) FROM posts) - {key}) / {_YEAR}.0"  # noqa: S608
    return f"{rank} * (1.0 + 0.1 / ({age})), {key} DESC"
