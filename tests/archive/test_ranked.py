"""Of how many matches posts are ranked, on either side of the limit."""

from contextlib import closing
from pathlib import Path

import pytest

from archive.build import new, opened, post, save, tagged
from fb_watch.archive.query import RANKED
from fb_watch.archive.search import connect, count, keys
from fb_watch.model.archived import Query

LONG = "clean water " + "for the village and its school " * 4


@pytest.mark.parametrize("words", ['"clean water"', "clean water", "water"])
@pytest.mark.parametrize("beyond", [-1, 0, 1, 30])
def test_the_newest_of_many_matches_are_ranked(path: Path, words: str, beyond: int) -> None:
    """The oldest says it best: it comes first where it is among the newest RANKED, else never."""
    number = RANKED + beyond
    archive = opened(path)
    for begin in range(0, number, 500):
        told = range(begin, min(begin + 500, number))
        changes = [
            new(tagged(post(n + 1, "clean water" if n == number - 1 else f"{LONG} {n}")))
            for n in told
        ]
        save(archive, changes)
    archive.close()

    with closing(connect(path)) as db:
        found = keys(db, Query(words=words, limit=20))
        (oldest,) = db.execute("SELECT min(key) FROM posts").fetchone()
        assert number == count(db, Query(words=words))

    assert (20, beyond <= 0) == (len(set(found)), oldest == found[0])
    assert (beyond > 0) == (oldest not in found)
