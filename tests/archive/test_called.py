"""Who is one person, as far as files tell."""

from fb_watch.archive.called import called, cannot_be_compared, introduce, is_one
from fb_watch.archive.store import Archive

TOLD = [("id 1", "Awa"), ("id 2", "Awa"), ("id 3", ""), ("Awa", "Awa"), ("Zoé", "Zoé")]


def test_id_and_name_that_were_told_together_are_one(archive: Archive) -> None:
    """Two ids of one name are not; nor is anybody the page itself, or another one's name."""
    introduce(archive.connection, TOLD)
    introduce(archive.connection, TOLD)
    everybody = {person for person, _name in TOLD}
    names = called(archive.connection, everybody)

    pairs = [(one, other) for one in everybody | {""} for other in everybody | {""} if one < other]

    assert [("Awa", "id 1"), ("Awa", "id 2")] == sorted(p for p in pairs if is_one(*p, names))
    assert [("Awa", "id 3"), ("Zoé", "id 3")] == sorted(
        pair for pair in pairs if cannot_be_compared(*pair, names)
    )


def test_what_nobody_asks_for_is_not_looked_up(archive: Archive) -> None:
    """A round with posts of pages alone asks nothing."""
    assert {} == called(archive.connection, ())
