"""fb-watch dossier"""

import argparse
from typing import TYPE_CHECKING

from fb_watch.cli.chosen import add_choice, chosen
from fb_watch.cli.desk import reviewing, tell
from fb_watch.cli.home import reading
from fb_watch.cli.output import bold, note, paragraph, print_json, printable, table
from fb_watch.cli.parts import Part, add_by, add_json
from fb_watch.cli.refs import read_refs
from fb_watch.errors import UsageError
from fb_watch.i18n import _, plural
from fb_watch.model.captions import text_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from fb_watch.archive.dossiers import Entry

EXAMPLES = (
    'create water --title "Water, 2020" --by ME',
    "add water --theme water --status verified --by ME",
    "show water",
)


def parts() -> dict[str, Part]:
    """Posts collected for a report."""
    return {
        "create": Part(_("begin a dossier"), _configure_create, _create),
        "add": Part(_("add posts or a heading"), _configure_add, _add),
        "move": Part(_("put a post or heading elsewhere"), _configure_move, _move),
        "note": Part(_("say what a post or heading is there for"), _configure_note, _note),
        "remove": Part(_("take out posts or headings, or the whole"), _configure_remove, _remove),
        "list": Part(_("the dossiers there are"), _configure_list, _list),
        "show": Part(_("what a dossier holds, in its order"), _configure_show, _show),
    }


def _configure_create(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("--title", metavar="T", default="", help=_("as the report will have it"))
    add_by(parser)
    parser.epilog = "\n".join(
        [_("examples:"), '  fb-watch dossier create water --title "Water, 2020" --by ME']
    )


def _create(args: argparse.Namespace) -> int:
    from fb_watch.archive.dossiers import create
    from fb_watch.bootstrap import utc_now

    with reviewing(args) as archive:
        create(archive, args.name, args.by, utc_now(), args.title)
    return 0


def _configure_add(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    add_choice(parser)
    parser.add_argument("--heading", metavar="H", help=_("a heading in the place of posts"))
    parser.add_argument("--note", metavar="TEXT", help=_("what they are there for"))
    _before(parser)
    add_by(parser)
    add_json(parser)
    parser.epilog = "\n".join(
        [
            _("A post is kept at the version it has now, or the one named: fbw:…@9f2c41aa."),
            "",
            _("examples:"),
            '  fb-watch dossier add water --heading "Wells" --by ME',
            '  fb-watch dossier add water fbw:2020-000123 --note "the figures" --by ME',
            "  fb-watch dossier add water --theme water --status verified --by ME",
        ]
    )


def _add(args: argparse.Namespace) -> int:
    from fb_watch.archive import dossiers
    from fb_watch.bootstrap import utc_now

    if args.heading is not None:
        if args.refs or args.note:
            raise UsageError(_("Add the heading first, then the posts below it."))
        with reviewing(args) as archive:
            dossiers.add_heading(
                archive, args.name, args.heading, args.by, utc_now(), before=args.before
            )
        return 0
    refs = chosen(args)
    with reviewing(args) as archive:
        number, others = dossiers.add_all(
            archive, args.name, refs, args.note, args.by, utc_now(), before=args.before
        )
    if args.json:
        print_json({"posts": len(refs), "added": number, "other_versions": others})
        return 0
    note(plural("{n} post added.", "{n} posts added.", number).format(n=number))
    if number < len(refs):
        text = plural("{n} was in it already.", "{n} were in it already.", len(refs) - number)
        note(text.format(n=len(refs) - number))
    text = _("{ref} is another version of a post that is in it; that one stays.")
    tell([text.format(ref=ref) for ref in others])
    return 0


def _configure_move(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    _entry(parser)
    _before(parser)
    add_by(parser)
    parser.epilog = "\n".join(
        [
            _("Without --before: to the end."),
            "",
            _("examples:"),
            '  fb-watch dossier move water fbw:2020-000123 --before "#Wells" --by ME',
        ]
    )


def _move(args: argparse.Namespace) -> int:
    from fb_watch.archive.dossiers import move
    from fb_watch.bootstrap import utc_now

    with reviewing(args) as archive:
        if not move(archive, args.name, args.ref, args.before, args.by, utc_now()):
            note(_("It stands there already."))
    return 0


def _configure_note(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    _entry(parser)
    parser.add_argument("text", metavar="TEXT", help=_('the note; "" takes it away'))
    add_by(parser)
    parser.epilog = "\n".join(
        [_("examples:"), '  fb-watch dossier note water fbw:2020-000123 "see p. 4" --by ME']
    )


def _note(args: argparse.Namespace) -> int:
    from fb_watch.archive.dossiers import annotate
    from fb_watch.bootstrap import utc_now

    with reviewing(args) as archive:
        annotate(archive, args.name, args.ref, args.text, args.by, utc_now())
    return 0


def _configure_remove(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument(
        "refs", nargs="*", metavar="REF", help=_('references, or "#Heading"; - reads stdin')
    )
    parser.add_argument("--whole", action="store_true", help=_("the whole dossier"))
    add_by(parser)
    parser.epilog = "\n".join(
        [
            _("The posts themselves stay in the archive; review undo brings all back."),
            "",
            _("examples:"),
            "  fb-watch dossier remove water fbw:2020-000123 --by ME",
            "  fb-watch dossier remove water --whole --by ME",
        ]
    )


def _remove(args: argparse.Namespace) -> int:
    from fb_watch.archive import dossiers
    from fb_watch.bootstrap import utc_now

    if bool(args.refs) == args.whole:
        raise UsageError(_("Name what to take out, or give --whole for the whole dossier."))
    with reviewing(args) as archive:
        if args.whole:
            number = dossiers.discard(archive, args.name, args.by, utc_now())
        else:
            refs = read_refs(args.refs)
            number = dossiers.remove(archive, args.name, refs, args.by, utc_now())
    note(plural("{n} entry taken out.", "{n} entries taken out.", number).format(n=number))
    return 0


def _configure_list(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.epilog = "\n".join([_("examples:"), "  fb-watch dossier list"])


def _list(args: argparse.Namespace) -> int:
    from fb_watch.archive.dossiers import listed

    with reading(args) as archive:
        found = listed(archive)
    if args.json:
        print_json(found)
        return 0
    table(
        [_("dossier"), _("title"), _("posts"), _("headings"), _("day"), _("who")],
        [
            (one["name"], one["title"], one["posts"], one["headings"], one["at"][:10], one["by"])
            for one in found
        ],
    )
    return 0


def _configure_show(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    add_json(parser)
    parser.epilog = "\n".join([_("examples:"), "  fb-watch dossier show water"])


def _show(args: argparse.Namespace) -> int:
    from fb_watch.archive.dossiers import entries, title

    with reading(args) as archive:
        told, name = entries(archive, args.name), title(archive, args.name)
        if args.json:
            print_json({"name": args.name, "title": name, "entries": told})
            return 0
        print(bold(printable(name)))
        for one in told:
            _print_entry(archive, one)
    return 0


def _print_entry(archive: "Connection", one: "Entry") -> None:
    from fb_watch.archive.search import get

    if one["ref"] is None:
        print()
        print(bold(f"# {printable(one['heading'] or '')}"))
        _print_note(one, indent=2)
        return
    post = get(archive, one["ref"])
    edited = "" if one["is_newest"] else f" · {_('edited since')}"
    paragraph(f"{one['ref']} · {post['created_at'][:10]} · {post['page']}{edited}", indent=2)
    text = " ".join((text_of(post["message"], post["captions"]) or f"[{post['kind']}]").split())
    paragraph(text if len(text) <= 160 else text[:159] + "…", indent=6)
    _print_note(one, indent=6)


def _print_note(one: "Entry", indent: int) -> None:
    if one["note"]:
        paragraph(f"→ {one['note']}", indent=indent, hang=2)


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the dossier"))


def _entry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_('a reference, or "#Heading"'))


def _before(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--before", metavar="REF", help=_('before this post or "#Heading"'))
