"""The key that makes of a person's id what is kept of it; a file beside the archive, not in it."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from fb_watch.archive.comments import Comments
from fb_watch.errors import ArchiveError, because
from fb_watch.i18n import _

NAME = "author.key"
_BYTES = 32
_DIGITS = 16  # of the pseudonym: enough to tell people apart, too few to prove who somebody is


def pseudonyms(comments: Comments) -> Callable[[str], str]:
    """
    What turns an id into 16 hex digits of its HMAC-SHA256, the same for ever under one key.

    The key is made at first need. Where comments are archived, no other one takes its place:
    raises ArchiveError, for nobody would be told to be the same person any more.
    """
    path = comments.folder / NAME
    key = _read(path)
    known_by = comments.author_key() if comments.are_there() else None
    if key is None:
        if known_by:
            raise ArchiveError(
                _("{path} is missing, though comments are archived.").format(path=path),
                remedy=_("Put it back from a backup, or set comments = false in pages.toml."),
            )
        key = _make(path)
    told = pseudonym(key, NAME)
    if known_by not in (None, told):
        raise ArchiveError(
            _("{path} is not the key of the archived comments.").format(path=path),
            remedy=_("Put the right one back from a backup."),
        )
    if comments.author_key() != told:
        comments.use_author_key(told)
    return lambda person: pseudonym(key, person)


def read_key(folder: Path) -> bytes | None:
    """The key beside an archive; None where there is none."""
    return _read(folder / NAME)


def pseudonym(key: bytes, person: str) -> str:
    """The first 16 hex digits of HMAC-SHA256 (RFC 2104) over the id of a person."""
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def _read(path: Path) -> bytes | None:
    """The key; None where there is none."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ArchiveError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=because(error)),
            remedy=_("It has to belong to the account that collects."),
        ) from error
    if len(key) != _BYTES:
        raise ArchiveError(
            _("{path} is damaged: it has to hold {bytes} bytes.").format(path=path, bytes=_BYTES),
            remedy=_("Put the right one back from a backup."),
        )
    return key


def _make(path: Path) -> bytes:
    """A new key, readable by nobody else; whole or not at all."""
    key = secrets.token_bytes(_BYTES)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    return key
