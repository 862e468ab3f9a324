"""What pictures, films and albums are called and say, where nothing else of the post says it."""

from typing import Any

import pytest

from fb_watch.model.captions import captions, text_of, unsaid


def _of(*tree: dict[str, Any], message: str | None = None, told: tuple[str, ...] = ()) -> list[str]:
    return list(captions(tree, message, told))


def test_titles_and_descriptions_are_told_in_their_order() -> None:
    """An album, what lies in it, and a film: each with its title before its description."""
    album = {
        "type": "album",
        "title": "Écoles de Nairobi",
        "description": "Avril 2020",
        "subattachments": {"data": [{"type": "photo", "title": "Une classe"}]},
    }
    film = {"media_type": "video", "type": "video_inline", "title": "Radio lessons"}
    assert ["Écoles de Nairobi", "Avril 2020", "Une classe", "Radio lessons"] == _of(album, film)


def test_what_stood_in_the_post_itself_is_read_too() -> None:
    """`name`, `caption` and `description` of old API versions, and cards, also without a link."""
    old = {
        "type": "photo",
        "name": "Books for Dhaka",
        "caption": "Drawn by a pupil",
        "description": "Second week",
        "child_attachments": [{"name": "A card"}],
    }
    assert ["Books for Dhaka", "Drawn by a pupil", "Second week", "A card"] == _of(old)


@pytest.mark.parametrize(
    ("caption", "is_said"),
    [
        ("Schools stay closed", True),
        ("Schools stay closed in Dha…", True),
        ("Schools  stay\nclosed in Dhaka.", True),
        ("Schools st", False),
        ("Schools stay open", False),
    ],
)
def test_what_the_message_begins_with_is_not_told_twice(caption: str, *, is_said: bool) -> None:
    """Facebook repeats the message, or its head, under a picture."""
    found = _of({"description": caption}, message="Schools stay closed in Dhaka. Books help.")
    assert ([] if is_said else [caption]) == found


def test_what_links_say_is_not_told_twice() -> None:
    """Titles and descriptions of links stand there already, and the host of a link."""
    told = ("A report", "Three girls read")
    tree = {"title": "A report", "description": "Three girls read", "caption": "www.example.org"}
    assert [] == _of(tree, tree, told=told)


@pytest.mark.parametrize(
    "title",
    [
        "Photos from CGTN's post",
        "Photos from Solidarity Network – Asia Pacific's post",
        "Solidarity Network’s cover photo",
        "Timeline Photos",
        "Mobile uploads",
        "Photos de la publication de Réseau de solidarité",
        "Photos du journal",
        "Fotos de la publicación de Red Solidaria",
        "Fotos de portada",
        "22 June 2015 02:37 PM",
        "This content isn't available right now",
        "May be an image of 3 people, people standing and text that says 'Schools'",
        "Image may contain: one or more people",
        "No photo description available.",
        "May be a black-and-white image of one person",
        "Peut être une image de 2 personnes",
        "L’image contient peut-être : une personne ou plus",
        "Aucune description de photo disponible.",
        "Puede ser una imagen de 2 personas",
        "No hay ninguna descripción de la foto disponible.",
    ],
)
def test_what_facebook_writes_by_itself_is_no_word_of_the_post(title: str) -> None:
    """Nobody called it so."""
    assert [] == _of({"type": "album", "title": title})


@pytest.mark.parametrize(
    "title", ["Amina's story", "twaweza.org", "Photos from Dhaka", "May be a photo exhibition"]
)
def test_a_title_that_looks_like_them_is_the_editors(title: str) -> None:
    """What an editor may well call a film stays."""
    assert [title] == _of({"type": "video_inline", "title": title})


def test_any_tree_can_be_read() -> None:
    """What was received may have any shape, and lie as deep as was kept."""
    tree: dict[str, Any] = {"title": "deep"}
    for _level in range(2000):
        tree = {"subattachments": {"data": [tree, None, 3]}}
    odd = {"title": ["no text"], "description": 7, "subattachments": "none", "name": "  "}
    assert ["deep"] == _of(tree, odd, {"subattachments": {"data": "x"}})


def test_what_is_said_already_is_known_by_its_words() -> None:
    """Other white space between them makes no other text; nothing is left of what is absent."""
    assert ["A cat"] == unsaid([None, "A class\nreads ", "A cat", ""], ["A class reads", None])
    assert ["A cat"] == unsaid(["A cat"], [])


def test_the_text_of_a_post_is_its_message_then_its_captions() -> None:
    """Offsets within the message are what they are without captions."""
    assert "Watch.\n\nA\n\nB" == text_of("Watch.", ["A", "B"])
    assert "A" == text_of(None, ["A"])
    assert "" == text_of(None, [])
