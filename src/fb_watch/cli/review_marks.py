"""fb-watch review set, note, undo, history"""

import argparse
from typing import TYPE_CHECKING

from fb_watch.cli.changes import field_told, value_told
from fb_watch.cli.chosen import add_choice, chosen
from fb_watch.cli.desk import replaced, reviewing, taken_back, tell, was_out
from fb_watch.cli.home import reading
from fb_watch.cli.output import note, paragraph, print_json, table
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.i18n import _, plural, state

if TYPE_CHECKING:
    from fb_watch.archive.actions import Past
    from fb_watch.archive.review import Note

STATUSES = ("new", "relevant", "set-aside", "verified")


def parts() -> dict[str, Part]:
    """What people decide, and how it is taken back."""
    return {
        "set": Part(_("give posts a status, one or all of a filter"), _configure_set, _set),
        "note": Part(_("write a note to a post"), _configure_note, _note),
        "undo": Part(_("take back what you did last"), _configure_undo, _undo),
        "history": Part(_("what people did to a post, and their notes"), _configure_past, _past),
    }


def _configure_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("to", choices=STATUSES, metavar="STATUS", help=", ".join(STATUSES))
    add_choice(parser)
    add_by(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only say how many posts"))
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("All posts of a filter are one action: review undo takes it back whole."),
            "",
            _("examples:"),
            "  fb-watch review set relevant fbw:2020-000123 --by ME",
            "  fb-watch review set set-aside --page lebanon --until 2019 --by ME",
            "  fb-watch search eau --format refs | fb-watch review set relevant - --by ME",
        ]
    )


def _set(args: argparse.Namespace) -> int:
    from fb_watch.archive import review
    from fb_watch.archive.actions import person
    from fb_watch.bootstrap import utc_now

    name = "" if args.dry_run else person(args.by)
    refs, now = chosen(args), utc_now()
    if args.dry_run:
        text = plural("{n} post would be {status}.", "{n} posts would be {status}.", len(refs))
        print(text.format(n=len(refs), status=state(args.to)))
        return 0
    with reviewing(args) as archive:
        had = review.holders(archive, refs, now)
        overruled = review.overruled(archive, refs, args.to, name)
        news = review.set_status(archive, refs, args.to, name, now)
    others = {ref: one for ref, one in had.items() if one["name"] != name}
    tell([was_out(ref, one) for ref, one in others.items()])
    tell([replaced(ref, one) for ref, one in overruled.items()])
    if args.json:
        told = {"taken_from": others, "overruled": overruled}
        print_json({"posts": len(refs), "changed": news, **told})
    else:
        text = plural("{n} post is {status} now.", "{n} posts are {status} now.", news)
        note(text.format(n=news, status=state(args.to)))
    return 0


def _configure_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("a reference, id or permalink"))
    parser.add_argument("text", nargs="?", metavar="TEXT", help=_("the note; - reads stdin"))
    add_by(parser)
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("Without a text: the notes of the post."),
            "",
            _("examples:"),
            '  fb-watch review note fbw:2020-000123 "ask for the figures" --by ME',
            "  fb-watch review note fbw:2020-000123",
        ]
    )


def _note(args: argparse.Namespace) -> int:
    import sys

    from fb_watch.archive import review
    from fb_watch.bootstrap import utc_now

    if args.text is not None:
        text = sys.stdin.read() if args.text == "-" else args.text
        with reviewing(args) as archive:
            review.add_note(archive, args.ref, text, args.by, utc_now())
    with reading(args) as archive:
        told = review.notes(archive, args.ref)
    if args.json:
        print_json(told)
    else:
        for one in told:
            print_note(one)
    return 0


def print_note(one: "Note") -> None:
    """Who wrote what, when, and to which version."""
    paragraph(f"{one['at']} · {one['name']} · @{one['ref'].partition('@')[2]}")
    paragraph(one["text"], indent=4)


def _configure_undo(parser: argparse.ArgumentParser) -> None:
    add_by(parser)
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("Statuses, notes, assignments, tags by hand, dossiers, saved searches, codings,"),
            _("whole sheets. What somebody else has changed since is left as it is, and told."),
            _("Nothing leaves the history. Typed again, it takes back what was before."),
            "",
            _("examples:"),
            "  fb-watch review undo --by ME",
        ]
    )


def _undo(args: argparse.Namespace) -> int:
    from fb_watch.archive import review
    from fb_watch.bootstrap import utc_now

    with reviewing(args) as archive:
        undone = review.undo(archive, args.by, utc_now())
    told, *rest = taken_back(undone) if undone else ["", _("There is nothing to take back.")]
    if args.json:
        print_json(undone)
    elif told:
        print(told)
    for text in rest:
        note(text)
    return 1 if undone and undone["left"] else 0


def _configure_past(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("a reference, id or permalink"))
    add_json(parser)
    parser.epilog = "\n".join([_("examples:"), "  fb-watch review history fbw:2020-000123"])


def _past(args: argparse.Namespace) -> int:
    from fb_watch.archive import review

    with reading(args) as archive:
        past = review.changes_of(archive, args.ref)
        notes = review.notes(archive, args.ref)
    if args.json:
        print_json({"changes": past, "notes": notes})
        return 0
    columns = [_("when"), _("who"), _("action"), _("what"), _("before"), _("after")]
    table(columns, [_row(one) for one in past])
    for one in notes:
        print()
        print_note(one)
    return 0


def _row(one: "Past") -> list[object]:
    field = one["field"]
    values = [_short(one["before"]), _short(one["after"])]
    return [
        one["at"],
        one["name"],
        _(one["action"]),
        field_told(field),
        *(value and value_told(field, value) for value in values),
    ]


def _short(value: str | None) -> str | None:
    """A value as a table has room for it: of a note its text, of an assignment the name."""
    if value is None or not value.startswith("{"):
        return value
    import json

    row = json.loads(value)
    names = ("text", "heading", "note", "dossier", "answer", "name", "title", "query")
    return next((str(row[name])[:40] for name in names if row.get(name)), "…")
