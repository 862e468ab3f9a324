"""In: the files of exports. Out: which pictures stand in posts, and what albums say of them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fb_watch.errors import IntakeError
from fb_watch.intake.member import Member
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found

_TOGETHER = 200  # pictures of one post; its evidence is not to grow with the album


class Shown(NamedTuple):
    """What one entry of an export shows: of a post, or of an album."""

    names: tuple[str, ...]  # paths in the export
    text: str = ""  # of an album: words to the picture
    raw: bytes = b""
    is_of_album: bool = False


class Words(NamedTuple):
    """What an album says of a picture, and where: its entry, byte for byte."""

    text: str
    raw: bytes


class Spot(NamedTuple):
    """A picture as one export has it: others call theirs by the same path."""

    file: str  # in which it lies; of one that lies nowhere, that which shows it
    name: str


Look = Callable[[Member], Iterator[Shown]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What the files that are read together tell of each other's pictures."""

    albums: Set[Member] = frozenset()
    in_posts: Set[Spot] = frozenset()
    words: Mapping[Spot, Words] = field(default_factory=dict)  # to pictures in posts

    @property
    def hash(self) -> str:
        """Of the words, which decide how posts are read; "" where there are none."""
        told = "\0".join(sorted(f"{at.name}\0{words.text}" for at, words in self.words.items()))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16] if told else ""


def spot_of(member: Member, name: str) -> Spot:
    """
    Where the picture lies that a file calls so.

    Exports come in parts: what lies in none of the files given is that of the file's own zip, or
    of the folder.
    """
    if found := member.sibling(name):
        return Spot(str(found.file), found.name)
    return Spot("" if member.path else str(member.file), name)


def gather(files: Sequence[tuple[Member, Look]]) -> Pictures:
    """
    Look through the files before they are read: a picture in a post is no second post.

    Its words in an album are the post's. Where there is no album nothing else is looked at.
    """
    albums = [(one, look) for one, look in files if _is_album(_looked(one, look))]
    if not albums:
        return Pictures()
    posts = [file for file in files if file not in albums]
    in_posts = {
        spot_of(one, name)
        for one, look in posts
        for shown in _looked(one, look)
        for name in shown.names
    }
    words: dict[Spot, Words] = {}
    for one, look in albums:
        for shown in _looked(one, look):
            for name in shown.names if shown.text else ():
                if (spot := spot_of(one, name)) in in_posts:
                    words.setdefault(spot, Words(shown.text, shown.raw))
    files_of_albums = frozenset(one for one, _look in albums)
    return Pictures(albums=files_of_albums, in_posts=in_posts, words=words)


def _is_album(told: Iterator[Shown]) -> bool:
    first = next(told, None)
    return first is not None and first.is_of_album


def _looked(one: Member, look: Look) -> Iterator[Shown]:
    """What can be seen of a file; why it cannot be read further is said when it is read."""
    try:
        yield from look(one)
    except IntakeError:
        return


def together(told: Iterable[Found | Problem]) -> Iterator[Found | Problem]:
    """
    Pictures that follow each other with the same words in the same minute are one post.

    By their words they would be one in the archive too, and all but the first would be lost.
    """
    held: Found | None = None
    for one in told:
        if isinstance(one, Problem):
            yield one
        elif held and _is_same(held, one):
            held = _joined(held, one)
        else:
            if held:
                yield held
            held = one
    if held:
        yield held


def _is_same(one: Found, other: Found) -> bool:
    is_short = len(one.post.media) + len(other.post.media) <= _TOGETHER
    return one.is_picture and other.is_picture and one.post.id == other.post.id and is_short


def _joined(one: Found, other: Found) -> Found:
    number = len(one.post.media)
    media = (*one.post.media, *other.post.media)
    return replace(
        one,
        post=replace(one.post, media=media, kind="album"),
        raw=one.raw + b"\n" + other.raw,
        files=(*one.files, *(replace(f, media=f.media + number) for f in other.files)),
    )
