"""In: an archive, its media folder. Out: whether everything stored is what was stored."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fb_watch.archive.proof import is_true, is_whole
from fb_watch.archive.resolve import resolve
from fb_watch.archive.rows import chain
from fb_watch.archive.schema import sqlite_trouble
from fb_watch.errors import because
from fb_watch.i18n import _
from fb_watch.model.proof import Finding, Proof


def prove(db: sqlite3.Connection, folder: Path, refs: Sequence[str], proof: Proof) -> Iterator[int]:
    """
    Look at every version, response and media file of the posts named, or of all; fills `proof`.

    Gives how many things each step looked at. `folder` is the one that media paths start from.
    """
    with sqlite_trouble():
        keys = [resolve(db, ref)[0] for ref in refs] if refs else None
    given = [] if keys is None else [json.dumps(keys)]
    yield from _versions(db, given, proof)
    yield from _responses(db, given, proof)
    if not given:
        _chain(db, proof)
    yield from _media(db, folder, given, proof)


def _versions(db: sqlite3.Connection, given: list[str], proof: Proof) -> Iterator[int]:
    """Each version's hash, made anew from what is stored of it."""
    with sqlite_trouble():
        for version in _dicts(db.execute(_VERSIONS_OF if given else _VERSIONS, given)):
            proof.versions += 1
            if not is_true(version):
                why = _("its content is not what its hash says")
                name = f"{version['ref']}@{version['hash'][:8]}"
                proof.findings.append(Finding(kind="version", name=name, why=why))
            yield 1


def _responses(db: sqlite3.Connection, given: list[str], proof: Proof) -> Iterator[int]:
    """Each response's bytes against the SHA-256 that was taken when it came."""
    with sqlite_trouble():
        for capture in _dicts(db.execute(_CAPTURES_OF if given else _CAPTURES, given)):
            proof.responses += 1
            if not is_whole(capture):
                why = _("its bytes are not what was received")
                proof.findings.append(Finding(kind="response", name=capture["sha256"], why=why))
            yield 1


def _chain(db: sqlite3.Connection, proof: Proof) -> None:
    """Each response names the one before it: none was taken out, put in or moved."""
    with sqlite_trouble():
        extracted = db.execute("SELECT 1 FROM settings WHERE name = 'extracted_from'").fetchone()
        if extracted:
            return  # a selection of responses, whose places are those of the whole archive
        before = ""
        for *head, stored in db.execute(_CHAIN):
            made = chain(before, tuple(head))
            if made != stored:
                why = _("the chain is broken before it: responses are missing, moved or changed")
                proof.findings.append(Finding(kind="chain", name=head[8], why=why))
            before = stored


def _media(db: sqlite3.Connection, folder: Path, given: list[str], proof: Proof) -> Iterator[int]:
    """Each file against its name, which is the SHA-256 of its bytes."""
    with sqlite_trouble():
        kept = db.execute(_MEDIA_OF if given else _MEDIA, given).fetchall()
    for path, sha256 in kept:
        proof.media += 1
        try:
            with (folder / path).open("rb") as file:
                made = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            why = _("it cannot be read: {reason}").format(reason=because(error))
            proof.findings.append(Finding(kind="media", name=path, why=why))
        else:
            if made != sha256:
                why = _("its bytes are not those of its name")
                proof.findings.append(Finding(kind="media", name=path, why=why))
        yield 1


def _dicts(rows: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in rows.description]
    return (dict(zip(names, row, strict=True)) for row in rows)


_THESE = "IN (SELECT value FROM json_each(?))"
_VERSION = """
SELECT p.ref, v.* FROM versions v JOIN posts p ON p.key = v.post"""
_VERSIONS = f"{_VERSION} ORDER BY v.post, v.number"
_VERSIONS_OF = f"{_VERSION} WHERE v.post {_THESE} ORDER BY v.post, v.number"
_CAPTURES = "SELECT * FROM captures ORDER BY key"
_CAPTURES_OF = f"""
SELECT * FROM captures
WHERE key IN (SELECT capture FROM versions WHERE post {_THESE}) ORDER BY key"""  # noqa: S608
_CHAIN = """
SELECT at, page, source, edge, request, api_version, status, refused_fields, sha256, chain
FROM captures ORDER BY key"""
_MEDIA = "SELECT DISTINCT path, sha256 FROM media WHERE sha256 IS NOT NULL ORDER BY path"
_MEDIA_OF = f"""
SELECT DISTINCT path, sha256 FROM media WHERE sha256 IS NOT NULL AND post {_THESE}
ORDER BY path"""  # noqa: S608
