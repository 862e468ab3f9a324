"""Each format: what was written is read, and damage is told and never a crash."""

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fb_watch.errors import FbWatchError
from fb_watch.intake.again import read_again
from fb_watch.intake.format import Context
from fb_watch.intake.mapping import Mapping
from fb_watch.intake.member import Limits
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found, normalised
from intake.build import CONTEXT, member


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a file is to say of a post."""

    number: int
    text: str
    at: datetime  # to the minute


Write = Callable[[Sequence[Told]], bytes]
OWNER = "104563211"


def unix(told: Told) -> int:
    """Its time in Unix seconds."""
    return int(told.at.timestamp())


def table(columns: dict[str, Callable[[Told], Any]], separator: str = ",") -> Write:
    """A writer of CSV with these columns."""

    def write(posts: Sequence[Told]) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out, delimiter=separator)
        rows.writerow(columns)
        rows.writerows([value(told) for value in columns.values()] for told in posts)
        return out.getvalue().encode()

    return write


def document(make: Callable[[Told], Any], wrap: Callable[[list[Any]], Any] = list) -> Write:
    """A writer of one JSON document."""
    return lambda posts: json.dumps(wrap([make(told) for told in posts])).encode()


def per_line(make: Callable[[Told], Any]) -> Write:
    """A writer of NDJSON."""
    return lambda posts: b"".join(
        json.dumps(make(told), ensure_ascii=False).encode() + b"\n" for told in posts
    )


def stamp(told: Told, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Its time, as the form says."""
    return told.at.strftime(form)


def address(told: Told) -> str:
    """Its permalink."""
    return f"https://www.facebook.com/{OWNER}/posts/{told.number}"


def own(told: Told) -> Any:
    """As fb-watch exports it, as far as that can be read back."""
    return {
        "ref": f"fbw:2020-{told.number:06d}",
        "hash": "00",
        "id": f"{OWNER}_{told.number}",
        "page": "asia",
        "page_name": "Solidarity Asia",
        "created_at": stamp(told, "%Y-%m-%dT%H:%M:%SZ"),
        "captured_at": "2026-11-01T00:00:00Z",
        "message": told.text,
    }


def graph(told: Told) -> Any:
    """As the Graph API answers."""
    return {
        "id": f"{OWNER}_{told.number}",
        "created_time": stamp(told, "%Y-%m-%dT%H:%M:%S+0000"),
        "message": told.text,
        "from": {"id": OWNER, "name": "Solidarity Asia"},
    }


def comet(told: Told) -> Any:
    """As Facebook's pages load it."""
    story = {"creation_time": unix(told)}
    heading = {"metadata": [{"story": story}]}
    return {
        "post_id": str(told.number),
        "comet_sections": {
            "content": {
                "story": {
                    "wwwURL": address(told),
                    "message": {"text": told.text},
                    "actors": [{"__typename": "Page", "id": OWNER, "name": "Solidarity Asia"}],
                }
            },
            "context_layout": {"story": {"comet_sections": heading}},
        },
    }


def caught(told: Told) -> Any:
    """As Zeeschuimer catches it."""
    return {
        "nav_index": "1:2:3",
        "item_id": str(told.number),
        "source_platform": "facebook.com",
        "data": comet(told),
    }


def crowdtangle(told: Told) -> Any:
    """As CrowdTangle's API answers."""
    return {
        "platformId": f"{OWNER}_{told.number}",
        "date": stamp(told),
        "message": told.text,
        "postUrl": address(told),
        "account": {"id": 1, "platformId": OWNER, "name": "Solidarity Asia"},
    }


def exported(told: Told) -> Any:
    """An entry of Facebook's own export."""
    return {
        "timestamp": unix(told),
        "data": [{"post": told.text}],
        "title": "Ana Ruiz posted in Réseau Liban.",
    }


def html(posts: Sequence[Told]) -> bytes:
    """Facebook's own export as HTML, its clock in UTC."""
    blocks = "".join(
        '<div class="pam _2lej uiBoxWhite noborder"><div class="_2lel">Ana Ruiz posted in G.</div>'
        f'<div class="_2let"><div class="_2pin">{escape(told.text)}</div></div>'
        f'<div class="_2lem">{stamp(told, "%B %d, %Y, %I:%M %p")}</div></div>'
        for told in posts
    )
    return f"<html><title>Group posts</title><body>{blocks}</body></html>".encode()


def database(posts: Sequence[Told]) -> bytes:
    """Facepager's database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.db"
        db = sqlite3.connect(path)
        db.execute(
            "CREATE TABLE Nodes (id INTEGER PRIMARY KEY, objectid TEXT, objecttype TEXT, "
            "querytype TEXT, response TEXT)"
        )
        db.execute("INSERT INTO Nodes VALUES (1, 'page', 'seed', NULL, NULL)")
        db.executemany(
            "INSERT INTO Nodes VALUES (NULL, ?, 'data', 'Facebook:/<page>/posts', ?)",
            [(str(told.number), json.dumps(graph(told))) for told in posts],
        )
        db.commit()
        db.close()
        return path.read_bytes()


def workbook(posts: Sequence[Told]) -> bytes:
    """An Excel workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Number", "Text", "When"])
    for told in posts:
        sheet.append([str(told.number), told.text, told.at.replace(tzinfo=None)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FACEPAGER = {
    "level": lambda _told: "1",
    "object_id": lambda told: f"{OWNER}_{told.number}",
    "object_type": lambda _told: "data",
    "query_type": lambda _told: "Facebook:/<page>/posts",
    "message": lambda told: told.text,
    "created_time": lambda told: stamp(told, "%Y-%m-%dT%H:%M:%S+0000"),
}
SCRAPED: dict[str, Callable[[Told], Any]] = {
    "post_id": lambda told: str(told.number),
    "post_url": address,
    "text": lambda told: told.text,
    "timestamp": unix,
    "user_id": lambda _told: OWNER,
}
WRITERS: dict[str, tuple[str, Write]] = {
    "jsonl": ("jsonl", per_line(own)),
    "business-suite": (
        "business-suite",
        table(
            {
                "Post ID": lambda told: told.number,
                "Page ID": lambda _told: OWNER,
                "Title": lambda told: told.text,
                "Publish time": lambda told: stamp(told, "%m/%d/%Y %H:%M"),
            }
        ),
    ),
    "crowdtangle-csv": (
        "crowdtangle-csv",
        table(
            {
                "Page Name": lambda _told: "Solidarity Asia",
                "Facebook Id": lambda _told: OWNER,
                "Post Created": lambda told: stamp(told, "%Y-%m-%d %H:%M:%S UTC"),
                "URL": address,
                "Message": lambda told: told.text,
                "Overperforming Score": lambda _told: "1",
            }
        ),
    ),
    "crowdtangle-api": ("crowdtangle-api", document(crowdtangle, lambda all_: {"posts": all_})),
    "graph": ("graph", document(graph, lambda all_: {"data": all_, "paging": {}})),
    "graph, a post a line": ("graph", per_line(graph)),
    "content-library": (
        "content-library",
        table(
            {
                "id": lambda told: told.number,
                "creation_time": stamp,
                "text": lambda told: told.text,
                "post_owner.name": lambda _told: "Solidarity Asia",
            }
        ),
    ),
    "4cat-csv": (
        "4cat-csv",
        table(
            {
                "id": lambda told: told.number,
                "thread_id": lambda told: told.number,
                "url": address,
                "body": lambda told: told.text,
                "timestamp": stamp,
                "author": lambda _told: "x",
            }
        ),
    ),
    "4cat-ndjson": ("4cat-ndjson", per_line(lambda told: comet(told) | {"__import_meta": {}})),
    "zeeschuimer": ("zeeschuimer", per_line(caught)),
    "facepager-csv": ("facepager-csv", table(FACEPAGER, ";")),
    "facepager-db": ("facepager-db", database),
    "facebook-scraper-json": (
        "facebook-scraper-json",
        document(lambda told: {name: make(told) for name, make in SCRAPED.items()}),
    ),
    "facebook-scraper-csv": ("facebook-scraper-csv", table(SCRAPED)),
    "dyi-json": ("dyi-json", document(exported, lambda all_: {"group_posts_v2": all_})),
    "dyi-html": ("dyi-html", html),
    "mapped": (
        "mapped",
        table({"Number": lambda t: t.number, "Text": lambda t: t.text, "When": stamp}, "\t"),
    ),
    "mapped workbook": ("mapped", workbook),
}
MAPPING = Mapping(
    columns={"id": ("Number",), "message": ("Text",), "created_at": ("When",)}, zone="UTC"
)
PAGES = tuple(replace(page, timezone="UTC") for page in CONTEXT.pages)
UTC_ONLY = Context(zone="UTC", pages=PAGES, mapping=MAPPING)
every_format = pytest.mark.parametrize(("name", "write"), WRITERS.values(), ids=list(WRITERS))

# Letters of several scripts, quotes, separators, line breaks; no control characters, which some
# formats cannot hold, and no blank ends, which some of them drop.
texts = st.text(
    st.sampled_from("abcé ñأहि中🙂\"'<>&,;\t\n\\|{}[]=+-@#"), min_size=1, max_size=30
).map(lambda text: f"x{text}x")
told = st.lists(
    st.builds(
        Told,
        number=st.integers(10**9, 10**15),
        text=texts,
        at=st.integers(0, 6 * 365 * 24 * 60).map(
            lambda minutes: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.number,
)


def read_as(name: str, data: bytes, context: Context = UTC_ONLY) -> list[Found | Problem]:
    """All that the reader gives."""
    return list(FORMATS[name].read(member(data), context))


@every_format
@settings(max_examples=6, deadline=None)
@given(posts=told)
def test_what_was_written_is_read(name: str, write: Write, posts: list[Told]) -> None:
    """Every post once, with its text and its time, in order, and nothing to complain of."""
    data = write(posts)

    found = read_as(name, data)

    assert name in (recognise(member(data)), "mapped")
    assert [(normalised(one.text), one.at) for one in posts] == [
        (normalised(one.post.message or ""), one.post.created_at)
        for one in found
        if isinstance(one, Found)
    ]
    assert [] == [one for one in found if isinstance(one, Problem)]


@every_format
def test_reading_twice_gives_the_same_ids(name: str, write: Write) -> None:
    """An id is Facebook's where the file tells it, and else made of what the post says."""
    at = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
    data = write([Told(number=10**9 + one, text=f"text {one}", at=at) for one in range(3)])

    first, second = read_as(name, data), read_as(name, data)

    ids = [one.post.id for one in first if isinstance(one, Found)]
    assert 3 == len(set(ids))
    assert first == second or name == "jsonl"


@every_format
@settings(max_examples=6, deadline=None)
@given(posts=told)
def test_a_row_alone_shows_its_post_again(name: str, write: Write, posts: list[Told]) -> None:
    """
    The evidence of a post, with what is kept of its file, makes the same version hash.

    Without pages.toml, without the file and what lay beside it: as a bag has it.
    """
    file = member(write(posts))
    form = FORMATS[name]
    kept = json.loads(json.dumps(form.facts(file, UTC_ONLY)))

    for one in form.read(file, UTC_ONLY):
        assert isinstance(one, Found)
        again = read_again(name, kept, one.where, one.raw)
        assert one.post.hash in [post.hash for post in again.posts]


damages = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.sampled_from(["cut", "drop", "put", "flip"]),
        st.binary(max_size=6),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, damage: list[tuple[int, str, bytes]]) -> bytes:
    """The file after some accidents."""
    for where, kind, put in damage:
        at = where % (len(data) + 1)
        if kind == "cut":
            data = data[:at]
        elif kind == "drop":
            data = data[:at] + data[at + len(put) :]
        elif kind == "put":
            data = data[:at] + put + data[at:]
        else:
            data = data[:at] + put + data[at + len(put) :]
    return data


@every_format
@settings(max_examples=10, deadline=None)
@given(posts=told, damage=damages)
def test_damage_is_told_and_never_a_crash(
    name: str, write: Write, posts: list[Told], damage: list[tuple[int, str, bytes]]
) -> None:
    """Whatever happened to the file: posts, Problems with a reason, or one error with a remedy."""
    data = damaged(write(posts), damage)
    small = member(data, limits=Limits(record=2**16))

    found: list[Found | Problem] = []
    refused = ("a message", "a remedy")
    try:
        found = list(FORMATS[name].read(small, UTC_ONLY))
    except FbWatchError as error:
        refused = (error.message, error.remedy)

    assert all(refused)
    assert all(one.reason for one in found if isinstance(one, Problem))
    for one in found:
        if isinstance(one, Found):
            assert one.post.created_at.tzinfo is not None
            assert one.post.hash
            str(one).encode()


@pytest.mark.parametrize(
    ("name", "write"), [told for told in WRITERS.values() if told[0] != "dyi-html"]
)
def test_a_file_that_is_cut_off_has_no_half_posts(name: str, write: Write) -> None:
    """
    Wherever a download broke off: each post that is read is one of the whole file.

    In HTML half a closing tag stays as a text of its own.
    """
    when = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
    posts = [Told(number=10**10 + n, text=f'x "{n}",\nand more of itx', at=when) for n in (1, 2)]
    data = write(posts)
    whole = {one.post.hash for one in read_as(name, data) if isinstance(one, Found)}

    for end in range(len(data) * 2 // 3, len(data)):
        try:
            found = read_as(name, data[:end])
        except FbWatchError:
            continue
        assert whole >= {one.post.hash for one in found if isinstance(one, Found)}, data[:end]
