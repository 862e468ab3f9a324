"""In: a table of the Meta Content Library. Out: its posts. Pure."""

from collections.abc import Iterator

from fb_watch.i18n import _
from fb_watch.intake.amounts import counts
from fb_watch.intake.format import Context, Format, Source, found, links_of
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import in_utc
from fb_watch.intake.rows import Row, as_table, facts, rows
from fb_watch.model.collected import Problem
from fb_watch.model.intake import Found

_KINDS = {
    "photos": "photo",
    "photo": "photo",
    "albums": "album",
    "album": "album",
    "links": "link",
    "link": "link",
    "videos": "video",
    "video": "video",
    "reels": "video",
    "reel": "video",
    "live": "video",
    "events": "event",
    "event": "event",
    "status": "status",
    "statuses": "status",
    "text": "status",
    "note": "note",
}
_REACTIONS = {
    kind: f"statistics.{kind}_count"
    for kind in ("like", "love", "wow", "haha", "sad", "angry", "care")
}
_PERSONS = ("user", "profile", "person", "facebook_profile")


def _is_table(head: Head) -> bool:
    is_library = "mcl_url" in head.columns or "post_owner.name" in head.columns
    return is_library and head.has_columns("creation_time", "text")


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """One post a row. Its `id` is the Library's own, which leads to nothing on Facebook."""
    for row in rows(member, [("creation_time",), ("text",)]):
        yield row if isinstance(row, Problem) else _row(row, context)


def _row(row: Row, context: Context) -> Found | Problem:
    in_group = "group" in row["surface.type"].casefold() and row["surface.name"].strip()
    owner = "surface" if in_group else "post_owner"
    source = Source(
        id=row[f"{owner}.id"].strip(),
        name=row[f"{owner}.name"].strip(),
        handle=row[f"{owner}.username"].strip(),
    )
    moment = in_utc(row["creation_time"])
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    updated = in_utc(row["modified_time"])
    told = row["content_type"].strip().casefold()
    return found(
        context,
        source,
        moment,
        where=row.where,
        raw=row.raw,
        author=row["post_owner.name"].strip(),
        author_id=row["post_owner.id"].strip() or None,
        is_person=bool(in_group) or row["post_owner.type"].strip().casefold() in _PERSONS,
        message=row["text"],
        updated_at=updated.at if updated else None,
        kind=_KINDS.get(told, "other" if told else "status"),
        links=links_of(
            (
                row["link_attachment.link"].strip(),
                row["link_attachment.name"].strip(),
                row.first("link_attachment.description", "link_attachment.caption"),
            )
        ),
        counts=counts(
            row,
            reactions="statistics.reaction_count",
            comments="statistics.comment_count",
            shares="statistics.share_count",
            by_type=_REACTIONS,
        ),
    )


FORMAT = Format(
    name="content-library",
    strength="table",
    source="content-library",
    knows=_is_table,
    read=_read,
    facts=facts,
    framed=as_table,
)
