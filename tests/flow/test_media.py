from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.build import rows
from fb_watch.archive.search import connect, search
from fb_watch.archive.store import Archive
from fb_watch.config.load import load
from fb_watch.demo import media
from fb_watch.demo.faults import cut_short, graph_error
from fb_watch.demo.server import GraphServer
from fb_watch.demo.wire import Handle, Reply, Request
from fb_watch.demo.world import World
from fb_watch.model.archived import ArchivedPost, Query
from fb_watch.model.collected import Page
from fb_watch.model.tagged import PageReport
from flow.conftest import NOW, PAGES, Clock, Open

ASIA = PAGES["south-asia"]


def _photo(name: str, alt: str | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"image": {"src": media.named(name), "height": 32, "width": 48}}
    if alt:
        told["alt_text_custom"] = alt
    return {"media": told, "media_type": "photo", "type": "photo", "target": {"id": name}}


def _film(name: str) -> dict[str, Any]:
    told = {"image": {"src": media.named(name)}, "source": media.named(name, ".mp4")}
    return {"media": told, "media_type": "video", "type": "video_inline", "target": {"id": name}}


def _collect(opened: Open) -> PageReport:
    with opened() as collect:
        return next(iter(collect.round(collect.pages(["south-asia"]))))


def _post(home: Path) -> ArchivedPost:
    archive = connect(home / "archive" / "archive.db")
    try:
        hits, _notes = search(archive, Query(limit=None))
    finally:
        archive.close()
    (hit,) = hits
    return hit["post"]


def _files(home: Path) -> list[bytes]:
    found = (home / "archive" / "media").rglob("*")
    return [path.read_bytes() for path in found if path.is_file()]


def _troubles(home: Path, since: datetime = NOW) -> list[str]:
    archive = Archive.open(home / "archive" / "archive.db", lambda: since)
    try:
        return archive.troubles(Page(key="south-asia", id=ASIA, name="Asia"), since)
    finally:
        archive.close()


def _is_media(request: Request) -> bool:
    return request.path.startswith("/media/")


def _expired_once(server: GraphServer) -> None:
    """The first address given out has died before it is asked."""
    reply = Reply(status=403, body=b"URL signature expired")

    def fault(_request: Request, _handle: Handle) -> Reply:
        server.world.expire_media()
        return reply

    server.faults.add(_is_media, fault)


def test_an_album_is_taken_in_at_once(home: Path, world: World, opened: Open) -> None:
    """Every picture lies where its content says, with its words for those who cannot see it."""
    album = {
        "media_type": "album",
        "type": "album",
        "media": _photo("11")["media"],
        "subattachments": [_photo("11", "A school"), _photo("12")],
    }
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[album])

    report = _collect(opened)

    post = _post(home)
    assert (2, "ok") == (report.media, report.outcome)
    assert [("11", "A school"), ("12", None)] == [(m["id"], m["alt"]) for m in post["media"]]
    for name, medium in zip(("11", "12"), post["media"], strict=True):
        path = home / "archive" / (medium["path"] or "")
        assert media.content(f"{name}_n.jpg") == path.read_bytes()


def test_the_same_picture_twice_is_one_file(home: Path, world: World, opened: Open) -> None:
    """Two posts with one content share a file, and both know it."""
    for hours in (1, 2):
        world.add_post(ASIA, "School", at=NOW - timedelta(hours=hours), attachments=[_photo("11")])

    report = _collect(opened)

    assert 2 == report.media
    assert [media.content("11_n.jpg")] == _files(home)


def test_a_still_of_a_film_is_taken_in(home: Path, world: World, opened: Open) -> None:
    """Films themselves are not asked for by default; what they look like is kept."""
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_film("21")])

    report = _collect(opened)

    film, still = _post(home)["media"]
    assert 1 == report.media
    assert ("video", False, None) == (film["kind"], film["poster"], film["path"])
    assert ("photo", True, "image/jpeg") == (still["kind"], still["poster"], still["type"])


def test_films_are_taken_in_where_asked_for(home: Path, world: World, opened: Open) -> None:
    """`videos = true` in the settings."""
    settings = home / "config" / "settings.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[media]\nvideos = true\n", "utf-8")
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_film("21")])

    report = _collect(opened)

    assert 2 == report.media
    assert ["video/mp4", "image/jpeg"] == [one["type"] for one in _post(home)["media"]]


def test_another_still_is_no_edit(home: Path, world: World, opened: Open, clock: Clock) -> None:
    """Facebook makes stills, and makes them anew; nobody edited the post."""
    number = world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_film("21")])
    _collect(opened)
    clock.forward(hours=6)
    without = _film("21")
    del without["media"]["image"]
    world.change(number, attachments=[without])

    report = _collect(opened)

    assert (0, 1) == (report.edited, report.same)
    assert 1 == _post(home)["version"]


def test_an_expired_address_is_no_loss(
    home: Path, world: World, server: GraphServer, opened: Open
) -> None:
    """The post is asked for anew, once for all its pictures, and they come in the same round."""
    photos = [_photo("11"), _photo("12")]
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=photos)
    _expired_once(server)

    report = _collect(opened)

    asked = [request.params["ids"] for request in server.requests if "ids" in request.params]
    assert (2, "ok") == (report.media, report.outcome)
    assert [f"{ASIA}_1"] == asked
    assert all(medium["sha256"] for medium in _post(home)["media"])
    assert [] == _troubles(home)


def test_a_post_is_asked_anew_once_in_a_round(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """Addresses that die as fast as they come are left for the next round, and said."""
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_photo("11")])
    expired = Reply(status=403, body=b"URL signature expired")
    server.faults.add(_is_media, lambda _request, _handle: expired, times=None)

    first = _collect(opened)
    asked = sum("ids" in request.params for request in server.requests)
    said = _troubles(home)
    server.faults.clear()
    clock.forward(hours=6)
    second = _collect(opened)

    assert (0, 1) == (first.media, asked)
    assert [
        "1 media files could not be taken in: The address of the file has expired. (×1)"
    ] == said
    assert 1 == second.media
    assert [] == _troubles(home, clock())


def test_a_file_of_an_old_post_is_tried_again(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """Also where the post is in no window any more, and its address has died meanwhile."""
    world.add_post(ASIA, "School", at=NOW - timedelta(days=60), attachments=[_photo("11")])
    world.add_post(ASIA, "Other", at=NOW - timedelta(days=1))
    server.faults.add(_is_media, cut_short(20), times=None)
    first = _collect(opened)
    server.faults.clear()
    clock.forward(days=5)

    second = _collect(opened)

    assert (0, 1) == (first.media, second.media)
    assert [media.content("11_n.jpg")] == _files(home)


def test_a_file_is_given_up_after_five_tries(
    world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """Facebook is not asked for ever for what it will not give."""
    world.add_post(ASIA, "School", at=NOW - timedelta(days=1), attachments=[_photo("11")])
    gone = Reply(status=404)
    server.faults.add(_is_media, lambda _request, _handle: gone, times=None)

    for _round in range(8):
        _collect(opened)
        clock.forward(hours=6)

    assert 5 == sum(map(_is_media, server.requests))


def test_a_file_of_a_vanished_post_is_given_up(
    home: Path, world: World, server: GraphServer, opened: Open, clock: Clock
) -> None:
    """Its address has died and no other is to be had; the post itself stays."""
    number = world.add_post(ASIA, "School", at=NOW - timedelta(days=1), attachments=[_photo("11")])
    server.faults.add(_is_media, cut_short(20))
    _collect(opened)
    world.expire_media()
    world.delete(number)

    for _round in range(8):
        clock.forward(hours=6)
        _collect(opened)

    assert 5 == sum(map(_is_media, server.requests))
    assert "School" == _post(home)["message"]


def test_what_the_settings_forbid_is_not_given_up(
    home: Path, world: World, opened: Open, clock: Clock
) -> None:
    """A file too large is said once, and comes when the limit is raised, however long that took."""
    settings = home / "config" / "settings.toml"
    before = settings.read_text("utf-8")
    world.add_post(ASIA, "School", at=NOW - timedelta(days=1), attachments=[_photo("11")])
    settings.write_text(before + "\n[media]\nmax_bytes = 10\n", "utf-8")
    said = []
    for _round in range(7):
        _collect(opened)
        said.append(len(_troubles(home, clock())))
        clock.forward(hours=6)
    settings.write_text(before, "utf-8")

    report = _collect(opened)

    assert [1, 0, 0, 0, 0, 0, 0] == said
    assert 1 == report.media


def test_a_refused_question_for_an_address_ends_nothing(
    world: World, server: GraphServer, opened: Open
) -> None:
    """The posts are kept and the files stay wanted."""
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_photo("11")])
    _expired_once(server)
    server.faults.add(lambda request: "ids" in request.params, graph_error("page-limit"))

    report = _collect(opened)

    assert (1, 0) == (report.new, report.media)


def test_a_folder_that_takes_no_file_stops_no_text(home: Path, world: World, opened: Open) -> None:
    """The page is told as partly done, an alarm stands; the files come once there is room."""
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_photo("11")])
    (home / "archive").mkdir()
    folder = home / "archive" / "media"
    folder.write_text("a file stands where the folder should be")

    blocked = _collect(opened)
    alarms = rows(home / "archive" / "archive.db", "SELECT kind, scope FROM alarms")
    folder.unlink()
    mended = _collect(opened)

    assert (1, 0, "partial", True) == (
        blocked.new,
        blocked.media,
        blocked.outcome,
        blocked.is_whole,
    )
    assert 1 == sum("cannot be written" in one for one in blocked.problems), blocked.problems
    assert [("media-folder", "app")] == alarms
    assert (1, "ok") == (mended.media, mended.outcome)
    assert [] == rows(home / "archive" / "archive.db", "SELECT kind FROM alarms")


def test_a_configuration_read_anew_turns_media_on_and_off(
    home: Path, world: World, opened: Open
) -> None:
    """SIGHUP: what [media] download says holds from the next round on."""
    settings = home / "config" / "settings.toml"
    own = settings.read_text("utf-8")
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_photo("11")])
    came = []

    with opened() as collect:
        for is_on in ("false", "true", "false"):
            settings.write_text(f"{own}\n[media]\ndownload = {is_on}\n", "utf-8")
            collect.reload(load(home))
            came += [report.media for report in collect.round(collect.pages(["south-asia"]))]
            world.add_post(ASIA, "Well", at=NOW, attachments=[_photo(str(12 + len(came)))])

    assert [0, 2, 0] == came


def test_media_can_be_left_out(home: Path, world: World, server: GraphServer, opened: Open) -> None:
    """With `download = false` no file is asked for."""
    settings = home / "config" / "settings.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[media]\ndownload = false\n", "utf-8")
    world.add_post(ASIA, "School", at=NOW - timedelta(hours=1), attachments=[_photo("11")])

    report = _collect(opened)

    assert 0 == report.media
    assert not any(map(_is_media, server.requests))
