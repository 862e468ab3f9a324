"""In: words of hands. Out: rows of `hand_tags`, every word in the order it was said."""

import sqlite3

_SAY = "INSERT INTO hand_tags (post, at, name, action, kind, value) VALUES (?, ?, ?, ?, ?, ?)"
_ACTIONS = {"yes": "add", "no": "remove", None: "withdraw"}


def log(
    db: sqlite3.Connection, post: int, at: str, name: str, action: str, kind: str, value: str
) -> None:
    """One word more."""
    db.execute(_SAY, (post, at, name, action, kind, value))


def log_brought(
    db: sqlite3.Connection,
    post: int,
    at: str,
    name: str,
    field: str,
    now: str | None,
    was: str | None = None,
) -> None:
    """The word that brings a field, such as tag:theme:education or tag:language, to a value."""
    _tag, kind, *rest = field.split(":", 2)
    if rest:
        log(db, post, at, name, _ACTIONS[now], kind, rest[0])
    else:
        log(db, post, at, name, "add" if now else "withdraw", kind, now or was or "")
