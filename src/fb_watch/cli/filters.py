"""In: the filters every reading verb shares. Out: a Query."""

import argparse
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of, reading
from fb_watch.cli.meant import STATES, codes, heading, values
from fb_watch.errors import UsageError
from fb_watch.i18n import _
from fb_watch.model.archived import Query

if TYPE_CHECKING:
    from sqlite3 import Connection

KINDS = ("status", "photo", "video", "link", "album", "event", "share", "note", "other")
STATUSES = ("new", "relevant", "set-aside", "verified")
AVAILABILITIES = ("online", "missing", "gone", "restricted", "erased", "unknown")
_ID = re.compile("[a-z0-9_-]+")  # as themes.toml names themes and questions
_TOLD = 12  # values named where none of them is near what was typed
ORDERS = ("relevance", "newest", "oldest", "engagement")


def add_filters(parser: argparse.ArgumentParser, *, limit: int | None = 20) -> None:
    """Add the filters; one given twice means either, different ones mean both."""
    group = parser.add_argument_group(
        _("filters"), _("one filter given twice means either; different filters mean both")
    )

    def either(name: str, metavar: str, text: str, choices: tuple[str, ...] = ()) -> None:
        group.add_argument(
            f"--{name}",
            metavar=metavar,
            action="append",
            default=[],
            help=text,
            choices=choices or None,
        )

    either("theme", "T", _("theme of the codebook; none: posts with no theme"))
    either("country", "CC", _("country, ISO 3166-1; none; unresolved: it may be several"))
    either("region", "R", _("region of the page"))
    either("language", "L", _("language; und: could not tell, zxx: no text"))
    either("page", "KEY", _("page, as config/pages.toml names it"))
    either("question", "Q", _("question of the codebook"))
    either("status", "S", ", ".join(STATUSES), STATUSES)
    either("availability", "A", ", ".join(AVAILABILITIES), AVAILABILITIES)
    either("kind", "K", ", ".join(KINDS), KINDS)
    either("has", "H", "media, place, comments", ("media", "place", "comments"))
    either("tagged-by", "BY", "machine, hand", ("machine", "hand"))
    either("dossier", "NAME", _("posts of a dossier, as it holds them"))
    group.add_argument("--saved", metavar="NAME", help=_("a saved search; other filters go first"))
    group.add_argument("--since", metavar="D", default="", help=_("from this day or time on"))
    group.add_argument("--until", metavar="D", default="", help=_("up to and with this day"))
    group.add_argument("--order", metavar="O", choices=ORDERS, help=", ".join(ORDERS))
    group.add_argument("--limit", metavar="N", type=_count, default=limit, help=_("at most"))
    group.add_argument("--offset", metavar="N", type=_count, default=0, help=_("pass over"))


def is_filtered(args: argparse.Namespace) -> bool:
    """Whether any filter was given."""
    lists = (
        *(args.theme, args.country, args.region, args.language, args.page, args.question),
        *(args.status, args.availability, args.kind, args.has, args.tagged_by, args.dossier),
    )
    return any(lists) or bool(args.since or args.until or args.saved)


def query_from(args: argparse.Namespace, words: str = "", refs: tuple[str, ...] = ()) -> Query:
    """
    The Query that the options mean.

    Of a saved search all is taken that the options do not say themselves.
    """
    since, until = period(args)
    own = Query(
        words=words,
        themes=_headings(args, "theme"),
        countries=tuple(codes("country", args.country)),
        regions=tuple(args.region),
        languages=tuple(codes("language", args.language)),
        pages=tuple(args.page),
        questions=_headings(args, "question"),
        statuses=tuple(args.status),
        availabilities=tuple(args.availability),
        kinds=tuple(args.kind),
        has=tuple(args.has),
        tagged_by=tuple(args.tagged_by),
        dossiers=tuple(args.dossier),
        since=_stamp(since),
        until=_stamp(until),
        refs=refs,
        order=args.order,
        limit=args.limit,
        offset=args.offset,
    )
    return _over_saved(args, own) if args.saved else own


def _headings(args: argparse.Namespace, kind: str) -> tuple[str, ...]:
    """Themes or questions; the codebook is only read for what cannot be an id."""
    given: list[str] = getattr(args, kind)
    if all(_ID.fullmatch(one) for one in given):
        return tuple(given)
    from fb_watch.config.load import load_headings

    known = load_headings(home_of(args))
    headings = known.themes if kind == "theme" else known.questions
    return tuple(values(kind, given, lambda typed: heading(typed, headings)))


def _over_saved(args: argparse.Namespace, own: Query) -> Query:
    from fb_watch.archive.saved import get

    with reading(args) as archive:
        kept = get(archive, args.saved)
    plain = Query()
    said = {
        name: value
        for name in Query._fields
        if (value := getattr(own, name)) != getattr(plain, name)
    }
    return kept._replace(**{**said, "limit": own.limit, "offset": own.offset})


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("{text} is not a number").format(text=text))
    return min(int(text), 2**62)


def period(args: argparse.Namespace) -> tuple[datetime | None, datetime | None]:
    """From when on and before when, as --since and --until say; None where they do not."""
    since = moment(args.since, "--since")
    until = moment(args.until, "--until", end=True)
    if since and until and since >= until:
        raise UsageError(
            _("--since {since} lies after --until {until}.").format(
                since=args.since, until=args.until
            )
        )
    return since, until


def unheard_of(archive: "Connection", query: Query) -> Iterator[str]:
    """A word on each value that no post of the archive has: a slip of the pen, most likely."""
    from difflib import get_close_matches

    from fb_watch.archive.stats import stats

    for field, given in (
        *(("theme", query.themes), ("country", query.countries), ("region", query.regions)),
        *(("language", query.languages), ("page", query.pages), ("question", query.questions)),
    ):
        there = [str(value) for value, _n in stats(archive, Query(), (field,))] if given else []
        for value in given:
            if value not in there and value not in STATES:
                near = [one for one in there if len(value) > 2 and value.lower() in one]
                near = near or get_close_matches(value.lower(), there, n=1)
                text = _("No post has --{filter} {value}.").format(filter=field, value=value)
                meant = _("Did you mean {verb}?").format(verb=near[0]) if near else ""
                known = _("Known: {keys}").format(keys=", ".join(there[:_TOLD]))
                yield f"{text} {meant or (known if there else '')}".rstrip()


def moment(text: str, option: str, *, end: bool = False) -> datetime | None:
    """
    A day, month, year or time in ISO 8601 as UTC; None for "".

    With `end`, a day, month or year is meant whole: the moment after it.
    """
    if not text:
        return None
    try:
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", text):
            year, month = (int(part) if part else None for part in match.groups())
            begin = datetime(year or 0, month or 1, 1, tzinfo=UTC)
            return _after(begin, month) if end else begin
        time = datetime.fromisoformat(text)
        if "T" not in text and " " not in text:
            time += timedelta(days=1) if end else timedelta(0)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            _("{option}: {text} is not a date.").format(option=option, text=text),
            remedy=_("Write 2020-05-30, 2020-05, 2020 or 2020-05-30T13:33Z."),
        ) from None


def _after(begin: datetime, month: int | None) -> datetime:
    if month:
        return (begin + timedelta(days=32)).replace(day=1)
    return begin.replace(year=begin.year + 1)


def _stamp(time: datetime | None) -> str:
    """A time as the archive writes it: ISO 8601 with Z, "" for none."""
    return time.isoformat(timespec="seconds").replace("+00:00", "Z") if time else ""
