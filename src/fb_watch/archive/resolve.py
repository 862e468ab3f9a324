"""In: a reference, id or address. Out: which post and which version of it the archive means."""

import sqlite3

from fb_watch.dialect.refs import Named, Reference, candidates, parse_ref, stories
from fb_watch.errors import NotFoundError
from fb_watch.i18n import _


def resolve(db: sqlite3.Connection, named: str) -> tuple[int, int | None]:
    """
    Key and version number, None for the newest; raises NotFoundError.

    A post that was merged into another is that one, but a version of it is its own still. Where a
    reference is one of ours and one of an archive that was taken in, the version tells which.
    """
    named = named.encode("utf-8", "replace").decode("utf-8")
    reference = parse_ref(named)
    if reference is None:
        return standing(db, _by_alias(db, named)), None
    posts = [key for (key,) in db.execute(_REF, [reference.ref])]
    if not posts:
        raise NotFoundError(
            _("There is no post {ref}.").format(ref=reference.ref),
            remedy=_nearest(db, reference),
        )
    if not reference.hash:
        return standing(db, posts[0]), None
    for key in posts[1:]:
        if (number := _number(db, key, reference)) and not _number(db, posts[0], reference):
            return key, number
    return posts[0], _version(db, posts[0], reference)


def standing(db: sqlite3.Connection, key: int) -> int:
    """The post that stands for this one: itself, or the one it was merged into."""
    (found,) = db.execute(_STANDING, [key]).fetchone()
    return int(found)


def hash_of(db: sqlite3.Connection, key: int, number: int | None) -> str:
    """The hash of a version of a post; None: of the newest."""
    (found,) = db.execute(_HASH, (key, number)).fetchone()
    return str(found)


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
    if number := _number(db, key, reference):
        return number
    versions = db.execute(_VERSIONS, [key]).fetchall()
    raise NotFoundError(
        _("{ref} has no version @{hash}.").format(ref=reference.ref, hash=reference.hash),
        remedy=_("There is: {versions}").format(
            versions=", ".join(f"@{known[:8]}" for _number, known in reversed(versions))
        ),
    )


def _number(db: sqlite3.Connection, key: int, reference: Reference) -> int | None:
    versions = db.execute(_VERSIONS, [key])
    return next((number for number, known in versions if known.startswith(reference.hash)), None)


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


# our own before those of archives that were taken in
_REF = """
SELECT key FROM (SELECT key, 0 AS place FROM posts WHERE ref = ?1
UNION ALL SELECT post, 1 FROM foreign_refs WHERE ref = ?1) ORDER BY place, key"""
_HASH = """
SELECT v.hash FROM posts p JOIN versions v ON v.post = p.key AND v.number = coalesce(?2, p.version)
WHERE p.key = ?1"""
_STANDING = "SELECT coalesce(merged_into, key) FROM posts WHERE key = ?"
_VERSIONS = "SELECT number, hash FROM versions WHERE post = ? ORDER BY number DESC"
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
