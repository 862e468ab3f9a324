"""No bytes are a crash: HTML, JSON and CSV out of pieces that mean something to their readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.errors import IntakeError
from fb_watch.intake.member import Limits
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found
from intake.build import CONTEXT, member

HTML = (
    *('<div class="uiBoxWhite">', '<section class="_a6-g">', "</div>", "</section>", "<div>"),
    *('<div class="_2lel">', '<h2 class="_a6-h">', "</h2>", '<div class="_2lem">', "<footer>"),
    *("</footer>", "Ana posted in G.", "May 30, 2020, 1:33 PM", "Updated ", "Place: ", "<br>"),
    *('<a href="https://a.example/">', '<a href="a.jpg">', "</a>", '<img src="b.jpg">', "<table>"),
    *(
        "&amp;",
        "&#0;",
        "&#xD800;",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x",
        "<",
        ">",
        "é",
        "\0",
        "<p",
        "'",
    ),
)
JSON = (
    *("{", "}", "[", "]", ",", ":", '"timestamp":1590845580', '"data":', '"post":"x"', '"title":'),
    *(
        '"attachments":',
        '"media":',
        '"uri":"a.jpg"',
        '"comment":',
        '"group_posts_v2":',
        '"id":"1_2"',
    ),
    *('"created_time":"2020-05-30T13:33:00+0000"', '"platformId":"1"', '"account":', '"date":'),
    *('"\\ud800"', '"\\u00c3\\u00a9"', "NaN", "1e999", "-1", "null", "true", '"', "\\", "\n", "é"),
    *('"place":', '"coordinate":', '"post_id":"1"', '"post_url":"x"', '"text":"y"', '"ref":"r"'),
    *('"hash":"h"', '"created_at":"2020-05-30"', '"captured_at":""', '"page":"p"', '"counts":'),
)
CSV = (
    *("Page Name", "Post Created", "URL", "Message", "Overperforming Score", "Likes", "Post ID"),
    *(
        "Publish time",
        "id",
        "body",
        "timestamp",
        "2020-05-30 13:33:00 EDT",
        '"',
        ",",
        ";",
        "\t",
        "\n",
    ),
    *("\r", "1,234", "é", "\0", "https://www.facebook.com/1/posts/2", "[", "sep=;", "05/30/2020"),
)


def pieces(of: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """A file out of these, in any order, now and then with other bytes between them."""
    known = st.sampled_from(of).map(str.encode)
    return st.lists(known | known | known | st.binary(max_size=3), max_size=40).map(b"".join)


HEADS = {
    "dyi-html": b'<html><title>Posts</title><div class="uiBoxWhite">',
    "dyi-json": b"[",
    "graph": b'{"data":[',
    "crowdtangle-api": b'{"posts":[',
    "jsonl": b"{",
    "zeeschuimer": b"{",
    "4cat-ndjson": b"{",
    "facebook-scraper-json": b"[",
    "crowdtangle-csv": b"Page Name,Post Created,URL,Message,Overperforming Score\n",
    "business-suite": b"Post ID,Page ID,Publish time,Title\n",
    "4cat-csv": b"id,thread_id,author,body,timestamp\n",
    "content-library": b"mcl_url,creation_time,text\n",
    "facepager-csv": b"object_id;object_type;query_type;created_time;message\n",
    "facebook-scraper-csv": b"post_id,post_url,text,timestamp\n",
}


def try_all(name: str, data: bytes) -> None:
    """Recognise and read; whatever is not a post has a reason."""
    one_file = member(data, limits=Limits(record=2**12))
    try:
        recognise(one_file)
        told = list(FORMATS[name].read(one_file, CONTEXT))
    except IntakeError as error:
        told = [Problem(where="", reason=error.message)]
    for one in told:
        assert one.post.hash if isinstance(one, Found) else one.reason


@pytest.mark.parametrize("name", [name for name in HEADS if name.endswith("html")])
@settings(max_examples=60, deadline=None)
@given(pieces(HTML))
def test_html(name: str, data: bytes) -> None:
    """Tags in any order, open, closed and crossed."""
    try_all(name, HEADS[name] + data)


@pytest.mark.parametrize("name", [n for n in HEADS if "csv" not in n and HEADS[n][:1] in b"[{"])
@settings(max_examples=25, deadline=None)
@given(pieces(JSON))
def test_json(name: str, data: bytes) -> None:
    """Brackets, keys and values in any order."""
    try_all(name, HEADS[name] + data)


@pytest.mark.parametrize("name", [name for name in HEADS if HEADS[name].endswith(b"\n")])
@settings(max_examples=25, deadline=None)
@given(pieces(CSV))
def test_csv(name: str, data: bytes) -> None:
    """Cells, quotes and separators in any order."""
    try_all(name, HEADS[name] + data)
