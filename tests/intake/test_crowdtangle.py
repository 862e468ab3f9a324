import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fb_watch.errors import IntakeError
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Counts, Link, Problem
from intake.build import CONTEXT, member, read

REACTIONS = "Likes,Comments,Shares,Love,Wow,Haha,Sad,Angry,Care"
VIDEO = (
    "Video Share Status,Is Video Owner?,Post Views,Total Views,"
    "Total Views For All Crossposts,Video Length"
)
TAIL = "URL,Message,Link,Final Link,Image Text,Link Text,Description"
SPONSOR = "Sponsor Id,Sponsor Name,Sponsor Category"
WEIGHTS = "(weighted  —  Likes 1x Shares 1x Comments 1x Love 1x )"
OLD = (
    "Page Name,User Name,Facebook Id,Likes at Posting,Followers at Posting,Created,Type,"
    f"{REACTIONS},{VIDEO},{TAIL},{SPONSOR},Total Interactions,Overperforming Score {WEIGHTS}"
)
MIDDLE = (
    "Page Name,User Name,Facebook Id,Likes at Posting,Followers at Posting,Post Created,"
    f"Post Created Date,Post Created Time,Type,Total Interactions,{REACTIONS},{VIDEO},{TAIL},"
    f"{SPONSOR},Overperforming Score {WEIGHTS}"
)
NEW = (
    "Page Name,User Name,Facebook Id,Page Category,Page Admin Top Country,Page Description,"
    "Page Created,Likes at Posting,Followers at Posting,Post Created,Post Created Date,"
    f"Post Created Time,Type,Total Interactions,{REACTIONS},{VIDEO},{TAIL},{SPONSOR},"
    f"Total Interactions {WEIGHTS},Overperforming Score"
)
ROW = {
    "Page Name": "Solidarity Asia",
    "User Name": "SolidarityAsia",
    "Facebook Id": "104563211",
    "Created": "2021-07-06 16:45:20 EDT",
    "Post Created": "2021-07-06 16:45:20 EDT",
    "Type": "Native Video",
    "Total Interactions": "1,234",
    "Likes": "1,200",
    "Comments": "30",
    "Shares": "4",
    "Love": "0",
    "Video Length": "N/A",
    "URL": "https://www.facebook.com/104563211/posts/2993",
    "Message": 'Schools, "open"\nagain',
    "Link": "https://bit.ly/x",
    "Final Link": "https://example.org/a?fbclid=1",
    "Link Text": "A title",
}


def table(header: str, *rows: dict[str, str]) -> str:
    """A table as CrowdTangle writes it; what a header does not have is left out."""
    columns = header.split(",")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("header", [OLD, MIDDLE, NEW], ids=["old", "2021", "2022"])
def test_each_set_of_columns_says_the_same(header: str) -> None:
    """Id, source, time by zone name, text, link, and counts with thousands separators."""
    (one,), problems = read(member(table(header, ROW)))

    assert [] == problems
    assert ("104563211_2993", "asia", "video") == (one.post.id, one.post.page, one.post.kind)
    assert datetime(2021, 7, 6, 20, 45, 20, tzinfo=UTC) == one.post.created_at
    assert ROW["Message"] == one.post.message
    assert ROW["URL"] == one.post.permalink
    assert (Link(url="https://example.org/a", title="A title"),) == one.post.links
    assert (
        Counts(reactions=1200, comments=30, shares=4, by_type=(("like", 1200), ("love", 0)))
        == one.counts
    )
    assert ("line 2", "Solidarity Asia", "104563211") == (
        one.where,
        one.source_name,
        one.source_id,
    )
    assert "crowdtangle-csv" == recognise(member(table(header, ROW)))


def test_posts_of_a_group_are_by_persons_that_the_table_does_not_name() -> None:
    """`Group Name` stands in the place of `Page Name`, and nobody is the author."""
    row = ROW | {"Group Name": "Réseau Liban", "Facebook Id": "55", "User Name": ""}
    header = MIDDLE.replace("Page Name", "Group Name")

    (one,), _problems = read(member(table(header, row)))

    assert ("lebanon", None, True) == (one.post.page, one.post.author, one.is_person)


def test_columns_may_be_reordered_added_and_absent() -> None:
    """A column is found by its name; those that nobody knows stay in the evidence."""
    header = "URL,Mood,Message,Post Created,Page Name,Overperforming Score"
    row = ROW | {"Mood": "glad"}

    (one,), problems = read(member(table(header, row)))

    assert ([], "asia", None) == (problems, one.post.page, one.counts)
    assert b"glad" in one.raw


def test_a_column_that_is_needed_and_absent_is_said() -> None:
    """The message names the columns of which one would do."""
    lacking = member(table("Page Name,Message,Overperforming Score", ROW))

    with pytest.raises(IntakeError, match="post created / created"):
        list(FORMATS["crowdtangle-csv"].read(lacking, CONTEXT))


def test_a_row_that_cannot_be_read_is_named_and_the_next_one_is_read() -> None:
    """A wrong time, and a quote that is never closed, cost their own row alone."""
    text = table(NEW, ROW | {"Post Created": "soon"}, ROW, ROW)
    lines = text.split("\r\n")
    lines.insert(3, '"')  # behind the first good row, whose message has a line break

    found, problems = read(member("\r\n".join(lines)))

    assert Problem(where="line 2", reason="has a time that cannot be read") == problems[0]
    assert 2 == len(problems)
    assert 2 == len(found)


def post(**more: Any) -> dict[str, Any]:
    """A post as the API gave it."""
    return {
        "id": "47657|1",
        "platformId": "104563211_2993",
        "platform": "Facebook",
        "date": "2021-07-06 20:45:20",
        "type": "link",
        "title": "A title",
        "message": "Écoles",
        "expandedLinks": [{"original": "https://bit.ly/x", "expanded": "https://example.org/a"}],
        "link": "https://bit.ly/x",
        "postUrl": "https://www.facebook.com/104563211/posts/2993",
        "media": [{"type": "photo", "url": "https://cdn.example/a.jpg", "width": 4, "height": 3}],
        "statistics": {"actual": {"likeCount": 5, "loveCount": 2, "commentCount": 1}},
        "account": {"id": 7, "platformId": "104563211", "name": "Solidarity Asia"},
        **more,
    }


@pytest.mark.parametrize(
    "document",
    [
        {"status": 200, "result": {"posts": [post()], "pagination": {}}},
        [post()],
        {"posts": [post()]},
    ],
)
def test_answers_of_the_api(document: Any) -> None:
    """The whole answer and a list of posts say the same."""
    one_file = member(json.dumps(document))

    (one,), problems = read(one_file)

    assert ("crowdtangle-api", []) == (recognise(one_file), problems)
    assert ("104563211_2993", "asia", "link") == (one.post.id, one.post.page, one.post.kind)
    assert datetime(2021, 7, 6, 20, 45, 20, tzinfo=UTC) == one.post.created_at
    assert [("https://example.org/a", "A title")] == [(k.url, k.title) for k in one.post.links]
    assert Counts(reactions=7, comments=1, by_type=(("like", 5), ("love", 2))) == one.counts


def test_a_table_without_scores_and_totals_is_known() -> None:
    """By the columns that are its own."""
    header = "Page Name,User Name,Facebook Id,Post Created,Type,URL,Message"
    row = {
        "Page Name": "Solidarity Asia",
        "Post Created": "2020-05-30 13:33:00 UTC",
        "Message": "x",
    }
    one_file = member(table(header, row))

    (one,), problems = read(one_file)

    assert ("crowdtangle-csv", [], "x") == (recognise(one_file), problems, one.post.message)
