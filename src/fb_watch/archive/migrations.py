"""How an empty file becomes an archive, and an archive of an older program one of this."""

import secrets
import sqlite3
from datetime import datetime
from typing import Final

from sqlite_utils import Database, Migrations

from fb_watch.archive.budget_tables import BUDGET
from fb_watch.archive.comment_tables import COMMENTS
from fb_watch.archive.export_tables import EXPORTS, UNMASKED
from fb_watch.archive.first_tables import LEDGER, POSTS, SAID, SEARCH, SETTINGS
from fb_watch.archive.import_tables import IMPORTS, MORE_OF_ROADS
from fb_watch.archive.keys import stamp
from fb_watch.archive.media_tables import NAMES_AND_MEDIA
from fb_watch.archive.presence_tables import PRESENCE
from fb_watch.archive.retag_tables import KEY_FIRST, RETAG
from fb_watch.archive.review_tables import OWN_WORDS, REVIEW, UNDONE_IN_PART
from fb_watch.archive.schema import APPLICATION_ID
from fb_watch.archive.tally_tables import TALLIES

migrations: Final = Migrations("fb_watch")


def migrate(connection: sqlite3.Connection, now: datetime) -> None:
    """Bring the archive to the form this program knows; each migration in its transaction."""
    # first of all, so that a start cut short leaves an archive of ours, not somebody's tables
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    (is_guarded,) = connection.execute("PRAGMA foreign_keys").fetchone()
    # a table that others point to is made anew by dropping it, which would drop what points there
    connection.execute("PRAGMA foreign_keys = OFF")
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA foreign_keys = {is_guarded}")
    connection.executemany(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO NOTHING",
        [("archive", secrets.token_hex(16)), ("made_at", stamp(now))],
    )


@migrations()
def m001_first_tables(db: Database) -> None:
    """Everything of the first release; the comments stay in the file for whoever opens it."""
    for part in (SETTINGS, LEDGER, POSTS, SAID, SEARCH):
        _run(db, part)
    db.execute("PRAGMA user_version = 1")


@migrations()
def m002_comments(db: Database) -> None:
    """What people wrote below the posts, found by search too."""
    _run(db, COMMENTS)
    db.execute("PRAGMA user_version = 2")


@migrations()
def m003_budget(db: Database) -> None:
    """How full the quotas are, what is known of the tokens, what a person has to see."""
    _run(db, BUDGET)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_retag(db: Database) -> None:
    """What machine tags were before, who tagged by hand, how far a retag got."""
    _run(db, RETAG)
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_presence(db: Database) -> None:
    """Posts that are not shown any more, and what is answered when they are asked for."""
    _run(db, PRESENCE)
    db.execute("PRAGMA user_version = 5")


@migrations()
def m006_names_and_media(db: Database) -> None:
    """Names that two posts claim, stills of films, when a file was last tried."""
    _run(db, NAMES_AND_MEDIA)
    db.execute("PRAGMA user_version = 6")


@migrations()
def m007_imports(db: Database) -> None:
    """Files that left Facebook by other roads, and posts that became one."""
    _run(db, IMPORTS)
    db.execute("PRAGMA user_version = 7")


@migrations()
def m008_review(db: Database) -> None:
    """What people do: statuses, notes, assignments, dossiers, saved searches, samples, sheets."""
    _run(db, REVIEW)
    db.execute("PRAGMA user_version = 8")


@migrations()
def m009_exports(db: Database) -> None:
    """The log of what left the house."""
    _run(db, EXPORTS)
    db.execute("PRAGMA user_version = 9")


@migrations()
def m010_search(db: Database) -> None:
    """Posts counted by what holds of them; the index is made anew by `indexing.renew`."""
    _run(db, TALLIES)
    db.execute("PRAGMA user_version = 10")


@migrations()
def m011_names_of_a_post(db: Database) -> None:
    """All names of a post at once, for exports and for archives that are merged."""
    db.execute("CREATE INDEX aliases_by_post ON aliases (post)")
    db.execute("PRAGMA user_version = 11")


@migrations()
def m012_unmasked(db: Database) -> None:
    """Whether what people wrote left the house as it stood."""
    _run(db, UNMASKED)
    db.execute("PRAGMA user_version = 12")


@migrations()
def m013_more_of_roads(db: Database) -> None:
    """What people are called, when it was so what a road says, by which road counts came."""
    _run(db, MORE_OF_ROADS)
    db.execute("PRAGMA user_version = 13")


@migrations()
def m014_undone_in_part(db: Database) -> None:
    """An action that was taken back in part can be taken back for the rest."""
    _run(db, UNDONE_IN_PART)
    db.execute("PRAGMA user_version = 14")


@migrations()
def m015_own_words(db: Database) -> None:
    """Notes and entries of dossiers stand with the version they name, in merged posts too."""
    _run(db, OWN_WORDS)
    db.execute("PRAGMA user_version = 15")


@migrations()
def m016_past_tags_by_key(db: Database) -> None:
    """Tags as they were, in an order of columns that SQLite can check."""
    _run(db, KEY_FIRST)
    db.execute("PRAGMA user_version = 16")


def _run(db: Database, script: str) -> None:
    """Each statement of a script, within the transaction; executescript weighs it by the letter."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
