"""fb-watch review export-sheet, import-sheet"""

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.changes import field_told, value_told
from fb_watch.cli.chosen import add_choice, chosen
from fb_watch.cli.desk import had, reviewing, tell, was_out
from fb_watch.cli.home import home_of, reading
from fb_watch.cli.output import note, print_json, table, to_the_minute
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.errors import UsageError
from fb_watch.i18n import LANGUAGES, _, catalogue, language, plural, state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fb_watch.archive.sheets import Conflict, Entered
    from fb_watch.model.archived import ArchivedPost
    from fb_watch.model.settings import Heading
    from fb_watch.model.sheet import Problem, Words


def parts() -> dict[str, Part]:
    """For whoever reads without a terminal."""
    return {
        "export-sheet": Part(_("a spreadsheet to be filled in by others"), _configure_out, _out),
        "import-sheet": Part(_("take in what came back"), _configure_in, _in),
    }


def _configure_out(parser: argparse.ArgumentParser) -> None:
    add_choice(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", required=True, help=_("an .xlsx file")
    )
    parser.add_argument("--force", action="store_true", help=_("replace an existing file"))
    parser.add_argument("--sample", metavar="NAME", help=_("of a sample, to be coded blind"))
    parser.add_argument("--to", metavar="NAME", help=_("who reads them: checked out for 30 days"))
    add_by(parser)
    parser.epilog = "\n".join(
        [
            _("Status and themes have drop-downs; the words are in the language of messages."),
            _("The columns may be moved and sorted; the first row has to stay."),
            "",
            _("examples:"),
            "  fb-watch review export-sheet --country MG --status new -o mg.xlsx --by ME",
            "  fb-watch review export-sheet --sample autumn -o blind.xlsx --by ME",
        ]
    )


def _out(args: argparse.Namespace) -> int:
    from fb_watch.archive import samples, sheets
    from fb_watch.archive.actions import person
    from fb_watch.archive.chosen import once
    from fb_watch.archive.search import get
    from fb_watch.bootstrap import utc_now
    from fb_watch.config.load import load_headings
    from fb_watch.export.review_sheet import write_sheet

    by, path = person(args.by), args.output
    to = person(args.to) if args.to else ""
    _may_write(path, force=args.force)
    words = words_of(load_headings(home_of(args)).themes)
    named = [] if args.sample else chosen(args)
    with reading(args) as archive:
        # each post of a sample has its answer, also where two of them have become one
        refs = (
            samples.to_code(archive, args.sample, to or by) if args.sample else once(archive, named)
        )
        posts = [get(archive, ref) for ref in refs]
    if more := max(0, len(named) - len(posts)):
        text = plural(
            "{n} reference more names a post of the sheet: each has one row, the newest version.",
            "{n} references more name posts of the sheet: each has one row, the newest version.",
            more,
        )
        note(text.format(n=more))
    if not posts:
        raise UsageError(_("There is no post to put into a sheet."))
    with reviewing(args) as archive:
        sheet = sheets.send_out(archive, posts, by, utc_now(), args.sample or "")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # a blind one holds what somebody has not coded; any other may be for whoever has the time
        reader = to or (by if args.sample else "")
        write_sheet(part, sheet, posts, words, blind=bool(args.sample), to=reader)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if args.to and not args.sample:
        _check_out(args, posts)
    elif not args.sample:
        _say_who_has(args, posts)
    text = plural("{n} post written to {file}", "{n} posts written to {file}", len(posts))
    note(text.format(n=len(posts), file=path))
    if args.sample:
        note(_("Themes (or none), countries (or none) and the language are all needed."))
    return 0


def _check_out(args: argparse.Namespace, posts: "Sequence[ArchivedPost]") -> None:
    from datetime import timedelta

    from fb_watch.archive import review
    from fb_watch.archive.actions import person
    from fb_watch.bootstrap import utc_now

    now = utc_now()
    refs = [post["ref"] for post in posts]
    with reviewing(args) as archive:
        lose = review.holders(archive, refs, now)
        review.assign(archive, refs, args.to, args.by, now, now + timedelta(days=30))
    tell([had(ref, one) for ref, one in lose.items() if one["name"] != person(args.to)])


def _say_who_has(args: argparse.Namespace, posts: "Sequence[ArchivedPost]") -> None:
    """Who reads at the same time what nobody is given by name."""
    from fb_watch.archive.actions import person
    from fb_watch.archive.review import holders
    from fb_watch.bootstrap import utc_now

    with reading(args) as archive:
        held = holders(archive, [post["ref"] for post in posts], utc_now())
    text = _("{name} has {ref}, until {until}.")
    tell(
        [
            text.format(name=one["name"], ref=ref, until=to_the_minute(one["until"]))
            for ref, one in held.items()
            if one["name"] != person(args.by)
        ]
    )


def _may_write(path: Path, *, force: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("{file}: the name has to end in .xlsx.").format(file=path))
    if not path.absolute().parent.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=path.absolute().parent))
    if path.exists() and not force:
        raise UsageError(
            _("{file} is there already.").format(file=path),
            remedy=_("Choose another name, or --force to replace it."),
        )


def _configure_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the .xlsx that came back"))
    parser.add_argument(
        "--prevails", action="store_true", help=_("what the sheet says goes first in conflicts")
    )
    add_by(parser)
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("--by is who filled it in. Only what was changed in the sheet is entered. Where"),
            _("somebody else has said something since, that stays and is shown; the code is 1."),
            _("The whole sheet is one action: review undo takes it back."),
            "",
            _("examples:"),
            "  fb-watch review import-sheet mg.xlsx --by NAME",
        ]
    )


def _in(args: argparse.Namespace) -> int:
    from fb_watch.archive import sheets
    from fb_watch.archive.actions import person
    from fb_watch.bootstrap import utc_now
    from fb_watch.config.codes import COUNTRIES, LANGUAGES
    from fb_watch.config.load import load_headings
    from fb_watch.export.returned_sheet import read_sheet

    by = person(args.by)
    if not args.file.is_file():
        raise UsageError(_("There is no file {file}.").format(file=args.file))
    words = words_of(load_headings(home_of(args)).themes)
    with reading(args) as archive:
        returned = read_sheet(
            args.file,
            words,
            COUNTRIES,
            {*LANGUAGES, "und", "zxx"},
            lambda sheet: sheets.sent(archive, sheet),
        )
    if returned.to and returned.to != by:
        text = _("This sheet went to {name}; it is entered as what {by} says.")
        note(text.format(name=returned.to, by=by))
    with reviewing(args) as archive:
        entered = sheets.take_in(
            archive, returned.sheet, returned.rows, by, utc_now(), prevails=args.prevails
        )
    tell([was_out(ref, one) for ref, one in entered.taken_from.items()])
    problems = sorted((*returned.problems, *entered.problems), key=lambda p: p.line)
    if args.json:
        print_json(
            {
                "file": str(args.file),
                "changed": entered.changed,
                "same": entered.same,
                "conflicts": entered.conflicts,
                "taken_from": entered.taken_from,
                "problems": [asdict(problem) for problem in problems],
            }
        )
    elif entered.conflicts:
        columns = [_("line"), _("post"), _("what"), _("sheet"), _("archive"), _("who"), _("when")]
        table(columns, [_conflict_row(conflict) for conflict in entered.conflicts])
    _tell(entered, problems)
    return 1 if problems or (entered.conflicts and not args.prevails) else 0


def _tell(entered: "Entered", problems: "Sequence[Problem]") -> None:
    for problem in problems:
        note(_("line {line}: {reason}").format(line=problem.line, reason=problem.reason))
    text = plural("{n} post changed.", "{n} posts changed.", entered.changed)
    note(text.format(n=entered.changed))
    if entered.conflicts:
        text = plural(
            "{n} conflict: see above.", "{n} conflicts: see above.", len(entered.conflicts)
        )
        note(text.format(n=len(entered.conflicts)))


def _conflict_row(told: "Conflict") -> list[object]:
    return [
        told["line"],
        told["ref"],
        field_told(told["field"]),
        value_told(told["field"], told["sheet"]),
        value_told(told["field"], told["archive"]),
        told["who"],
        to_the_minute(told["at"]),
    ]


def words_of(themes: "Sequence[Heading]") -> "Words":
    """The words of the drop-downs in the language of messages; read back in every language."""
    from fb_watch.model.sheet import NONE, STATUSES, Words

    statuses = {word: status for status in STATUSES for word in (status, *_every_state(status))}
    readings = {_plain(theme.id): theme.id for theme in themes}
    for theme in themes:
        for label in theme.labels.values():
            readings.setdefault(_plain(label), theme.id)
    nothing = dict.fromkeys((*_every(NONE), NONE), "")
    return Words(
        statuses={status: state(status) for status in STATUSES},
        themes={theme.id: theme.labels.get(language(), theme.id) for theme in themes},
        readings={"status": statuses, "theme": readings | nothing, "none": nothing},
    )


def _every(text: str) -> list[str]:
    """A text of the program in all of its languages."""
    return [_plain(catalogue(lang).gettext(text)) for lang in LANGUAGES]


def _every_state(status: str) -> list[str]:
    return [_plain(catalogue(lang).pgettext("post", status)) for lang in LANGUAGES]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
