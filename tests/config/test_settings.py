"""settings.toml: what it may say and what is said of mistakes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.problems import append, change, problems
from fb_watch.config.load import load

WRONG_LINES = [
    (
        'every_at_least = "auto"',
        "every_at_least = auto: is not a duration. Write 30m, 6h or 7d: a number and m, h or d.",
    ),
    (
        'every = "6 hours"',
        "every = 6 hours: is not a duration. Write 30m, 6h or 7d: a number and m, h or d.",
    ),
    ("every = 6", 'every = 6: is of the wrong kind. Write "30m", "6h" or "7d" in quotes.'),
    ('every = "0h"', "every = 0h: is not a duration. Write 30m, 6h or 7d: a number and m, h or d."),
    ('look_back = "99999d"', "look_back = 99999d: is too long. The longest is 36500d."),
    ('evry = "6h"', "evry = 6h: is not known here. Did you mean every?"),
    ("[grph]", "grph = {}: is not known here. Did you mean graph?"),
    (
        'token = "EAAB0123456789abcdefgh"',
        "token: secrets do not belong into a file."
        " Take it out and set FB_WATCH_TOKEN or FB_WATCH_TOKEN_FILE instead.",
    ),
    (
        '[graph]\nversion = "25"',
        'graph.version = 25: is not a version of the Graph API. Write it as "v25.0".',
    ),
    ("[graph]\nlimit = 500", "graph.limit = 500: is not possible here. It must be at most 100."),
    (
        "[graph]\nlimit = true",
        "graph.limit = true: is of the wrong kind. Write a whole number without quotes.",
    ),
    (
        '[graph]\nlimit = "100"',
        "graph.limit = 100: is of the wrong kind. Write a whole number without quotes.",
    ),
    (
        '[graph]\nurl = "http://graph.facebook.com"',
        "graph.url = http://graph.facebook.com: would send the token in clear over the network."
        " Write it as https://graph.facebook.com.",
    ),
    (
        '[graph]\nedges = ["feed", "wall"]',
        "graph.edges = wall: is not known here."
        " Possible here: published_posts, posts, feed.",
    ),
    (
        "[graph]\nedges = []",
        "graph.edges = []: is empty. Write something there, or take the line out.",
    ),
    (
        "[graph]\nread_timeout = 0",
        "graph.read_timeout = 0: is not possible here. It must be more than 0.0.",
    ),
    (
        '[media]\nvideos = "no"',
        "media.videos = no: is of the wrong kind. Write true or false without quotes.",
    ),
    (
        '[media]\nhosts = "fbcdn.net"',
        'media.hosts = fbcdn.net: is of the wrong kind. Write a list: ["a", "b"].',
    ),
    (
        '[media]\nhosts = ["https://fbcdn.net"]',
        "media.hosts = https://fbcdn.net: is not the name of a host."
        ' Write "example.org", or ".example.org" for all below it.',
    ),
    (
        "[language]\nthreshold = nan",
        "language.threshold = NaN: is not possible here. It must be a number.",
    ),
    (
        "[language]\nthreshold = 1.5",
        "language.threshold = 1.5: is not possible here. It must be at most 1.0.",
    ),
    (
        '[language]\nengine = "cld3"',
        "language.engine = cld3: is not known here. Possible here: layered, langdetect.",
    ),
]


@pytest.mark.parametrize(("lines", "said"), WRONG_LINES, ids=[lines for lines, _ in WRONG_LINES])
def test_wrong_line_is_explained(home: Path, lines: str, said: str) -> None:
    """A mistake is named with file, line, key, value, reason and remedy."""
    append(home, "settings.toml", lines + "\n")

    line = 2 + len(lines.splitlines())
    assert [f"settings.toml:{line}: {said}"] == problems(home)


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("2020-03-01", datetime(2020, 3, 1, tzinfo=UTC)),
        ('"2020-03-01"', datetime(2020, 3, 1, tzinfo=UTC)),
        ("2020-03-01T12:00:00", datetime(2020, 3, 1, 12, tzinfo=UTC)),
        ("2020-03-01T12:00:00+03:00", datetime(2020, 3, 1, 9, tzinfo=UTC)),
    ],
)
def test_start_is_a_moment_in_utc(home: Path, start: str, moment: datetime) -> None:
    """A day is its midnight, a moment without a zone is UTC, any other is brought to UTC."""
    change(home, "settings.toml", "2020-03-01", start)

    assert moment == load(home).settings.start


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ('"1 March 2020"', "1 March 2020: is not a date."),
        ("20200301", "20200301: is not a date."),
        ("12:00:00", "12:00:00: is not a date."),
        ("1999-12-31", "1999-12-31: cannot be: Facebook opened in 2004."),
        ("9999-12-31", "9999-12-31: cannot be: it lies in the future."),
    ],
)
def test_what_is_no_start_is_explained(home: Path, start: str, reason: str) -> None:
    """What is no date, and what lies before Facebook, is a mistake."""
    change(home, "settings.toml", "2020-03-01", start)

    remedy = "Write the day as year-month-day: 2020-03-01."
    assert [f"settings.toml:2: start = {reason} {remedy}"] == problems(home)


SYNTAX = [
    (
        "every = 6h",
        3,
        'there is something left over on this line. Text stands in straight quotes: "…".',
    ),
    ("every = “6h”", 3, 'what stands after = is not a value. Text stands in straight quotes: "…".'),
    ('every = "6h', 3, 'a quote is opened and not closed. Text stands in straight quotes: "…".'),
    (
        "start = 2020-03-02",
        3,
        "start = 2020-03-02: this stands in the file twice, first in line 2. Keep one of them.",
    ),
    (
        "regions = [\n'asia',\n]",
        3,
        'regions = ["asia"]: this stands in the file twice, first in line 1. Keep one of them.',
    ),
    (
        "[start.a]",
        3,
        "start.a: this stands in the file twice, first in line 2. Keep one of them.",
    ),
    (
        "[media]\n[media]",
        4,
        "media: this table stands in the file twice, first in line 3. Keep one of them.",
    ),
    (
        "every",
        3,
        'after a key there must be an =. Write key = "value"; a key has no spaces and no accents.',
    ),
    (
        "région = 1",
        3,
        'after a key there must be an =. Write key = "value"; a key has no spaces and no accents.',
    ),
    (
        "; remarque",
        3,
        "this line is neither a key nor a table."
        ' Write key = "value" or [table]; a comment begins with #.',
    ),
    ('x = ["a"', 3, 'a list is opened and not closed. Write it as ["a", "b"].'),
]


@pytest.mark.parametrize(("text", "line", "said"), SYNTAX, ids=[text for text, *_ in SYNTAX])
def test_syntax_error_is_explained(home: Path, text: str, line: int, said: str) -> None:
    """Where TOML cannot be read the line, the reason and the right way are said."""
    append(home, "settings.toml", text + "\n")

    assert [f"settings.toml:{line}: {said}"] == problems(home)


def test_what_stands_below_a_table_told_twice_is_looked_at(home: Path) -> None:
    """Told once more is told twice, and lines that are no TOML stop nothing."""
    append(home, "settings.toml", "[media]\n[media]\nno key at all\n[media]\nx y\n")

    first, second = problems(home)

    assert first.startswith("settings.toml:4: media: this table stands in the file twice")
    assert second.startswith("settings.toml:6: media: this table")


def test_beside_a_key_told_twice_all_other_mistakes_are_told(home: Path) -> None:
    """Each one more is told with the line of the first; what holds is looked at, too."""
    append(home, "settings.toml", '[media]\nvideos = true\nvideos = 5\nvideos = 6\nhosst = 1\n')

    third, fourth, unknown = problems(home)

    twice = "this stands in the file twice, first in line 4. Keep one of them."
    assert f"settings.toml:5: media.videos = 5: {twice}" == third
    assert f"settings.toml:6: media.videos = 6: {twice}" == fourth
    assert unknown.startswith("settings.toml:7: media.hosst")


def test_a_token_told_twice_is_not_printed(home: Path) -> None:
    """It is a secret also where the mistake is another one."""
    append(home, "settings.toml", 'token = "EAAsecretsecretsecret"\n' * 2)

    assert "secretsecret" not in "".join(problems(home))


def test_file_in_another_encoding_is_explained(home: Path) -> None:
    """A file saved in Latin-1 is named with the line of the first such letter."""
    (home / "config/settings.toml").write_bytes("# un\n# été\n".encode("latin-1"))

    said = 'settings.toml:2: is not UTF-8 text. Save it as UTF-8; in Excel that is "CSV UTF-8".'
    assert said in problems(home)


def test_all_of_settings_reaches_the_records(home: Path) -> None:
    """A value that is given replaces its default, and only that."""
    append(
        home,
        "settings.toml",
        'every = "30m"\n[graph]\nedges = ["feed"]\n[media]\nvideos = true\n'
        '[language]\nengine = "langdetect"\n',
    )

    settings = load(home).settings

    assert timedelta(minutes=30) == settings.every
    assert ("feed",) == settings.graph.edges
    assert 100 == settings.graph.limit
    assert settings.media.videos
    assert ("langdetect", 0.5) == (settings.language.engine, settings.language.threshold)
