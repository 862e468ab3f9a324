"""In: CrowdTangle's tables and API answers. Out: the posts of them. Pure."""

from collections.abc import Iterator

from fb_watch.dialect.node import Node
from fb_watch.i18n import _
from fb_watch.intake.amounts import amount, counts, total
from fb_watch.intake.elements import Element, elements
from fb_watch.intake.format import (
    Context,
    Format,
    Source,
    exact_id,
    found,
    in_a_list,
    links_of,
    read_object,
)
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import in_utc, read_moment
from fb_watch.intake.rows import Row, as_table, facts, rows
from fb_watch.model.collected import Counts, Media, Problem
from fb_watch.model.intake import Found

_KINDS = {
    "link": "link",
    "photo": "photo",
    "status": "status",
    "album": "album",
    "video": "video",
    "native video": "video",
    "native_video": "video",
    "youtube": "link",
    "vine": "link",
    "live video": "video",
    "live_video": "video",
    "live video complete": "video",
    "live_video_complete": "video",
    "live video scheduled": "video",
    "live_video_scheduled": "video",
    "event": "event",
    "note": "note",
    "share": "share",
}
_REACTIONS = {
    "like": "likes",
    "love": "love",
    "wow": "wow",
    "haha": "haha",
    "sad": "sad",
    "angry": "angry",
    "care": "care",
}
_CREATED = ("post created", "created")
_ARRAYS = ("", "result.posts", "posts", "result", "data")


def kind_of(told: str) -> str:
    """One of KINDS for what CrowdTangle calls the type of a post."""
    return _KINDS.get(told.strip().casefold(), "other" if told.strip() else "status")


def _is_table(head: Head) -> bool:
    has_name = head.has_columns("page name") or head.has_columns("group name")
    has_time = any(name in head.columns for name in _CREATED)
    if has_name and has_time and any(one.startswith(_SCORES) for one in head.columns):
        return True
    return bool(head.columns & _ITS_OWN) and len(head.columns & _TYPICAL) >= _ENOUGH


_SCORES = ("overperforming score", "total interactions")
# Columns of its tables; by some of them a table is known that lacks one it ought to have.
_ITS_OWN = frozenset(
    (
        *("likes at posting", "followers at posting", "size at posting", "final link"),
        *("post created", "post created date", "post created time", "image text"),
    )
)
_TYPICAL = _ITS_OWN | frozenset(
    (
        *("page name", "group name", "user name", "facebook id", "type", "likes", "comments"),
        *("shares", "url", "message", "link", "link text", "description", "video length"),
    )
)
_ENOUGH = 5


def _read_table(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Pages and groups, in each of the three sets of columns that CrowdTangle wrote."""
    for row in rows(member, [("page name", "group name"), _CREATED, ("url", "message")]):
        yield row if isinstance(row, Problem) else _row(row, context)


def _row(row: Row, context: Context) -> Found | Problem:
    told = exact_id(row["facebook id"]) or ""
    source = Source(
        id=told if told.isdecimal() else "",
        name=row.first("page name", "group name"),
        handle=row["user name"].strip(),
    )
    moment = read_moment(row.first(*_CREATED), context.zone_of(source.id, source.name))
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    target = row.first("final link", "link")
    return found(
        context,
        source,
        moment,
        where=row.where,
        raw=row.raw,
        addresses=(row["url"], row["link"]) if not target else (row["url"],),
        author=source.name if "page name" in row.cells else None,
        is_person="group name" in row.cells,
        message=row["message"],
        kind=kind_of(row["type"]),
        links=links_of((target, row["link text"].strip(), row["description"].strip())),
        media=_pictures(row["image text"].strip()),
        counts=counts(row, comments="comments", shares="shares", by_type=_REACTIONS),
    )


def _pictures(text: str) -> tuple[Media, ...]:
    """The words that CrowdTangle saw in a picture are all that a table has of it."""
    return (Media(kind="photo", alt=text),) if text else ()


def _is_answer(head: Head) -> bool:
    return any(
        head.has_paths(f"{path}platformId", f"{path}account.id", f"{path}date")
        for path in ("[].", "result.posts[].", "result[].", "posts[].", "data[].", "")
    )


def _read_answer(member: Member, context: Context) -> Iterator[Found | Problem]:
    """Posts of the API: its whole answer, a list of posts, or one a line."""
    with member.open() as stream:
        for one in elements(stream, _ARRAYS, member.limits.record):
            yield from [one] if isinstance(one, Problem) else _element(one, context)


def _element(one: Element, context: Context) -> Iterator[Found | Problem]:
    value = read_object(one)
    if isinstance(value, Problem):
        yield value
        return
    problems: list[Problem] = []
    yield from _post(Node(value, one.where, problems), one, context)
    yield from problems


def _post(node: Node, one: Element, context: Context) -> Iterator[Found | Problem]:
    account = node.child("account") or Node({}, node.where, [])
    source = Source(
        id=account.id("platformId") or "",
        name=account.line("name") or "",
        handle=account.line("handle") or "",
    )
    moment = in_utc(node.value.get("date"))  # the API answers in UTC
    if moment is None:
        yield Problem(where=one.where, reason=_("has a time that cannot be read"))
        return
    if (platform := node.line("platform")) and platform.casefold() != "facebook":
        reason = _("is of {platform}, not of Facebook").format(platform=platform)
        yield Problem(where=one.where, reason=reason)
        return
    is_group = "group" in (account.line("accountType") or "")
    yield found(
        context,
        source,
        moment,
        where=one.where,
        raw=one.raw,
        post_id=node.id("platformId") or "",
        addresses=(node.line("postUrl"), node.line("link")),
        author=None if is_group else source.name,
        is_person=is_group,
        message=node.text("message"),
        kind=kind_of(node.line("type") or ""),
        links=links_of(*_links(node)),
        media=tuple(_media(node)),
        counts=_counts(node),
    )


def _links(node: Node) -> Iterator[tuple[str | None, str | None, str | None]]:
    title, description = node.line("title"), node.line("description", "caption")
    expanded = [link.line("expanded", "original") for link in node.rows("expandedLinks")]
    told = [*expanded[:1], *(() if expanded else (node.line("link"),)), *expanded[1:]]
    for place, url in enumerate(told):
        yield (url, title, description) if not place else (url, None, None)


def _media(node: Node) -> Iterator[Media]:
    alt = node.line("imageText")
    for one in node.rows("media"):
        kind, url = one.line("type"), one.line("full", "url")
        if kind in ("photo", "video"):
            yield Media(
                kind="video" if kind == "video" else "photo",
                url=url,
                alt=alt,
                width=one.whole("width"),
                height=one.whole("height"),
            )
            alt = None


def _counts(node: Node) -> Counts | None:
    statistics = node.child("statistics")
    actual = statistics.child("actual") if statistics else None
    if actual is None:
        return None
    kinds = {
        kind: number
        for kind in (*_REACTIONS, "thankful")
        if (number := amount(actual.value.get(f"{kind}Count"))) is not None
    }
    told = actual.value.get
    return total(None, amount(told("commentCount")), amount(told("shareCount")), kinds)


TABLE = Format(
    name="crowdtangle-csv",
    strength="table",
    source="crowdtangle",
    knows=_is_table,
    read=_read_table,
    facts=facts,
    framed=as_table,
)
ANSWER = Format(
    name="crowdtangle-api",
    strength="table",
    source="crowdtangle",
    knows=_is_answer,
    read=_read_answer,
    framed=in_a_list,
)
