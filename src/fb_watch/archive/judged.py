"""In: an archive. Out: what people have said of the themes of posts, as they stand now."""

import json
import sqlite3
from collections import defaultdict
from typing import NamedTuple

from fb_watch.archive.samples import SETTLED, answered
from fb_watch.archive.schema import sqlite_trouble


class Judged(NamedTuple):
    """Themes that people say a post has, and such as they deny; `whole`: they deny all others."""

    yes: frozenset[str]
    no: frozenset[str]
    whole: bool

    def of(self, theme: str) -> bool | None:
        """Whether the post has the theme, as people say; None: they do not say."""
        if theme in self.yes:
            return True
        return False if self.whole or theme in self.no else None


@sqlite_trouble()
def judged_themes(db: sqlite3.Connection) -> dict[int, Judged]:
    """
    By key of the post: tags by hand, all tags of verified posts, codings that nobody contests.

    Of a coding only what was coded of the newest version counts. A tag by hand goes before all.
    """
    yes: dict[int, set[str]] = defaultdict(set)
    no: dict[int, set[str]] = defaultdict(set)
    whole: set[int] = set()
    for post, themes in db.execute(_VERIFIED):
        yes[post].update(json.loads(themes))
        whole.add(post)
    for post, answers in _codings(db).items():
        told = {SETTLED: answers[SETTLED]} if SETTLED in answers else answers
        if len(set(told.values())) == 1:
            yes[post] = set(next(iter(told.values())))
            whole.add(post)
    for post, theme, score in db.execute(_BY_HAND):
        (yes if score > 0 else no)[post].add(theme)
        (no if score > 0 else yes)[post].discard(theme)
    return {
        post: Judged(frozenset(yes[post]), frozenset(no[post]), post in whole)
        for post in {*yes, *no, *whole}
    }


def _codings(db: sqlite3.Connection) -> dict[int, dict[str, frozenset[str]]]:
    found: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    for post, name, answer in db.execute(_CODED):
        found[post][name] = answered(answer).themes
    return found


_VERIFIED = """
SELECT p.key, (SELECT json_group_array(value) FROM current_tags
    WHERE post = p.key AND kind = 'theme')
FROM posts p WHERE p.status = 'verified'"""
_BY_HAND = """SELECT post, value, score FROM tags WHERE "by" = 'hand' AND kind = 'theme'"""
_CODED = """
SELECT c.post, c.name, c.answer FROM codings c
JOIN sample_posts s ON s.sample = c.sample AND s.post = c.post
JOIN posts p ON p.key = c.post JOIN versions v ON v.post = p.key AND v.number = p.version
WHERE v.hash = s.hash ORDER BY c.post, c.at"""
