"""In: posts drawn at random, and what people say of them. Out: samples and their codings."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from fb_watch.archive.actions import Act, fresh_id, named, person
from fb_watch.archive.asked import planned
from fb_watch.archive.keys import stamp
from fb_watch.archive.resolve import resolve
from fb_watch.archive.rows import compact
from fb_watch.archive.saved import told
from fb_watch.archive.saving import transaction
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.archive.words import read
from fb_watch.errors import NotFoundError, UsageError
from fb_watch.i18n import _
from fb_watch.model.archived import Query
from fb_watch.model.reviewed import Answer, Coded, Drawn

SETTLED = ""  # stands in the place of a name where a coding settles what others disagree on


class Sample(TypedDict):
    """A sample from outside; `coded` is by person, how many posts."""

    id: str
    name: str
    seed: int
    query: dict[str, object]
    posts: int
    coded: dict[str, int]
    settled: int
    at: str
    by: str


class Coding(NamedTuple):
    """What a person says of a sampled post, when it was written and by whom."""

    answer: Answer
    at: str
    by: str


@sqlite_trouble()
def strata(db: sqlite3.Connection, query: Query) -> dict[str, list[int]]:
    """The posts of a query by their language; its order and limit do not count."""
    words = read(query.words)
    found: dict[str, list[int]] = defaultdict(list)
    if not words.is_hopeless:
        chosen = planned(db, query, words)
        sql = _STRATA.replace("{found}", chosen.found)
        for key, language in db.execute(sql, chosen.values):
            found[language].append(key)
    return dict(found)


@sqlite_trouble()
def put(
    db: sqlite3.Connection,
    name: str,
    drawn: Sequence[Drawn],
    query: Query,
    seed: int,
    by: str,
    at: datetime,
) -> None:
    """Keep a sample under a name; raises UsageError where one has it already."""
    name, sample = named(name), fresh_id()
    with transaction(db):
        if db.execute("SELECT 1 FROM samples WHERE name = ?", [name]).fetchone():
            raise UsageError(_("There is a sample {name} already.").format(name=name))
        row = (sample, name, seed, compact(told(query)), stamp(at), person(by))
        db.execute("INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?)", row)
        db.executemany(
            _DRAWN,
            [(sample, place, d.stratum, d.weight, d.post) for place, d in enumerate(drawn)],
        )


@sqlite_trouble()
def code(
    db: sqlite3.Connection,
    name: str,
    ref: str,
    answer: Answer,
    by: str,
    at: datetime,
    *,
    settles: bool = False,
) -> bool:
    """Keep what a person says of a sampled post; whether that was news. A later word holds."""
    post, _version = resolve(db, ref)
    with transaction(db):
        act = Act(db=db, kind="coding", by=by, at=at)
        return enter(act, _known(db, name)[0], post, answer, settles=settles)


def enter(act: Act, sample: str, post: int, answer: Answer, *, settles: bool = False) -> bool:
    """One coding, as a part of an action."""
    if not act.db.execute(_IS_DRAWN, (sample, post)).fetchone():
        (ref,) = act.db.execute("SELECT ref FROM posts WHERE key = ?", [post]).fetchone()
        raise UsageError(_("{ref} is not in the sample.").format(ref=ref))
    row = {"answer": written(answer), "at": act.when, "by": act.by}
    return act.put(f"coding:{sample}:{SETTLED if settles else act.by}", post, compact(row))


def coding(db: sqlite3.Connection, sample: str, post: int, name: str) -> Coding | None:
    """What a person says of a post by now; None where that is nothing yet."""
    found = db.execute(_CODING, (sample, post, name)).fetchone()
    return found and Coding(answered(found[0]), found[1], found[2])


@sqlite_trouble()
def to_code(db: sqlite3.Connection, name: str, by: str, *, shared: bool = False) -> list[str]:
    """
    The posts a person has not coded yet, with their versions, in the order of the sample.

    `shared`: those that nobody has coded yet.
    """
    values = {"sample": _known(db, name)[0], "name": person(by), "shared": shared}
    return [f"{ref}@{version[:8]}" for ref, version in db.execute(_TO_CODE, values)]


@sqlite_trouble()
def coded(db: sqlite3.Connection, name: str) -> list[Coded]:
    """The sample with what the machine says of each post by now, and what people do."""
    sample = _known(db, name)[0]
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for post, coder, answer in db.execute(_CODINGS, [sample]):
        answers[post][coder] = answered(answer)
    said: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for post, kind, value in db.execute(_MACHINE, [sample]):
        said[post][kind].add(value)
    return [
        Coded(
            ref=f"{ref}@{version[:8]}",
            stratum=stratum,
            weight=weight,
            machine=_machine(said[post]),
            answers={who: what for who, what in answers[post].items() if who != SETTLED},
            settled=answers[post].get(SETTLED),
        )
        for post, ref, version, stratum, weight in db.execute(_SAMPLED, [sample])
    ]


@sqlite_trouble()
def editions(db: sqlite3.Connection, name: str) -> list[str]:
    """The codebooks whose machine tags are measured on a sample."""
    return [one for (one,) in db.execute(_EDITIONS, [_known(db, name)[0]])]


@sqlite_trouble()
def get(db: sqlite3.Connection, name: str) -> Sample:
    """The sample of a name; raises NotFoundError where there is none."""
    known = _known(db, name)[1]
    return next(sample for sample in listed(db) if sample["name"] == known)


@sqlite_trouble()
def listed(db: sqlite3.Connection) -> list[Sample]:
    """All samples, the oldest first."""
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for sample, coder, number in db.execute(_COUNTED):
        counted[sample][coder] = number
    return [
        {
            "id": sample,
            "name": name,
            "seed": seed,
            "query": json.loads(query),
            "posts": posts,
            "coded": {who: n for who, n in counted[sample].items() if who != SETTLED},
            "settled": counted[sample].get(SETTLED, 0),
            "at": at,
            "by": by,
        }
        for sample, name, seed, query, posts, at, by in db.execute(_LISTED)
    ]


def written(answer: Answer) -> str:
    """An answer as JSON, always the same for the same answer."""
    return compact(
        {
            "themes": sorted(answer.themes),
            "countries": sorted(answer.countries),
            "language": answer.language,
        }
    )


def answered(text: str) -> Answer:
    """What `written` wrote."""
    read_in = json.loads(text)
    return Answer(
        themes=frozenset(read_in["themes"]),
        countries=frozenset(read_in["countries"]),
        language=read_in["language"],
    )


def _machine(said: dict[str, set[str]]) -> Answer:
    return Answer(
        themes=frozenset(said["theme"]),
        countries=frozenset(said["country"]),
        language=next(iter(said["language"]), "und"),
    )


def _known(db: sqlite3.Connection, name: str) -> tuple[str, str]:
    """Id and name of a sample."""
    asked_for = named(name)
    names = dict(db.execute("SELECT name, id FROM samples ORDER BY name").fetchall())
    if asked_for not in names:
        from difflib import get_close_matches

        near = get_close_matches(asked_for, names, n=1)
        raise NotFoundError(
            _("There is no sample {name}.").format(name=asked_for),
            remedy=_("Did you mean {verb}?").format(verb=near[0])
            if near
            else _("Draw it: {command}").format(
                command="fb-watch review sample NAME --size 150 --by ME"
            ),
        )
    return names[asked_for], asked_for


_STRATA = """
WITH found AS MATERIALIZED ({found})
SELECT f.key, coalesce(min(t.value), 'und') FROM found f
LEFT JOIN current_tags t ON t.post = f.key AND t.kind = 'language' GROUP BY f.key ORDER BY f.key"""
_DRAWN = """
INSERT INTO sample_posts (sample, place, post, hash, stratum, weight)
SELECT ?1, ?2, p.key, v.hash, ?3, ?4
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version WHERE p.key = ?5"""
_IS_DRAWN = "SELECT 1 FROM sample_posts WHERE sample = ? AND post = ?"
_TO_CODE = """
SELECT p.ref, s.hash FROM sample_posts s JOIN posts p ON p.key = s.post
WHERE s.sample = :sample AND NOT EXISTS (
    SELECT 1 FROM codings c WHERE c.sample = s.sample AND c.post = s.post
    AND (:shared OR c.name = :name))
ORDER BY s.place"""
_CODING = 'SELECT answer, at, "by" FROM codings WHERE sample = ? AND post = ? AND name = ?'
_CODINGS = "SELECT post, name, answer FROM codings WHERE sample = ? ORDER BY post, name"
_SAMPLED = """
SELECT s.post, p.ref, s.hash, s.stratum, s.weight FROM sample_posts s JOIN posts p ON p.key = s.post
WHERE s.sample = ? ORDER BY s.place"""
# a country that only the page gives is no word on the post
_TAGS = """
FROM sample_posts s JOIN tags t ON t.post = s.post AND t."by" = 'machine'
AND t.version = (SELECT max(number) FROM versions WHERE post = s.post AND hash = s.hash)
WHERE s.sample = ? AND (t.kind IN ('theme', 'language')
    OR (t.kind = 'country' AND t.role IN ('about', 'mentioned')))"""
_MACHINE = f"SELECT s.post, t.kind, t.value {_TAGS}"
_EDITIONS = f"SELECT DISTINCT t.codebook {_TAGS} AND t.codebook <> '' ORDER BY 1"
_LISTED = """
SELECT s.id, s.name, s.seed, s.query, count(p.post), s.at, s."by"
FROM samples s LEFT JOIN sample_posts p ON p.sample = s.id GROUP BY s.id ORDER BY s.at, s.name"""
_COUNTED = "SELECT sample, name, count(*) FROM codings GROUP BY sample, name ORDER BY 1, 2"
