"""Facebook's "Download your information": the JSON and the HTML of it say the same."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fb_watch.intake.recognise import recognise
from fb_watch.model.collected import Link, Place, Problem
from intake.build import ASIA, CONTEXT, GROUP, member, read

TEXT = "Des repas pour les aînés à Beyrouth 🙂"
WHEN = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
UNIX = int(WHEN.timestamp())


def broken(document: Any) -> str:
    """JSON as Facebook writes it: UTF-8 read as Latin-1, then escaped."""
    text = json.dumps(document, ensure_ascii=False)
    return json.dumps(json.loads(text.encode().decode("latin-1")))


def entry(**more: Any) -> dict[str, Any]:
    """An entry of a group's file."""
    return {
        "timestamp": UNIX,
        "data": [{"post": TEXT}, {"update_timestamp": UNIX + 60}],
        "title": "Ana Ruiz posted in Réseau Liban.",
        **more,
    }


@pytest.mark.parametrize(
    "document",
    [
        {"group_posts_v2": [entry()]},
        {"group_posts": {"activity_log_data": [entry()]}},
        [entry()],
    ],
)
def test_posts_stand_in_different_places_of_the_json(document: Any) -> None:
    """Exports of 2018, 2020 and today say the same, broken letters mended."""
    one_file = member(broken(document))

    (one,), problems = read(one_file)

    assert ("dyi-json", []) == (recognise(one_file), problems)
    assert (TEXT, WHEN, "second") == (
        one.post.message,
        one.post.created_at,
        one.post.created_precision,
    )
    assert ("lebanon", "Réseau Liban", "Ana Ruiz") == (
        one.post.page,
        one.source_name,
        one.post.author,
    )
    assert (True, False) == (one.is_person, one.zone_assumed)
    assert UNIX + 60 == (one.post.updated_at or WHEN).timestamp()
    assert one.post.id.startswith("local:")


def test_pictures_places_and_links_of_the_json() -> None:
    """Files of the export come as streams; one that is not in it is said; a caption is no alt."""
    attachments = [
        {
            "data": [
                {"media": {"uri": "posts/media/1.jpg", "description": TEXT}},
                {"media": {"uri": "posts/media/2.mp4", "description": "A film"}},
            ]
        },
        {"data": [{"external_context": {"url": "https://example.org/a", "name": "Title"}}]},
        {
            "data": [
                {"place": {"name": "Goma", "address": "Av. 1", "coordinate": {"latitude": -1.6}}}
            ]
        },
    ]
    one_file = member(
        broken({"group_posts_v2": [entry(attachments=attachments)]}),
        "groups/posts.json",
        {"posts/media/1.jpg": b"\xff\xd8\xff"},
    )

    (one,), problems = read(one_file)

    where = "group_posts_v2[0]"
    assert [Problem(where=where, reason="posts/media/2.mp4 is not in the export")] == problems
    assert [("photo", None), ("video", "A film")] == [(m.kind, m.alt) for m in one.post.media]
    assert (Link(url="https://example.org/a", title="Title"),) == one.post.links
    assert Place(name="Goma", street="Av. 1", latitude=-1.6) == one.post.place
    assert "album" == one.post.kind
    (file,) = one.files
    with file.open() as stream:
        assert (0, b"\xff\xd8\xff") == (file.media, stream.read())


def test_a_post_without_text_has_the_caption_of_its_picture() -> None:
    """A photo's words stand at the photo; with no words at all the message is not known."""
    picture = {"data": [{"media": {"uri": "https://cdn.example/1.jpg", "description": "Wells"}}]}
    bare = {"data": [{"media": {"uri": "https://cdn.example/2.jpg"}}]}

    found, _problems = read(
        member(
            json.dumps([entry(data=[], attachments=[picture]), entry(data=[], attachments=[bare])])
        )
    )

    assert ["Wells", None] == [one.post.message for one in found]


def test_a_comment_is_a_post_that_says_what_it_is() -> None:
    """Who commented, in which group; a comment elsewhere is of its author's own."""
    said = {"timestamp": UNIX, "comment": "Merci", "author": "Ana Ruiz", "group": "Réseau Liban"}
    title = "Ana Ruiz commented on Marc's post."
    elsewhere = {**said, "group": ""}
    document = {
        "group_comments_v2": [
            {"timestamp": UNIX, "data": [{"comment": said}], "title": title},
            {"timestamp": UNIX, "data": [{"comment": elsewhere}], "title": title},
        ]
    }

    (here, there), _problems = read(member(json.dumps(document)))

    assert ("other", title, "Merci", "lebanon") == (
        here.post.kind,
        here.post.story,
        here.post.message,
        here.post.page,
    )
    assert ("", "Ana Ruiz") == (there.post.page, there.source_name)


def test_the_export_of_a_page_is_believed_more_than_that_of_a_person() -> None:
    """What the page itself posted is by no person."""
    (one,), _problems = read(member(json.dumps([entry(title="Solidarity Asia shared a link.")])))

    assert ("dyi-page", False, ASIA.key) == (one.source, one.is_person, one.post.page)


def test_whose_export_it_is_stands_in_another_file() -> None:
    """An entry without a sentence is of the account's owner."""
    about = {"profile_v2": {"name": {"full_name": "José Ruiz"}}}
    beside = {"profile_information/profile_information.json": broken(about).encode()}

    (one,), _problems = read(member(json.dumps([entry(title=None)]), "posts/p.json", beside))

    assert ("José Ruiz", "José Ruiz") == (one.post.author, one.source_name)


def test_damaged_entries_are_named_and_the_others_read() -> None:
    """No time, no object, broken JSON."""
    good = json.dumps(entry())
    text = f'[{good}, {{"timestamp": "x", "data": []}}, 7, {{"a": }}, {good}]'

    found, problems = read(member(text))

    assert 2 == len(found)
    assert [
        Problem(where="[1]", reason="has a time that cannot be read"),
        Problem(where="[2]", reason="is not an object"),
        Problem(where="[3]", reason="is no JSON"),
    ] == problems


def old_block(title: str, body: str, foot: str) -> str:
    """An entry in the layout of 2018 to 2021."""
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">'
        f'<div class="_3-96 _2pio _2lek _2lel">{title}</div>'
        f'<div class="_3-96 _2let"><div>{body}</div></div>'
        f'<div class="_3-94 _2lem">{foot}</div></div>'
    )


def new_block(title: str, body: str, foot: str) -> str:
    """An entry in the layout since."""
    return (
        '<section class="_3-95 _a6-g">'
        f'<h2 class="_2ph_ _a6-h _a6-i">{title}</h2>'
        f'<div class="_2ph_ _a6-p"><div>{body}</div></div>'
        f'<footer class="_3-94 _a6-o"><a href="https://www.facebook.com/dyi/l/?l=AB">'
        f'<div class="_a72d">{foot}</div></a></footer></section>'
    )


def page(*blocks: str, title: str = "Group posts and comments") -> str:
    """A file of the export."""
    return (
        "<html><head><style>.uiBoxWhite{color:red}</style>"
        f"<title>{title}</title></head><body><div class='_a705'>{''.join(blocks)}</div>"
        "</body></html>"
    )


LINES = (
    '<div class="_2pin"><div>{text}</div></div><div class="_2pin"><div>{text}</div></div>'
    '<div class="_2pin">{place}: Goma</div><div class="_2pin">{address}: Av. 1</div>'
    '<div class="_2pin"><div>{updated}</div></div>'
)
ENGLISH = ("Ana Ruiz posted in Somewhere.", "Place", "Address", "Updated May 30, 2020, 1:34 PM")
FRENCH = (
    "Ana Ruiz a publié dans Somewhere.",
    "Lieu ",
    "Adresse ",
    "Mis à jour le 30 mai 2020 à 13:34",
)
SPANISH = (
    "Ana Ruiz publicó en Somewhere.",
    "Lugar",
    "Dirección",
    "Actualizado 30 de mayo de 2020, 13:34",
)


@pytest.mark.parametrize("layout", [old_block, new_block])
@pytest.mark.parametrize(
    ("words", "title", "foot"),
    [
        (ENGLISH, "Your posts and comments in groups", "May 30, 2020, 1:33 PM"),
        (FRENCH, "Vos publications et commentaires dans des groupes", "30 mai 2020 à 13:33"),
        (SPANISH, "Tus publicaciones y comentarios en grupos", "30 de mayo de 2020 13:33"),
    ],
)
def test_the_html_in_each_layout_and_language(
    layout: Any, words: tuple[str, ...], title: str, foot: str
) -> None:
    """Group, author, text once, place, time on the group's clock, when it was updated."""
    sentence, place, address, updated = words
    body = LINES.format(text=TEXT, place=place, address=address, updated=updated)
    one_file = member(page(layout(sentence, body, foot), title=title))

    (one,), problems = read(one_file)

    assert ("dyi-html", []) == (recognise(one_file), problems)
    assert ("Somewhere", "Ana Ruiz") == (one.source_name, one.post.author)
    assert (TEXT, sentence) == (one.post.message, one.post.story)
    assert Place(name="Goma", street="Av. 1") == one.post.place
    assert (WHEN, "minute", True) == (
        one.post.created_at,
        one.post.created_precision,
        one.zone_assumed,
    )
    assert datetime(2020, 5, 30, 13, 34, tzinfo=UTC) == one.post.updated_at


def test_an_entry_whose_only_time_is_its_update_has_that_one() -> None:
    """As in the file that the network itself published; the clock is the group's."""
    body = f'<div class="_2pin">{TEXT}</div><div class="_2pin">Updated 30 May 2020, 13:33</div>'

    (one,), _problems = read(member(page(new_block("Ana posted in Réseau Liban.", body, "x"))))

    assert ("lebanon", datetime(2020, 5, 30, 10, 33, tzinfo=UTC)) == (
        one.post.page,
        one.post.created_at,
    )


def test_links_and_pictures_of_the_html() -> None:
    """A line that is only a link is the link; tables of camera data are nobody's words."""
    body = (
        f'<div class="_2pin">{TEXT}<br>second line</div>'
        '<div class="_2pin"><a href="https://example.org/a">https://example.org/a</a></div>'
        '<div class="_2pin"><a href="../posts/media/1%20a.jpg"><img src="../posts/media/1%20a.jpg">'
        "</a><table><tr><td>Upload IP Address</td><td>10.0.0.1</td></tr></table></div>"
    )
    one_file = member(
        page(old_block("Ana posted in G.", body, "May 30, 2020, 1:33 PM")),
        "groups/posts.html",
        {"posts/media/1 a.jpg": b"x"},
    )

    (one,), problems = read(one_file)

    assert ([], f"{TEXT}\nsecond line") == (problems, one.post.message)
    assert (Link(url="https://example.org/a"),) == one.post.links
    assert ["posts/media/1 a.jpg"] == [file.name for file in one.files]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Place: the school<br/>We gave 200 kits.", "Place: the school\nWe gave 200 kits."),
        ("Group: sewing<br/>Thanks.", "Group: sewing\nThanks."),
        ("Group: sewing", "Group: sewing"),
        ("Place: the bridge. We meet tomorrow.", "Place: the bridge. We meet tomorrow."),
        ("<p>Place: Goma</p><p>We meet.</p>", "Place: Goma\nWe meet."),
        ("<p>One</p><p>Two</p><p>One</p><p>Two</p><p>End</p>", "One\nTwo\nOne\nTwo\nEnd"),
        ("<p>We meet on:</p><p>June 12, 2020</p><p>at 2</p>", "We meet on:\nJune 12, 2020\nat 2"),
        ("<div>We meet on:</div><div>June 12, 2020</div>", "We meet on:\nJune 12, 2020"),
        ("<div>Group:</div><div>sewing<br>and more</div>", "Group:\nsewing\nand more"),
        ("<div>Thanks</div><div>Group:</div>", "Thanks\nGroup:"),
        ("<div>Group:</div><div>sewing</div>", "Group:\nsewing"),
        ("<div>Group:</div><div>Address:</div>", "Group:\nAddress:"),
    ],
)
@pytest.mark.parametrize("layout", [old_block, new_block])
def test_what_somebody_wrote_is_no_label(layout: Any, body: str, text: str) -> None:
    """Lines that look like Facebook's own, in the words of a person."""
    block = layout("Ana Ruiz posted in G.", f'<div class="_2pin">{body}</div>', "May 30, 2020")

    (one,), problems = read(member(page(block)))

    assert ([], text, None) == (problems, one.post.message, one.post.place)
    assert ("G", WHEN.date()) == (one.source_name, one.post.created_at.date())


@pytest.mark.parametrize(
    ("title", "foot", "day"),
    [
        ("Ana Ruiz a publié dans G.", "2 juin 2020 à 13 h 33", (6, 2)),
        ("Ana Ruiz publicó en G.", "05/06/2020 16:33", (6, 5)),
        ("Ana Ruiz publicó en G.", "30/5/20, 5:33 p. m.", (5, 30)),
        ("Ana Ruiz posted in G.", "5/6/20, 5:33 PM", (5, 6)),
    ],
)
def test_dates_of_figures_go_by_the_language(title: str, foot: str, day: tuple[int, int]) -> None:
    """The sentence over the post tells the language of the file."""
    (one,), problems = read(member(page(new_block(title, TEXT, foot))))

    assert ([], day) == (problems, (one.post.created_at.month, one.post.created_at.day))


def test_a_date_of_two_meanings_is_said() -> None:
    """English without AM and PM may be British."""
    found, problems = read(member(page(new_block("Ana posted in G.", TEXT, "05/06/2020 16:33"))))

    assert ([], ["has a date that may be one of two days"]) == (
        found,
        [one.reason for one in problems],
    )


def test_the_caption_of_a_picture_comes_once() -> None:
    """Facebook prints it below the picture and again as the text of the post."""
    body = (
        f'<div><img src="a.jpg"><div class="_3-95">{TEXT}</div><div>Place: Goma</div></div>'
        f'<div class="_2pin"><div>{TEXT}</div></div>'
    )

    (one,), _problems = read(member(page(new_block("Ana posted in G.", body, "May 30, 2020"))))

    assert (TEXT, Place(name="Goma")) == (one.post.message, one.post.place)


def test_the_block_is_kept_byte_for_byte() -> None:
    """From its opening to its own closing tag, whatever lies nested in it."""
    block = new_block("Ana posted in G.", f'<div class="_a6-g">{TEXT}</div>', "May 3, 2020")

    (one, other), _problems = read(member(page(block, block)))

    assert (block.encode(), block.encode()) == (one.raw, other.raw)
    assert ("[0]", "[1]", "day") == (one.where, other.where, one.post.created_precision)


@pytest.mark.parametrize("left", [3, 30, 60])
def test_a_page_that_was_cut_off_has_no_half_post(left: int) -> None:
    """An aborted download: half a text would stand for the whole one, and overwrite it."""
    good = old_block("Ana posted in G.", TEXT, "May 30, 2020, 1:33 PM")
    text = page(good, good).replace("</body></html>", "").removesuffix("</div>")[:-left]

    found, problems = read(member(text))

    assert [TEXT] == [one.post.message for one in found]
    assert ["the file ends within an entry"] == [one.reason for one in problems]


def test_a_block_that_is_never_closed_costs_no_other() -> None:
    """It ends where the next one begins."""
    good = old_block("Ana posted in G.", TEXT, "May 30, 2020, 1:33 PM")
    text = page(good.removesuffix("</div>"), good).replace("</body></html>", "")

    found, _problems = read(member(text))

    assert [TEXT, TEXT] == [one.post.message for one in found]


@pytest.mark.parametrize(
    "text",
    [
        page(old_block("Ana likes Marc's post.", "", "May 30, 2020"), title="Likes and reactions"),
        page(old_block("Ana", "Bonjour", "May 30, 2020"), title="Marc"),
        "<html><title>Posts</title><p>May 30, 2020</p></html>",
        json.dumps({"messages": [{"sender_name": "Ana", "timestamp_ms": 1, "content": "x"}]}),
        json.dumps(
            {"reactions_v2": [{"timestamp": 1, "data": [{"reaction": {"reaction": "LIKE"}}]}]}
        ),
    ],
)
def test_other_files_of_an_export_hold_no_posts(text: str) -> None:
    """Reactions, messages and pages of other sites are not taken for posts."""
    assert recognise(member(text)) is None


GIVEN = replace(CONTEXT, given=GROUP)
ELSEWHERE = (
    "Ana Ruiz listed an item for sale in Andere Gruppe.",
    "Ana Ruiz hat in Privatgruppe gepostet.",
    "ana ruiz kusema.",
)


@pytest.mark.parametrize("title", ELSEWHERE)
@pytest.mark.parametrize("is_html", [False, True])
def test_a_sentence_that_is_not_understood_may_name_another_group(
    title: str, is_html: bool
) -> None:
    """It is no post of the group that is given, and is named; others of the file are."""
    bare = "Ana Ruiz updated her status."
    if is_html:
        day = "May 30, 2020, 1:33 PM"
        text = page(*(new_block(one, TEXT, day) for one in (title, bare)))
    else:
        entries = [entry(title=one) for one in (title, bare, None)]
        text = json.dumps({"group_posts_v2": entries})

    found, problems = read(member(text), GIVEN)

    assert [GROUP.key, GROUP.key][is_html:] == [one.post.page for one in found]
    assert ["has a sentence that does not tell of which group"] == [one.reason for one in problems]


@pytest.mark.parametrize("is_html", [False, True])
def test_a_name_that_nobody_can_tell_is_no_author(is_html: bool) -> None:
    """Sentences in small letters: no author, and the words are told to be withheld."""
    title = "ana ruiz celebrated a birthday in Réseau Liban."
    text = page(new_block(title, TEXT, "May 30, 2020, 1:33 PM"))

    (one,), problems = read(
        member(text if is_html else json.dumps({"group_posts_v2": [entry(title=title)]}))
    )

    assert ([], None, GROUP.key) == (problems, one.post.author, one.post.page)
    assert "ana ruiz celebrated a birthday in" == one.withheld
