"""PostgreSQL with full text and GIN: a cluster of its own on a socket, filled, asked, stopped."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.search_posts import Made, Question

NAME = "PostgreSQL"
_USER = "postgres"  # a server refuses to run as root
_SETTINGS = (
    "listen_addresses = ''\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"
    "shared_buffers = 512MB\nwork_mem = 64MB\nmaintenance_work_mem = 512MB\nmax_wal_size = 4GB\n"
    "jit = off\n"  # which costs more than it gives in queries this short
)


class Postgres:
    """The same posts, weighted as ours: what the post says before what its link says."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="fbw-pg-", dir=folder))
        self._data = self._folder / "data"
        self._bin = _binaries()
        self._as = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
        if self._as:
            for part in (folder, self._folder):
                part.chmod(0o755)
            shutil.chown(self._folder, _USER, _USER)

    def fill(self, posts: Iterable[Made]) -> None:
        """Start the server, copy the posts in, index them."""
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", _USER, "-E", "UTF8")
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as out:
            out.write(f"{_SETTINGS}unix_socket_directories = '{self._folder}'\n")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._folder / "log"), "start")
        self.open()
        with self.db.cursor() as cursor:
            cursor.execute(_TABLE)
            with cursor.copy("COPY told FROM STDIN") as copy:
                for post in posts:
                    copy.write_row(
                        (
                            *(post.number, post.created_at, post.page, post.language),
                            *(list(post.themes), list(post.countries), post.message, post.title),
                        )
                    )
            for statement in _INDEX:
                cursor.execute(statement)

    def open(self) -> None:
        """Connect."""
        import psycopg

        self.db: Any = psycopg.connect(host=str(self._folder), user=_USER, autocommit=True)
        self.db.prepare_threshold = None

    def close(self) -> None:
        """Stop the server and throw its files away."""
        self.db.close()
        self._run("pg_ctl", "-D", str(self._data), "-m", "fast", "stop")
        shutil.rmtree(self._folder)

    def ask(self, question: Question) -> list[int]:
        """The twenty posts that come first."""
        where, values = _where(question)
        by = "created DESC" if question.newest else "ts_rank(said, asked) DESC"
        sql = f"SELECT number FROM posts, {_asked(question)} WHERE {where} ORDER BY {by} LIMIT 20"  # noqa: S608
        return [number for (number,) in self.db.execute(sql, values).fetchall()]

    def count(self, question: Question) -> int:
        """The sum of all facets."""
        where, values = _where(question)
        sql = _FACETS.format(found=f"SELECT * FROM posts, {_asked(question)} WHERE {where}")  # noqa: S608
        return sum(n for _kind, _value, n in self.db.execute(sql, values).fetchall())

    def bytes(self) -> int:
        """What the index of words and the words themselves take."""
        sql = (
            "SELECT pg_relation_size('posts_said') + (SELECT sum(pg_column_size(said)) FROM posts)"
        )
        return int(self.db.execute(sql).fetchone()[0])

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


def is_there() -> bool:
    """Whether PostgreSQL and its driver are installed."""
    from importlib.util import find_spec

    return _binaries().is_dir() and find_spec("psycopg") is not None


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else Path("/usr/lib/postgresql/15/bin")


def _asked(question: Question) -> str:
    function = "phraseto_tsquery" if question.is_phrase else "to_tsquery"
    return f"{function}('simple', %(words)s) asked"


def _where(question: Question) -> tuple[str, dict[str, object]]:
    """Conditions and values; the words are our own and hold no signs."""
    glue = " " if question.is_phrase else " & "
    values: dict[str, object] = {"words": glue.join(question.words) + ":*" * question.is_prefix}
    conditions = ["said @@ asked"]
    for name, value, condition in (
        ("theme", question.theme, "themes @> ARRAY[%(theme)s]"),
        ("country", question.country, "countries @> ARRAY[%(country)s]"),
        ("language", question.language, "language = %(language)s"),
        ("since", question.since, "created >= %(since)s"),
    ):
        if value:
            conditions.append(condition)
            values[name] = value
    return " AND ".join(conditions), values


_TABLE = """
CREATE UNLOGGED TABLE told (
    number bigint, created timestamptz, page text, language text, themes text[],
    countries text[], message text, title text)"""
_INDEX = (
    """CREATE UNLOGGED TABLE posts AS SELECT number, created, page, language, themes, countries,
    setweight(to_tsvector('simple', message), 'A') || setweight(to_tsvector('simple', title), 'C')
    AS said FROM told""",
    "DROP TABLE told",
    "CREATE INDEX posts_said ON posts USING gin (said)",
    "CREATE INDEX posts_themes ON posts USING gin (themes)",
    "CREATE INDEX posts_countries ON posts USING gin (countries)",
    "CREATE INDEX posts_created ON posts (created)",
    "CREATE INDEX posts_language ON posts (language)",
    "VACUUM ANALYZE posts",
)
_FACETS = """
WITH found AS MATERIALIZED ({found})
SELECT 'theme', unnest(themes), count(*) FROM found GROUP BY 2
UNION ALL SELECT 'country', unnest(countries), count(*) FROM found GROUP BY 2
UNION ALL SELECT 'language', language, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'page', page, count(*) FROM found GROUP BY 2
UNION ALL SELECT 'month', to_char(created, 'YYYY-MM'), count(*) FROM found GROUP BY 2"""
