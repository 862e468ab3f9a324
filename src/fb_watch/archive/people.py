"""In: an archive. Out: what tells whether some words are the name of a person who wrote there."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fb_watch.archive.author_key import pseudonym, read_key
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.dialect.refs import named
from fb_watch.model.archived import ArchivedPost
from fb_watch.model.intake import normalised

_FAMILY = 4  # letters; shorter words are too often others
IsNameOn = Callable[[str, str], bool]


@sqlite_trouble()
def people(db: sqlite3.Connection, folder: Path) -> IsNameOn:
    """
    Tells whether words (the second argument) name a person who wrote on a page (the first).

    No name is archived where a source is `keyed`: the words are hashed with the key of the
    authors, and looked for among the hashes. Without the key only names of `named` sources are
    known. Of those a family name alone is known too: its hash is that of no author.
    """
    hashes, names = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for page, author_id, author in db.execute(_AUTHORS):
        hashes[page].add(author_id)
        if author:
            names[page].add(normalised(author))
            names[page].update(_family(author))
    key = read_key(folder) if hashes else None

    def is_name(page: str, words: str) -> bool:
        name = normalised(words)
        if name in names.get(page, ()):
            return True
        return key is not None and pseudonym(key, f"name:{name}") in hashes.get(page, ())

    return is_name


def _family(author: str) -> list[str]:
    """The last word of a name of several, where it has the letters of a name."""
    words = normalised(author).split()
    return [word for word in words[1:][-1:] if word.isalpha() and len(word) >= _FAMILY]


@sqlite_trouble()
def sources(db: sqlite3.Connection) -> set[str]:
    """
    What the sources are called by Facebook, names and ids: pages.toml may write them otherwise.

    Told by the newest posts of each: a name of long ago is not worth a walk over all of them. The
    name in an address is in theirs.
    """
    found = set()
    for address, *names in db.execute(_SOURCES):
        owners = (thing.owner for thing in named(address or ""))
        found |= {normalised(told) for told in (*names, *owners) if told}
    return found


@sqlite_trouble()
def tagged_names(db: sqlite3.Connection, refs: Sequence[str]) -> dict[str, list[str]]:
    """The names of people and pages that posts tag, by reference."""
    found: dict[str, list[str]] = {}
    for ref, mentions in db.execute(_MENTIONS, [json.dumps(list(refs))]):
        told = [tag.get("name") for tag in json.loads(mentions) if isinstance(tag, dict)]
        found[ref] = [name for name in told if isinstance(name, str)]
    return found


@sqlite_trouble()
def attachments(
    db: sqlite3.Connection, posts: Sequence[ArchivedPost]
) -> dict[tuple[str, int], list[Any]]:
    """The trees of attachments, as received, by reference and version; of those that have some."""
    wanted = [(post["ref"], post["version"]) for post in posts]
    rows = db.execute(_ATTACHMENTS, [json.dumps(wanted)])
    return {(ref, version): json.loads(tree) for ref, version, tree in rows}


_AUTHORS = """
SELECT p.page, v.author_id, v.author FROM posts p JOIN versions v ON v.post = p.key
WHERE p.personal AND v.author_id IS NOT NULL
UNION SELECT p.page, n.name, NULL FROM posts p JOIN versions v ON v.post = p.key
JOIN people n ON n.person = v.author_id WHERE p.personal
UNION SELECT p.page, c.author, NULL FROM comments c JOIN posts p ON p.key = c.post
WHERE c.author IS NOT NULL"""
_SOURCES = """
SELECT v.permalink, g.id, g.name, v.author, v.author_id, substr(p.id, 1, instr(p.id, '_') - 1)
FROM pages g LEFT JOIN posts p ON NOT p.personal AND p.key IN (
    SELECT key FROM posts WHERE page = g.key ORDER BY key DESC LIMIT 20)
LEFT JOIN versions v ON v.post = p.key AND v.number = p.version"""
_MENTIONS = """
SELECT p.ref, v.mentions FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE p.ref IN (SELECT value FROM json_each(?)) AND v.mentions IS NOT NULL"""
_ATTACHMENTS = """
SELECT p.ref, v.number, v.attachments FROM json_each(?) w
JOIN posts p ON p.ref = json_extract(w.value, '$[0]')
JOIN versions v ON v.post = p.key AND v.number = json_extract(w.value, '$[1]')
WHERE v.attachments IS NOT NULL"""
