"""
The sample posts: enough of them, in the shape they promise, with labels that can be right.

A label says what a reader sees in the post itself: its words, its place, its link. A post that
names no country has none, whatever page it stands on.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest

from fb_watch.config.codes import COUNTRIES, LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "fb_watch" / "demo" / "sample"
FIRST, LAST = "2020-03-20T00:00:00", "2021-06-30T23:59:59"
KINDS = {"status", "photo", "video", "link", "album", "event", "share"}
PERSONS = re.compile(r"\b(?:M\.|Mme|Mlle|Mr|Mrs|Ms|Sr\.|Sra\.|Dr\.?|Dra\.) ?[A-ZÀ-Þ]")

Post = dict[str, Any]


def _config(name: str, table: str) -> dict[str, Any]:
    tables: dict[str, Any] = tomllib.loads((ROOT / "config" / name).read_text("utf-8"))[table]
    return tables


PAGES = _config("pages.toml", "pages")
THEMES = _config("themes.toml", "themes")


def _lines(page: str) -> list[str]:
    return (FOLDER / f"{page}.jsonl").read_text("utf-8").rstrip("\n").split("\n")


def posts_of(page: str) -> list[Post]:
    """The posts of one page, in the order of its file."""
    return [json.loads(line) for line in _lines(page)]


def all_posts() -> list[Post]:
    """The posts of all pages."""
    return [post for page in PAGES for post in posts_of(page)]


def _texts() -> list[str]:
    return [post["message"] for post in all_posts() if "message" in post]


def _share(wanted: Callable[[Post], bool], posts: list[Post]) -> float:
    return sum(map(wanted, posts)) / len(posts)


def is_count(value: object) -> bool:
    """A whole number of at least one."""
    return isinstance(value, int) and value >= 1


def is_text(value: object) -> bool:
    """A text with something in it and nothing hanging over."""
    return isinstance(value, str) and value != "" and value == value.strip("\n")


def _has(**parts: Callable[[Any], bool]) -> Callable[[object], bool]:
    """Whether a value has these parts, each well formed, and no other."""
    return lambda value: (
        isinstance(value, dict)
        and set(value) == set(parts)
        and all(check(value[name]) for name, check in parts.items())
    )


def _list_of(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(check, value))


SHAPES: dict[str, Callable[[Any], bool]] = {
    "at": lambda value: datetime.fromisoformat(value).isoformat() == value,
    "kind": KINDS.__contains__,
    "message": is_text,
    "story": is_text,
    "photos": is_count,
    "alt": _list_of(lambda value: isinstance(value, str)),
    "place": _has(
        name=is_text,
        city=is_text,
        country=is_text,
        latitude=lambda value: -90 <= value <= 90,
        longitude=lambda value: -180 <= value <= 180,
    ),
    "link": _has(url=is_text, title=is_text, description=is_text),
    "shared": _has(**{"from": is_text, "message": is_text}),
    "event": _has(name=is_text),
    "comments": _list_of(_has(**{"from": is_text, "message": is_text})),
    "edit": _has(after_days=is_count, message=is_text),
    "lang": is_text,
    "themes": _list_of(THEMES.__contains__),
    "countries": _list_of(COUNTRIES.__contains__),
}
ALWAYS = {"at", "kind", "lang", "themes", "countries"}


def test_every_page_of_the_configuration_has_its_file_and_no_other_file_lies_about() -> None:
    """The demo shows the ten pages that `init` writes."""
    files = {path.stem for path in FOLDER.glob("*.jsonl")}

    assert set(PAGES) == files


@pytest.mark.parametrize("page", PAGES)
def test_every_post_has_the_promised_shape(page: str) -> None:
    """Each key of a line is known, well formed, and the five labels are always there."""
    wrong = [
        (number, key, value)
        for number, post in enumerate(posts_of(page), start=1)
        for key, value in [*post.items(), *((key, None) for key in ALWAYS - set(post))]
        if key not in SHAPES or value is None or not SHAPES[key](value)
    ]

    assert [] == wrong


@pytest.mark.parametrize("page", PAGES)
def test_posts_stand_in_the_order_of_their_time_within_the_sixteen_months(page: str) -> None:
    """A file reads from March 2020 to June 2021, no two posts at one moment."""
    times = [post["at"] for post in posts_of(page)]

    assert sorted(set(times)) == times
    assert FIRST <= times[0] < times[-1] <= LAST


@pytest.mark.parametrize("page", PAGES)
def test_languages_are_those_of_the_page(page: str) -> None:
    """A label is one code or several joined by `+`; a post without any text is `zxx`."""
    allowed = {*PAGES[page]["languages"], "fr", "en", "und"}

    said = [post for post in posts_of(page) if "message" in post or any(post.get("alt", ()))]
    labels = [post["lang"] for post in said]
    silent = {post["lang"] for post in posts_of(page) if post not in said}

    assert set() == {code for label in labels for code in label.split("+")} - allowed
    assert allowed - {"und"} <= LANGUAGES
    assert {"zxx"} == silent


def test_labels_name_a_thing_once() -> None:
    """No theme, country or language stands twice in one label."""
    labels = [
        label
        for post in all_posts()
        for label in (post["themes"], post["countries"], post["lang"].split("+"))
    ]

    assert [] == [label for label in labels if len(set(label)) != len(label)]


def test_a_kind_carries_what_it_is_about() -> None:
    """A photo has photos, an album several, a link its target, a share its parent."""
    needs = {"photo": "photos", "album": "photos", "link": "link", "share": "shared"}

    bare = [p for p in all_posts() if needs.get(p["kind"], "at") not in p]
    thin = [p for p in all_posts() if p["kind"] == "album" and p["photos"] < 2]
    nameless = [p for p in all_posts() if p["kind"] == "event" and "event" not in p]
    overdone = [p for p in all_posts() if len(p.get("alt", ())) > p.get("photos", 1)]

    assert [] == bare + thin + nameless + overdone


def test_an_edit_changes_the_text() -> None:
    """Some posts are edited later, and the later text is another one."""
    edits = [post for post in all_posts() if "edit" in post]

    assert len(edits) >= 10
    assert [] == [post for post in edits if post["edit"]["message"] == post["message"]]


def test_there_are_enough_posts_of_every_length() -> None:
    """More than 310 posts, 31 a page, about 250 characters each, one in eight without a word."""
    lengths = [len(text) for text in _texts()]

    assert min(len(posts_of(page)) for page in PAGES) >= 31
    assert len(all_posts()) >= 310
    assert 220 <= median(lengths) <= 280
    assert sum(length < 100 for length in lengths) >= 12
    assert sum(1000 <= length <= 3000 for length in lengths) >= 6
    assert max(lengths) <= 3000
    assert 0.10 <= _share(lambda post: "message" not in post, all_posts()) <= 0.14


def test_french_english_and_spanish_lead_many_languages() -> None:
    """Ten languages or more, the three large ones in most texts, one text in ten mixed."""
    large = {"fr", "en", "es"}
    texts = [post for post in all_posts() if "message" in post]
    languages = Counter(code for post in texts for code in post["lang"].split("+"))

    leading = _share(lambda post: bool(large & set(post["lang"].split("+"))), texts)
    mixed = _share(lambda post: "+" in post["lang"], texts)

    assert len(set(languages) - {"und"}) >= 10
    assert large == {code for code, _count in languages.most_common(3)}
    assert leading > 0.5
    assert 0.08 <= mixed <= 0.13


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_told_in_french_english_and_spanish(theme: str) -> None:
    """Each theme has twenty posts or more, three at least in each of the large languages."""
    told = [post["lang"].split("+") for post in all_posts() if theme in post["themes"]]

    assert len(told) >= 20
    assert min(sum(code in codes for codes in told) for code in ("fr", "en", "es")) >= 3


@pytest.mark.parametrize(
    ("words", "countries"),
    [
        ("Goma au Congo", ["CD"]),
        ("Goma, RDC", ["CD"]),
        ("DRC:", ["CD"]),
        ("Ivory Coast", ["CI"]),
        ("Cote d'Ivoire:", ["CI"]),
        ("la Côte d'Ivoire", ["CI"]),
        ("Central Africa may be the region", []),
        ("Bangui : premier jour", ["CF"]),
        ("Antananarivo confinée", ["MG"]),
        ("À Bukavu, 40", ["CD"]),
        ("Port-au-Prince : plus", ["HT"]),
        ("Freetown knows", ["SL"]),
        ("Nos voisines de Cotonou", ["BJ"]),
        ("Emirates Friendship Hospital", ["BD"]),
        ("mères vénézuéliennes", ["CO"]),
        ("Arab News", []),
        ("Hyderabad, Charminar", ["IN"]),
        ("Hyderabad, Sindh", ["PK"]),
        ("New Mexico:", ["US"]),
    ],
)
def test_names_that_mislead_are_in_and_rightly_labelled(words: str, countries: list[str]) -> None:
    """Each name that is no place, or stands for another one, is met once with its country."""
    found = [post["countries"] for post in all_posts() if words in post.get("message", "")]

    assert [countries] == found


@pytest.mark.parametrize(
    "form",
    [
        r"\A=",
        r"\A@",
        r"\A#",
        r"\A\w+ ?!\Z",
        r"\A[^a-zà-ÿ\u0250-\uFFFF]{80,}\Z",
        r"\A(.{30,})\n\1\Z",
        r"\*\*.+\*\*",
        r"\[[^]]+\]\(https://",
        r"^Place: .+\nAddress: ",
        r"^TY  - ",
        r"</script>",
        r"[{}]",
        r"[\U0001D400-\U0001D7FF]{6}",
        r"[\u0600-\u06FF] \d{3} [\u0600-\u06FF]",
        r"«[ \u00A0\u202F]",
        r"[\U0001F1E6-\U0001F1FF]{2}",
        r"#[A-Z]\w*é",
    ],
)
def test_forms_that_trip_programs_are_in(form: str) -> None:
    """Formula signs, Markdown, markup, capitals, mathematical letters, repeats: each occurs."""
    assert [text for text in _texts() if re.search(form, text, re.MULTILINE)]


def test_nobody_is_named_and_no_real_site_is_linked() -> None:
    """The posts are ours: no person's title and name in them, every address under example.org."""
    texts = "\n".join(line for page in PAGES for line in _lines(page))
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r'https?://[^\s")\\]+', texts)}

    assert [] == PERSONS.findall(texts)
    assert set() == {host for host in hosts if not host.endswith(".example.org")}
    assert len(hosts) >= 10


def test_no_text_stands_twice() -> None:
    """Every post is a text of its own, no template filled in."""
    openings = Counter(text[:40] for text in _texts())

    assert [] == [opening for opening, count in openings.items() if count > 1]
