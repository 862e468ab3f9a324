"""Responses of another archive: behind ours, in one chain."""

from pathlib import Path

from archive.build import PAGE, capture, new, post, rows, save
from archive.merges import merge
from fb_watch.archive.rows import chain
from fb_watch.archive.store import Archive


def test_the_chain_of_captures_goes_on(
    archive: Archive, path: Path, other: Archive, there: Path
) -> None:
    """Responses of the other archive stand behind ours, and each row is chained to the last."""
    save(archive, [new(post(1))])
    other.save(PAGE, capture(body=b'{"data":["theirs"]}'), [new(post(2))])

    merge(archive, there)

    before = ""
    found = rows(
        path,
        "SELECT chain, at, page, source, edge, request, api_version, status, refused_fields, "
        "sha256 FROM captures ORDER BY key",
    )
    assert 2 == len(found)
    for told, *head in found:
        before = chain(before, tuple(head))
        assert before == told
