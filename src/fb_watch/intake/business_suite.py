"""In: the content export of Meta Business Suite, for a Page one runs. Out: its posts. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from fb_watch.i18n import _
from fb_watch.intake.amounts import counts
from fb_watch.intake.format import Context, Format, Source, exact_id, found, lost_digits
from fb_watch.intake.head import Head, head_of
from fb_watch.intake.member import Member
from fb_watch.intake.moments import Order, day_first, read_moment
from fb_watch.intake.rows import Row, as_table, facts, rows
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
# The same columns in accounts that speak French or Spanish.
_SPOKEN = {
    "identifiant de la publication": "post id",
    "id de la publication": "post id",
    "identifiant de la page": "page id",
    "id de la page": "page id",
    "nom de la page": "page name",
    "titre": "title",
    "durée (s)": "duration (sec)",
    "heure de publication": _TIME,
    "permalien": "permalink",
    "lien permanent": "permalink",
    "type de publication": "post type",
    "commentaire de données": "data comment",
    "réactions": "reactions",
    "commentaires": "comments",
    "partages": "shares",
    "identificador de la publicación": "post id",
    "identificador de la página": "page id",
    "nombre de la página": "page name",
    "título": "title",
    "descripción": "description",
    "hora de publicación": _TIME,
    "enlace permanente": "permalink",
    "tipo de publicación": "post type",
    "fecha": "date",
    "reacciones": "reactions",
    "comentarios": "comments",
    "veces compartido": "shares",
}
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
    **dict.fromkeys(("fotos", "foto"), "photo"),
    **dict.fromkeys(("liens", "lien", "enlaces", "enlace"), "link"),
    **dict.fromkeys(("vidéos", "vidéo", "vídeos", "vídeo"), "video"),
    **dict.fromkeys(("texte", "statut", "texto", "estado"), "status"),
}


def _is_table(head: Head) -> bool:
    columns = {_SPOKEN.get(name, name) for name in head.columns}
    if columns.issuperset(("post id", "page id", _TIME)):
        return True
    return bool(columns & _ITS_OWN) and len(columns & _TYPICAL) >= _ENOUGH


def _read(member: Member, context: Context) -> Iterator[Found | Problem]:
    """
    One post a row. Columns differ from month to month; id and time alone are needed.

    Times are in the account's zone, which is not told. The month stands before the day, unless a
    row shows that the day does (a localised account): then it does so in the whole file. In an
    account that speaks French or Spanish nobody knows, where no row shows it.
    """
    order = context.kept["order"] if "order" in context.kept else _order(member)
    for row in _rows(member):
        yield row if isinstance(row, Problem) else _row(row, context, order)


def _facts(member: Member, _context: Context) -> dict[str, Any]:
    return {**facts(member), "order": _order(member)}


def _rows(member: Member) -> Iterator[Row | Problem]:
    """The rows, their columns in English."""
    needed = [
        (name, *(spoken for spoken, meant in _SPOKEN.items() if meant == name))
        for name in ("post id", _TIME)
    ]
    for row in rows(member, needed):
        if isinstance(row, Row):
            cells = {_SPOKEN.get(name, name): cell for name, cell in row.cells.items()}
            yield Row(row.where, cells, row.raw)
        else:
            yield row


def _source(row: Row, context: Context) -> Source:
    """The page; its id is ours of that name where the table leaves it out."""
    told, name = exact_id(row["page id"]) or "", row["page name"].strip()
    page = context.page(name) if not told else None
    return Source(id=page.id if page else told, name=name)


def _order(member: Member) -> Order | None:
    told = islice(_rows(member), _LOOKED_AT)
    shown = day_first([row[_TIME] for row in told if isinstance(row, Row)])
    return shown or ("mdy" if head_of(member).has_columns(_TIME) else None)


def _is_of_a_day(row: Row) -> bool:
    """Whether it counts one day of a post: what is no lifetime, in whatever language, has a day."""
    told, day = row["data comment"].strip().casefold(), row["date"].strip().casefold()
    return told not in ("", "lifetime") and (told == "daily" or day not in ("", told))


def _row(row: Row, context: Context, order: Order | None) -> Found | Problem:
    if _is_of_a_day(row):
        return Problem(where=row.where, reason=_("is a day of a post, not the post itself"))
    post_id = exact_id(row["post id"])
    if post_id is None:
        return Problem(where=row.where, reason=lost_digits("post id"))
    if not post_id.isdecimal():
        return Problem(where=row.where, reason=_("has no id"))
    source = _source(row, context)
    zone = context.zone_of(source.id, source.name)
    moment = read_moment(row[_TIME], zone, order or "mdy")
    if moment is None:
        return Problem(where=row.where, reason=_("has a time that cannot be read"))
    if order is None and moment != read_moment(row[_TIME], zone, "dmy"):
        return Problem(where=row.where, reason=_("has a date that may be one of two days"))
    told = row["post type"].strip()
    is_share = row["is share"].strip().casefold() in ("1", "true", "yes")
    one = found(
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
    # of one post a table without descriptions has the title only, which may be no more than that
    is_short = "description" not in row.cells or one.post.message != row["title"]
    return replace(one, short=row["title"]) if is_short and row["title"].strip() else one


FORMAT = Format(
    name="business-suite",
    strength="page-export",
    source="business-suite",
    knows=_is_table,
    read=_read,
    facts=_facts,
    framed=as_table,
)
