import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from fb_watch.archive.search import connect, search
from fb_watch.cli.show import print_post
from fb_watch.demo.world import World
from fb_watch.model.archived import ArchivedPost, Query
from flow.conftest import PAGES, Open

RECORDED = Path(__file__).parents[3] / "shared" / "fixtures"
ASIA = PAGES["south-asia"]
FILES = (
    "python-facebook/testdata/base/full_connecions_p*.json",
    "python-facebook/testdata/facebook/apidata/posts/*.json",
    "python-facebook/testdata/facebook/apidata/groups/feed_p*.json",
    "python-facebook/testdata/facebook/models/post.json",
    "restfb/json/post-*.json",
    "restfb/json/v*/post*.json",
    "restfb/json/v*/feed*.json",
    "restfb/json/v*/story-attachment.json",
    "quoted/*_wire_format.json",
    "quoted/page_post_*.json",
)
ODD = (
    "restfb/json/nulls.json",
    "restfb/json/nulls-in-list.json",
    "restfb/json/empty-array-as-string.json",
    "restfb/json/connection-same-cursor.json",
    "restfb/json/connection-nodata.json",
    "restfb/json/connection-with-cursor.json",
    "restfb/json/v2_2/cursor_only_paging1.json",
    "restfb/json/v4_0/strange-cursor.json",
    "restfb/json/nested-lists.json",
    "restfb/json/numbers.json",
)

# what Facebook calls an album that nobody gave a name
MADE_UP = {"Photos from CGTN's post", "22 June 2015 02:37 PM", "Legacy Attachment"}

pytestmark = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="the recorded Graph API responses are not beside the repository"
)


@pytest.fixture(autouse=True)
def _without_media(home: Path) -> None:
    """What was recorded names files on Facebook's own servers, which no test may ask."""
    settings = home / "config" / "settings.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[media]\ndownload = false\n", "utf-8")


def _recorded() -> list[Path]:
    return sorted({path for pattern in FILES for path in RECORDED.glob(pattern)})


def _nodes(document: Any) -> list[dict[str, Any]]:
    """The posts of a recorded document: a list, one post, or posts by id."""
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return [node for node in document["data"] if isinstance(node, dict)]
    if isinstance(document, dict) and "id" not in document and document:
        values = list(document.values())
        if all(isinstance(value, dict) and "id" in value for value in values):
            return values
    return [document] if isinstance(document, dict) else []


def _served(path: Path) -> tuple[bytes, list[dict[str, Any]]]:
    """A recorded file as one response of a page's edge, and the posts in it."""
    document = json.loads(path.read_bytes())
    nodes = _nodes(document)
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return path.read_bytes(), nodes
    return json.dumps({"data": nodes}).encode(), nodes


def _rows(home: Path) -> dict[str, dict[str, Any]]:
    """The newest version of every archived post, by Facebook id, JSON columns read."""
    archive = sqlite3.connect(home / "archive" / "archive.db")
    archive.row_factory = sqlite3.Row
    found = {}
    for row in archive.execute(
        "SELECT p.id, p.created_at, v.*, "
        "(SELECT json_object('reactions', reactions, 'comments', comments, 'shares', shares) "
        "FROM counts c WHERE c.post = p.key ORDER BY at DESC LIMIT 1) AS counted "
        "FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version"
    ):
        read = dict(row)
        for name in ("links", "media", "place", "attachments", "mentions", "counted"):
            read[name] = json.loads(read[name]) if read[name] else None
        found[row["id"]] = read
    archive.close()
    return found


@pytest.mark.parametrize("path", _recorded(), ids=lambda path: str(path.relative_to(RECORDED)))
def test_nothing_a_recorded_post_says_is_lost(
    path: Path, home: Path, world: World, opened: Open
) -> None:
    """Every fact of every recorded post is in the archive, or the post is reported as a problem."""
    body, nodes = _served(path)
    world.replay(f"{ASIA}/published_posts", [body])

    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))

    archived = _rows(home)
    told = [node for node in nodes if "id" in node and "created_time" in node]
    assert {str(node["id"]) for node in told} == set(archived)
    assert len(nodes) - len(told) == len(report.problems)
    shown = _shown(home)
    for node in told:
        _compare(node, archived[str(node["id"])])
        _compare_words(node, shown[str(node["id"])])


def _compare(node: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """One recorded post against what is archived of it."""
    assert (node.get("message") or None) == (row["message"] or None)
    assert (node.get("story") or None) == (row["story"] or None)
    assert _moment(node["created_time"]) == _moment(row["created_at"])
    assert node.get("permalink_url") == row["permalink"] or "permalink_url" not in node
    assert (node.get("from") or {}).get("name") == row["author"]
    if node.get("parent_id"):
        assert node["parent_id"] == row["parent_id"]
    attachments = (node.get("attachments") or {}).get("data", [])
    if attachments:
        assert attachments == row["attachments"]
    for address in _outside(node, attachments):
        assert address in {link["url"] for link in row["links"] or []}
    _compare_place(node.get("place"), row["place"])
    names = set(_tagged(node.get("message_tags"))) | set(_tagged(node.get("story_tags")))
    assert names <= {mention.get("name") for mention in row["mentions"] or []}
    _compare_counts(node, row["counted"] or {})


def _shown(home: Path) -> dict[str, tuple[str, set[str]]]:
    """By Facebook id what `show` prints of a post, and what is found by its first words."""
    with closing(connect(home / "archive" / "archive.db")) as archive:
        hits, _notes = search(archive, Query(limit=None))
        posts = [hit["post"] for hit in hits]
        return {post["id"]: (_printed(post), _findable(archive, post)) for post in posts}


def _printed(post: ArchivedPost) -> str:
    with redirect_stdout(StringIO()) as printed:
        print_post(post)
    return _flat(printed.getvalue())


def _findable(archive: sqlite3.Connection, post: ArchivedPost) -> set[str]:
    """Those of its captions by which a search finds it."""
    found = set()
    for caption in post["captions"]:
        hits, _notes = search(archive, Query(words=f'"{caption.replace(chr(34), " ")}"'))
        found |= {_flat(caption) for hit in hits if hit["post"]["id"] == post["id"]}
    assert len(found) == len(set(map(_flat, post["captions"])))
    return found


def _compare_words(node: Mapping[str, Any], shown: tuple[str, set[str]]) -> None:
    """Titles and descriptions of attachments are shown or found, or Facebook made them up."""
    printed, found = shown
    todo = list((node.get("attachments") or {}).get("data", []))
    if not todo:
        todo = [{key: node.get(key) for key in ("name", "description")}]
    while todo:
        one = todo.pop()
        below = one.get("subattachments") or {}
        todo += below.get("data", []) if isinstance(below, dict) else below
        for text in filter(None, (one.get(key) for key in ("title", "name", "description"))):
            if text not in MADE_UP:
                assert _flat(text) in printed or _flat(text) in found


def _flat(text: str) -> str:
    """Letters alone: lines are wrapped, and words that earned a tag have marks around them."""
    return "".join(filter(str.isalnum, text))


def _moment(told: Any) -> datetime:
    if isinstance(told, int):
        return datetime.fromtimestamp(told, UTC)
    return datetime.fromisoformat(told)


def _outside(node: Mapping[str, Any], attachments: list[dict[str, Any]]) -> Iterator[str]:
    """Addresses outside Facebook that the post links to, in today's form."""
    for attachment in attachments:
        address = attachment.get("unshimmed_url")
        if address and "facebook.com" not in address:
            yield address
    legacy = node.get("link")
    if not attachments and legacy and "facebook.com" not in legacy:
        yield legacy


def _compare_place(told: Any, kept: Any) -> None:
    if not isinstance(told, dict):
        return
    assert told.get("name") == kept["name"]
    location = told.get("location")
    if isinstance(location, dict):
        for name in ("city", "country", "street", "zip", "latitude", "longitude"):
            assert name not in location or location[name] == kept[name]


def _tagged(told: Any) -> Iterator[str]:
    """Names in message_tags, which is a list, or in old versions a dict of lists."""
    lists = told.values() if isinstance(told, dict) else [told or []]
    for group in lists:
        yield from (tag["name"] for tag in group if tag and "name" in tag)


def _compare_counts(node: Mapping[str, Any], counted: Mapping[str, Any]) -> None:
    shares = node.get("shares")
    if isinstance(shares, dict):
        assert shares["count"] == counted["shares"]
    comments = node.get("comments")
    if isinstance(comments, dict):
        summary = (comments.get("summary") or {}).get("total_count")
        number = summary if summary is not None else comments.get("total_count")
        assert number is None or number == counted["comments"]
    for name in ("reactions", "likes"):
        summary = node.get(name, {}).get("summary") if isinstance(node.get(name), dict) else None
        if summary and summary.get("total_count") is not None and "reactions" not in node:
            assert summary["total_count"] == counted["reactions"]


@pytest.mark.parametrize("name", ODD)
def test_odd_shapes_are_reported_never_a_crash(name: str, world: World, opened: Open) -> None:
    """A response of a strange shape ends in a report that says so."""
    world.replay(f"{ASIA}/published_posts", [(RECORDED / name).read_bytes()])

    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))

    assert 0 == report.new
    assert "ok" != report.outcome or name.endswith("connection-nodata.json")


def test_recorded_pages_are_walked_to_their_end(home: Path, world: World, opened: Open) -> None:
    """Two recorded pages of one feed are one window, complete."""
    folder = RECORDED / "python-facebook/testdata/facebook/apidata/posts"
    bodies = [(folder / f"feeds_default_fields_p{n}.json").read_bytes() for n in (1, 2)]
    world.replay(f"{ASIA}/published_posts", bodies)

    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))

    posts = {node["id"] for body in bodies for node in json.loads(body)["data"]}
    assert posts == set(_rows(home))
    assert ["complete"] == [line.outcome for line in report.windows]
