"""In: the records of a response. Out: rows, in the order of the tables' columns. Pure."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import orjson

from fb_watch.archive.keys import media_name, stamp
from fb_watch.model.collected import Capture, Counts, Link, Media, Place, Post
from fb_watch.model.tagged import Tag, TaggedPost

Row = tuple[Any, ...]
VERSION_AS_JSON = """json_object('kind', v.kind, 'message', v.message, 'story', v.story,
    'author', v.author, 'author_id', v.author_id, 'permalink', v.permalink,
    'parent_id', v.parent_id, 'links', v.links, 'media', v.media, 'place', v.place,
    'attachments', v.attachments, 'mentions', v.mentions, 'flags', v.flags)"""


def compact(value: Any) -> str:
    """JSON without blanks, letters as they are."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # deeper than 254 levels, or a number of more than 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def capture_row(capture: Capture, before: str, body: bytes) -> Row:
    """A row of `captures` after its key; `before` is the chain of the last one, "" for none."""
    head = (
        stamp(capture.retrieved_at),
        capture.page,
        capture.source,
        capture.edge,
        capture.request,
        capture.api_version,
        capture.status,
        compact(capture.refused_fields),
        capture.sha256,
    )
    return (*head, chain(before, head), body, compact(capture.taken_out))


def chain(before: str, head: Row) -> str:
    """Hex SHA-256 over the chain before and the JSON of at … sha256: no row can be swapped."""
    return hashlib.sha256((before + compact(head)).encode()).hexdigest()


def post_row(post: Post, number_key: int, reference: str, capture: Capture) -> Row:
    """A row of `posts` for a new post; only what a page itself shows is known to be online."""
    seen = stamp(capture.retrieved_at)
    return (
        number_key,
        reference,
        post.id,
        post.page,
        stamp(post.created_at),
        post.created_precision,
        1,
        "online" if capture.status else "unknown",  # a file does not tell
        seen,
        seen,
        capture.strength,
        post.is_personal,
    )


def version_row(
    post: Post,
    owner: int,
    number: int,
    capture: Capture,
    capture_key: int,
    *,
    is_edit: bool = False,
) -> Row:
    """A row of `versions`; what a stronger road says better than a weaker one is no edit."""
    seen = stamp(capture.retrieved_at)
    return (
        owner,
        number,
        post.hash,
        post.kind,
        post.message,
        post.story,
        post.author,
        post.author_id,
        post.permalink,
        post.parent_id,
        _links(post),
        compact([_medium(m) for m in post.media]) if post.media else None,
        _place(post),
        compact(post.attachments) if post.attachments else None,
        compact(post.mentions) if post.mentions else None,
        compact(post.flags) if post.flags else None,
        stamp(post.updated_at) if post.updated_at else None,
        stamp(post.edited_at) if post.edited_at else seen if is_edit else None,
        min(stamp(post.captured_at), seen) if post.captured_at else seen,
        capture_key,
        capture.source,
        capture.strength,
    )


def said(post: Post) -> str:
    """All that a road says of a post, as JSON; `post_of` reads it again."""
    told = {
        "kind": post.kind,
        "message": post.message,
        "story": post.story,
        "author": post.author,
        "author_id": post.author_id,
        "permalink": post.permalink,
        "parent_id": post.parent_id,
        "links": [_link(link) for link in post.links],
        "media": [_medium(m) for m in post.media],
        "place": post.place and json.loads(_place(post) or "null"),
        "attachments": post.attachments,
        "mentions": post.mentions,
        "flags": post.flags,
    }
    return compact({name: value for name, value in told.items() if value})


def post_of(told: dict[str, Any], **known: Any) -> Post:
    """The post of which `said` was written, or whose version has these columns, read as JSON."""
    texts = ("message", "story", "author", "author_id", "permalink", "parent_id")
    given: dict[str, Any] = {name: told.get(name) for name in texts} | known
    return Post(
        **given,
        kind=told.get("kind") or "status",
        links=tuple(Link(**link) for link in told.get("links") or ()),
        media=tuple(
            Media(**{**medium, "poster": bool(medium.get("poster"))})
            for medium in told.get("media") or ()
        ),
        place=Place(**told["place"]) if told.get("place") else None,
        attachments=tuple(told.get("attachments") or ()),
        mentions=tuple(told.get("mentions") or ()),
        flags=told.get("flags") or {},
    )


def told_of(version: dict[str, Any]) -> dict[str, Any]:
    """The columns of a version as `post_of` reads them: JSON inside JSON, read."""
    nested = ("links", "media", "place", "attachments", "mentions", "flags")
    return version | {name: json.loads(version[name]) for name in nested if version.get(name)}


def _links(post: Post) -> str | None:
    return compact([_link(link) for link in post.links]) if post.links else None


def _link(link: Link) -> dict[str, str | None]:
    return {"url": link.url, "title": link.title, "description": link.description}


def _medium(medium: Media) -> dict[str, Any]:
    told = {
        "kind": medium.kind,
        "id": medium.id,
        "alt": medium.alt,
        "width": medium.width,
        "height": medium.height,
    }
    return told | {"poster": True} if medium.poster else told


def _place(post: Post) -> str | None:
    place = post.place
    if place is None:
        return None
    told = {
        "id": place.id,
        "name": place.name,
        "street": place.street,
        "city": place.city,
        "state": place.state,
        "zip": place.zip,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    return compact(told)


def media_rows(post: Post, owner: int) -> Iterator[Row]:
    """Rows of `media` up to url, and whether it is the still of a film."""
    for place, medium in enumerate(post.media):
        name = media_name(medium.id, place, poster=medium.poster)
        yield (owner, name, medium.kind, medium.alt, medium.url, medium.poster)


def counts_row(owner: int, at: str, counts: Counts, strength: str = "graph") -> Row:
    """A row of `counts`."""
    by_type = compact(dict(counts.by_type)) if counts.by_type else None
    at = stamp(counts.at) if counts.at else at
    return (owner, at, counts.reactions, counts.comments, counts.shares, by_type, strength)


def counts_of(row: Row) -> Counts:
    """What `counts_row` wrote, from reactions on."""
    reactions, comments, shares, by_type = row
    return Counts(
        reactions=reactions,
        comments=comments,
        shares=shares,
        by_type=tuple(sorted(orjson.loads(by_type).items())) if by_type else (),
    )


def tag_rows(tagged: TaggedPost, owner: int, version: int, made_at: str) -> Iterator[Row]:
    """Rows of `tags`: the language first, then what the taggers found."""
    language = tagged.language
    shares = [{"code": code, "share": share} for code, share in language.shares]
    told = (language.code, version, None, language.confidence, "", compact(shares), made_at)
    yield (owner, "machine", "language", *told)
    for tag in (*tagged.tags, *tagged.unresolved):
        yield (
            owner,
            "machine",
            tag.kind,
            tag.value,
            version,
            tag.role,
            tag.score,
            tag.codebook,
            _evidence(tag),
            made_at,
        )


def _evidence(tag: Tag) -> str:
    if not tag.evidence:
        return "[]"
    return compact(
        [
            {
                "term": found.term,
                "surface": found.surface,
                "start": found.start,
                "end": found.end,
                "rule": found.rule,
            }
            for found in tag.evidence
        ]
    )
