"""In: the posts of a file, one by one. Out: those that are looked up and saved at once. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from fb_watch.archive.identity import same_words
from fb_watch.intake.recognise import STRENGTH_OF
from fb_watch.model.collected import Strength
from fb_watch.model.intake import Found, Heard, Road

_POSTS = 200
_BYTES = 8 * 2**20  # of evidence; a capture is not to grow with the file


def portions(told: Iterable[Found]) -> Iterator[list[Found]]:
    """
    Posts in portions that are looked up at once.

    Within one no two are the same post: the second is to find the first in the archive.
    """
    part: list[Found] = []
    seen: set[object] = set()
    size = 0
    for found in told:
        names = {(found.post.page, found.post.id), same_words(found.post)} - {None}
        if len(part) >= _POSTS or size > _BYTES or names & seen:
            yield part
            part, seen, size = [], set(), 0
        part.append(found)
        seen |= names
        size += len(found.raw)
    if part:
        yield part


def grouped(part: Sequence[Found], road: Road) -> list[list[Found]]:
    """
    By page and road, in the order they first come; comments apart.

    Each group is evidence by itself: who hands posts over need not hand over comments.
    """
    groups: dict[tuple[str, str, bool], list[Found]] = {}
    for found in part:
        is_comment = found.post.kind == "other"
        groups.setdefault((found.post.page, road_of(found, road)[0], is_comment), []).append(found)
    return list(groups.values())


def road_of(found: Found, road: Road) -> tuple[str, Strength]:
    """Source and strength of what came by another road before it came into this file."""
    if not found.source:
        return road.source, road.strength
    return found.source, STRENGTH_OF.get(found.source, road.strength)


def told_again(heard: Sequence[Heard | None]) -> list[int]:
    """The places of what is a post that another before it is too."""
    keys = [one and one.known.key for one in heard]
    return [place for place, key in enumerate(keys) if key is not None and key in keys[:place]]
