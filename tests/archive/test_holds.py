"""Scopes in which nothing is asked for a while."""

from datetime import timedelta

from archive.build import NOW, OTHER, PAGE
from fb_watch.archive.store import Archive
from fb_watch.model.state import Hold


def test_holds_are_in_force_until_their_time(archive: Archive) -> None:
    """A hold is known by its scope, a later one replaces it, and it ends by itself."""
    until = NOW + timedelta(hours=1)
    archive.hold(Hold(scope="app", until=NOW + timedelta(minutes=1), reason="first"))
    hold = Hold(scope="app", until=until, reason="quota")
    archive.hold(hold)

    assert {"app": hold} == archive.holds(NOW)
    assert {} == archive.holds(until)


def test_a_hold_of_the_app_holds_every_page(archive: Archive) -> None:
    """Pages know of their own hold and of the app's; the later one counts."""
    archive.begin_page(PAGE, NOW, [])
    archive.begin_page(OTHER, NOW, [])
    archive.hold(Hold(scope="app", until=NOW + timedelta(hours=1), reason="app"))
    archive.hold(Hold(scope="page:madagascar", until=NOW + timedelta(hours=2), reason="page"))

    states = archive.page_states()

    assert "app" == states["south-asia"].hold_reason
    assert "page" == states["madagascar"].hold_reason
