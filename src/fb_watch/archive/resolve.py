"""In: a reference, id or address. Out: which post and which version of it the archive means."""

import sqlite3

from fb_watch.dialect.refs import Named, Reference, candidates, parse_ref, stories
from fb_watch.errors import NotFoundError
from fb_watch.i18n import _


def resolve(db: sqlite3.Connection, named: str) -> tuple[int, int | None]:
    """Key and version number, None for the newest; raises NotFoundError."""
    named = named.encode("utf-8", "replace").decode("utf-8")
    reference = parse_ref(named)
    if reference is None:
        return _by_alias(db, named), None
    found = db.execute("SELECT key FROM posts WHERE ref = ?", [reference.ref]).fetchone()
    if found is None:
        raise NotFoundError(
            _("There is no post {ref}.").format(ref=reference.ref),
            remedy=_nearest(db, reference),
        )
    return found[0], _version(db, found[0], reference) if reference.hash else None


def _by_alias(db: sqlite3.Connection, named: str) -> int:
    for alias in candidates(named):
        found = db.execute(_ALIAS, [alias]).fetchone()
        if found is not None:
            return int(found[0])
    for name in stories(named):
        posts = _by_story(db, name)
        if len(posts) > 1:
            raise NotFoundError(
                _("{name} may be one of several posts.").format(name=named.strip()),
                remedy=_("Give one of: {refs}").format(refs=", ".join(posts.values())),
            )
        if posts:
            return next(iter(posts))
    raise NotFoundError(
        _("No post is known as {name}.").format(name=named.strip() or '""'),
        remedy=_("Give a reference like fbw:2020-000123, a Facebook post id or its address."),
    )


def _by_story(db: sqlite3.Connection, name: Named) -> dict[int, str]:
    """
    The posts with this number, key → reference, whatever the page called itself then.

    A page that became another kind of page has a new id, also in the addresses of its old posts.
    But an owner known as another source of the archive speaks of that one's posts alone.
    """
    values = {"number": name.number, "owner": name.owner}
    return dict(db.execute(_STORY, values).fetchall())


def _version(db: sqlite3.Connection, key: int, reference: Reference) -> int:
    """The version whose hash begins so; the newest where a text came back as it had been."""
    versions = db.execute(
        "SELECT number, hash FROM versions WHERE post = ? ORDER BY number DESC", [key]
    ).fetchall()
    for number, version_hash in versions:
        if version_hash.startswith(reference.hash):
            return int(number)
    raise NotFoundError(
        _("{ref} has no version @{hash}.").format(ref=reference.ref, hash=reference.hash),
        remedy=_("There is: {versions}").format(
            versions=", ".join(f"@{known[:8]}" for _number, known in reversed(versions))
        ),
    )


def _nearest(db: sqlite3.Connection, reference: Reference) -> str:
    """The reference of the same year that comes closest, if any."""
    year, number = reference.ref.removeprefix("fbw:").split("-")
    found = db.execute(
        "SELECT ref FROM posts WHERE ref GLOB 'fbw:' || ?1 || '-*' "
        "ORDER BY abs(CAST(substr(ref, 10) AS INTEGER) - ?2) LIMIT 1",
        (year, int(number)),
    ).fetchone()
    if found is None:
        return _("The archive has no post of {year}.").format(year=year)
    return _("The nearest is {ref}.").format(ref=found[0])


_ALIAS = """
SELECT coalesce((SELECT key FROM posts WHERE id = ?1), (SELECT post FROM aliases WHERE alias = ?1))
AS key WHERE key IS NOT NULL"""
_STORY = """
SELECT p.key, p.ref FROM posts p
WHERE substr(p.id, instr(p.id, '_') + 1) = :number AND NOT EXISTS (
    SELECT 1 FROM pages g WHERE lower(g.id) = :owner AND g.key <> p.page
    UNION ALL
    SELECT 1 FROM posts o WHERE o.id > :owner || '_' AND o.id < :owner || '`'
        AND :owner <> '' AND o.page <> p.page)
ORDER BY p.key"""
