import re
import struct
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.config.codes import COUNTRIES
from fb_watch.export.charts import bars, heat_map, timeline
from fb_watch.export.png import png
from fb_watch.export.svg import (
    PAPER,
    SHADES,
    Frame,
    bounds,
    fitted,
    ink_on,
    shade,
    width_of,
    wrapped,
)
from fb_watch.export.world import world_map

SVG = "{http://www.w3.org/2000/svg}"
FRAME = Frame(title="Posts by theme", note="Query: all.", lang="en")
CHARTS: dict[str, Callable[[Frame], str]] = {
    "bars": lambda frame: bars({"Education": 1234, "Health": 2}, frame),
    "heat map": lambda frame: heat_map(
        {("Kenya", "Education"): 1234}, ({"Kenya": 1234}, {"Education": 1234}), frame
    ),
    "timeline": lambda frame: timeline(
        {("2020-03", "Education"): 1234, ("2021-02", "Health"): 2}, frame
    ),
    "map": lambda frame: world_map({"KE": 1234, "MV": 2}, frame),
}
EMPTY: dict[str, Callable[[Frame], str]] = {
    "bars": lambda frame: bars({}, frame),
    "heat map": lambda frame: heat_map({}, ({}, {}), frame),
    "timeline": lambda frame: timeline({}, frame),
    "map": lambda frame: world_map({}, frame),
}


def _texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_told_in_words_too(chart: str) -> None:
    """Title and description come first in the picture, and the description has the numbers."""
    root = ElementTree.fromstring(CHARTS[chart](FRAME))

    title, told = root[0], root[1]
    assert (f"{SVG}title", "Posts by theme") == (title.tag, title.text)
    assert f"{SVG}desc" == told.tag
    assert "1,234" in (told.text or "")
    assert "img" == root.get("role")


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_offline(chart: str) -> None:
    """No picture, font or script is fetched from anywhere."""
    svg = CHARTS[chart](FRAME)

    assert "href" not in svg
    assert "url(" not in svg
    assert 1 == svg.count("http")


@pytest.mark.parametrize("chart", EMPTY)
@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "No post answers"), ("fr", "Aucune publication"), ("es", "Ninguna publicación")],
)
def test_an_empty_chart_says_so_in_each_language(chart: str, lang: str, said: str) -> None:
    """Nothing found is a picture all the same, which says it in the language asked for."""
    root = ElementTree.fromstring(EMPTY[chart](Frame(title="T", lang=lang)))

    assert said in (root[1].text or "")
    assert lang == root.get("lang")


def test_shades_are_told_apart_in_grey() -> None:
    """Each shade is darker than the one before by a step that print and eye can see."""
    light = [_luminance(one) for one in (PAPER, *SHADES)]

    assert light == sorted(light, reverse=True)
    assert all(_contrast(a, b) > 1.1 for a, b in pairwise(light))


@pytest.mark.parametrize("place", range(len(SHADES)))
def test_numbers_are_read_on_every_shade(place: int) -> None:
    """WCAG 2.2 asks for a contrast of 4.5 between a text and what it stands on."""
    assert _contrast(*sorted((_luminance(ink_on(place)), _luminance(SHADES[place])))[::-1]) > 4.5


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(lighter: float, darker: float) -> float:
    return (lighter + 0.05) / (darker + 0.05)


@given(largest=st.integers(1, 5000))
def test_the_key_of_the_map_says_every_number_once(largest: int) -> None:
    """The ranges of the key follow each other from 1 to the largest count."""
    told = bounds(largest)

    assert (1, largest) == (told[0][0], told[-1][1])
    assert [last + 1 for _first, last in told[:-1]] == [first for first, _last in told[1:]]
    assert [shade(a, largest) for a, _b in told] == [shade(b, largest) for _a, b in told]


def test_a_note_is_not_parted_before_a_colon() -> None:
    """The narrow space of French is no place to end a line."""
    assert [] == wrapped("", 100, 11)
    assert ["Requête\u202f: x"] == wrapped(" Requête\u202f:\n x ", 100, 11)


HOSTILE = st.text(st.characters(), max_size=40) | st.just('</text><script>alert(1)</script>"&')


@settings(max_examples=25, deadline=None)
@given(name=HOSTILE, other=HOSTILE)
def test_no_name_breaks_the_picture(name: str, other: str) -> None:
    """Whatever a page or theme is called, the picture is well-formed and has no foreign element."""
    frame = Frame(title=name, note=other)
    for svg in (
        bars({name: 1, other: 2}, frame),
        heat_map({(name, other): 3}, ({name: 3}, {other: 3}), frame),
        timeline({("2020-01", name): 1, ("2020-02", other): 2}, frame),
    ):
        tags = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "text", "g", "path"}


def test_every_country_has_its_place_on_the_map() -> None:
    """What a post can be about is drawn: as a shape, as a dot where it is small."""
    drawn = ElementTree.fromstring(world_map(dict.fromkeys(COUNTRIES, 1), FRAME))

    groups = [node for node in drawn.iter(f"{SVG}g") if node.get("fill")]
    shown = [
        any(child.get("d") or child.tag == f"{SVG}circle" for child in group) for group in groups
    ]
    assert len(COUNTRIES) == len(groups)
    assert all(shown)


def test_a_timeline_has_the_months_without_posts() -> None:
    """A month in which nobody wrote keeps its place between the others."""
    near = timeline({("2020-01", "x"): 1, ("2020-02", "x"): 1}, FRAME)
    far = timeline({("2020-01", "x"): 1, ("2020-12", "x"): 1}, FRAME)

    assert ["J", "F"] == [told for told in _texts(near) if len(told) == 1 and told in "JF"]
    assert 12 == sum(told in tuple("JFMASOND") for told in _texts(far))


def test_what_has_no_room_is_named_below() -> None:
    """A list too long for a page says which names it leaves out."""
    counts = {f"name {n:02d}": 100 - n for n in range(45)}

    assert any("name 44 (56)" in told for told in _texts(bars(counts, FRAME)))


def test_a_note_has_room_for_a_wider_font() -> None:
    """Where DejaVu Sans stands in for Noto Sans, a tenth wider, no line of the note is cut off."""
    lines = [
        line
        for line in _texts(bars({"A": 1}, Frame(title="x", note="mot " * 200)))
        if "mot" in line
    ]

    assert len(lines) > 1
    assert all(width_of(line, 11) * 1.1 <= 860 - 2 * 16 for line in lines)


@given(words=st.text(max_size=60), width=st.integers(20, 300))
def test_a_text_is_cut_to_its_place(words: str, width: int) -> None:
    """A label never runs into what stands beside it."""
    assert width_of(fitted(words, width, 12), 12) <= max(width, width_of("…", 12))


def test_a_png_has_the_size_and_the_letters_of_the_picture() -> None:
    """The PNG is drawn with fonts of our own: another title makes another picture."""
    one, other = (png(bars({"A": 1}, Frame(title=title)), zoom=1) for title in ("One", "Two"))

    width, height = struct.unpack(">II", one[16:24])
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert (860, True) == (width, 60 < height < 200)
    assert one != other


def test_a_country_without_posts_is_not_taken_for_one_with_few() -> None:
    """The key of the map tells nothing from one, and land without posts is white as paper."""
    svg = world_map({"KE": 1}, FRAME)

    assert ["0", "1"] == [told for told in _texts(svg) if told.isdecimal()]
    assert f'fill="{PAPER}"' in svg


def test_a_row_is_told_with_its_posts_and_not_with_the_sum_of_its_fields() -> None:
    """A post of two themes is one post of its country."""
    counts = {("Kenya", "Education"): 3, ("Kenya", "Health"): 3}

    svg = heat_map(counts, ({"Kenya": 4}, {"Education": 3, "Health": 3}), FRAME)

    assert "Kenya: 4, Education (3), Health (3)" in svg


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_told_in_french_as_french_is_set(chart: str) -> None:
    """A narrow space stands before each colon and semicolon of the text alternative."""
    root = ElementTree.fromstring(CHARTS[chart](Frame(title="Titre", lang="fr")))

    assert not re.search("[^\u202f][;:]", root[1].text or "")


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ({"01": 1, "02": 1}, "x: 2, January 2020 (1), February 2020 (1)"),
        ({"01": 3}, "x: 3, January 2020 (3)"),
        ({"01": 1, "02": 2}, "x: 3, most in February 2020 (2)"),
        ({"01": 2, "02": 1, "03": 2}, "x: 5, most in January 2020 (2), March 2020 (2)"),
        (dict.fromkeys(("01", "02", "03", "04"), 1), "x: 4"),
        ({"01": 1, "02": 2, "03": 2, "04": 2, "05": 2}, "x: 9"),
    ],
)
def test_what_is_alike_is_not_most(posts: dict[str, int], expected: str) -> None:
    """Months of one number are told alike, where they are few."""
    svg = timeline({(f"2020-{month}", "x"): n for month, n in posts.items()}, FRAME)

    assert f"Posts by theme. {expected}</desc>" in svg


@pytest.mark.parametrize(("names", "more"), [(61, ""), (62, ""), (140, "and 79 more")])
def test_what_there_is_no_room_for_is_told_to_its_end(names: int, more: str) -> None:
    """Some by name, the others by their number: nothing is silently left out."""
    counts = {f"Theme {n}": 200 - n for n in range(names - 1)}

    told = " ".join(_texts(bars(counts, FRAME)))

    assert "Not shown: Theme 40 (160)" in told
    assert (more in told) if more else ("more." not in told)
    assert ("Theme 60" in told) == (names == 62)
