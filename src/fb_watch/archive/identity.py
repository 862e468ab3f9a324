"""
In: posts of any road. Out: which posts of the archive they are, and by what that is known.

First Facebook's id, in any form of an address; then the same source, author, minute and words.
Two posts that both have an id of Facebook's are one only where the ids say so.
"""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import timedelta
from itertools import product
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from fb_watch.archive.called import Called, called, cannot_be_compared, is_one
from fb_watch.archive.keys import minute_of, moment
from fb_watch.archive.kinds import IS_COMMENT
from fb_watch.dialect.refs import aliases, named
from fb_watch.model.collected import Post
from fb_watch.model.intake import normalised

Basis = Literal["new", "id", "text"]
LOCAL = "local:"  # how ids begin that Facebook did not give
PARTED = f"{LOCAL}parted:"  # what a person parted from the post whose id or address it was given
NOTHING: Final[Mapping[int, Set[str]]] = MappingProxyType({})
_UNKNOWN = "?"  # nothing is known of the person
_NOBODY = "#"
_KEYED = re.compile(r"#(?:\?|[0-9a-f:]{16,})")  # as a sentence has a person who is keyed
_GIVEN = re.compile(r"(?:\d+_)?(\d+)")
# Files get zones wrong by hours, and a day alone, kept as 00:00Z, may go on to noon of the next
# one in the west; an address that leads farther away leads to another post.
_NEAR = timedelta(hours=36)


class Match(NamedTuple):
    """The key of a post in the archive, and by what a post was found to be it."""

    key: int
    basis: Basis
    own: int  # the key of what was found: of that post, or of one that a person merged into it


def is_local(post_id: str) -> bool:
    """Whether Facebook's id of a post is not known."""
    return post_id.startswith(LOCAL)


def same_words(post: Post) -> tuple[str, ...] | None:
    """What two posts have in common that are one by their words; None where that cannot tell."""
    words, author = _words(post), _author(post)
    return (*words, author) if words and author != _UNKNOWN else None


def _words(post: Post) -> tuple[str, str, str, str] | None:
    """Source, what it answers, minute and words; None where words or minute are not known."""
    words = normalised(post.message or "")
    if not words or post.created_precision == "day":
        return None
    answered = answers(post.story, post.author) if post.is_comment else ""
    return (post.page, answered, post.created_at.strftime("%Y-%m-%dT%H:%M"), words)


def answers(story: str | None, author: str | None) -> str:
    """
    What a comment answers, as its sentence tells: comments on two posts are two.

    Never "", which is said of posts. Who wrote it is left out: each home keys people its own way.
    """
    told = (story or "").replace(author or _NOBODY, _NOBODY)
    return f"{_NOBODY} {normalised(_KEYED.sub(_NOBODY, told))}"


def recognise(
    db: sqlite3.Connection,
    posts: Sequence[Post],
    beside: Sequence[Post] = (),
    by: Mapping[int, Set[str]] = NOTHING,
) -> list[Match | None]:
    """
    Each post's place in the archive, in the order given; None where it is new.

    `beside` are others that come with them, which may be the same post as well; `by` tells, by
    place, of further authors that roads have told of a post.
    """
    found = dict(_by_id(db, posts))
    rest = [place for place in range(len(posts)) if place not in found]
    found |= _by_address(db, posts, rest)
    rest = [place for place in rest if place not in found]
    found |= _by_story(db, posts, rest)
    rest = [place for place in rest if place not in found]
    found |= by_words(db, posts, rest, beside, by)
    return [found.get(place) for place in range(len(posts))]


def by_words(
    db: sqlite3.Connection,
    posts: Sequence[Post],
    places: Iterable[int],
    beside: Sequence[Post] = (),
    by: Mapping[int, Set[str]] = NOTHING,
) -> dict[int, Match]:
    """
    Posts of the same source, author, minute and words, whatever version said them.

    Where it cannot be told whether two people are one (of one nothing is known, one is told by id
    and one by name, or each is keyed with another key), only where there is one post on either
    side, and no road says that it is of somebody else.
    """
    asked = [
        (place, *minute_of(posts[place].created_at))
        for place in places
        if posts[place].message and posts[place].created_precision != "day"
    ]
    rows = db.execute(_SAME_MINUTE, [json.dumps(asked)]).fetchall()
    told = {place: _words(posts[place]) for place in {row[0] for row in rows}}
    alike: list[tuple[int, int, str, str]] = []
    owns: dict[tuple[int, int], int] = {}
    for place, key, own_key, page, post_id, author, message, is_comment, story, name in rows:
        mine, own = told[place], _author(posts[place])
        answered = answers(story, name) if is_comment else ""
        if mine is None or mine != (page, answered, mine[2], normalised(message)):
            continue
        if not _may_be_one(posts[place].id, post_id):
            continue
        alike.append((place, key, own, author))
        owns.setdefault((place, key), own_key)
    unlike = [(key, own, author) for _place, key, own, author in alike if own != author]
    others = authors(db, {key for key, *_two in unlike})
    told_of = set[str]().union(*others.values(), *by.values())
    names = called(db, {who for _key, *two in unlike for who in two} | told_of)
    found: dict[int, Match] = {}
    perhaps = defaultdict[int, set[int]](set)
    for place, key, own, author in alike:
        if own != _UNKNOWN and is_one(own, author, names):
            found.setdefault(place, Match(key, "text", owns[place, key]))
        elif _may_be_same(own, author, names):
            pairs = product({own, *by.get(place, ())}, others.get(key, ()))
            if not any(_are_two(*pair, names) for pair in pairs):
                perhaps[place].add(key)
    alone = _alone(perhaps, posts, beside, {match.key for match in found.values()})
    return {place: Match(key, "text", owns[place, key]) for place, key in alone.items()} | found


def _alone(
    perhaps: Mapping[int, set[int]],
    posts: Sequence[Post],
    beside: Sequence[Post],
    taken: set[int],
) -> dict[int, int]:
    """Those that may be one other post, which no other one may be: place → its key."""
    said = Counter(_words(post) for post in (*posts, *beside)) if perhaps else Counter()
    return {
        place: min(keys)
        for place, keys in perhaps.items()
        if len(keys) == 1 and not keys & taken and said[_words(posts[place])] == 1
    }


def _author(post: Post) -> str:
    """Who wrote a post, as `_SAME_MINUTE` says it."""
    return (post.author_id or _UNKNOWN) if post.is_personal else ""


def _may_be_same(one: str, other: str, names: Called) -> bool:
    """Whether two may be one person: their pseudonyms cannot be compared."""
    if not one or not other:
        return False
    if cannot_be_compared(one, other, names):
        return True
    keys = [told.rpartition(":")[0] for told in (one, other)]
    return _UNKNOWN in (one, other) or keys[0] != keys[1]


def _are_two(one: str, other: str, names: Called) -> bool:
    """Whether two are known to be two people."""
    is_told = one not in ("", _UNKNOWN) and other not in ("", _UNKNOWN)
    return is_told and not is_one(one, other, names) and not _may_be_same(one, other, names)


def authors(db: sqlite3.Connection, keys: Collection[int]) -> dict[int, set[str]]:
    """The people whom any road has told to have written posts, or what was merged into them."""
    found = defaultdict[int, set[str]](set)
    for key, author in db.execute(_AUTHORS, [json.dumps(sorted(keys))]) if keys else ():
        found[key].add(str(author))
    return found


def _may_be_one(post_id: str, other: str) -> bool:
    """Not where Facebook gave each another number, nor where a person has parted one."""
    if post_id.startswith(PARTED) or other.startswith(PARTED):
        return post_id == other
    one, two = _GIVEN.fullmatch(post_id), _GIVEN.fullmatch(other)
    return one is None or two is None or one[1] == two[1]


def _by_id(db: sqlite3.Connection, posts: Sequence[Post]) -> Iterator[tuple[int, Match]]:
    rows = db.execute(_IDS, [json.dumps([post.id for post in posts])])
    for place, key, own, page in rows:
        if page == posts[place].page or not is_local(posts[place].id):
            yield place, Match(key, "id", own)


def _by_address(
    db: sqlite3.Connection, posts: Sequence[Post], places: Iterable[int]
) -> dict[int, Match]:
    """By what the post was seen under, where the source is the same and the time is near."""
    asked = [
        (place, alias)
        for place in places
        for alias in _names(posts[place])
        if not is_local(alias) and named(alias)  # an address that names nothing tells nothing
    ]
    return _near(posts, db.execute(_ALIASES, [json.dumps(asked)]))


def _names(post: Post) -> list[str]:
    seen = (post.id, post.permalink, *post.aliases)
    full = [name.full for text in seen if text for name in named(text)[:1] if name.full]
    return [*aliases(*seen), *full]


def _by_story(
    db: sqlite3.Connection, posts: Sequence[Post], places: Iterable[int]
) -> dict[int, Match]:
    """By the number of the story, whatever the page is called in front of it."""
    asked = [
        (place, name.number)
        for place in places
        for text in (posts[place].id, posts[place].permalink)
        if text
        for name in named(text)[:1]
        if name.is_long and not name.is_object
    ]
    return _near(posts, db.execute(_STORIES, [json.dumps(asked)]))


def _near(
    posts: Sequence[Post], rows: Iterable[tuple[int, int, int, str, str, str]]
) -> dict[int, Match]:
    found: dict[int, Match] = {}
    for place, key, own, page, created_at, post_id in rows:
        post = posts[place]
        is_near = abs(moment(created_at) - post.created_at) <= _NEAR
        if page == post.page and is_near and _may_be_one(post.id, post_id):
            found.setdefault(place, Match(key, "id", own))
    return found


_AUTHORS = """
WITH these AS (SELECT a.value AS post, o.key FROM json_each(?) a
    JOIN posts o ON (o.key = a.value OR o.merged_into = a.value) AND o.personal)
SELECT t.post, v.author_id FROM these t JOIN versions v ON v.post = t.key
WHERE v.author_id IS NOT NULL
UNION SELECT t.post, iif(json_valid(r.said), r.said ->> 'author_id', NULL) AS author
FROM these t JOIN roads r ON r.post = t.key WHERE author IS NOT NULL"""
_STANDING = "JOIN posts p ON p.key = coalesce(o.merged_into, o.key)"
_IDS = f"""
SELECT a.key, p.key, o.key, p.page FROM json_each(?) a
JOIN posts o ON o.key = coalesce(
    (SELECT key FROM posts WHERE id = a.value), (SELECT post FROM aliases WHERE alias = a.value))
{_STANDING}"""  # noqa: S608
_ALIASES = f"""
SELECT json_extract(a.value, '$[0]'), p.key, o.key, p.page, p.created_at, o.id
FROM json_each(?) a JOIN aliases n ON n.alias = json_extract(a.value, '$[1]')
JOIN posts o ON o.key = n.post {_STANDING} ORDER BY a.key"""  # noqa: S608
_STORIES = f"""
SELECT json_extract(a.value, '$[0]'), p.key, o.key, p.page, p.created_at, o.id
FROM json_each(?) a JOIN posts o
ON substr(o.id, instr(o.id, '_') + 1) = json_extract(a.value, '$[1]')
{_STANDING} ORDER BY a.key, p.key"""  # noqa: S608
_SAME_MINUTE = f"""
SELECT json_extract(a.value, '$[0]'), p.key, o.key, p.page, o.id,
    CASE WHEN o.personal THEN coalesce(v.author_id, '?') ELSE '' END, v.message, {IS_COMMENT},
    v.story, v.author
FROM json_each(?) a JOIN posts o
ON o.key >= json_extract(a.value, '$[1]') AND o.key < json_extract(a.value, '$[2]')
JOIN versions v ON v.post = o.key AND v.message <> ''
{_STANDING} WHERE o.created_precision <> 'day' ORDER BY a.key, p.key"""  # noqa: S608
