"""In: the node of a post. Out: its Counts, in each form that API versions wrote them. Pure."""

from fb_watch.dialect.node import Node, whole
from fb_watch.i18n import _
from fb_watch.model.collected import Counts

REACTIONS = ("like", "love", "wow", "haha", "sad", "angry", "care", "thankful", "pride")


def read_counts(node: Node) -> Counts | None:
    """
    What is told of reactions, comments and shares; None where nothing is.

    A list without a total counts only where it is whole: no `paging.next`, and not empty, since
    Facebook also gives an empty list where it merely keeps silent.
    """
    by_type = _by_type(node)
    reactions = _total(node, "reactions")
    if reactions is None and "like" in by_type:
        reactions = sum(by_type.values())
    if reactions is None:  # before 2016 there was nothing but likes
        reactions = _total(node, "likes")
    comments = _total(node, "comments")
    shares = _total(node, "shares")
    if not by_type and reactions is None and comments is None and shares is None:
        return None
    return Counts(
        reactions=reactions,
        comments=comments,
        shares=shares,
        by_type=tuple(sorted(by_type.items())),
    )


def _by_type(node: Node) -> dict[str, int]:
    """Reactions by type, asked for under the type's name or under `reactions_<type>`."""
    found = {}
    for key in node.value:
        kind = _KINDS[key]
        if kind and (total := _total(node, key)) is not None:
            found[kind] = total
    return found


class _Kinds(dict[str, str]):
    """The type of reaction that a member counts, "" where it is none."""

    def __missing__(self, key: str) -> str:
        kind = key.lower().removeprefix("reactions_")
        kind = kind if kind in REACTIONS else ""
        if len(self) < _MOST:
            self[key] = kind
        return kind


_MOST = 256  # all posts have the same few members; what others have is not kept
_KINDS = _Kinds()


def _total(node: Node, key: str) -> int | None:
    """A number, {"summary": {"total_count"}}, {"total_count"}, {"count"}, or a whole list."""
    value = node.value.get(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        return len(value) or None if isinstance(value, list) else node.whole(key)
    summary = value.get("summary")
    told = summary.get("total_count") if isinstance(summary, dict) else None
    if told is None:
        told = value.get("total_count")
    if told is None:
        told = value.get("count")
    if told is not None:
        found = whole(told)
        if found is None:
            node.note(key, _("is not a count"))
        return found
    data, paging = value.get("data"), value.get("paging")
    is_whole = not (isinstance(paging, dict) and paging.get("next"))
    return len(data) if isinstance(data, list) and data and is_whole else None
