import html
import json
from collections.abc import Callable

import pytest

from archive.build import post
from fb_watch.export.bag_words import stand_in
from fb_watch.model.collected import Link
from flow.exports import broken

TEXT = 'L’école «\u202fà midi\u202f», 𝗵\u00f4tel & "riz"\n\nوصلت القافلة\tإلى حلب 学校重新开放'
WRITINGS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "JSON": lambda text: json.dumps({"message": text}, ensure_ascii=False).encode(),
    "escaped": lambda text: json.dumps({"message": text}).encode(),
    "broken": lambda text: json.dumps(broken({"post": text})).encode(),
    "HTML": lambda text: f"<p>x</p><div>{html.escape(text)}</div><br>".encode(),
    "entities": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "linked": lambda text: text.replace("midi", '<a href="x">midi</a>').encode(),
    "quoted": lambda text: ('a,"' + text.replace('"', '""') + '",b').encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=list(WRITINGS))
def test_words_are_found_in_any_writing(write: Callable[[str], bytes]) -> None:
    """Escapes, entities, quotes and broken letters are undone; other words are not found."""
    evidence = write(f"Avant. {TEXT}\nAprès")

    assert stand_in(post(1, TEXT), evidence)
    assert not stand_in(post(1, TEXT.replace("midi", "minuit")), evidence)
    assert not stand_in(post(1, "à midi l’école"), evidence)


def test_latin_letters_of_windows_are_read() -> None:
    """Tables of an older archive do not say what they are written in."""
    assert stand_in(post(1, "Une école d’été"), "x;Une école d’été;y".encode("cp1252"))


def test_a_name_may_stand_where_one_was_taken_out() -> None:
    """Of four words at most, beside words that are there; nothing else may."""
    evidence = b"Bonjour #0123456789abcdef, merci de la part de #?."

    for text, stands in (
        ("Bonjour Ana Ruiz, merci de la part de Léa", True),
        ("Bonjour Ana Ruiz", True),
        ("Bonjour Ana Ruiz, merci", True),
        ("Bonjour Ana Ruiz, rien ne va plus", False),
        ("Bonjour un deux trois quatre cinq, merci", False),
        ("Rien du tout", False),
    ):
        assert stands == stand_in(post(1, text), evidence), text


def test_links_and_what_is_said_of_them_stand_there_too() -> None:
    """An address that was packed into another is unpacked."""
    link = Link(url="https://example.org/a/é?x=1", title="Titre", description=None)
    evidence = b'{"u":"l.php?u=https%3A%2F%2Fexample.org%2Fa%2F%C3%A9%3Fx%3D1","t":"Titre"}'

    assert stand_in(post(1, None, links=(link,)), evidence)
    for other in (Link(url="https://example.org/b"), Link(url=link.url, title="Autre")):
        assert not stand_in(post(1, None, links=(other,)), evidence)
