"""pages.toml: what it may say and what is said of mistakes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.problems import append, change, problems
from fb_watch.config.load import load

START = datetime(2020, 3, 1, tzinfo=UTC)
NAME = 'name = "Solidarity Network"'
WRONG_LINES = [
    ('regin = "asia"', "regin = asia: is not known here. Did you mean region?"),
    (
        "comments = 1",
        "comments = 1: is of the wrong kind. Write true or false without quotes.",
    ),
    (
        'kind = "profile"',
        "kind = profile: is not known here. Possible here: page, group.",
    ),
    (
        'countries = ["kenya"]',
        "countries = kenya: is not the code of a country."
        " Write the two capitals of ISO 3166-1, such as KE or CD.",
    ),
    (
        'countries = ["ke"]',
        "countries = ke: is not the code of a country. Did you mean KE?",
    ),
    (
        "countries = [true]",
        'countries = true: is of the wrong kind. Write text in straight quotes: "…".',
    ),
    (
        'languages = ["fr-FR"]',
        "languages = fr-FR: is not the code of a language. Did you mean fr?",
    ),
    (
        'languages = ["francais"]',
        "languages = francais: is not the code of a language."
        " Write the two small letters of ISO 639-1, such as fr or sw.",
    ),
    (
        'retention = "2y"',
        "retention = 2y: is not a duration. Write 30m, 6h or 7d: a number and m, h or d.",
    ),
    (
        'timezone = "Africa"',
        "timezone = Africa: is not a time zone. Write it as Africa/Abidjan or UTC.",
    ),
    (
        'timezone = "Madagascar time"',
        "timezone = Madagascar time: is not a time zone. Write it as Africa/Abidjan or UTC.",
    ),
]


@pytest.mark.parametrize(("line", "said"), WRONG_LINES, ids=[line for line, _ in WRONG_LINES])
def test_wrong_line_is_explained(home: Path, line: str, said: str) -> None:
    """A mistake is named with file, line, key, value, reason and remedy."""
    change(home, "pages.toml", NAME, f"{NAME}\n{line}")

    assert [f"pages.toml:11: pages.south-asia.{said}"] == problems(home)


def test_unknown_region_is_explained(home: Path) -> None:
    """A region has to be in the list of settings.toml; a near one is proposed."""
    change(home, "pages.toml", 'region = "africa"', 'region = "africca"')

    assert [
        "pages.toml:4: pages.central-africa.region = africca:"
        " is not among the regions of settings.toml. Did you mean africa?"
    ] == problems(home)


def test_id_of_two_pages_is_explained(home: Path) -> None:
    """One Facebook page cannot be watched twice, however its username is written."""
    change(home, "pages.toml", '"100000000000002"', '"South.Asia"')

    assert [
        "pages.toml:9: pages.south-asia.id = south.asia: is the id of central-africa too."
        " Each page has its own id; take one of the two out."
    ] == problems(home)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("104563211", 'is of the wrong kind. Write text in straight quotes: "…".'),
        (
            '"https://www.facebook.com/south.asia"',
            "is not the id or the username of a Facebook page."
            " Write the number, or what follows facebook.com/ in the page's address.",
        ),
        (
            '""',
            "is not the id or the username of a Facebook page."
            " Write the number, or what follows facebook.com/ in the page's address.",
        ),
    ],
)
def test_wrong_id_is_explained(home: Path, written: str, said: str) -> None:
    """An id without quotes, a whole address and nothing at all are mistakes."""
    change(home, "pages.toml", '"south.asia"', written)

    value = written.strip('"')
    what = f"pages.south-asia.id = {value}" if value else "pages.south-asia.id"
    assert [f"pages.toml:9: {what}: {said}"] == problems(home)


def test_what_is_missing_is_named_at_its_table(home: Path) -> None:
    """Id and name are asked for at the line of the page's heading."""
    append(home, "pages.toml", "[pages.empty]\n")

    assert [
        "pages.toml:13: pages.empty.id: is missing. Add id = …",
        "pages.toml:13: pages.empty.name: is missing. Add name = …",
    ] == problems(home)


@pytest.mark.parametrize(
    "key", ["South-Asia", "south_asia", "-asia", "asia-", '"é"', '""', '"a b"']
)
def test_short_name_has_a_fixed_form(home: Path, key: str) -> None:
    """A page's short name becomes part of a variable and of file names."""
    change(home, "pages.toml", "[pages.south-asia]", f"[pages.{key}]")

    shown = key.strip('"')
    assert [
        f"pages.toml:8: pages.{shown}: is not a usable short name."
        " Use small letters a-z, digits and single hyphens, such as south-asia."
    ] == problems(home)


def test_short_name_must_not_hide_the_token_file(home: Path) -> None:
    """A page called file would take its token from FB_WATCH_TOKEN_FILE."""
    change(home, "pages.toml", "[pages.south-asia]", "[pages.file]")

    assert [
        "pages.toml:8: pages.file: is taken for other uses. Choose another short name."
    ] == problems(home)


@pytest.mark.parametrize("text", ["", "pages = 1\n", "[pages]\n"])
def test_no_page_is_a_mistake(home: Path, text: str) -> None:
    """A configuration without a page watches nothing, and that is said."""
    (home / "config/pages.toml").write_text(text, "utf-8")

    assert ["there is no page."] == [
        problem.partition("pages: ")[2].partition(" Write")[0] for problem in problems(home)
    ]


def test_page_outside_of_pages_is_explained(home: Path) -> None:
    """A heading [south-asia] without pages. before it is a mistake."""
    change(home, "pages.toml", "[pages.south-asia]", "[south-asia]")

    assert [
        "pages.toml:8: south-asia: is not known here."
        " A page begins with a line such as [pages.south-asia]."
    ] == [
        problem.replace(problem[problem.index(" = ") : problem.index("}: ") + 1], "")
        if " = {" in problem
        else problem
        for problem in problems(home)
    ]


def test_page_overrides_the_settings(home: Path) -> None:
    """Rhythm, look-back and start of a page go before those of settings.toml."""
    append(
        home,
        "pages.toml",
        'look_back = "90d"\nstart = 2021-01-01\nretention = "365d"\ncomments = true\n'
        'kind = "group"\ntimezone = "Asia/Kolkata"\n',
    )
    append(home, "settings.toml", 'every = "12h"\nlook_back = "10d"\n')

    first, second = load(home).pages

    assert (timedelta(hours=12), timedelta(days=10)) == (first.every, first.look_back)
    assert (timedelta(hours=1), timedelta(days=90)) == (second.every, second.look_back)
    assert (None, timedelta(days=365)) == (first.retention, second.retention)
    assert (START, datetime(2021, 1, 1, tzinfo=UTC)) == (first.start, second.start)
    assert ("group", True, "Asia/Kolkata") == (second.kind, second.comments, second.timezone)


def test_an_automatic_rhythm_is_told_apart_from_a_fixed_one(home: Path) -> None:
    """`auto` is the shortest rhythm allowed and a mark; what a page says goes before settings."""
    append(home, "settings.toml", 'every = "auto"\nevery_at_least = "2h"\n')
    automatic, fixed = load(home).pages
    change(home, "pages.toml", 'every = "1h"', 'every = "auto"')
    change(home, "settings.toml", 'every = "auto"', 'every = "12h"')
    other_fixed, other_automatic = load(home).pages

    assert (timedelta(hours=2), "auto") == (automatic.every, automatic.rhythm)
    assert (timedelta(hours=1), "fixed") == (fixed.every, fixed.rhythm)
    assert (timedelta(hours=12), "fixed") == (other_fixed.every, other_fixed.rhythm)
    assert (timedelta(hours=2), "auto") == (other_automatic.every, other_automatic.rhythm)


def test_namibia_and_norway_are_countries(home: Path) -> None:
    """NA is no missing value and NO is no false."""
    change(home, "pages.toml", '["CD", "CF"]', '["NA", "NO"]')

    assert ("NA", "NO") == load(home).pages[0].countries


def test_token_in_a_page_is_not_repeated(home: Path) -> None:
    """A token pasted into the file is found, and never printed."""
    token = "EAAJZC" + "x" * 60
    change(home, "pages.toml", NAME, f'{NAME}\nnote = "{token}"\naccess_token = "short"')

    found = "\n".join(problems(home))

    assert 2 == found.count("secrets do not belong into a file.")
    assert token not in found
    assert "short" not in found
