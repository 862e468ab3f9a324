"""
In: what files tell of who wrote a post. Out: whether two pseudonyms are one person.

Some files tell people by Facebook's id, some by name, some by both. Both are kept keyed, and
where both were told it is known that they are one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set

Called = Mapping[str, Set[str]]  # person → by which names; "" where a file told the id alone


def introduce(db: sqlite3.Connection, people: Iterable[tuple[str, str]]) -> None:
    """Note who is called what; who is known by name alone is called what they are known by."""
    db.executemany("INSERT INTO people VALUES (?, ?) ON CONFLICT DO NOTHING", people)


def called(db: sqlite3.Connection, people: Collection[str]) -> Called:
    """What these people are called, as far as any file tells."""
    found = defaultdict[str, set[str]](set)
    for person, name in db.execute(_CALLED, [json.dumps(sorted(people))]) if people else ():
        found[person].add(name)
    return found


def is_one(one: str, other: str, names: Called) -> bool:
    """Whether two are one person: of two ids no name says that."""
    if one == other or not (one and other):  # "": the page itself
        return one == other
    return other in names.get(one, ()) or one in names.get(other, ())


def cannot_be_compared(one: str, other: str, names: Called) -> bool:
    """Whether one is known by name and the other by id, alone."""
    kinds = [names.get(person, set()) for person in (one, other)]
    return {""} in kinds and (one in kinds[0] or other in kinds[1])


_CALLED = "SELECT person, name FROM people WHERE person IN (SELECT value FROM json_each(?))"
