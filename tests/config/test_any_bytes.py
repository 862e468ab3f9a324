"""Whatever stands in config/, load gives a Config or a ConfigError with problems to print."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.conftest import AMBIGUOUS, FRENCH, PAGES, PLACES, SETTINGS, THEMES
from config.problems import problems

RIGHT = {
    "settings.toml": SETTINGS,
    "pages.toml": PAGES,
    "themes.toml": THEMES,
    "terms/fr.csv": FRENCH,
    "places.csv": PLACES,
    "ambiguous.csv": AMBIGUOUS,
}
# What breaks readers: marks of both formats, odd line ends, half characters, huge numbers.
MARKS = (
    """= [ ] [[ { } " ' \"\"\" , ; | : * # \\ \\u00e9 “ » é . 1 -0 0x inf nan 0h true pages id CD"""
)
LONG = ("9" * 5000, "[" * 2000, "0001-01-01T00:00:00+14:00")
SHARDS = st.sampled_from(
    [*MARKS.split(), *LONG, "\n", "\r", "\x00", "\t", " ", "\ufeff", "\u2028", "😀", '"\\n"']
)
KEYS = st.sampled_from(
    ["regions", "start", "every", "graph", "media", "limit", "id", "label", "neighbours", '"\\n"']
)
VALUES = st.recursive(
    st.sampled_from(
        [
            *("1", "1e400", "-inf", "nan", "true", '""', '"6h"', "2020-03-01", "00:00:00"),
            *("'''\n'''", "9999-12-31T23:59:59.999999-12:00", "0001-01-01T00:00:00+14:00"),
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda values: f"[{', '.join(values)}]"),
        st.tuples(KEYS, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}"),
    ),
    max_leaves=5,
)


def look(file: str, raw: bytes) -> None:
    """Load a home that is right but for `raw` here; each problem prints on one line."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config/terms").mkdir(parents=True)
        for name, text in RIGHT.items():
            (home / "config" / name).write_text(text, "utf-8")
        (home / "config" / file).write_bytes(raw)
        for problem in problems(home):
            assert problem.encode()
            assert [problem] == problem.splitlines()


@pytest.mark.parametrize("file", sorted(RIGHT))
@settings(max_examples=12, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes(file: str, raw: bytes) -> None:
    """Bytes of no meaning are a ConfigError at worst."""
    look(file, raw)


@pytest.mark.parametrize("file", sorted(RIGHT))
@settings(max_examples=12, deadline=None)
@given(shards=st.lists(SHARDS, max_size=12), at=st.integers(0, 600))
def test_right_file_with_something_in_it(file: str, shards: list[str], at: int) -> None:
    """Marks and odd characters anywhere in a right file are a ConfigError at worst."""
    text = RIGHT[file]

    look(file, (text[:at] + " ".join(shards) + text[at:]).encode())


@pytest.mark.parametrize("heading", ["", "[graph]", "[pages.a]", "[themes.a]", "[[questions]]"])
@settings(max_examples=12, deadline=None)
@given(pairs=st.lists(st.tuples(KEYS, VALUES), max_size=4, unique_by=lambda pair: pair[0]))
def test_any_value_at_any_key(heading: str, pairs: list[tuple[str, str]]) -> None:
    """Values of all kinds in all places, well written or not, are a ConfigError at worst."""
    text = "\n".join([heading, *(f"{key} = {value}" for key, value in pairs)])

    for file in ("settings.toml", "pages.toml", "themes.toml"):
        look(file, text.encode())
