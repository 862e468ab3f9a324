import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Typed


def _none(values: set[str]) -> set[str]:
    return values or {"none"}


OF: dict[str, Any] = {
    "theme": lambda p: _none({t["theme"] for t in p["themes"]}),
    "country": lambda p: _none({c["country"] for c in p["countries"]}),
    "region": lambda p: {p["region"]},
    "language": lambda p: {p["language"]["code"]},
    "page": lambda p: {p["page"]},
    "month": lambda p: {p["created_at"][:7]},
    "question": lambda p: _none(set(p["questions"])),
}


@pytest.mark.parametrize("field", OF)
def test_stats_count_what_the_posts_say(typed: Typed, field: str) -> None:
    """Each field counts the posts that search finds, filters included."""
    line = ("--since", "2020-04", "--until", "2020-12", "--language", "fr", "--language", "en")
    posts = typed("search", *line, "--limit", "999", "--json").json

    rows = typed("stats", "--by", field, *line, "--json").json

    expected = Counter(value for post in posts for value in OF[field](post))
    assert expected == {row[field]: row["posts"] for row in rows}
    assert posts


def test_two_fields_count_pairs(typed: Typed) -> None:
    """--by theme,country counts each pair; the table holds the same rows."""
    posts = typed("search", "--limit", "999", "--json").json
    expected = Counter(
        (theme, country)
        for post in posts
        for theme in OF["theme"](post)
        for country in OF["country"](post)
    )

    rows = typed("stats", "--by", "theme, country", "--json").json
    table = typed("stats", "--by", "theme,country").lines

    assert expected == {(row["theme"], row["country"]): row["posts"] for row in rows}
    assert [["theme", "country", "posts"]] + [
        [row["theme"], row["country"], str(row["posts"])] for row in rows
    ] == [line.split() for line in table]


def test_most_frequent_first_and_months_in_order(typed: Typed) -> None:
    """Rows come most frequent first, months in order of time."""
    counts = [row["posts"] for row in typed("stats", "--by", "country", "--json").json]
    months = [row["month"] for row in typed("stats", "--by", "month", "--json").json]

    assert sorted(counts, reverse=True) == counts
    assert sorted(months) == months


def test_words_and_limit(typed: Typed) -> None:
    """Words choose the posts; --limit and --offset cut the rows."""
    rows = typed("stats", "school*", "--by", "country", "--json").json
    school = typed("search", "school*", "--limit", "999", "--json").json

    cut = typed("stats", "school*", "--by", "country", "--json", "--limit", "2", "--offset", "1")

    assert Counter(c for p in school for c in OF["country"](p)) == {
        row["country"]: row["posts"] for row in rows
    }
    assert rows[1:3] == cut.json


def test_nothing_to_count_is_0(typed: Typed) -> None:
    """Without a match there is no row, and the code is 0."""
    result = typed("stats", "xylophonequartet", "--json")

    assert (0, []) == (result.code, result.json)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("theme", "Continuity of education"),
        ("country", "Madagascar"),
        ("month,theme", "Continuity of education"),
        ("country,theme", "Madagascar"),
        ("language,page", "Swahili"),
        ("month", "2020"),
    ],
)
def test_a_chart_says_names_and_query(typed: Typed, tmp_path: Path, by: str, said: str) -> None:
    """--chart draws the same counts with the names people know, and the query below."""
    path = tmp_path / "c.svg"

    result = typed("stats", "--by", by, "--since", "2020-03", "--chart", str(path))

    svg = path.read_text("utf-8")
    assert (0, "") == (result.code, result.out)
    assert said in svg
    assert "--since 2020-03-01" in svg


def test_a_chart_of_two_fields_tells_the_posts_of_each(typed: Typed, tmp_path: Path) -> None:
    """The description has the numbers that `stats` by one field has: no post counts twice."""
    path = tmp_path / "chart.svg"
    posts = {
        row["country"]: row["posts"] for row in typed("stats", "--by", "country", "--json").json
    }

    typed("stats", "--by", "theme,country", "--chart", str(path))

    told = path.read_text("utf-8").partition("<desc>")[2].partition("</desc>")[0]
    assert f"Madagascar: {posts['MG']}, most in" in told


@pytest.mark.parametrize(
    ("by", "is_said"), [("country", True), ("theme,country", True), ("theme", False)]
)
def test_a_chart_of_countries_says_what_it_counts(
    typed: Typed, tmp_path: Path, by: str, is_said: bool
) -> None:
    """A post is found by the country of its page too: a dossier tells these apart."""
    path = tmp_path / "chart.svg"

    typed("stats", "--by", by, "--chart", str(path))

    lines = " ".join(re.findall(r">([^<>]+)</text>", path.read_text("utf-8")))
    assert is_said == ("A post that names no country counts for that of its page." in lines)


def test_a_chart_speaks_the_language_asked_for(typed: Typed, tmp_path: Path) -> None:
    """--lang sets title, names of themes and the note, whatever the language of messages."""
    path = tmp_path / "c.svg"

    typed("stats", "--by", "theme", "--lang", "es", "--chart", str(path))

    assert "Continuidad de la educación" in path.read_text("utf-8")
    assert "Publicaciones" in path.read_text("utf-8")


def test_a_chart_as_png(typed: Typed, tmp_path: Path) -> None:
    """A name that ends in .png makes a PNG; it is not replaced without --force."""
    path = tmp_path / "c.PNG"

    first = typed("stats", "--by", "country", "--chart", str(path))
    again = typed("stats", "--by", "country", "--chart", str(path))

    assert (0, 2) == (first.code, again.code)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert "--force" in again.err


@pytest.mark.parametrize(
    "line", [["--chart", "c.pdf"], ["--by", "theme,country,page", "--chart", "c.svg"]]
)
def test_a_chart_that_cannot_be_is_wrong_use(typed: Typed, line: list[str]) -> None:
    """Another form or three fields are told with what would be right."""
    result = typed("stats", *line)

    assert (2, "") == (result.code, result.out)
    assert "Such as" in result.err


@pytest.mark.parametrize(
    ("typed_by", "meant"),
    [
        ("theme,theme", "theme"),
        ("country, country", "country"),
        ("question,question", "question"),
        ("month,month", "month"),
        ("theme,country,theme", "theme,country"),
    ],
)
def test_a_field_named_twice_counts_once(typed: Typed, typed_by: str, meant: str) -> None:
    """Where it stands first; the rows are those of the fields without the repetition."""
    rows = typed("stats", "--by", typed_by, "--json").json

    assert rows
    assert typed("stats", "--by", meant, "--json").json == rows
    assert [*meant.split(","), "posts"] == list(rows[0])
