"""Tables and lines that single tools write: their columns, their traps."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fb_watch.errors import IntakeError
from fb_watch.intake.recognise import FORMATS, STRENGTH_OF, recognise
from fb_watch.model.collected import Counts, Link, Media, Place, Problem
from fb_watch.model.intake import STRENGTHS
from intake.build import CONTEXT, member, read
from intake.test_crowdtangle import table

WHEN = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)


def test_formats_and_roads_are_named_once() -> None:
    """Each format has its road, and each road its strength."""
    assert list(FORMATS) == [each.name for each in FORMATS.values()]
    assert {each.source for each in FORMATS.values()} - {""} <= set(STRENGTH_OF)
    assert set(STRENGTH_OF.values()) == set(STRENGTHS)


SUITE = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,"
    "Permalink,Is crosspost,Is share,Post type,Languages,Custom labels,Funded content status,"
    'Data comment,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares'
)
SUITE_ROW = {
    "Post ID": "2993",
    "Page ID": "104563211",
    "Page name": "Solidarity Asia",
    "Title": "Short",
    "Description": "The longer one is the caption",
    "Publish time": "05/06/2020 18:12",
    "Permalink": "https://www.facebook.com/104563211/posts/pfbid02Abc",
    "Is share": "0",
    "Post type": "Photos",
    "Data comment": "Lifetime",
    "Reactions": "12",
    "Comments": "",
    "Shares": "0",
}


def suite(*rows: dict[str, str]) -> Any:
    """A content export of Business Suite."""
    return member(table(SUITE.replace('"Reactions, Comments and Shares",', ""), *rows))


def test_business_suite() -> None:
    """Month before day, on the clock of the page's account; the longer text is the caption."""
    (one,), problems = read(suite(SUITE_ROW))

    assert ("business-suite", []) == (recognise(suite(SUITE_ROW)), problems)
    assert ("104563211_2993", "asia", "photo") == (one.post.id, one.post.page, one.post.kind)
    assert SUITE_ROW["Description"] == one.post.message
    assert (datetime(2020, 5, 6, 12, 42, tzinfo=UTC), "minute", True) == (
        one.post.created_at,
        one.post.created_precision,
        one.zone_assumed,
    )
    assert Counts(reactions=12, shares=0) == one.counts
    assert (SUITE_ROW["Permalink"], "Solidarity Asia") == (one.post.permalink, one.post.author)


def test_business_suite_of_a_localised_account() -> None:
    """One day above twelve says that the day stands first in the whole file."""
    found, _problems = read(suite(SUITE_ROW, SUITE_ROW | {"Publish time": "13/06/2020 08:00"}))

    assert [(6, 5), (6, 13)] == [
        (one.post.created_at.month, one.post.created_at.day) for one in found
    ]


def test_business_suite_by_days() -> None:
    """A row that counts one day of a post is no post; a share is one."""
    found, problems = read(
        suite(SUITE_ROW | {"Data comment": "Daily"}, SUITE_ROW | {"Is share": "1"})
    )

    assert ["share"] == [one.post.kind for one in found]
    assert [Problem(where="line 2", reason="is a day of a post, not the post itself")] == problems


@pytest.mark.parametrize(
    "header",
    [
        "Identifiant de la publication,Identifiant de la Page,Nom de la Page,Titre,Description,"
        "Durée (s),Heure de publication,Permalien,Type de publication,Commentaire de données,"
        "Date,Réactions,Commentaires,Partages",
        "Identificador de la publicación,Identificador de la página,Nombre de la página,Título,"
        "Descripción,Duración,Hora de publicación,Enlace permanente,Tipo de publicación,"
        "Data comment,Fecha,Reacciones,Comentarios,Veces compartido",
    ],
)
def test_business_suite_in_french_and_spanish(header: str) -> None:
    """The columns are known; a date that may be one of two days is said where no row tells."""
    when = ("05/06/2020 18:12", "06/06/2020 18:12", "13/06/2020 18:12")
    rows = [
        f"{2993 + number},104563211,Solidarity Asia,Court,Le texte plus long,0,{told},"
        f"https://www.facebook.com/104563211/posts/pfbid{number},Photos,Durée de vie,,1,2,3"
        for number, told in enumerate(when)
    ]
    day = rows[2].replace("Durée de vie,", "Quotidien,13/06/2020")
    whole = member("\n".join([header, *rows, day]))

    found, problems = read(whole)
    unsure, said = read(member("\n".join([header, *rows[:2]])))

    assert "business-suite" == recognise(whole)
    assert [(6, 5), (6, 6), (6, 13)] == [
        (one.post.created_at.month, one.post.created_at.day) for one in found
    ]
    assert ("104563211_2993", "asia", "Le texte plus long", "photo") == (
        found[0].post.id,
        found[0].post.page,
        found[0].post.message,
        found[0].post.kind,
    )
    assert Counts(reactions=1, comments=2, shares=3) == found[0].counts
    assert [Problem(where="line 5", reason="is a day of a post, not the post itself")] == problems
    assert ["104563211_2994"] == [one.post.id for one in unsure]
    assert [Problem(where="line 2", reason="has a date that may be one of two days")] == said


LIBRARY = {
    "id": "77",
    "creation_time": "2020-05-30T13:33:00+00:00",
    "modified_time": "2020-05-30T14:00:00+00:00",
    "text": "Wells",
    "content_type": "links",
    "lang": "en",
    "post_owner.type": "page",
    "post_owner.id": "104563211",
    "post_owner.name": "Solidarity Asia",
    "link_attachment.link": "https://example.org/a",
    "link_attachment.name": "Title",
    "mcl_url": "https://example.org/mcl",
    "statistics.like_count": "3",
    "statistics.love_count": "1",
    "statistics.comment_count": "2",
    "statistics.views": "900",
}


def test_content_library() -> None:
    """The Library's own id is none of Facebook's; a post of a group is of the group."""
    group = {"surface.type": "group", "surface.name": "Réseau Liban", "post_owner.type": "user"}
    header = ",".join([*LIBRARY, "surface.type", "surface.name"])
    one_file = member(table(header, LIBRARY, LIBRARY | group))

    (page, of_group), problems = read(one_file)

    assert ("content-library", []) == (recognise(one_file), problems)
    assert page.post.id.startswith("local:")
    assert ("asia", WHEN, "link") == (page.post.page, page.post.created_at, page.post.kind)
    assert (Link(url="https://example.org/a", title="Title"),) == page.post.links
    assert Counts(reactions=4, comments=2, by_type=(("like", 3), ("love", 1))) == page.counts
    assert ("lebanon", True) == (of_group.post.page, of_group.is_person)
    assert b"900" in page.raw


def test_4cat_of_facebooks_pages() -> None:
    """Times in UTC; pictures joined by commas; a post of a group is of the group."""
    row = {
        "id": "2993",
        "url": "https://www.facebook.com/groups/55/posts/2993",
        "body": "Wells",
        "timestamp": "2020-05-30 13:33:00",
        "author": "ana.ruiz",
        "author_name": "Ana Ruiz",
        "image_url": "https://a.example/1.jpg,https://a.example/2.jpg",
        "video_url": "",
        "is_in_group": "yes",
        "group_name": "Réseau Liban",
        "unix_timestamp": "1590845580",
    }
    one_file = member(table(",".join(row), row))

    (one,), problems = read(one_file)

    assert ("4cat-csv", []) == (recognise(one_file), problems)
    assert ("lebanon", "Ana Ruiz", True) == (one.post.page, one.post.author, one.is_person)
    assert (WHEN, 2) == (one.post.created_at, len(one.post.media))


def test_4cat_made_of_crowdtangle() -> None:
    """Page, link and counts have columns of their own."""
    row = {
        "id": "104563211_2993",
        "thread_id": "104563211_2993",
        "body": "Wells",
        "author": "SolidarityAsia",
        "timestamp": "2020-05-30 13:33:00",
        "page_name": "Solidarity Asia",
        "page_id": "104563211",
        "type": "native_video",
        "comments": "2",
        "shares": "1",
        "likes": "3",
        "likes_love": "1",
        "url_original": "https://example.org/a",
    }

    (one,), _problems = read(member(table(",".join(row), row)))

    assert ("104563211_2993", "asia", "video") == (one.post.id, one.post.page, one.post.kind)
    assert (
        Counts(reactions=4, comments=2, shares=1, by_type=(("like", 3), ("love", 1))) == one.counts
    )


def test_4cat_lines_with_mapped_keys() -> None:
    """A line may be the same as a row of the table."""
    row = {"id": "1", "thread_id": "1", "author": "a", "body": "Wells", "timestamp": "2020-05-30"}

    (one,), _problems = read(member(json.dumps(row)))

    assert ("Wells", "day") == (one.post.message, one.post.created_precision)


def story(**more: Any) -> dict[str, Any]:
    """A post as Facebook's pages load it."""
    return {
        "post_id": "2993",
        "comet_sections": {
            "content": {
                "story": {
                    "wwwURL": "https://www.facebook.com/groups/55/posts/2993/",
                    "message": {"text": "Wells"},
                    "actors": [{"__typename": "User", "id": "7", "name": "Ana Ruiz"}],
                    "to": {"__typename": "Group", "id": "55", "name": "Réseau Liban"},
                    "attachments": [
                        {
                            "target": {"__typename": "Photo", "id": "9"},
                            "styles": {
                                "attachment": {
                                    "media": {
                                        "__typename": "Photo",
                                        "id": "9",
                                        "photo_image": {"uri": "https://a.example/9.jpg"},
                                        "accessibility_caption": "A well",
                                    }
                                }
                            },
                        }
                    ],
                    **more,
                }
            },
            "context_layout": {
                "story": {
                    "comet_sections": {"metadata": [{"story": {"creation_time": 1590845580}}]}
                }
            },
        },
    }


def caught(data: Any, platform: str = "facebook.com") -> str:
    """A line of Zeeschuimer's."""
    return json.dumps(
        {"nav_index": "1:1:1", "item_id": "2993", "source_platform": platform, "data": data}
    )


def test_zeeschuimer() -> None:
    """A post of a group, its author and its picture; items of other sites are told."""
    one_file = member("\n".join([caught(story()), caught({}, "tiktok.com"), caught({}), "{", "7"]))

    (one,), problems = read(one_file)

    assert "zeeschuimer" == recognise(one_file)
    assert ("55_2993", "lebanon", "Ana Ruiz", "7", True) == (
        one.post.id,
        one.post.page,
        one.post.author,
        one.post.author_id,
        one.is_person,
    )
    assert (WHEN, "photo") == (one.post.created_at, one.post.kind)
    assert (
        Media(kind="photo", id="9", url="https://a.example/9.jpg", alt="A well"),
    ) == one.post.media
    assert [
        "is of tiktok.com, not of Facebook",
        "has a time that cannot be read",
        "is no JSON",
        "is not an object",
    ] == [each.reason for each in problems]


PAGER = (
    "path;id;parent_id;level;object_id;object_type;object_key;query_status;query_time;query_type;"
    "message;created_time;from.name;from.id;shares.count;reactions.summary.total_count;"
    "comments.summary.total_count;like.summary.total_count"
)


def test_facepager() -> None:
    """Seeds are no posts and no trouble; comments are told; paths become an answer again."""
    post = (
        "p;2;1;1;104563211_2993;data;;fetched (200);x;Facebook:/<Object ID>/posts;"
        "Wells;2020-05-30T13:33:00+0000;Solidarity Asia;104563211;4;12;3;10"
    )
    rows = [
        PAGER,
        "p;1;;0;SolidarityAsia;seed;;;;;;;;;;;;",
        post,
        post.replace("/posts", "/comments"),
        "p;3;1;1;;offcut;;;;Facebook:/<Object ID>/posts;;;;;;;;",
    ]
    one_file = member("\ufeff" + "\r\n".join(rows))

    (one,), problems = read(one_file)

    assert "facepager-csv" == recognise(one_file)
    assert ("104563211_2993", "asia", WHEN) == (one.post.id, one.post.page, one.post.created_at)
    assert Counts(reactions=12, comments=3, shares=4, by_type=(("like", 10),)) == one.counts
    assert post.encode() + b"\r\n" == one.raw
    assert [Problem(where="line 4", reason="is a comment, not a post")] == problems


def test_facepager_in_its_wide_form() -> None:
    """Each level has columns of its own."""
    row = {
        "lvl_0_object_id": "SolidarityAsia",
        "lvl_0_object_type": "seed",
        "lvl_0_query_type": "",
        "lvl_1_object_id": "104563211_2993",
        "lvl_1_object_type": "data",
        "lvl_1_query_type": "Facebook:/<Object ID>/posts",
        "lvl_1_message": "Wells",
        "lvl_1_created_time": "2020-05-30T13:33:00+0000",
    }

    (one,), problems = read(member(table(",".join(row), row)))

    assert ([], "Wells", "104563211_2993") == (problems, one.post.message, one.post.id)


def scraped(**more: Any) -> dict[str, Any]:
    """A post as facebook-scraper gives it."""
    return {
        "post_id": "2993",
        "text": "Wells",
        "post_text": "Wells",
        "time": "2020-05-30 19:03:00",
        "timestamp": None,
        "images": ["https://a.example/1.jpg"],
        "likes": 10,
        "comments": 2,
        "shares": 0,
        "reactions": {"like": 10, "sorry": 1},
        "reaction_count": 11,
        "post_url": "https://facebook.com/SolidarityAsia/posts/2993",
        "user_id": "104563211",
        "username": "Solidarity Asia",
        "available": True,
        **more,
    }


def test_facebook_scraper() -> None:
    """`sorry` is sad; a time without zone is on the page's clock; what was hidden is told."""
    one_file = member(
        json.dumps([scraped(), scraped(available=False), scraped(timestamp=1590845580)])
    )

    (one, exact), problems = read(one_file)

    assert "facebook-scraper-json" == recognise(one_file)
    assert ("104563211_2993", "asia", WHEN, True) == (
        one.post.id,
        one.post.page,
        one.post.created_at,
        one.zone_assumed,
    )
    assert (
        Counts(reactions=11, comments=2, shares=0, by_type=(("like", 10), ("sad", 1))) == one.counts
    )
    assert (WHEN, False) == (exact.post.created_at, exact.zone_assumed)
    assert ["[1]"] == [each.where for each in problems]


def test_facebook_scraper_in_a_group_and_as_a_table() -> None:
    """The address says which group; `None` in a cell is nothing."""
    row = {
        "post_id": "2993",
        "text": "Wells",
        "timestamp": "1590845580",
        "post_url": "https://facebook.com/groups/55/permalink/2993/",
        "username": "Ana Ruiz",
        "user_id": "7",
        "link": "None",
        "likes": "3",
    }
    one_file = member(table(",".join(row), row))

    (one,), problems = read(one_file)

    assert ("facebook-scraper-csv", []) == (recognise(one_file), problems)
    assert ("55_2993", "lebanon", True, "Ana Ruiz") == (
        one.post.id,
        one.post.page,
        one.is_person,
        one.post.author,
    )
    assert Counts(reactions=3) == one.counts


def test_ids_of_facebook_scraper_that_pandas_took_for_numbers() -> None:
    """ ".0" is no part of an id; one whose last digits are lost is said, and the address counts."""
    row = {
        "post_id": "2993.0",
        "text": "Wells",
        "timestamp": "1590845580",
        "post_url": "",
        "username": "Solidarity Asia",
        "user_id": "104563211.0",
    }
    lost = {"post_id": "10222123456789012.0", "post_url": "https://facebook.com/55/posts/2994"}
    bare = {"post_id": "1.0222123456789012e+16", "text": "Books"}

    found, problems = read(member(table(",".join(row), row, row | lost, row | bare)))

    assert ["104563211_2993", "104563211_2994"] == [one.post.id for one in found[:2]]
    assert found[2].post.id.startswith("local:")
    assert ["line 3", "line 4"] == [each.where for each in problems]
    assert all("digits are lost" in each.reason for each in problems)


def test_a_place_is_not_lost_between_the_roads() -> None:
    """A saved answer of the Graph API keeps what the collector would have kept."""
    node = {
        "id": "55_2993",
        "created_time": "2020-05-30T13:33:00+0000",
        "from": {"id": "7", "name": "Ana Ruiz"},
        "to": {"data": [{"id": "55", "name": "Réseau Liban"}]},
        "place": {"id": "3", "name": "Goma"},
        "paging": {"next": "https://graph.facebook.com/x?access_token=EAAsecret&limit=2"},
    }

    (one,), problems = read(member(json.dumps(node)))

    assert ([], "lebanon", "Réseau Liban", True) == (
        problems,
        one.post.page,
        one.source_name,
        one.is_person,
    )
    assert Place(id="3", name="Goma") == one.post.place
    assert b"EAAsecret" not in one.raw


@pytest.mark.parametrize(
    "document",
    [
        {"data": [1, {"id": "1_2", "created_time": "soon"}], "paging": {}},
        {"1_2": {"id": "1_2", "created_time": "2020-05-30T13:33:00+0000"}},
        {"error": {"message": "Gone", "code": 100}},
        {"data": [{"id": "1_3", "created_time": "2020-05-30", "is_published": False}]},
    ],
)
def test_answers_that_hold_no_or_odd_posts(document: Any) -> None:
    """Problems say where; posts by id are read."""
    told = list(FORMATS["graph"].read(member(json.dumps(document)), CONTEXT))

    assert told
    if "1_2" in document:
        assert not isinstance(told[0], Problem)
    else:
        assert all(isinstance(one, Problem) for one in told)


def test_answers_that_hold_answers() -> None:
    """The posts of a page asked for with it, and a batch; what failed in one is said."""
    post = {"id": "104563211_2993", "message": "Wells", "created_time": "2020-05-30T13:33:00+0000"}
    page = {"id": "104563211", "name": "Solidarity Asia", "posts": {"data": [post], "paging": {}}}
    failed = {"code": 400, "body": json.dumps({"error": {"message": "Gone", "code": 100}})}
    batch = [{"code": 200, "headers": [], "body": json.dumps(page)}, None, failed]
    documents = {
        "nested": json.dumps(page, indent=1),
        "lines": f"{json.dumps(page)}\n{json.dumps(page)}\n",
        "batch": json.dumps(batch),
        "edge in a batch": json.dumps([{"code": 200, "body": json.dumps({"data": [post]})}]),
    }

    for name, document in documents.items():
        found, problems = read(member(document), CONTEXT)

        assert {("104563211_2993", "asia", "Wells")} == {
            (one.post.id, one.post.page, one.post.message) for one in found
        }
        assert (["[1]", "[2].body.error"] if name == "batch" else []) == [
            one.where for one in problems
        ]
        assert all(b"Wells" in one.raw for one in found)


def test_a_column_that_is_needed_is_named_for_each_tool() -> None:
    """The message says which; the remedy what to do."""
    lacking = member("Post ID,Page ID,Title\n1,2,x\n")

    with pytest.raises(IntakeError, match="publish time") as caught_:
        list(FORMATS["business-suite"].read(lacking, CONTEXT))

    assert "--mapping" in caught_.value.remedy


def test_business_suite_without_a_column_is_known_by_the_others() -> None:
    """Without the page's id it is the watched page of that name; what is needed is named."""
    header = SUITE.replace('"Reactions, Comments and Shares",', "").replace("Page ID,", "")

    (one,), problems = read(member(table(header, SUITE_ROW)))

    assert ([], "104563211_2993", "asia") == (problems, one.post.id, one.post.page)
    with pytest.raises(IntakeError, match="post id"):
        read(member(table(header.replace("Post ID,", ""), SUITE_ROW)))


def test_lists_in_cells_of_facebook_scraper() -> None:
    """As Python writes them; what is none is said, and the post is read."""
    header = "post_id,text,time,post_url,images,reactions"
    row = {"post_id": "1", "text": "Bonjour", "time": "2020-05-30 13:33:00", "post_url": ""}
    full = {"images": "['https://x.fbcdn.net/a.jpg']", "reactions": "{'like': 3, 'sorry': 2}"}
    odd = {"images": "[" * 3000, "reactions": "__import__('os')"}

    (one, other), problems = read(member(table(header, row | full, row | odd)))

    assert ["https://x.fbcdn.net/a.jpg"] == [each.url for each in one.post.media]
    assert one.counts is not None
    assert (5, {"like": 3, "sad": 2}) == (one.counts.reactions, dict(one.counts.by_type))
    assert ((), None) == (other.post.media, other.counts)
    assert [
        ("line 3", "has a cell images that cannot be read"),
        ("line 3", "has a cell reactions that cannot be read"),
    ] == [(each.where, each.reason) for each in problems]


@pytest.mark.parametrize(
    "text",
    [
        "mcl_url,creation_time,text\nx,2020-05-30 13:33:00,Bonjour\n",
        "id,thread_id,author,body,timestamp\n1,1,Ana,Bonjour,2020-05-30 13:33:00\n",
    ],
)
def test_tools_that_write_utc_leave_nothing_to_assume(text: str) -> None:
    """No zone of ours was taken for them."""
    (one,), _problems = read(member(text))

    assert (WHEN, False) == (one.post.created_at, one.zone_assumed)
