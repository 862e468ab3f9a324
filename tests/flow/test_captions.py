"""What films, pictures and albums are called, on its way from Facebook to whoever reads."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from fb_watch.archive.search import connect, search
from fb_watch.cli.main import main
from fb_watch.cli.reader_page import whole
from fb_watch.cli.show import print_post
from fb_watch.demo.world import World
from fb_watch.export.citation import references
from fb_watch.export.masking import masked
from fb_watch.export.references import render
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.proof import content_hash
from flow.conftest import NOW, PAGES, Clock, Open
from intake.build import member, read

ASIA = PAGES["south-asia"]
TITLE = "Radio lessons for the schools of Nairobi"


def _film(**more: Any) -> dict[str, Any]:
    return {"media_type": "video", "type": "video_inline", "title": TITLE, **more}


def _add(world: World, *attachments: dict[str, Any], message: str | None = None) -> str:
    return world.add_post(ASIA, message, at=NOW, attachments=list(attachments))


def _collect(opened: Open) -> list[int]:
    """How many posts were new and edited."""
    with opened() as collect:
        (report,) = collect.round(collect.pages(["south-asia"]))
    return [report.new, report.edited]


def _found(home: Path, words: str) -> list[ArchivedPost]:
    with closing(connect(home / "archive" / "archive.db")) as archive:
        hits, _notes = search(archive, Query(words=words))
    return [hit["post"] for hit in hits]


@pytest.fixture
def film(home: Path, world: World, opened: Open) -> ArchivedPost:
    """A post of one film without a word, as the archive hands it back."""
    _add(world, _film())
    _collect(opened)
    (post,) = _found(home, "nairobi radio")
    return post


def test_the_title_of_a_film_is_found_and_earns_tags(film: ArchivedPost) -> None:
    """Its words have a language, a theme, a country; offsets count in them."""
    assert [TITLE] == film["captions"]
    assert "en" == film["language"]["code"]
    (theme,) = film["themes"]
    (country,) = film["countries"]
    assert ("education", "KE", "about") == (theme["theme"], country["country"], country["role"])
    for evidence in (*theme["evidence"], *country["evidence"]):
        assert evidence["surface"] == TITLE[evidence["start"] : evidence["end"]]


def test_a_reference_names_a_film_by_its_title(film: ArchivedPost) -> None:
    """Where there is no message there is this to cite."""
    told = render(references([film]), style="apa", form="text", lang="en")
    assert f"[Video: {TITLE}]" in told


def test_offsets_behind_a_message_count_from_its_beginning(
    home: Path, world: World, opened: Open
) -> None:
    """The message, an empty line, the title: what `text_of` makes of them."""
    _add(world, _film(), message="Listen in.")
    _collect(opened)
    (post,) = _found(home, "nairobi")
    (theme,) = post["themes"]
    assert "schools" == f"Listen in.\n\n{TITLE}"[slice(*_stretch(theme))]


def _stretch(theme: Any) -> tuple[int, int]:
    return theme["evidence"][0]["start"], theme["evidence"][0]["end"]


def test_what_facebook_and_the_page_are_called_earns_nothing(
    home: Path, world: World, opened: Open
) -> None:
    """The name of the page, and an album that nobody named."""
    _add(
        world,
        _film(title="Solidarity Network, South Asia"),
        {"type": "album", "title": "Photos from Solidarity Network, Kenya's post"},
    )
    _collect(opened)
    (post,) = _found(home, "")
    assert ["Solidarity Network, South Asia"] == post["captions"]
    assert ("zxx", []) == (post["language"]["code"], post["themes"])
    assert {"page"} == {country["role"] for country in post["countries"]}


def test_an_archive_of_before_has_them_without_a_new_version(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """No title moves the hash of a version; the index is made anew when it is next opened."""
    film = _add(world, _film(), message="Listen in.")
    _collect(opened)
    path = home / "archive" / "archive.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE settings SET value = '5' WHERE name = 'index'")
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute("UPDATE indexed SET links = NULL")
    clock.forward(hours=7)

    assert [0, 0] == _collect(opened)
    (post,) = _found(home, "nairobi")
    without = content_hash(post["kind"], "Listen in.", [], post["media"], None)
    assert (film, without) == (post["id"], post["hash"])


def test_it_leaves_in_json_lines_and_comes_back(film: ArchivedPost) -> None:
    """What an export carries is found again where it is read back."""
    (told,), problems = read(member(json.dumps(film) + "\n"))
    assert ([TITLE], []) == (list(told.post.captions), problems)
    assert film["hash"] == told.post.hash


def test_it_is_shown_beside_facebooks_own_sentence(
    home: Path, world: World, opened: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    """The title hides nothing that stood there without it."""
    world.add_post(ASIA, at=NOW, story="The page was live.", attachments=[_film()])
    _collect(opened)
    print_post(_found(home, "")[0])
    shown = capsys.readouterr().out
    assert "The page was live." in shown
    assert "Radio lessons for the" in shown


def test_no_name_of_a_person_leaves_in_it(film: ArchivedPost) -> None:
    """Where a person wrote the post it is masked, and so are the words of its tags."""
    post = {**film, "personal": True}
    shown = masked(cast("ArchivedPost", post), lambda words: words == "Nairobi")
    assert ["Radio lessons for the schools of •••••••"] == shown["captions"]
    (country,) = shown["countries"]
    assert "•••••••" == country["evidence"][0]["surface"]


TOLD = "La fermeture des écoles au Kenya prive les filles d'éducation ; elles restent à la maison."


def _described(kind: str, number: str, text: str = TOLD, **more: Any) -> dict[str, Any]:
    """A picture or film as Facebook hands it out, with words that a person wrote below it."""
    image = {"src": f"https://scontent.fbcdn.net/{number}.jpg"}
    url = f"https://www.facebook.com/photo.php?fbid={number}"
    told = {"type": kind, "description": text, "target": {"id": number}, "url": url}
    return {**told, "media": {"image": image}, **more}


def _is_tagged(post: ArchivedPost) -> bool:
    countries = {(one["country"], one["role"]) for one in post["countries"]}
    return {"education"} == {t["theme"] for t in post["themes"]} and ("KE", "about") in countries


@pytest.mark.parametrize("kind", ["video_inline", "photo"])
def test_the_description_of_a_film_or_picture_is_read_as_its_title_is(
    home: Path, world: World, opened: Open, kind: str
) -> None:
    """It has a language, tags and a place in the reference; the picture keeps it as its alt."""
    _add(world, _described(kind, "71"))
    _collect(opened)
    (post,) = _found(home, "fermeture kenya")
    assert ([TOLD], "fr") == (post["captions"], post["language"]["code"])
    assert _is_tagged(post)
    assert TOLD == post["media"][0]["alt"]
    reference = render(references([post]), style="apa", form="text", lang="en")
    named = "Video" if kind == "video_inline" else "Photo"
    assert f"[{named}: La fermeture des écoles au Kenya" in reference


def test_of_an_album_the_words_below_each_picture_are_read(
    home: Path, world: World, opened: Open
) -> None:
    """In their order; those that two pictures share once."""
    texts = ("Une classe à Nairobi", TOLD, TOLD)
    inside = [_described("photo", str(80 + n), text) for n, text in enumerate(texts)]
    _add(world, {"type": "album", "subattachments": inside})
    _collect(opened)
    (post,) = _found(home, "fermeture")
    assert ["Une classe à Nairobi", TOLD] == post["captions"]
    assert _is_tagged(post)


def test_what_facebook_sees_in_a_picture_is_no_word_of_the_post(
    home: Path, world: World, opened: Open
) -> None:
    """An alternative text is found, be it a machine's or an editor's, and earns no tag."""
    seen = "May be an image of a school in Kenya"
    _add(world, _described("photo", "91", "", media={"accessibility_caption": seen}))
    _add(world, _described("photo", "92", "", media={"alt_text_custom": "A school in Kenya"}))
    _add(world, _described("photo", "93", seen))
    _collect(opened)
    posts = _found(home, "school kenya")
    assert [([], "zxx", [])] * 3 == [
        (post["captions"], post["language"]["code"], post["themes"]) for post in posts
    ]


def test_a_description_makes_no_new_version_of_an_archived_post(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """The alternative text that stood for it stays in the hash, here and where a line is read."""
    _add(world, _described("photo", "71"))
    _collect(opened)
    clock.forward(hours=7)
    assert [0, 0] == _collect(opened)
    (post,) = _found(home, "fermeture")
    media = [{"kind": "photo", "id": "71", "alt": TOLD}]
    assert content_hash("photo", None, [], media, None) == post["hash"]
    (told,), problems = read(member(json.dumps(post) + "\n"))
    assert (post["hash"], [TOLD], []) == (told.post.hash, list(told.post.captions), problems)


def test_a_description_is_shown_and_indexed_once(
    home: Path, world: World, opened: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the text of the post, and not below its picture again, nor twice in the ranking."""
    text = "Une classe au Kenya"
    _add(world, _described("photo", "71", text))
    _collect(opened)
    (post,) = _found(home, "classe")
    print_post(post)
    assert 1 == capsys.readouterr().out.count("Une ")
    assert 1 == whole(post, (), ()).plain.count("Une ")
    with closing(sqlite3.connect(home / "archive" / "archive.db")) as db:
        ((links, alt),) = db.execute("SELECT links, alt FROM indexed").fetchall()
    assert (True, None) == (text in links, alt)


def test_no_name_of_a_person_leaves_below_a_picture(home: Path, world: World, opened: Open) -> None:
    """Neither as the words of the post nor as those of the picture; also not of what is shared."""
    _add(world, _described("photo", "71", "Merci à Awa Rakoto, qui tient cette école au Kenya"))
    _collect(opened)
    (post,) = _found(home, "merci")
    for more in ({"personal": True}, {"kind": "share"}):
        told = masked(cast("ArchivedPost", {**post, **more}), lambda words: words == "Awa Rakoto")
        for text in (told["captions"][0], told["media"][0]["alt"] or ""):
            assert "Merci à ••••••••••, qui tient" in text


def test_an_edit_of_a_description_is_told_once(
    home: Path, world: World, opened: Open, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a change of the text, and not of the picture too."""
    name = _add(world, _described("photo", "71", "Une classe au Kenya"))
    _collect(opened)
    world.change(name, attachments=[_described("photo", "71", "Une classe au Mali")])
    clock.forward(hours=7)
    assert [0, 1] == _collect(opened)
    assert 0 == main(["--home", str(home), "show", name, "--history"])
    told = capsys.readouterr().out
    assert 1 == told.count("[-Kenya-]") == told.count("{+Mali+}")
