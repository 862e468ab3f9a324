"""In: an archive. Out: the log of what left the house, the newest first, for people or programs."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fb_watch.cli.output import print_json, table
from fb_watch.i18n import _

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.model.exported import ExportEntry


def print_log(archive: "Connection", *, as_json: bool) -> None:
    """Who took out what, when, how many posts, and what was not left out of them."""
    from fb_watch.archive.exports import exports

    entries = list(reversed(exports(archive)))
    if as_json:
        print_json([_shape(entry) for entry in entries])
        return
    columns = [_("day"), _("who"), _("form"), _("posts"), _("content"), _("query"), _("file")]
    table(columns, [_row(entry) for entry in entries])


def _shape(entry: "ExportEntry") -> dict[str, Any]:
    at = entry.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return {**asdict(entry), "at": at}


def _row(entry: "ExportEntry") -> tuple[object, ...]:
    options = (
        ("--public", entry.is_public),
        ("--with-comments", entry.with_comments),
        ("--with-authors", entry.with_authors),
        ("--unmasked", entry.is_unmasked),
    )
    return (
        f"{entry.at:%Y-%m-%d %H:%M}",
        entry.by,
        entry.format,
        entry.posts,
        " ".join(name for name, is_asked in options if is_asked),
        entry.asked,
        entry.file,
    )
