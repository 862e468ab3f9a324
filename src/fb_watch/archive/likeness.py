"""
In: posts that came by files. Out: pairs that may be one, for a person to decide.

Those with nearly the same text, and those of one author and second: a text that was edited between
two files. Comments are pairs only where they answer the same. And a picture out of an album with a
post that shows the same file.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fb_watch.archive.identity import LOCAL, answers
from fb_watch.archive.keys import NUMBER_BITS
from fb_watch.archive.kinds import IS_COMMENT, IS_EXPORTED
from fb_watch.model.intake import normalised

if TYPE_CHECKING:
    from rensa import RMinHash

LIKE: Final = 0.7  # shingles in common, estimated: of a text with a sentence more or less
_NEAR: Final = (36 * 3600) << NUMBER_BITS  # in keys: a day and a half either way, for wrong zones
_MOST: Final = 200  # posts in that stretch that one is compared with, the nearest ones
_SHINGLE: Final = 5  # letters
_PERMUTATIONS: Final = 128
_KEPT: Final = 5_000  # signatures at hand
_PART: Final = 500  # posts that are read at once
_SHORT: Final = 20  # letters; shorter texts are like others of the same minute and words alone


class _Text(NamedTuple):
    """What a post says, and what else tells whether another may be the same."""

    key: int
    id: str
    page: str
    text: str
    who: str | None  # "" the page, None: not known
    is_exact: bool  # to the second
    answered: str  # "": it is no comment


def propose(db: sqlite3.Connection, imported: int, at: str) -> int:
    """
    Note the pairs of which one came new with a file; gives how many pairs of it are open.

    Only where at least one of the two has no id of Facebook's: two ids are two posts.
    """
    if not db.execute(_LOCAL).fetchone():
        return 0
    propose_for(db, [key for (key,) in db.execute(_NEW, [imported])], at)
    (number,) = db.execute(_OPEN, [imported]).fetchone()
    return int(number)


def propose_for(db: sqlite3.Connection, keys: Sequence[int], at: str) -> int:
    """Note the pairs that these posts are of; gives how many of them are open."""
    if not db.execute(_LOCAL).fetchone():
        return 0
    signs: dict[int, RMinHash | None] = {}
    found = set()
    for place in range(0, len(keys), _PART):
        part = json.dumps(keys[place : place + _PART])
        same = db.execute(_SAME_FILES, {"keys": part, "near": _NEAR}).fetchall()
        db.executemany(_PROPOSE, [(*pair, 1.0, at) for pair in same])
        found |= set(same)
        for row in db.execute(_TOLD, [part]).fetchall():
            pairs = list(_pairs(db, _text(row), signs))
            rows = [(min(pair), max(pair), like, at) for pair, like in pairs]
            db.executemany(_PROPOSE, rows)
            found |= {row[:2] for row in rows}
            if len(signs) > _KEPT:
                signs.clear()
    (number,) = db.execute(_STILL, [json.dumps(sorted(found))]).fetchone()
    return int(number)


def bring_decisions(
    ours: sqlite3.Connection, theirs: sqlite3.Connection, posts: Mapping[int, int]
) -> list[str]:
    """
    What people of another archive said of pairs; `posts`: keys there → keys here.

    Gives a line for each of which people here have said otherwise, which stays.
    """
    conflicts = []
    for post, other, *said in theirs.execute(_SAID).fetchall():
        pair = {posts[key] for key in (post, other) if key in posts}
        if len(pair) == 2:
            here = (min(pair), max(pair))
            ours.execute(_TAKE_OVER, (*here, *said))
            if told := ours.execute(_OTHERWISE, (*here, said[2])).fetchone():
                conflicts.append("pair {} {}: {} / {}".format(*told))
    return conflicts


def are_two(db: sqlite3.Connection, post: int, other: int) -> bool:
    """Whether a person has said that these are two posts."""
    asked = (min(post, other), max(post, other))
    return db.execute(_REFUSED, asked).fetchone() is not None


def _pairs(
    db: sqlite3.Connection, one: _Text, signs: "dict[int, RMinHash | None]"
) -> Iterator[tuple[tuple[int, int], float]]:
    mine = _sign(signs, one.key, one.text)
    is_local = one.id.startswith(LOCAL)
    asked = {"key": one.key, "page": one.page, "near": _NEAR, "most": _MOST, "is_local": is_local}
    for other in map(_text, db.execute(_CANDIDATES, asked).fetchall()):
        if other.answered != one.answered:
            continue
        its = _sign(signs, other.key, other.text)
        if mine is None or its is None:
            is_near = _second(one.key) // 60 == _second(other.key) // 60
            like = float(is_near and normalised(one.text) == normalised(other.text))
        else:
            like = mine.jaccard(its)
        if like >= LIKE or _is_at_once(db, one, other):
            yield (one.key, other.key), like


def _text(row: tuple[Any, ...]) -> _Text:
    key, post_id, page, text, who, is_exact, is_comment, story, author = row
    answered = answers(story, author) if is_comment else ""
    return _Text(key, post_id, page, text, who, bool(is_exact), answered)


def _is_at_once(db: sqlite3.Connection, one: _Text, other: _Text) -> bool:
    """Whether one author wrote them in one second; a file that tells of both says they are two."""
    is_same = one.who is not None and one.who == other.who and one.is_exact and other.is_exact
    if not is_same or _second(one.key) != _second(other.key):
        return False
    return db.execute(_IN_ONE_FILE, (one.key, other.key)).fetchone() is None


def _second(key: int) -> int:
    return key >> NUMBER_BITS


def _sign(signs: "dict[int, RMinHash | None]", key: int, text: str) -> "RMinHash | None":
    """MinHash (Broder 1997) of the shingles of a text; None where it is too short."""
    if key not in signs:
        signs[key] = minhash(text)
    return signs[key]


def minhash(text: str) -> "RMinHash | None":
    """The signature of a text, None of one that is too short to be told apart."""
    from rensa import RMinHash

    words = normalised(text)
    if len(words) < _SHORT:
        return None
    sign = RMinHash(num_perm=_PERMUTATIONS, seed=1)
    sign.update(shingles(words))
    return sign


def shingles(words: str) -> Sequence[str]:
    """Every stretch of five letters, each once."""
    return list({words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)})


def decide(db: sqlite3.Connection, pair: Sequence[int], state: str, at: str) -> None:
    """What a person says of a pair, proposed or not."""
    db.execute(_DECIDE, {"post": min(pair), "other": max(pair), "state": state, "at": at})


_LOCAL = f"SELECT 1 FROM posts WHERE id >= '{LOCAL}' AND id < 'local;' LIMIT 1"  # noqa: S608
_TEXT = "JOIN versions v ON v.post = p.key AND v.number = p.version AND v.message <> ''"
_NEW = "SELECT DISTINCT post FROM roads WHERE import = ? AND basis = 'new' ORDER BY post"
_COLUMNS = f"""p.key, p.id, p.page, v.message, iif(p.personal, v.author_id, ''),
    p.created_precision = 'second', {IS_COMMENT}, v.story, v.author"""
_TOLD = f"""
SELECT {_COLUMNS} FROM posts p {_TEXT}
WHERE p.key IN (SELECT value FROM json_each(?)) AND p.merged_into IS NULL
ORDER BY p.key"""  # noqa: S608
_CANDIDATES = f"""
SELECT {_COLUMNS} FROM posts p {_TEXT}
WHERE p.page = :page AND (:is_local OR substr(p.id, 1, 6) = '{LOCAL}')
    AND p.merged_into IS NULL AND p.key <> :key
    AND p.key BETWEEN :key - :near AND :key + :near
ORDER BY abs(p.key - :key) LIMIT :most"""  # noqa: S608
_IN_ONE_FILE = """
SELECT 1 FROM roads a JOIN roads b ON b.post = ?2 AND b.import = a.import
WHERE a.post = ?1 AND a.import > 0"""
# A picture of an album has no sentence of Facebook's; all its files are those of the other post.
_SAME_FILES = f"""
WITH told AS (
    SELECT p.key, p.page, p.personal, v.author_id, v.story IS NULL AS is_bare
    FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
    WHERE p.merged_into IS NULL AND {IS_EXPORTED}),
near AS (
    SELECT p.key AS one, o.key AS other FROM json_each(:keys) k
    JOIN told p ON p.key = k.value
    JOIN told o ON o.key BETWEEN p.key - :near AND p.key + :near AND o.key <> p.key
        AND o.page = p.page AND o.personal = p.personal AND o.author_id IS p.author_id
    WHERE p.is_bare OR o.is_bare),
directed AS (SELECT one, other FROM near UNION SELECT other, one FROM near)
SELECT DISTINCT min(one, other), max(one, other) FROM directed d JOIN told b ON b.key = d.one
WHERE b.is_bare AND EXISTS (SELECT 1 FROM media WHERE post = d.one AND sha256 IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM media m WHERE m.post = d.one AND (m.sha256 IS NULL OR NOT EXISTS (
            SELECT 1 FROM media WHERE post = d.other AND sha256 = m.sha256)))"""  # noqa: S608
_PROPOSE = """
INSERT INTO proposals (post, other, likeness, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_OPEN = """
SELECT count(DISTINCT d.post || ' ' || d.other) FROM proposals d
JOIN roads r ON r.post IN (d.post, d.other) AND r.import = ?
WHERE d.state = 'open'"""
_STILL = """
SELECT count(*) FROM json_each(?) w JOIN proposals d ON d.state = 'open'
    AND d.post = json_extract(w.value, '$[0]') AND d.other = json_extract(w.value, '$[1]')"""
_SAID = "SELECT post, other, likeness, at, state, decided_at FROM proposals ORDER BY post, other"
_TAKE_OVER = """
INSERT INTO proposals (post, other, likeness, at, state, decided_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET state = excluded.state, decided_at = excluded.decided_at
WHERE state = 'open'"""
_OTHERWISE = """
SELECT p.ref, o.ref, d.state, ?3 FROM proposals d
JOIN posts p ON p.key = d.post JOIN posts o ON o.key = d.other
WHERE d.post = ?1 AND d.other = ?2 AND 'open' NOT IN (d.state, ?3) AND d.state <> ?3"""
_REFUSED = "SELECT 1 FROM proposals WHERE post = ? AND other = ? AND state = 'refused'"
_DECIDE = """
INSERT INTO proposals (post, other, likeness, at, state, decided_at)
VALUES (:post, :other, 1.0, :at, :state, :at)
ON CONFLICT DO UPDATE SET state = :state, decided_at = :at"""
