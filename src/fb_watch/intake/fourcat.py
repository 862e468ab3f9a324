"""In: datasets that 4CAT wrote, as CSV or NDJSON. Out: the posts of them. Pure."""

from collections.abc import Iterator

from fb_watch.i18n import _
from fb_watch.intake.amounts import counts
from fb_watch.intake.comet import read_story
from fb_watch.intake.crowdtangle import kind_of
from fb_watch.intake.elements import Element, lines
from fb_watch.intake.format import (
    Context,
    Format,
    Source,
    exact_id,
    found,
    links_of,
    lost_digits,
    read_object,
)
from fb_watch.intake.head import Head
from fb_watch.intake.member import Member
from fb_watch.intake.moments import in_utc
from fb_watch.intake.rows import Row, as_table, facts, plain, rows
from fb_watch.model.collected import Media, Problem
from fb_watch.model.intake import Found

_REACTIONS = {
    "like": "likes",
    **{kind: f"likes_{kind}" for kind in ("love", "wow", "haha", "sad", "angry", "care")},
}
_TIMES = ("unix_timestamp", "timestamp")
_YES = ("yes", "true", "1")


def _is_table(head: Head) -> bool:
    """The five columns that all its datasets have, or those of one made of Facebook's pages."""
    if not head.has_columns("id", "author", "body", "timestamp"):
        return False
    return head.has_columns("thread_id") or head.has_columns("is_in_group")


def _read_table(member: Member, context: Context) -> Iterator[Found | Problem]:
    for row in rows(member, [("id", "url"), ("body",), _TIMES]):
        if isinstance(row, Problem):
            yield row
            continue
        if exact_id(row["id"]) is None:  # its address may tell it all the same
            yield Problem(where=row.where, reason=lost_digits("id"))
        yield _row(row, context)


def _row(row: Row, context: Context) -> Found | Problem:
    """A row of each kind of dataset: of pages, or made of CrowdTangle's tables."""
    moment = in_utc(row.first(*_TIMES))
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    in_group = row["is_in_group"].strip().casefold() in _YES or bool(row["group_name"].strip())
    page, author = row["page_name"].strip(), row.first("author_name", "author")
    page_id = exact_id(row["page_id"]) or ""
    source = Source(
        id=page_id if page_id.isdecimal() else "",
        name=row["group_name"].strip() if in_group else page or author,
        handle="" if in_group else row["author"].strip(),
    )
    post_id = exact_id(row["id"]) or ""
    told = row["type"].strip()
    pictures = [("photo", url) for url in _listed(row["image_url"])]
    films = [("video", url) for url in _listed(row["video_url"])]
    media = tuple(
        Media(kind="video" if kind == "video" else "photo", url=url)
        for kind, url in (*pictures, *films)
    )
    return found(
        context,
        source,
        moment,
        where=row.where,
        raw=row.raw,
        post_id=post_id if post_id.replace("_", "").isdecimal() else "",
        addresses=(row["url"].strip(),),
        author=page or author,
        is_person=in_group,
        message=row["body"],
        kind=kind_of(told) if told or not media else media[0].kind,
        links=links_of((row["url_original"].strip(), None, row["body_description"].strip())),
        media=media,
        counts=counts(row, comments="comments", shares="shares", by_type=_REACTIONS),
    )


def _listed(cell: str) -> list[str]:
    return [url for url in cell.split(",") if url.startswith(("http:", "https:"))]


def _is_lines(head: Head) -> bool:
    if head.kind != "json":
        return False
    return head.has_paths("__import_meta") or head.has_paths("id", "author", "body", "timestamp")


def _read_lines(member: Member, context: Context) -> Iterator[Found | Problem]:
    """A line is a post as the browser got it, or the same as a row of the table."""
    with member.open() as stream:
        for one in lines(stream, member.limits.record):
            yield one if isinstance(one, Problem) else _line(one, context)


def _line(one: Element, context: Context) -> Found | Problem:
    value = read_object(one)
    if isinstance(value, Problem):
        return value
    if "body" not in value:
        return read_story(value, one, context)
    cells = {plain(name): _cell(told) for name, told in value.items()}
    return _row(Row(one.where, cells, one.raw), context)


def _cell(told: object) -> str:
    return "" if told is None else told if isinstance(told, str) else str(told)


TABLE = Format(
    name="4cat-csv",
    strength="table",
    source="4cat",
    knows=_is_table,
    read=_read_table,
    facts=facts,
    framed=as_table,
)
LINES = Format(
    name="4cat-ndjson", strength="table", source="4cat", knows=_is_lines, read=_read_lines
)
