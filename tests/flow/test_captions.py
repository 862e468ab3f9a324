"""What films, pictures and albums are called, on its way from Facebook to whoever reads."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from fb_watch.archive.search import connect, search
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
