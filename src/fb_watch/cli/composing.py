"""In: the command line, an archive. Out: what a document is to be like, as people wished it."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.citing import help_on_styles, style
from fb_watch.errors import UsageError
from fb_watch.export.forms import DOCUMENTS
from fb_watch.i18n import _

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.export.handing_over import Dossier


def add_document_options(parser: argparse.ArgumentParser) -> None:
    """What only documents have."""
    group = parser.add_argument_group(_("of docx, pdf, html and md"))
    group.add_argument("--title", default="", help=_("the title of the document"))
    group.add_argument("--by", choices=("question", "theme", "country"), help=_("its chapters"))
    group.add_argument("--style", type=style, metavar="S", help=help_on_styles())
    group.add_argument(
        "--template", type=Path, metavar="FILE", help=_("the Word document whose styles are wanted")
    )
    group.add_argument(
        "--pictures", action="store_true", help=_("with the first picture of each post")
    )


def check_document_options(args: argparse.Namespace) -> None:
    """Raise UsageError where an option goes with another form than the one asked for."""
    if args.public and args.format in DOCUMENTS:
        raise UsageError(
            _("A document quotes texts, which --public leaves out."),
            remedy=_("For everybody: {formats}").format(formats="csv, xlsx, jsonl, hxl"),
        )
    for name in ("title", "by", "style", "template", "pictures"):
        able = ("docx", "pdf") if name == "template" else DOCUMENTS
        if getattr(args, name) and args.format not in able:
            raise UsageError(
                _("--{option} goes with --format {formats}.").format(
                    option=name, formats=", ".join(able)
                )
            )


def dossier(args: argparse.Namespace, archive: "Connection", keys: Iterable[int]) -> "Dossier":
    """Headings and notes of the dossier asked for, names of reviewers."""
    from fb_watch.archive.dossiers import entries, title
    from fb_watch.archive.review import reviewers
    from fb_watch.export.handing_over import Dossier, Headed

    headings: dict[str, Headed] = {}
    notes: dict[str, str] = {}
    waiting: Headed | None = None
    for entry in [one for name in args.dossier for one in entries(archive, name)]:
        if entry["ref"] is None:
            waiting = Headed(entry["heading"] or "", entry["note"] or "")
            continue
        ref = entry["ref"].partition("@")[0]
        if waiting:
            headings[ref] = waiting
            waiting = None
        if entry["note"]:
            notes[ref] = entry["note"]
    return Dossier(
        title=args.title or ", ".join(title(archive, name) for name in args.dossier),
        by=args.by,
        style=args.style or "",
        template=args.template,
        with_pictures=args.pictures,
        headings=headings,
        notes=notes,
        reviewers=reviewers(archive, keys),
    )
