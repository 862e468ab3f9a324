import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from archive.build import NOW, capture, new, post, save
from fb_watch.archive.author_key import NAME, pseudonyms
from fb_watch.archive.store import Archive
from fb_watch.errors import ArchiveError
from fb_watch.model.comments import Comment, CommentedPost

ID = "10000000000000077"


@pytest.fixture
def key(path: Path) -> Path:
    """Where the key lies."""
    return path.parent / NAME


def _with_a_comment(archive: Archive) -> None:
    """Archive a comment under the key there is."""
    author = pseudonyms(archive.comments)(ID)
    save(archive, [new(post(1))])
    known = archive.known([post(1).id])[post(1).id]
    asked = CommentedPost(key=known.key, id=post(1).id, counted=1)
    told = Comment(id="1_1", post=asked.id, created_at=NOW, author=author)
    archive.comments.save(asked, capture(), [told])


def test_a_pseudonym_is_a_keyed_hash_of_the_id(archive: Archive, key: Path) -> None:
    """The first 16 hex digits of HMAC-SHA256 under a key of 32 bytes."""
    told = pseudonyms(archive.comments)

    assert hmac.digest(key.read_bytes(), ID.encode(), hashlib.sha256).hex()[:16] == told(ID)
    assert told(ID) != told("10000000000000078")
    assert 32 == len(key.read_bytes())


def test_the_key_is_nobody_else_s(archive: Archive, key: Path) -> None:
    """Mode 0600, and nothing of it in the database."""
    _with_a_comment(archive)
    archive.close()

    assert 0o600 == stat.S_IMODE(key.stat().st_mode)
    assert [NAME] == [file.name for file in key.parent.glob("author*")]
    written = b"".join(file.read_bytes() for file in key.parent.glob("archive.db*"))
    assert key.read_bytes() not in written
    assert key.read_bytes().hex().encode() not in written


def test_the_key_stays(archive: Archive) -> None:
    """Tomorrow the same person has the same pseudonym."""
    assert pseudonyms(archive.comments)(ID) == pseudonyms(archive.comments)(ID)


def test_a_lost_key_is_not_made_anew_where_comments_are(archive: Archive, key: Path) -> None:
    """It has to be put back; then all goes on."""
    _with_a_comment(archive)
    kept = key.read_bytes()
    key.unlink()

    with pytest.raises(ArchiveError, match="missing") as caught:
        pseudonyms(archive.comments)

    assert "backup" in caught.value.remedy
    assert not key.exists()
    key.write_bytes(kept)
    assert pseudonyms(archive.comments)(ID)


def test_without_comments_a_lost_key_is_no_loss(archive: Archive, key: Path) -> None:
    """Another one is made."""
    before = pseudonyms(archive.comments)(ID)
    key.unlink()

    assert before != pseudonyms(archive.comments)(ID)


@pytest.mark.parametrize("other", [b"x" * 32, b"", b"x" * 31])
def test_a_wrong_key_is_refused(archive: Archive, key: Path, other: bytes) -> None:
    """Another one, or what is left of one, would make strangers of everybody."""
    _with_a_comment(archive)
    key.write_bytes(other)

    with pytest.raises(ArchiveError):
        pseudonyms(archive.comments)

    assert other == key.read_bytes()
