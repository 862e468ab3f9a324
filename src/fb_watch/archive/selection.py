"""In: a Query. Out: its posts one after the other, as they stood when it was asked."""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from fb_watch.archive.discussion import comments
from fb_watch.archive.kinds import IS_COMMENT
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.search import find
from fb_watch.archive.shape import BY_A_PERSON, load
from fb_watch.model.archived import ArchivedPost, Query

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The posts that a query finds, in its order; 8 bytes each."""

    keys: "array[int]"
    versions: Mapping[
        int, int
    ]  # by place, where a version was asked for: a post can be there twice
    notes: tuple[str, ...] = ()  # on how the query was read

    def __len__(self) -> int:
        return len(self.keys)


NOTHING = Selection(keys=array("q"), versions={})


@sqlite_trouble()
def select(db: sqlite3.Connection, query: Query) -> Selection:
    """
    The posts that `search` shows for the same query, in the same order.

    From here on the connection sees the archive as it is now, whatever a collector writes.
    """
    if not db.in_transaction:
        # what is looked at once is not to stay mapped: a large export would seem to hold it all
        db.execute("PRAGMA mmap_size = 0")
        db.execute("BEGIN")
    found, words = find(db, query)
    keys, versions = array("q"), {}
    for place, (key, version) in enumerate(found):
        keys.append(key)
        if version is not None:
            versions[place] = version
    return Selection(keys=keys, versions=versions, notes=words.notes)


@sqlite_trouble()
def comments_among(db: sqlite3.Connection, those: Selection) -> frozenset[int]:
    """The keys of those that came out of a file as comments: the post below which is not here."""
    rows = db.execute(_COMMENTS, [json.dumps(those.keys.tolist())])
    return frozenset(key for (key,) in rows)


def without(those: Selection, left_out: Collection[int]) -> Selection:
    """The same posts in the same order, less these."""
    stay = [place for place, key in enumerate(those.keys) if key not in left_out]
    versions = {n: those.versions[place] for n, place in enumerate(stay) if place in those.versions}
    return replace(those, keys=array("q", (those.keys[place] for place in stay)), versions=versions)


def posts(
    db: sqlite3.Connection, those: Selection, *, with_comments: bool = False
) -> Iterator[ArchivedPost]:
    """The posts, loaded some hundred at a time; with what people wrote below them, if wanted."""
    for at in range(0, len(those), _AT_A_TIME):
        part_of = enumerate(those.keys[at : at + _AT_A_TIME], at)
        wanted = [(key, those.versions.get(place)) for place, key in part_of]
        with sqlite_trouble():
            part = load(db, wanted, whole=True)
        for post in part:
            if with_comments:
                post["discussion"] = comments(db, post["ref"])
            yield post


@sqlite_trouble()
def of_people(db: sqlite3.Connection, those: Selection) -> int:
    """How many of the posts are written by people, not by a page itself."""
    (number,) = db.execute(_OF_PEOPLE, [json.dumps(those.keys.tolist())]).fetchone()
    return int(number)


@sqlite_trouble()
def page_names(db: sqlite3.Connection) -> dict[str, str]:
    """What each page is called, by key."""
    return dict(db.execute("SELECT key, name FROM pages ORDER BY key").fetchall())


@sqlite_trouble()
def codebooks(db: sqlite3.Connection) -> list[str]:
    """The editions of the codebook that made the tags of today; more than one before a retag."""
    sql = """SELECT DISTINCT codebook FROM current_tags WHERE "by" = 'machine' AND codebook <> ''"""
    return sorted(edition for (edition,) in db.execute(sql))


@sqlite_trouble()
def pages_of(db: sqlite3.Connection, query: Query) -> list[str]:
    """The pages whose posts a query can find, as far as it names pages or regions."""
    told = db.execute("SELECT key, region FROM pages ORDER BY key")
    return [
        key
        for key, region in told
        if (not query.pages or key in query.pages)
        and (not query.regions or region in query.regions)
    ]


_COMMENTS = f"""
SELECT DISTINCT p.key FROM posts p JOIN versions v ON v.post = p.key
WHERE p.key IN (SELECT value FROM json_each(?)) AND {IS_COMMENT}"""  # noqa: S608
_OF_PEOPLE = f"""
SELECT count(DISTINCT p.key) FROM posts p JOIN pages g ON g.key = p.page
JOIN versions v ON v.post = p.key
WHERE p.key IN (SELECT value FROM json_each(?)) AND {BY_A_PERSON}"""  # noqa: S608
