"""In: the content export of Meta Business Suite, for a Page one runs. Out: its posts. Pure."""

from collections.abc import Iterator
from itertools import islice

from fb_watch.i18n import _
from fb_watch.intake.amounts import counts
from fb_watch.intake.format import Context, Format, Source, exact_id, found
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Order, day_first, read_moment
from fb_watch.intake.rows import Row, rows
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found

_TIME = "publish time"
# Columns of its tables; by some of them a table is known that lacks one it ought to have.
_ITS_OWN = frozenset(
    (_TIME, "data comment", "duration (sec)", "reactions, comments and shares", "caption type")
)
_TYPICAL = _ITS_OWN | frozenset(
    (
        *("post id", "page id", "page name", "title", "description", "permalink", "post type"),
        *("is share", "custom labels", "languages", "is crosspost", "funded content status"),
        *("reach", "total clicks"),
    )
)
_ENOUGH = 5
_LOOKED_AT = 20_000  # rows in which the order of day and month may show
_KINDS = {
    "photos": "photo",
    "photo": "photo",
    "links": "link",
    "link": "link",
    "videos": "video",
    "video": "video",
    "reels": "video",
    "reel": "video",
    "live": "video",
    "text": "status",
    "status": "status",
    "albums": "album",
    "album": "album",
    "carousel": "album",
    "events": "event",
    "event": "event",
    "other": "other",
    "others": "other",
}


def _is_table(head: Head) -> bool:
    if head.has_columns("post id", "page id", _TIME):
        return True
    return bool(head.columns & _ITS_OWN) and len(head.columns & _TYPICAL) >= _ENOUGH


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """
    One post a row. Columns differ from month to month; id and time alone are needed.

    Times are month before day and in the account's zone, which is not told; where a row shows
    that the day comes first (a localised account), it does so in the whole file.
    """
    needed = [("post id",), (_TIME,)]
    order = _order(member, needed)
    for row in rows(member, needed):
        yield row if isinstance(row, Problem) else _row(row, context, order)


def _source(row: Row, context: Context) -> Source:
    """The page; its id is ours of that name where the table leaves it out."""
    told, name = exact_id(row["page id"]) or "", row["page name"].strip()
    page = context.page(name) if not told else None
    return Source(id=page.id if page else told, name=name)


def _order(member: Member, needed: list[tuple[str]]) -> Order:
    told = islice(rows(member, needed), _LOOKED_AT)
    return day_first([row[_TIME] for row in told if isinstance(row, Row)]) or "mdy"


def _row(row: Row, context: Context, order: Order) -> Found | Problem:
    if row["data comment"].strip().casefold() not in ("", "lifetime"):
        return Problem(where=row.where, reason=_("is a day of a post, not the post itself"))
    post_id = exact_id(row["post id"]) or ""
    if not post_id.isdecimal():
        return Problem(where=row.where, reason=_("has no id"))
    source = _source(row, context)
    moment = read_moment(row[_TIME], context.zone_of(source.id, source.name), order)
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    told = row["post type"].strip()
    is_share = row["is share"].strip().casefold() in ("1", "true", "yes")
    return found(
        context,
        source,
        moment,
        where=row.where,
        raw=row.raw,
        post_id=post_id,
        addresses=(row["permalink"].strip(),),
        author=source.name,
        message=max(row["title"], row["description"], key=len),  # the caption stands in either
        kind="share" if is_share else _KINDS.get(told.casefold(), "other" if told else "status"),
        counts=counts(row, reactions="reactions", comments="comments", shares="shares"),
    )


FORMAT = Format(
    name="business-suite",
    strength="page-export",
    source="business-suite",
    knows=_is_table,
    read=_read,
)
