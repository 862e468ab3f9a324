"""Albums, uncategorised pictures and films of Facebook's exports, as JSON and as HTML."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fb_watch.errors import FbWatchError
from fb_watch.intake.pictures import Pictures, Spot, Words, gather
from fb_watch.intake.recognise import FORMATS, recognise
from fb_watch.model.collected import Place, Problem
from intake.build import ASIA, CONTEXT, member, read
from intake.test_dyi import broken
from intake.test_every_format import damaged, damages, read_as

UNIX = 1590845580
WHEN = datetime(2020, 5, 30, 13, 33, tzinfo=UTC)
GIVEN = replace(CONTEXT, given=ASIA)


def picture(name: str = "1.jpg", **more: Any) -> dict[str, Any]:
    """A picture as albums have it."""
    return {"uri": f"posts/media/{name}", "creation_timestamp": UNIX, **more}


def album(*pictures: dict[str, Any], **more: Any) -> str:
    """A file of an album; what is said of it stands in front of its pictures and behind."""
    about = {"cover_photo": picture("1.jpg", title="x"), "last_modified_timestamp": UNIX + 9}
    whole = {"name": "Écoles", "photos": list(pictures), **about, "description": "Été", **more}
    return broken(whole)


@pytest.mark.parametrize(
    "name", ["other_photos_v2", "other_photos", "photos", "videos_v2", "videos", "photos_v2"]
)
def test_a_picture_that_stands_in_no_post_is_one(name: str) -> None:
    """With its words, its time, its file; the page that is given made it."""
    is_film = name.startswith("videos")
    file = "1.mp4" if is_film else "1.jpg"
    one = picture(file, description="La cour de l’école 🙂", title="")
    beside = {f"posts/media/{file}": b"bytes"}
    one_file = member(broken({name: [one]}), "posts/your_pictures.json", beside)

    (found,), problems = read(one_file, GIVEN)

    assert ("dyi-json", []) == (recognise(one_file), problems)
    assert ("La cour de l’école 🙂", WHEN) == (found.post.message, found.post.created_at)
    assert ["video" if is_film else "photo"] * 2 == [found.post.kind, found.post.media[0].kind]
    assert (ASIA.key, True) == (found.post.page, found.is_picture)
    assert [f"posts/media/{file}"] == [each.name for each in found.files]


def test_an_album_is_named_with_each_of_its_pictures() -> None:
    """Its words stand behind its pictures too; a title that is only the album's is no text."""
    named, told = picture(title="Écoles"), picture("2.jpg", title="Le puits")
    one_file = member(album(named, told), "posts/album/0.json", {})

    found, _problems = read(one_file, GIVEN)

    assert [None, "Le puits"] == [one.post.message for one in found]
    assert [({"type": "album", "title": "Écoles", "description": "Été"},)] * 2 == [
        one.post.attachments for one in found
    ]
    assert all(b"\\u00c3\\u0089coles" in one.raw.splitlines()[-1] for one in found)


def test_where_a_picture_was_taken() -> None:
    """The place that is tagged, else what the camera noted; 0, 0 is nowhere."""
    noted = {"exif_data": [{"iso": 100}, {"latitude": -1.67, "longitude": 29.2}]}
    older = {"latitude": 33.9, "longitude": 35.5}
    nowhere = {"exif_data": [{"latitude": 0, "longitude": 0}]}
    tagged = {"name": "Goma", "address": "Av. 1"}

    found, problems = read(
        member(
            album(
                picture("1.jpg", media_metadata={"photo_metadata": noted}),
                picture("2.jpg", media_metadata={"photo_metadata": older}),
                picture("3.jpg", media_metadata={"photo_metadata": nowhere}),
                picture("4.jpg", media_metadata={"video_metadata": noted}, place=tagged),
            )
        ),
        GIVEN,
    )

    assert [
        Place(latitude=-1.67, longitude=29.2),
        Place(latitude=33.9, longitude=35.5),
        None,
        Place(name="Goma", street="Av. 1", latitude=-1.67, longitude=29.2),
    ] == [one.post.place for one in found]
    assert {"is not in the export"} == {one.reason.split(" ", 1)[1] for one in problems}


def test_pictures_without_words_are_told_apart() -> None:
    """Those of one minute by the names of their files, which are the same in every export."""
    first, second = (
        read(member(album(picture(f"{folder}/1.jpg"), picture(f"{folder}/2.jpg"))), GIVEN)[0]
        for folder in ("a_3Xk", "a_9Qz")
    )

    assert 2 == len({one.post.id for one in first})
    assert [one.post.id for one in first] == [one.post.id for one in second]


def test_pictures_of_the_same_words_and_minute_are_one_post() -> None:
    """Nothing of them is lost: each file, each entry as it stands in the export."""
    names = ["1.jpg", "2.jpg", "3.jpg"]
    beside = {f"posts/media/{name}": b"x" for name in names}
    told = [picture(name, description="Distribution") for name in names]
    later = picture("1.jpg", description="Distribution", creation_timestamp=UNIX + 90)

    (one, other), _problems = read(member(album(*told, later), "album/0.json", beside), GIVEN)

    assert ("album", 3, "photo", 1) == (
        one.post.kind,
        len(one.post.media),
        other.post.kind,
        len(other.post.media),
    )
    assert [(0, "1.jpg"), (1, "2.jpg"), (2, "3.jpg")] == [
        (file.media, file.name.rpartition("/")[2]) for file in one.files
    ]
    assert all(name.encode() in one.raw for name in names)


def test_a_picture_of_a_post_is_no_second_one() -> None:
    """Its words in the album are the post's, and both entries its evidence."""
    entry = {
        "timestamp": UNIX,
        "data": [],
        "attachments": [{"data": [{"media": {"uri": "posts/media/1.jpg"}}]}],
        "title": "Solidarity Asia added a new photo.",
    }
    told = Words("La cour de l’école", b'{"description": "La cour"}')
    spot = Spot("file", "posts/media/1.jpg")
    context = replace(GIVEN, pictures=Pictures(in_posts={spot}, words={spot: told}))

    (post,), _problems = read(member(json.dumps([entry])), context)
    of_album = read(member(album(picture(description="La cour de l’école"))), context)

    assert [(None, "La cour de l’école")] == [(post.post.message, m.alt) for m in post.post.media]
    assert post.raw.endswith(b"\n" + told.raw)
    assert ([], []) == of_album


@pytest.mark.parametrize("where", ["album", "picture"])
@pytest.mark.parametrize("told", ["Friends", {"value": "SELF"}, "Public", {"value": "EVERYONE"}])
@pytest.mark.parametrize("name", ["privacy", "visibility", "audience"])
def test_what_is_not_public_is_passed_over(name: str, told: Any, where: str) -> None:
    """Where the file says so, of the album or of the picture; it is named."""
    is_public = told in ("Public", {"value": "EVERYONE"})
    seen = {name: told}
    text = album(picture(), **seen) if where == "album" else album(picture(**seen))

    found, problems = read(member(text, "f", {"posts/media/1.jpg": b"x"}), GIVEN)

    assert ([] if is_public else ["is not public"]) == [one.reason for one in problems]
    assert is_public == bool(found)


def test_pictures_of_a_profile_are_of_its_author() -> None:
    """Nobody's page, as what was posted there."""
    about = {"profile_v2": {"name": {"full_name": "José Ruiz"}}}
    beside = {"profile_information/profile_information.json": broken(about).encode()}

    (one,), _problems = read(member(album(picture()), "posts/album/0.json", beside), GIVEN)

    assert ("", "José Ruiz", "José Ruiz", True) == (
        one.post.page,
        one.source_name,
        one.post.author,
        one.is_person,
    )


def test_what_people_wrote_below_a_picture_is_not_kept() -> None:
    """Comments name people, in the evidence too; all else of the entry stays."""
    said = {"timestamp": UNIX, "comment": "Bravo", "author": "Marc Haddad"}
    text = album(picture(description="Le puits", comments=[said], odd={"kept": 1}))

    (one,), _problems = read(member(text), GIVEN)

    assert b"Marc" not in one.raw
    assert b'"odd":{"kept":1}' in one.raw


def test_damaged_pictures_are_named_and_the_others_read() -> None:
    """No time, no object; broken words of the album."""
    rows = json.dumps([picture(), {"uri": "x.jpg", "creation_timestamp": "x"}, 7])
    text = f'{{"name": "\\ud83d \\x", "photos": {rows}, "description": 5, "n": "description"}}'

    found, problems = read(member(text, "f", {"posts/media/1.jpg": b"x"}), GIVEN)

    assert 1 == len(found)
    assert ["has a time that cannot be read", "is not an object"] == [p.reason for p in problems]


@pytest.mark.parametrize(
    "document",
    [
        {"messages": [{"sender_name": "Ana", "photos": [picture()]}], "title": "Marc"},
        {"archived_stories_v2": [picture()]},
        {"name": "Écoles", "photos": []},
    ],
)
def test_other_pictures_are_none_of_an_album(document: Any) -> None:
    """Those of messages and stories were never published."""
    assert recognise(member(json.dumps(document))) is None


def block(body: str, foot: str = "May 30, 2020, 1:33 PM", title: str = "") -> str:
    """A picture as albums in HTML have it: no sentence, the date at its foot."""
    head = f'<div class="_2ph_ _a6-h _a6-i">{title}</div>' if title else ""
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">{head}<div class="_a6-p"><div>'
        f'{body}</div></div><div class="_3-94 _a6-o"><a href="https://www.facebook.com/dyi/l/?l=A">'
        f'<div class="_a72d">{foot}</div></a></div></div>'
    )


def page(*blocks: str, title: str) -> str:
    """A page of the export."""
    body = "".join(blocks)
    return f"<html><head><title>{title}</title></head><body><main>{body}</main></body></html>"


def shown(name: str, words: str = "", notes: str = "") -> str:
    """A picture, what is said of it, what the camera noted."""
    path = f"../../posts/media/{name}"
    told = f'<div class="_3-95">{words}</div>' if words else ""
    rows = f"<table>{notes}</table>" if notes else ""
    return f'<div><a target="_blank" href="{path}"><img src="{path}"></a>{told}{rows}</div>'


@pytest.mark.parametrize("heading", ["", "Écoles &amp; puits"])
def test_an_album_of_the_html(heading: str) -> None:
    """Words, date on the page's clock, album, file, place of the camera."""
    notes = (
        '<tr><td class="_a6_q">Latitude</td><td class="_a6_r">-1.67</td></tr>'
        '<tr><td colspan="2" class="_a6_q">Longitude<div><div>29.2</div></div></td></tr>'
    )
    text = page(
        block(shown("1.jpg", "La cour de l’école", notes), title=heading),
        block(shown("2.jpg"), "30 mai 2020 à 13:33", title=heading),
        title="Écoles &amp; puits",
    )
    beside = {f"posts/media/{name}": b"x" for name in ("1.jpg", "2.jpg")}
    one_file = member(text, "posts/album/0.html", beside)

    (one, other), problems = read(one_file, GIVEN)

    assert ("dyi-html", []) == (recognise(one_file), problems)
    assert ("La cour de l’école", None) == (one.post.message, other.post.message)
    assert ("photo", ASIA.key, True) == (one.post.kind, one.post.page, one.is_picture)
    assert ({"type": "album", "title": "Écoles & puits"},) == one.post.attachments
    assert Place(latitude=-1.67, longitude=29.2) == one.post.place
    assert ["posts/media/1.jpg"] == [file.name for file in one.files]
    assert one.post.created_at == other.post.created_at


@pytest.mark.parametrize(
    "title", ["Uncategorized photos", "Photos non classées", "Fotos sin clasificar", "Videos"]
)
def test_pictures_without_an_album_in_html(title: str) -> None:
    """What such a page is called is no album."""
    (one,), _problems = read(member(page(block(shown("1.jpg")), title=title)), GIVEN)

    assert (True, ()) == (one.is_picture, one.post.attachments)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (block('<img src="messages/inbox/marc/photos/1.jpg">', title="Marc"), "Marc"),
        (block('<img src="your_facebook_activity/stories/1.jpg">'), "Archived stories"),
        (block('<img src="media/posts/1.jpg">'), "Instagram"),
        (block('<a href="https://www.example.org">x</a>'), "Followers"),
        (block(shown("1.jpg"), title="Marc Haddad"), "Écoles"),
    ],
)
def test_other_pages_of_pictures_are_no_albums(text: str, title: str) -> None:
    """Messages, stories, other sites."""
    assert recognise(member(page(text, title=title))) is None


WHOLE = {
    "dyi-json": album(picture(description="Été"), picture("2.jpg", title="x")),
    "dyi-html": page(block(shown("1.jpg", "Été")), block(shown("2.jpg")), title="Écoles"),
}


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(WHOLE)), damage=damages)
def test_damage_is_told_and_never_a_crash(name: str, damage: list[tuple[int, str, bytes]]) -> None:
    """Whatever happened to the file, and also where the pictures are only looked at."""
    data = damaged(WHOLE[name].encode(), damage)
    look = FORMATS[name].pictures

    try:
        told = [one.reason for one in read_as(name, data) if isinstance(one, Problem)]
    except FbWatchError as error:
        told = [error.message]

    assert all(told)
    assert look is not None
    assert gather([(member(data), look)]).words == {}
