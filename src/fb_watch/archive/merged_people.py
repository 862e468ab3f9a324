"""In: people as another archive keyed them. Out: the same as ours knows them."""

import sqlite3
from collections.abc import Collection, Iterator

from fb_watch.archive.brought import Row
from fb_watch.archive.called import introduce
from fb_watch.archive.comments import key_known_by
from fb_watch.archive.identity import authors
from fb_watch.i18n import _
from fb_watch.model.intake import kept_as


class People:
    """Those who wrote posts there; where both archives have one key, they are the same here."""

    def __init__(self, ours: sqlite3.Connection, theirs: sqlite3.Connection) -> None:
        self._ours = ours
        self._theirs = theirs
        self._keys = key_known_by(ours) or "", key_known_by(theirs) or ""

    def bring(self) -> None:
        """What is known there of who is called what."""
        told = self._theirs.execute("SELECT person, name FROM people ORDER BY person, name")
        pairs = (pair for pair in told if all(isinstance(one, str) for one in pair))
        kept = [(self._kept(person), self._kept(name) if name else "") for person, name in pairs]
        introduce(self._ours, kept)

    def author(self, row: Row, version: Row) -> dict[str, str | None]:
        """Who wrote a version of a post."""
        told = version["author_id"]
        return {"author_id": self._kept(told) if row["personal"] and told else told}

    def authors(self, keys: Collection[int]) -> dict[int, set[str]]:
        """Who wrote posts, as all roads tell it, by keys there."""
        return {
            key: {self._kept(author) for author in told}
            for key, told in authors(self._theirs, keys).items()
        }

    def other_key(self) -> Iterator[str]:
        """A line where people were keyed with two keys."""
        own, key = self._keys
        if own != key and all(db.execute(_PEOPLE).fetchone() for db in (self._ours, self._theirs)):
            yield _(
                "author.key: people are keyed with another key there. Posts of people are compared "
                "by page, minute and words alone; those that may be one: fb-watch import --review. "
                "Homes that are to be merged need the same archive/author.key before their first "
                "import."
            )

    def _kept(self, person: str) -> str:
        own, key = self._keys
        return kept_as(person, key, own)


_PEOPLE = "SELECT 1 FROM posts WHERE personal LIMIT 1"
