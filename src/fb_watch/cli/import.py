"""fb-watch import"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fb_watch.cli.home import home_of
from fb_watch.cli.output import note, print_json, printable, table
from fb_watch.errors import UsageError, facts
from fb_watch.i18n import _, labelled
from fb_watch.model.intake import FileReport

if TYPE_CHECKING:
    from fb_watch.intake.mapping import Mapping


def configure(parser: argparse.ArgumentParser) -> None:
    """Which files, whose posts, how they are read; or what may be one post, and what is."""
    add = parser.add_argument
    add(
        "files", nargs="*", metavar="FILE", type=Path, help=_("files, folders, zips; - reads stdin")
    )
    add("--format", metavar="F", default="", help=_("the form; else found by looking into it"))
    add("--page", metavar="KEY", default="", help=_("of posts that do not say whose they are"))
    add("--mapping", metavar="MAP", type=Path, help=_("which column is what, of any table"))
    add("--suggest", action="store_true", help=_("write a first mapping for a table"))
    add("--dry-run", action="store_true", help=_("only say what would come"))
    add("--again", action="store_true", help=_("also files that were taken in before"))
    add("--no-media", action="store_true", help=_("no pictures and films"))
    add("--review", action="store_true", help=_("pairs of posts that may be one"))
    pair = ("REF", "REF")
    add("--merge", nargs=2, metavar=pair, help=_("with --review: these are one post"))
    add("--refuse", nargs=2, metavar=pair, help=_("with --review: these are two"))
    add("--undo", metavar="REF", help=_("with --review: this is a post of its own after all"))
    add("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("Files of other programs, and what Facebook itself hands out."),
            _("Each file comes whole or not at all; to repeat it changes nothing."),
            "",
            _("examples:"),
            "  fb-watch import facebook-export.zip --page madagascar-group",
            "  fb-watch import crowdtangle.csv --dry-run",
            "  fb-watch import --suggest table.xlsx > map.toml",
            "  fb-watch import table.xlsx --mapping map.toml",
            "  fb-watch import --review",
            "  fb-watch import --review --merge fbw:2020-000123 fbw:2020-000200",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Take the files in, and say what came and what did not."""
    if args.review or args.merge or args.refuse or args.undo:
        from fb_watch.cli.pairs import review

        return review(args)
    if not args.files:
        raise UsageError(_("Which file?"), remedy=_("Such as: {command}").format(command=_EXAMPLE))
    if args.suggest:
        return _suggest(args.files)
    reports = _take(args)
    if args.json:
        print_json({"files": [_shape(report) for report in reports]})
    else:
        print_files(reports, is_dry=args.dry_run)
    from fb_watch.importing import exit_code

    return exit_code(reports)


_EXAMPLE = "fb-watch import facebook-export.zip"


def _take(args: argparse.Namespace) -> list[FileReport]:
    from fb_watch.cli.progress import counting
    from fb_watch.cli.stdin_file import opened
    from fb_watch.importer import importing
    from fb_watch.intake.recognise import FORMATS

    if args.format and args.format not in FORMATS:
        raise UsageError(
            _("There is no form {name}.").format(name=args.format),
            remedy=_("Known: {keys}").format(keys=", ".join(FORMATS)),
        )
    home = home_of(args)
    with (
        opened(args.files) as (members, files),  # stdin may take its time: others can go first
        importing(
            home,
            page=args.page,
            mapping=_mapping(args.mapping),
            media=not args.no_media,
            is_dry=args.dry_run,
        ) as parts,
        counting("fb-watch import") as advance,
    ):
        chosen = replace(
            parts,
            format=args.format or ("mapped" if args.mapping else ""),
            advance=advance,
            again=args.again,
        )
        reports = []
        for report in chosen.run(members, files):
            print_problems(report)
            reports.append(report)
    return reports


def _mapping(path: Path | None) -> "Mapping | None":
    if path is None:
        return None
    from fb_watch.intake.mapping import load

    return load(path)


def _suggest(files: Sequence[Path]) -> int:
    """A first mapping on stdout, to be looked at and completed."""
    from fb_watch.cli.stdin_file import opened
    from fb_watch.intake.suggest import suggest

    if len(files) != 1:
        raise UsageError(_("--suggest takes one file."))
    with opened(files) as (members, _shown):
        for member in members:
            print(printable(suggest(member)), end="")
            return 0
    raise UsageError(_("{file} holds no file.").format(file=files[0]))


def print_problems(report: FileReport) -> None:
    """What did not come, and what is to be known, on stderr."""
    if report.failure:
        told = report.failure.message
        note(told if told.startswith(report.file) else labelled(report.file, told))
        if report.failure.remedy:
            note(f"  → {report.failure.remedy}")
    places: dict[str, list[str]] = {}
    for problem in report.problems:
        places.setdefault(problem.reason, []).append(problem.where)
    for reason, where in places.items():
        note(labelled(", ".join((report.file, *where)), reason))
    for text in report.notes:
        note(labelled(report.file, text))


def print_files(reports: Sequence[FileReport], *, is_dry: bool) -> None:
    """What came, file by file."""
    columns = [_("file"), _("form"), _("read"), _("new"), _("edited"), _("merged"), _("same")]
    rows = [
        [Path(r.file).name, r.format, r.read, r.new, r.edited, r.merged, r.same, r.skipped, r.media]
        for r in reports
        if not r.failure
    ]
    table([*columns, _("skipped"), _("media")], rows)
    if is_dry:
        note(_("Nothing was written: --dry-run."))


def _shape(report: FileReport) -> dict[str, Any]:
    counted = report.counted
    return {
        "file": report.file,
        "format": report.format or None,
        **{name: counted[name] for name in ("read", "new", "edited", "same", "merged", "skipped")},
        "media": report.media,
        "comments": report.comments,
        "problems": [{"line": p.where, "reason": p.reason} for p in report.problems],
        "notes": report.notes,
        "error": facts(report.failure) if report.failure else None,
    }
