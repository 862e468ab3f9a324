"""In: any table and a Mapping. Out: the posts of it. Pure."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Facts
from dataclasses import asdict
from typing import Any

from fb_watch.dialect.node import Node
from fb_watch.errors import IntakeError
from fb_watch.i18n import _
from fb_watch.intake.amounts import amount, total
from fb_watch.intake.crowdtangle import kind_of
from fb_watch.intake.format import (
    Context,
    Format,
    Source,
    exact_id,
    found,
    in_a_list,
    links_of,
    lost_digits,
    owners,
)
from fb_watch.intake.head import head_of
from fb_watch.intake.mapping import Mapping
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Moment, read_moment
from fb_watch.intake.rows import Row, as_table, check, facts, plain
from fb_watch.intake.tables import any_columns, any_rows, sheets_of
from fb_watch.intake.workbook import Sheet
from fb_watch.model.collected import KINDS, Counts, Media, Place, Problem
from fb_watch.model.intake import Found

_REACTIONS = ("like", "love", "wow", "haha", "sad", "angry", "care", "thankful", "pride")
_SAYING = ("message", "story", "link", "picture", "film", "place", "permalink", "id", "parent_id")
_IDS = ("id", "author_id", "source_id", "parent_id")
_LISTED = re.compile(r"[|\s]+|,(?=https?:)")  # how tables join several addresses


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """One post a row, by the columns that the mapping names; a column that is absent is said."""
    mapping = context.mapping
    if mapping is None:
        raise IntakeError(
            _("{file} needs a mapping.").format(file=member.name),
            remedy=_("Write one with `fb-watch import --suggest FILE`, look it over, and give it."),
        )
    told = sheets_of(member, mapping.sheet)
    read = [one for one in told if _says_when(one, mapping)] or told[:1]
    for sheet in told:
        if sheet not in read:
            yield Problem(where=sheet.name, reason=_("has no column that says when; is not read"))
    line = _("line {number}").format(number=1)
    headers = {one.name if read[1:] else line: one.columns for one in read}
    for where, header in (headers or {line: any_columns(member)}).items():
        yield from _absent(member, mapping, where, tuple(map(plain, header)))
    columns = {field: tuple(map(plain, wanted)) for field, wanted in mapping.columns.items()}
    for row in any_rows(member, [one.name for one in read]):
        if isinstance(row, Problem):
            yield row
        else:
            cells = {field: row.first(*wanted) for field, wanted in columns.items()}
            for field in filter(cells.__contains__, _IDS):
                told_id = exact_id(cells[field])
                cells[field] = told_id or ""
                if told_id is None:
                    yield Problem(where=row.where, reason=lost_digits(field))
            yield _row(Row(row.where, cells, row.raw), mapping, context)


def _absent(
    member: Member, mapping: Mapping, where: str, names: Sequence[str]
) -> Iterator[Problem]:
    """Columns that the mapping names and a header lacks; the one that says when has to be there."""
    check(member, names, [_when(mapping)])
    for field, wanted in mapping.columns.items():
        if not any(plain(name) in names for name in wanted):
            reason = _("no column {name}, which the mapping takes for {field}")
            told = reason.format(name=" / ".join(wanted), field=field)
            yield Problem(where=where, reason=told)


def _when(mapping: Mapping) -> list[str]:
    told = [*mapping.columns.get("created_at", ()), *mapping.columns.get("date", ())]
    return [plain(name) for name in told]


def _says_when(sheet: Sheet, mapping: Mapping) -> bool:
    return not {plain(name) for name in sheet.columns}.isdisjoint(_when(mapping))


def _facts(member: Member, context: Context) -> dict[str, Any]:
    kept = facts(member) if head_of(member).kind == "table" else {}
    return kept | ({"mapping": asdict(context.mapping)} if context.mapping else {})


def _framed(raw: bytes, where: str, kept: Facts[str, Any]) -> bytes:
    """A row of a workbook is kept as an object of JSON."""
    return as_table(raw, where, kept) if "columns" in kept else in_a_list(raw, where, kept)


def _row(row: Row, mapping: Mapping, context: Context) -> Found | Problem:
    """`row` has its cells by what they are of a post; one that says and names nothing is none."""
    if not any(row[field] for field in _SAYING):
        return Problem(where=row.where, reason=_("has no text, no link and no picture"))
    source = _source(row, mapping, context)
    zone = mapping.zone or context.zone_of(source.id, source.handle, source.name)
    moment = _moment(row, zone, mapping)
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    updated = read_moment(row["updated_at"], zone, mapping.order)
    author, author_id = row["author"], row["author_id"]
    media = tuple(_media(row))
    links = links_of((row["link"], row["link_title"], row["link_description"]))
    return found(
        context,
        source,
        moment,
        where=row.where,
        raw=row.raw,
        post_id=row["id"] if re.fullmatch(r"\d+(_\d+)?", row["id"]) else "",
        addresses=(row["permalink"], row["alias"]),
        author=author,
        author_id=author_id or None,
        is_person=bool(author) and not source.is_author(context, author, author_id),
        message=row["message"],
        story=row["story"] or None,
        updated_at=updated.at if updated else None,
        kind=_kind(row["kind"], media, bool(links)),
        parent_id=row["parent_id"] or None,
        links=links,
        media=media,
        place=_place(row),
        counts=_counts(row),
    )


def _source(row: Row, mapping: Mapping, context: Context) -> Source:
    """Whose post it is: by its columns, by the mapping, else by what its address or id names."""
    source = Source(id=row["source_id"], name=row["source_name"] or mapping.source)
    if source != Source():
        return source
    told = {
        page.key: owner
        for owner in owners(row["permalink"], row["alias"], row["id"])
        if (page := context.page(owner))
    }
    return Source(handle=next(iter(told.values()))) if len(told) == 1 else source


def _moment(row: Row, zone: str, mapping: Mapping) -> Moment | None:
    told = row["created_at"] or f"{row['date']} {row['time']}".strip()
    return read_moment(told, zone, mapping.order)


def _kind(told: str, media: tuple[Media, ...], has_links: bool) -> str:
    name = told.strip().casefold()
    if name in KINDS:
        return name
    if told:
        return kind_of(told)
    if media:
        return "album" if len(media) > 1 else media[0].kind
    return "link" if has_links else "status"


def _media(row: Row) -> Iterator[Media]:
    alt = row["alt"] or None
    for url in filter(None, _LISTED.split(row["picture"])):
        yield Media(kind="photo", url=url, alt=alt)
        alt = None
    for url in filter(None, _LISTED.split(row["film"])):
        yield Media(kind="video", url=url)


def _place(row: Row) -> Place | None:
    node = Node({name: row[name] for name in ("latitude", "longitude")}, row.where, [])
    texts = {name: row[name] or None for name in ("city", "country")}
    place = Place(
        name=row["place"] or None,
        street=row["address"] or None,
        latitude=node.number("latitude", -90, 90),
        longitude=node.number("longitude", -180, 180),
        **texts,
    )
    return place if place != Place() else None


def _counts(row: Row) -> Counts | None:
    kinds = {kind: number for kind in _REACTIONS if (number := amount(row[kind])) is not None}
    return total(amount(row["reactions"]), amount(row["comments"]), amount(row["shares"]), kinds)


FORMAT = Format(
    name="mapped",
    strength="table",
    source="table",
    knows=lambda _head: False,
    read=_read,
    facts=_facts,
    framed=_framed,
)
