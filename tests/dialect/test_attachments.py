from typing import Any

import pytest

from dialect.captures import parsed, post
from fb_watch.model.collected import Link, Media, Place

SHIM = "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2Fx%3Fa%3D1%26fbclid%3DIwAR&h=AT0"
PHOTO = {
    "type": "photo",
    "media_type": "photo",
    "target": {"id": "7", "url": "https://www.facebook.com/1/photos/7"},
    "url": "https://www.facebook.com/1/photos/7",
    "media": {"image": {"src": "https://scontent.fbcdn.net/a_n.jpg", "width": 720, "height": 405}},
}
FILM = {
    "type": "video_inline",
    "media_type": "video",
    "target": {"id": "9"},
    "url": "https://www.facebook.com/1/videos/9",
    "media": {
        "image": {"src": "https://scontent.fbcdn.net/p.jpg"},
        "source": "https://video.fbcdn.net/f.mp4",
    },
}
LINK = {"type": "share", "url": SHIM, "title": "Report", "description": "What was found"}


@pytest.mark.parametrize(
    ("kind", "node"),
    [
        ("status", {"message": "Open"}),
        ("status", {"status_type": "mobile_status_update"}),
        ("photo", {"attachments": {"data": [PHOTO]}}),
        ("photo", {"attachments": {"data": [{**PHOTO, "type": "cover_photo"}]}}),
        ("photo", {"status_type": "added_photos"}),
        ("photo", {"type": "photo"}),
        ("photo", {"full_picture": "https://scontent.fbcdn.net/a_n.jpg"}),
        ("album", {"attachments": {"data": [{"type": "album"}]}}),
        ("album", {"attachments": {"data": [{"subattachments": {"data": [PHOTO, PHOTO]}}]}}),
        ("album", {"attachments": {"data": [PHOTO, PHOTO]}}),
        ("video", {"attachments": {"data": [FILM]}}),
        ("video", {"attachments": {"data": [{"type": "video_autoplay"}]}}),
        ("video", {"status_type": "added_video"}),
        ("link", {"attachments": {"data": [LINK]}}),
        ("link", {"attachments": {"data": [{"media_type": "link", "url": "https://a.org"}]}}),
        ("link", {"type": "link", "status_type": "shared_story"}),
        ("event", {"attachments": {"data": [{"media_type": "event", "type": "event"}]}}),
        ("event", {"status_type": "created_event"}),
        ("note", {"attachments": {"data": [{"type": "note"}]}}),
        ("share", {"parent_id": "3_4", "attachments": {"data": [PHOTO]}}),
        ("share", {"parent": {"id": "3_4"}}),
        ("share", {"status_type": "shared_story"}),
        ("other", {"attachments": {"data": [{"type": "fundraiser_for_story"}]}}),
        ("other", {"type": "offer"}),
    ],
)
def test_the_kind_follows_from_the_surest_sign(kind: str, node: dict[str, Any]) -> None:
    """A shared post, then attachments, then the types of old and new API versions."""
    assert kind == post(**node).kind


def test_a_link_is_freed_of_its_wrapper() -> None:
    """`u` of l.php, without fbclid, with title and description."""
    made = post(attachments={"data": [LINK]})

    assert (
        Link(url="https://a.org/x?a=1", title="Report", description="What was found"),
    ) == made.links


def test_the_unwrapped_address_is_preferred() -> None:
    """Facebook's own `unshimmed_url` comes before what can be read out of the wrapper."""
    made = post(attachments={"data": [{**LINK, "unshimmed_url": "https://a.org/whole"}]})

    assert ["https://a.org/whole"] == [link.url for link in made.links]


def test_the_preview_of_a_link_is_no_picture_of_the_post() -> None:
    """It stays in the tree; the page published a link."""
    node = {**LINK, "media": {"image": {"src": "https://external.xx.fbcdn.net/safe_image.php"}}}

    made = post(attachments={"data": [node]}, full_picture="https://external.xx.fbcdn.net/1")

    assert () == made.media
    assert (node,) == made.attachments


def test_a_shared_post_is_a_link_to_it_with_its_words() -> None:
    """The original may be out of sight; its text is in the attachment."""
    made = post(
        parent_id="3_4",
        attachments={
            "data": [
                {
                    "type": "native_templates",
                    "unshimmed_url": "https://www.facebook.com/3/posts/4",
                    "title": "OMEP",
                    "description": "Books for 340 families",
                }
            ]
        },
    )

    assert (
        Link(
            url="https://www.facebook.com/3/posts/4",
            title="OMEP",
            description="Books for 340 families",
        ),
    ) == made.links


def test_a_picture_has_its_id_and_size() -> None:
    """The id is that of the attachment's target."""
    made = post(attachments={"data": [PHOTO]})

    url = "https://scontent.fbcdn.net/a_n.jpg"
    assert (Media(kind="photo", id="7", url=url, width=720, height=405),) == made.media
    assert () == made.links


def test_an_album_gives_its_pictures_once_and_in_order() -> None:
    """The cover comes again inside."""
    second = {**PHOTO, "target": {"id": "8"}}
    album = {"type": "album", "media": PHOTO["media"], "target": {"id": "1"}}

    made = post(
        attachments={"data": [{**album, "subattachments": {"data": [PHOTO, second, PHOTO]}}]}
    )

    assert ["7", "8"] == [medium.id for medium in made.media]


def test_a_film_is_its_file_and_its_still_stands_beside_it() -> None:
    """The address is that of the film; the still goes by its id, comes last, and is no content."""
    made = post(attachments={"data": [FILM, PHOTO]})

    film, photo, still = made.media
    assert Media(kind="video", id="9", url="https://video.fbcdn.net/f.mp4") == film
    assert "7" == photo.id
    assert ("photo", "9", "https://scontent.fbcdn.net/p.jpg") == (still.kind, still.id, still.url)
    assert [film.id, photo.id] == [medium["id"] for medium in made.content["media"]]


@pytest.mark.parametrize(
    ("alt", "node"),
    [
        ("Ours", {"media": {"image": {"alt_text_custom": "Ours", "alt_text": "May be a cat"}}}),
        ("May be a cat", {"alt_text": "May be a cat"}),
        ("Hands", {"description": "Hands"}),
        (None, {"description": "Schools stay closed …"}),
        (None, {}),
    ],
)
def test_what_a_picture_shows_is_kept(alt: str | None, node: dict[str, Any]) -> None:
    """An editor's words, else a machine's, else the caption where it is not the message again."""
    made = post(message="Schools stay closed in Dhaka.", attachments={"data": [{**PHOTO, **node}]})

    assert [alt] == [medium.alt for medium in made.media]


def test_old_api_versions_hold_links_and_pictures_in_the_post() -> None:
    """link, name, description; picture and object_id; all of it kept as received."""
    link = {"type": "link", "link": "http://a.org", "name": "Report", "caption": "a.org"}
    photo = {"type": "photo", "object_id": "5", "picture": "https://scontent.fbcdn.net/5.png"}

    linked, pictured = post(**link, picture="https://scontent.fbcdn.net/x.png"), post(**photo)

    assert (Link(url="http://a.org", title="Report", description="a.org"),) == linked.links
    assert () == linked.media
    assert ({**link, "picture": "https://scontent.fbcdn.net/x.png"},) == linked.attachments
    url = "https://scontent.fbcdn.net/5.png"
    assert (Media(kind="photo", id="5", url=url),) == pictured.media


def test_cards_buttons_and_facts_are_links_too() -> None:
    """child_attachments, call_to_action and properties; each address once, [] is passed by."""
    made = post(
        child_attachments=[{"link": "https://a.org", "name": "A", "description": " "}],
        call_to_action={"type": "X", "value": {"link": "https://b.org", "link_title": "B"}},
        properties=[
            [],
            {"name": "Length", "text": "01:20"},
            {"name": "C", "href": "https://a.org"},
        ],
    )

    assert (
        Link(url="https://a.org", title="A"),
        Link(url="https://b.org", title="B"),
    ) == made.links


def test_a_script_is_no_link() -> None:
    """Only http and https can be followed."""
    assert () == post(attachments={"data": [{**LINK, "url": "javascript:alert(1)"}]}).links


def test_a_place_is_read_with_its_coordinates() -> None:
    """Name, address and point."""
    location = {"city": "Dhaka", "zip": 1205, "latitude": 23.8, "longitude": "90.4"}

    made = post(place={"id": "5", "name": "School", "location": location})

    assert (
        Place(id="5", name="School", city="Dhaka", zip="1205", latitude=23.8, longitude=90.4)
        == made.place
    )


def test_a_location_in_words_is_kept() -> None:
    """Old API versions wrote a text in place of an address."""
    assert (
        Place(name="School", city="Dhaka")
        == post(place={"name": "School", "location": "Dhaka"}).place
    )


def test_a_point_that_is_nowhere_is_reported() -> None:
    """The place stays without it."""
    found = parsed(place={"name": "School", "location": {"latitude": 123, "longitude": 9}})

    assert [Place(name="School", longitude=9.0)] == [post.place for post in found.posts]
    assert ["data[0].place.location.latitude"] == [problem.where for problem in found.problems]


def test_a_check_in_of_old_is_a_place() -> None:
    """`coordinates` holds the point and the page of the place."""
    made = post(coordinates={"page_id": "5", "coords": {"latitude": 52.5, "longitude": 13.4}})

    assert Place(id="5", latitude=52.5, longitude=13.4) == made.place
    assert post(coordinates={}).place is None
