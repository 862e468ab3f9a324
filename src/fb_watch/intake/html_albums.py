"""In: pages of Facebook's exports in HTML. Out: which are albums; what is so in them. Pure."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import TypeGuard
from urllib.parse import unquote

from fb_watch.dialect.node import Node
from fb_watch.intake.blocks import Block, blocks, look_into
from fb_watch.intake.dyi_albums import point_of
from fb_watch.intake.elements import Element
from fb_watch.intake.head import Head
from fb_watch.model.collected import Place, Problem

_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)
# What pages of posts and comments are called; those of reactions carry the same words.
_OF_POSTS = re.compile(r"\b(?:posts?|publications?|publicaci|comment|coment)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:likes?|reactions?|réactions?|reacci|me gusta|j.aime)", re.IGNORECASE)
# Where the pictures of albums lie, and those of messages, stories and other sites do not.
_OF_ALBUMS = re.compile(
    r"^(?!media/|(?:.*/)?(?:messages|stories)/)(?:.*/)?(?:posts|photos_and_videos|album)/",
    re.IGNORECASE,
)
# What pages of pictures without an album are called.
_OF_ALL = re.compile(
    r"^(?:(?:your |vos |tus )?(?:uncategori[sz]ed )?(?:photos|videos|vidéos|fotos|vídeos)"
    r"(?: non classées| sin clasificar)?)$",
    re.IGNORECASE,
)
_COORDINATES = (("latitude", "latitud"), ("longitude", "longitud"))
_LOOKED_AT = 3  # blocks of a page


def called(head: Head) -> str:
    """The title of a page; of an album its name."""
    found = _TITLE.search(head.text)
    return unescape(found[1].strip()) if found else ""


def is_of_others(told: str) -> bool:
    """Whether a page called so holds reactions."""
    return _OF_OTHERS.search(told) is not None


def is_of_posts(told: str) -> bool:
    """Whether a page called so holds posts or comments."""
    return _OF_POSTS.search(told) is not None and not is_of_others(told)


def is_of_all(told: str) -> bool:
    """Whether a page called so holds the pictures that stand in no album."""
    return _OF_ALL.search(told) is not None


def is_album(head: Head) -> bool:
    """
    Whether these are the pictures of an album, or all that stand in none: see its first blocks.

    Each is a picture with its date, without a sentence over it; at most the name of the album
    stands there. In messages and stories the pictures lie in folders of these.
    """
    told = called(head)
    if is_of_posts(told):
        return False
    data = head.text.encode("utf-8", "replace")
    found = (look_into(one.raw) for one in blocks(iter([data]), len(data)) if _is_whole(one))
    first = list(islice(found, _LOOKED_AT))
    return bool(first) and all(
        one.files
        and one.foot
        and one.title in ("", told)
        and all(_OF_ALBUMS.search(name) for name in files_of(one))
        for one in first
    )


def _is_whole(one: Element | Problem) -> TypeGuard[Element]:
    """The last block of a head may be cut off."""
    return isinstance(one, Element) and one.raw.endswith(b">")


def taken_at(block: Block) -> Place | None:
    """Where the camera says that it was."""
    told = (next(filter(None, map(block.notes.get, names)), "") for names in _COORDINATES)
    point = point_of(Node(dict(zip(("latitude", "longitude"), told, strict=True)), "", []))
    return Place(latitude=point[0], longitude=point[1]) if point else None


def files_of(block: Block) -> Iterator[str]:
    """The pictures of a block, by their paths in the export."""
    for name in dict.fromkeys(block.files):
        path = unquote(name.partition("?")[0])
        while path.startswith("../"):
            path = path[3:]
        yield path
